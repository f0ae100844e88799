//! `faultbook starter show`

use std::io::Write;
use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::change::Refusal;
use faultbook::export;
use faultbook::finding::nearest;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::rank::Why;
use faultbook::report::ReportOptions;
use faultbook::starter::Starter;
use faultbook::workspace::Workspace;

use crate::cli::Context;
use crate::cli::commands::starter::find;
use crate::cli::ui::complete;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::failure;
use crate::cli::ui::page::Page;
use crate::cli::ui::table;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The technology: postgresql.
    #[arg(value_name = "TECH", add = ArgValueCompleter::new(complete::starters))]
    starter: String,
    /// One of its failures; none: the table of all.
    #[arg(value_name = "ID", add = ArgValueCompleter::new(complete::starter_failures))]
    id: Option<String>,
    /// Print the text of the playbook, or of the failure and its tests.
    #[arg(long, conflicts_with = "json")]
    toml: bool,
    /// Print JSON, as `export json` does.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let starter = find(&args.starter)?;
    let text = starter.playbook();
    let file = format!("playbooks/{}.toml", starter.name);
    let workspace = Workspace::from_texts("format = 1", [(file.as_str(), &*text)]);
    let book = workspace.book();
    let asked = args.id.as_deref().map(|id| known(id, starter, &workspace)).transpose()?;
    if args.toml {
        let mut out = context.console.out();
        match asked {
            Some(id) => write_text(id, &workspace, &mut out)?,
            None => out.write_all(text.as_bytes())?,
        }
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut report = workspace.report(ReportOptions::new(workspace.method(), context.today()?));
    let place = asked.and_then(|id| report.rows.iter().position(|row| row.failure().id == *id));
    let place = place.map(|place| (place + 1, report.rows.len()));
    report.rows.retain(|row| asked.is_none_or(|id| row.failure().id == *id));
    if let Some(write) = export::find("json").and_then(|format| format.report).filter(|_| args.json) {
        let mut out = context.console.raw();
        write(&report, &mut out)?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = context.console.out();
    match (asked, report.rows.first()) {
        (Some(id), Some(row)) => {
            writeln!(out, "{BOLD}failure/{id}{BOLD:#}  starter/{}", starter.name)?;
            let why = Why::new(workspace.method(), &row.case, workspace.config());
            failure::write(row, &[why], place, book, &mut Page::new(&mut out, context.console.width()))?;
        }
        _ => table::write(&report, workspace.config(), &context.console, &mut out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The failure that is asked for.
fn known<'w>(id: &str, starter: &Starter, workspace: &'w Workspace) -> Result<&'w Id, Refusal> {
    let failures = &workspace.book().failures;
    failures.get(id).map(|failure| &failure.id).ok_or_else(|| {
        let refusal = Refusal::new(format!("the starter {} has no failure `{id}`", starter.name));
        refusal.help(match nearest(id, failures.iter().map(|failure| failure.id.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`faultbook starter show {}` lists them", starter.name),
        })
    })
}

/// The text of a failure, and of the tests that cover it.
fn write_text(id: &Id, workspace: &Workspace, out: &mut impl Write) -> std::io::Result<()> {
    let book = workspace.book();
    let origin = book.origin(Kind::Failure, id.as_str());
    let tests = book.tests.iter().filter(|test| test.covers.contains(id)).map(|test| test.origin);
    for (index, origin) in origin.into_iter().chain(tests).enumerate() {
        let gap = if index == 0 { "" } else { "\n" };
        writeln!(out, "{gap}{}", workspace.block(origin).trim_end())?;
    }
    Ok(())
}
