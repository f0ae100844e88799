//! `faultbook export`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use faultbook::export;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Kind;

use crate::cli::Context;
use crate::cli::ui::output;
use crate::cli::ui::view;

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(
        export::FORMATS.iter().filter(|format| format.report.is_some()).map(|format| format.id),
    )
}

/// Write failures, or the entries of another kind, in another format
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook export markdown > RISKS.md
  faultbook export csv --where 'priority>=high' -o urgent.csv
  faultbook export xlsx -o risks.xlsx
  faultbook export csv actions --where 'status!=in-place'
  faultbook export json | jq '.failures[].id'")]
pub(in crate::cli) struct Args {
    /// The format; `faultbook explain FORMAT` describes it.
    #[arg(value_parser = formats())]
    format: String,
    /// What to write.
    #[arg(value_name = "KIND", value_parser = view::kinds())]
    kind: Option<String>,
    /// Write to FILE instead of standard output; - is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    view: view::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let format = export::find(&args.format).and_then(|format| Some((format, format.report?, format.binary)));
    let (format, write, is_binary) =
        format.ok_or_else(|| anyhow::anyhow!("`{}` cannot hold failures", args.format))?;
    if is_binary && args.output.as_deref().is_none_or(|file| file == "-") && context.console.is_terminal() {
        anyhow::bail!(
            "{0} is binary and cannot be shown in a terminal; write it to a file: `-o FILE`",
            args.format
        );
    }
    let workspace = context.workspace()?;
    let kind = view::kind(args.kind.as_deref());
    if kind != Kind::Failure {
        let Some(write) = format.listing else {
            anyhow::bail!("{} holds failures and all that belongs to them; leave out the kind", format.id);
        };
        let listing = args.view.listing(kind, workspace, context)?;
        output::write(args.output.as_deref(), Some(workspace), &context.console, |out| write(&listing, out))?;
        view::tell_unread(listing.unread, context);
        return Ok(ExitCode::SUCCESS);
    }
    let mut report = args.view.report(workspace, context)?;
    if format.holds_findings() {
        report.findings = workspace.lint(RULES, Facts::new(context.today()?)).findings;
    }
    output::write(args.output.as_deref(), Some(workspace), &context.console, |out| write(&report, out))?;
    view::tell_unread(report.unread, context);
    Ok(ExitCode::SUCCESS)
}
