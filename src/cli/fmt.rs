//! `faultbook fmt`

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;
use faultbook::config::Config;
use faultbook::document;
use faultbook::store;
use faultbook::workspace::Error;
use faultbook::workspace::Workspace;

use crate::cli::Context;
use crate::cli::console::counted;
use crate::cli::plain::brief;
use crate::cli::plain::plain_line;

/// Put playbooks in the order of the format
///
/// `[playbook]` first, then kinds, ids, tables and keys. Nothing else changes: comments go with what they stand above, and
/// values, spaces and line ends stay as they are. Prints the files that changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook fmt
  faultbook fmt playbooks/checkout.toml
  faultbook fmt --check

Exit codes: 0 done, or nothing to do; 1 with --check, where a file would change; 2 could not run, 3 no workspace.")]
pub(super) struct Args {
    /// Only what lies under these paths.
    #[arg(value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    /// Change nothing; print the files that would change, and exit with 1 where there are any.
    #[arg(long)]
    check: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    if !args.check && workspace.config().format > Config::FORMAT {
        return Err(Error::NewerFormat { format: workspace.config().format }.into());
    }
    let files = chosen(&args.paths, workspace)?;
    let mut ordered = Vec::new();
    let mut left = 0;
    for file in &files {
        match document::format(workspace.text(file).unwrap_or_default()) {
            Ok(text) => ordered.extend(text.map(|text| (*file, text))),
            Err(refusal) => {
                left += 1;
                let help = refusal.help.map(|help| format!("; {help}")).unwrap_or_default();
                let line = brief(&format!("{file}: left alone: {}{help}", refusal.message));
                context.console.status(line);
            }
        }
    }
    if !args.check {
        for (file, text) in &ordered {
            write(workspace, file, text)?;
        }
    }
    let mut out = context.console.unstyled();
    for (file, _) in &ordered {
        writeln!(out, "{}", plain_line(file))?;
    }
    out.flush()?;
    let changed = if args.check { "would change" } else { "changed" };
    let left = if left > 0 { format!(", {left} left alone") } else { String::new() };
    let of = counted(files.len(), "file");
    context.console.status(format_args!("{} of {of} {changed}{left}", ordered.len()));
    Ok(ExitCode::from(u8::from(args.check && !ordered.is_empty())))
}

/// Writes a file of the workspace.
fn write(workspace: &Workspace, file: &str, text: &str) -> anyhow::Result<()> {
    let mut out = store::write_output(&workspace.root().join(file))?;
    Ok(out.write_all(text.as_bytes())?)
}

/// The files of the workspace that lie under any of the paths; without paths, all.
fn chosen<'w>(paths: &[PathBuf], workspace: &'w Workspace) -> anyhow::Result<BTreeSet<&'w str>> {
    let files: Vec<&str> = workspace.book().files.iter().map(AsRef::as_ref).collect();
    if paths.is_empty() {
        return Ok(files.into_iter().collect());
    }
    let mut chosen = BTreeSet::new();
    for path in paths {
        let whole = path.canonicalize();
        let whole = whole.map_err(|error| anyhow::anyhow!("cannot read {}: {error}", path.display()))?;
        let place = |file: &str| workspace.root().join(file).canonicalize();
        let under = |file: &&&str| place(file).is_ok_and(|place| place.starts_with(&whole));
        let found: Vec<&str> = files.iter().filter(under).copied().collect();
        if found.is_empty() {
            anyhow::bail!("{} holds no playbook of this workspace", path.display());
        }
        chosen.extend(found);
    }
    Ok(chosen)
}
