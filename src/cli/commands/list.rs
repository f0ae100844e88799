//! `faultbook list`

use std::io::Write;
use std::process::ExitCode;

use faultbook::export;
use faultbook::model::Kind;
use faultbook::report::Report;
use faultbook::workspace::Workspace;

use crate::cli::Context;
use crate::cli::ui::table;
use crate::cli::ui::view;

/// List failures by priority, or the entries of another kind
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook list
  faultbook list components --where 'owner!=*'
  faultbook list actions --where 'due<30d' --sort due
  faultbook list --where 'severity>=high owner!=*' --by severity-first
  faultbook list --columns priority,id,owner,reviewed")]
pub(in crate::cli) struct Args {
    /// What to list.
    #[arg(value_name = "KIND", value_parser = view::kinds())]
    kind: Option<String>,
    #[command(flatten)]
    view: view::Options,
    /// Print JSON, as `export json` does.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    let kind = view::kind(args.kind.as_deref());
    if kind != Kind::Failure {
        return entries(args, kind, workspace, context);
    }
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

/// Lists the entries of another kind.
fn entries(args: &Args, kind: Kind, workspace: &Workspace, context: &Context) -> anyhow::Result<ExitCode> {
    let listing = args.view.listing(kind, workspace, context)?;
    if let Some(write) = export::find("json").and_then(|format| format.listing).filter(|_| args.json) {
        let mut out = context.console.raw();
        write(&listing, &mut out)?;
        out.flush()?;
    } else if listing.rows.is_empty() {
        context.console.status(format!("no {} to show", kind.plural()));
    } else {
        let mut out = context.console.out();
        table::write_listing(&listing, &context.console, &mut out)?;
        out.flush()?;
    }
    view::tell_unread(listing.unread, context);
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
