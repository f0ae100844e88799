//! `faultbook lint`

use std::collections::BTreeSet;
use std::io;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap_complete::ArgValueCompleter;
use faultbook::config::Config;
use faultbook::export;
use faultbook::finding::Level;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Word;
use faultbook::report::Verdict;
use faultbook::workspace::Workspace;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::console::Console;
use crate::cli::ui::console::counted;
use crate::cli::ui::findings;
use crate::cli::ui::output;
use crate::cli::ui::output::HUMAN;
use crate::cli::ui::output::Output;
use crate::cli::ui::output::Outputs;
use crate::cli::ui::paths;

/// Say what is wrong with the playbooks
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook lint
  faultbook lint playbooks/checkout.toml --hints
  faultbook lint services/shop         the workspace that the path is in
  faultbook lint --fail-on warn --format json
  faultbook lint --format github --format sarif=faultbook.sarif

Exit codes: 0 nothing at the level of --fail-on, 1 something, 2 could not run, 3 no workspace.")]
pub(in crate::cli) struct Args {
    /// Show only findings in these files and folders, all of one workspace; it is read completely all the same.
    paths: Vec<PathBuf>,
    /// How findings are written, and to which file; may be given several times, once without a file.
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = HUMAN, value_parser = Outputs, add = ArgValueCompleter::new(complete::verdicts))]
    format: Vec<Output>,
    /// Exit with 1 from this level on: hint, warn or deny.
    #[arg(long, value_name = "LEVEL", default_value = "deny", value_parser = ["hint", "warn", "deny"])]
    fail_on: String,
    /// Exit with 0 whatever was found.
    #[arg(long)]
    exit_zero: bool,
    /// Show hints too.
    #[arg(long)]
    hints: bool,
    /// Let rules that depend on the date speak at their own level.
    #[arg(long)]
    dated: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let on_screen = output::the_one_without_file(&args.format)?;
    let workspace = context.workspace_of(&args.paths)?;
    let facts = Facts::new(context.today()?).dated(args.dated);
    let prefix = output::prefix(workspace.root(), &context.started);
    let mut verdict = Verdict { prefix, hints: args.hints, ..workspace.lint(RULES, facts) };
    if !args.paths.is_empty() {
        keep_under(&args.paths, workspace, &mut verdict)?;
    }
    for Output { format, file } in &args.format {
        if let Some(file) = file {
            let fill = |mut out: &mut dyn Write| write(&verdict, format, workspace, false, &mut out);
            output::write(Some(file), Some(workspace), &context.console, fill)?;
        }
    }
    if let Some(format) = on_screen {
        match print(&verdict, format, workspace, &context.console) {
            // Whoever read the findings had enough; what was found decides all the same.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            other => other?,
        }
    }
    summarise(&verdict, args.hints, &context.console);
    let fail_on = Level::from_word(&args.fail_on).unwrap_or(Level::Deny);
    let failed = verdict.reaches(fail_on) && !args.exit_zero;
    Ok(ExitCode::from(u8::from(failed)))
}

fn print(verdict: &Verdict, format: &str, workspace: &Workspace, console: &Console) -> io::Result<()> {
    match format {
        HUMAN => write(verdict, format, workspace, console.colored(), &mut console.out()),
        // What a program reads goes out byte for byte.
        _ => write(verdict, format, workspace, false, &mut console.raw()),
    }
}

fn write(
    verdict: &Verdict,
    format: &str,
    workspace: &Workspace,
    colored: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    match export::find(format).and_then(|format| format.verdict) {
        Some(write) => write(verdict, out)?,
        None => findings::draw(verdict.shown(), workspace, colored, out)?,
    }
    out.flush()
}

/// Drops the findings in files that are not below any of the paths. What concerns the workspace as a whole stays.
fn keep_under(paths: &[PathBuf], workspace: &Workspace, verdict: &mut Verdict) -> anyhow::Result<()> {
    let read = workspace.book().files.iter().map(AsRef::as_ref).chain([Config::FILE]);
    let refused: Vec<Arc<str>> =
        verdict.findings.iter().map(|finding| Arc::clone(&finding.span.file)).collect();
    let files: BTreeSet<&str> = read.chain(refused.iter().map(AsRef::as_ref)).collect();
    let below = paths::below(paths, workspace.root(), files.into_iter())?;
    verdict
        .findings
        .retain(|finding| finding.subject == "workspace" || below.contains(finding.span.file.as_ref()));
    Ok(())
}

/// One line: how much was found, and in what.
fn summarise(verdict: &Verdict, hints: bool, console: &Console) {
    let mut parts = Vec::new();
    for (level, what) in [(Level::Deny, "denied finding"), (Level::Warn, "warning"), (Level::Hint, "hint")] {
        let number = verdict.count(level);
        if number > 0 {
            let more = if level == Level::Hint && !hints { " (--hints shows them)" } else { "" };
            parts.push(format!("{}{more}", counted(number, what)));
        }
    }
    let found = if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") };
    console.status(format_args!(
        "{found} in {} of {}",
        counted(verdict.entries, "entry"),
        counted(verdict.files, "file")
    ));
    if !verdict.held.is_empty() {
        let number = verdict.held.values().sum();
        let need = if number == 1 { "needs" } else { "need" };
        let rules: Vec<&str> = verdict.held.keys().copied().collect();
        console.status(format_args!(
            "skipped {} that {need} what could not be read: {}",
            counted(number, "check"),
            rules.join(", ")
        ));
    }
}
