//! `faultbook list`

use std::io::Write;
use std::process::ExitCode;

use faultbook::export;
use faultbook::report::Report;

use crate::cli::Context;
use crate::cli::ui::table;
use crate::cli::ui::view;

/// Show the failures, the most urgent first
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook list
  faultbook list --where 'severity>=high owner!=*' --by severity-first
  faultbook list --columns priority,id,owner,reviewed")]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    view: view::Options,
    /// Print JSON, as `export json` does.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    let report = args.view.report(workspace, context)?;
    if let Some(write) = export::find("json").and_then(|format| format.report).filter(|_| args.json) {
        let mut out = context.console.raw();
        write(&report, &mut out)?;
        out.flush()?;
    } else if report.rows.is_empty() {
        context.console.status("no failures to show");
    } else {
        // Without colour the table holds no styles that would have to be taken out of very many lines.
        let console = &context.console;
        let mut out: Box<dyn Write> =
            if console.colored() { Box::new(console.out()) } else { Box::new(console.unstyled()) };
        table::write(&report, workspace.config(), console, &mut out)?;
        out.flush()?;
    }
    view::tell_unread(report.unread, context);
    tell_unscored(&report, context);
    Ok(ExitCode::SUCCESS)
}

/// Says of how many failures the method could make no score.
fn tell_unscored(report: &Report<'_>, context: &Context) {
    let unscored = report.rows.iter().filter(|row| row.score.is_none()).count();
    if let Some(scoring) = report.method.score.filter(|_| unscored > 0) {
        let (all, id) = (report.rows.len(), report.method.id);
        context.console.note(&format!(
            "{unscored} of {all} failures lack what `{}` is made of; `faultbook explain {id}` tells what that is",
            scoring.heading.to_lowercase()
        ));
    }
}
