//! `faultbook export`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use faultbook::export;

use crate::cli::Context;
use crate::cli::output;
use crate::cli::view;

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(
        export::FORMATS.iter().filter(|format| format.report.is_some()).map(|format| format.id),
    )
}

/// Write the failures in another format
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook export markdown > RISKS.md
  faultbook export csv --where 'priority>=high' -o urgent.csv
  faultbook export json | jq '.failures[].id'")]
pub(super) struct Args {
    /// The format; `faultbook explain FORMAT` describes it.
    #[arg(value_parser = formats())]
    format: String,
    /// Write to FILE instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    view: view::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    let report = args.view.report(workspace, context)?;
    let write = export::find(&args.format).and_then(|format| format.report);
    let write = write.ok_or_else(|| anyhow::anyhow!("`{}` cannot hold failures", args.format))?;
    let mut out: Box<dyn Write> = match &args.output {
        Some(path) => Box::new(output::create(path, workspace)?),
        // What was exported is bytes for a program: nothing is taken out of it on the way.
        None => Box::new(context.console.raw()),
    };
    write(&report, &mut out)?;
    out.flush()?;
    view::tell_unread(report.unread, context);
    Ok(ExitCode::SUCCESS)
}
