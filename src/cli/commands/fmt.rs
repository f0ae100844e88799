//! `faultbook fmt`

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::ValueHint;

use crate::cli::Context;
use crate::cli::ui::console::counted;
use crate::cli::ui::paths;
use crate::cli::ui::sanitize::brief;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::write;

/// Put playbooks in the order of the format
///
/// `[playbook]` first, then kinds, ids, tables and keys. Nothing else changes: comments go with what they stand above, and
/// values, spaces and line ends stay as they are. Prints the files that changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook fmt
  faultbook fmt playbooks/checkout.toml
  faultbook fmt --check

Exit codes: 0 done, or nothing to do; 1 with --check, where a file would change; 2 could not run, 3 no workspace, 75 another process is writing: try again.")]
pub(in crate::cli) struct Args {
    /// Only these files and folders, all of one workspace.
    #[arg(value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    /// Change nothing; print the files that would change, and exit with 1 where there are any.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let write = if args.check { args.write.look() } else { args.write };
    let mut transaction = write.open_at(&args.paths, context)?;
    let files = paths::below(&args.paths, transaction.root(), transaction.files().map(AsRef::as_ref))?;
    let files: HashSet<String> = files.into_iter().map(str::to_owned).collect();
    let left = transaction.format(|file| files.contains(file));
    for (file, refusal) in &left {
        let help = refusal.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        context.console.status(brief(&format!(
            "{}: left alone: {}{help}",
            transaction.shown(file),
            refusal.message
        )));
    }
    let changed: Vec<String> = transaction.changed().map(|file| transaction.shown(&file)).collect();
    if args.write.is_plain() {
        transaction.commit("fmt")?;
        print(&changed, context).context(write::UNPRINTED)?;
    } else {
        write.finish(transaction, "fmt", context)?;
    }
    let would = if write.dry_run { "would change" } else { "changed" };
    let left = if left.is_empty() { String::new() } else { format!(", {} left alone", left.len()) };
    let of = counted(files.len(), "file");
    let way_out = if args.check && !changed.is_empty() { "; run `faultbook fmt`" } else { "" };
    context.console.status(format_args!("{} of {of} {would}{left}{way_out}", changed.len()));
    Ok(ExitCode::from(u8::from(args.check && !changed.is_empty())))
}

fn print(changed: &[String], context: &Context) -> std::io::Result<()> {
    let mut out = context.console.unstyled();
    for file in changed {
        writeln!(out, "{}", plain_line(file))?;
    }
    out.flush()
}
