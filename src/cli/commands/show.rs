//! `faultbook show`

use std::io::Write;
use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::export::write_json;
use faultbook::finding::Level;
use faultbook::graph::Reach;
use faultbook::graph::named_by;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::lint::Rule;
use faultbook::model::AnyEntry;
use faultbook::model::EntryRef;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::rank::METHODS;
use faultbook::rank::Why;
use faultbook::report::Located;
use faultbook::report::ReportOptions;
use faultbook::report::Row;
use faultbook::workspace::Workspace;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::failure;
use crate::cli::ui::findings;
use crate::cli::ui::page::Page;
use crate::cli::ui::sanitize::plain;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::view::tell_unread;

/// Show one entry whole: why it stands where it stands, what to do, its findings
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook show zone-outage
  faultbook show component/orders-db --json")]
pub(in crate::cli) struct Args {
    /// The entry: its id, or KIND/ID where several kinds have it.
    #[arg(value_name = "ID", add = ArgValueCompleter::new(complete::entries))]
    entry: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    let entry = workspace.find(&args.entry)?;
    let today = context.today()?;
    // What is said once for a workspace is said here of the one entry that is asked for.
    let mut rules: Vec<Rule> = RULES.to_vec();
    rules.iter_mut().for_each(|rule| rule.habit = None);
    let findings = workspace.lint_entry(&entry, &rules, Facts::new(today).dated(true));
    let (book, method) = (workspace.book(), workspace.method());
    // A retired failure stands in no list, and is shown all the same.
    let report = workspace.report(ReportOptions::new(method, today).all(true));
    let is_it = |row: &&Row<'_>| entry.kind == Kind::Failure && row.failure().id == entry.id;
    let row = report.rows.iter().find(is_it);
    // The method that orders the lists comes first.
    let others = METHODS.iter().filter(|other| other.id != method.id);
    let why = |row: &Row<'_>| -> Vec<Why> {
        let methods = std::iter::once(method).chain(others.clone());
        methods.map(|method| Why::new(method, &row.case, workspace.config())).collect()
    };
    let whys = row.map(why).unwrap_or_default();
    if args.json {
        let mut out = context.console.raw();
        write_data(&entry, workspace, row, &whys, &findings, &mut out)?;
        out.flush()?;
    } else {
        let mut out = context.console.out();
        let file = book.origin(entry.kind, entry.id.as_str()).map_or("", |origin| book.file(origin));
        writeln!(
            out,
            "{BOLD}{entry}{BOLD:#}  {}:{}",
            plain_line(&workspace.shown(file)),
            line(&entry, workspace)
        )?;
        match row {
            Some(row) => {
                let mut listed = report.rows.iter().filter(|row| row.standing.is_active());
                let all = listed.clone().count();
                let place = listed.position(|row| is_it(&row)).map(|place| (place + 1, all));
                failure::write(row, &whys, place, book, &mut Page::new(&mut out, context.console.width()))?;
            }
            None => write_source(&entry, workspace, &mut out)?,
        }
        write_findings(&findings, workspace, context, &mut out)?;
        out.flush()?;
    }
    tell_unread(workspace.unread(), context);
    Ok(ExitCode::SUCCESS)
}

/// The line on which the entry's header stands.
fn line(entry: &EntryRef, workspace: &Workspace) -> usize {
    let Some(origin) = workspace.book().origin(entry.kind, entry.id.as_str()) else {
        return 1;
    };
    let text = workspace.text(workspace.book().file(origin)).unwrap_or("");
    let before = text.get(..origin.offset as usize).unwrap_or("");
    before.bytes().filter(|&byte| byte == b'\n').count() + 1
}

/// An entry as data; `null` where only its id is known.
fn write_data(
    entry: &EntryRef,
    workspace: &Workspace,
    row: Option<&Row<'_>>,
    whys: &[Why],
    findings: &[Located],
    out: &mut impl Write,
) -> std::io::Result<()> {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Data<'a> {
        Failure(&'a Row<'a>),
        Other(Option<AnyEntry<'a>>),
    }
    #[derive(Serialize)]
    struct Document<'a> {
        version: u32,
        kind: Kind,
        id: &'a Id,
        file: &'a str,
        line: usize,
        entry: Data<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<&'a Why>,
        #[serde(skip_serializing_if = "<[Why]>::is_empty")]
        others: &'a [Why],
        #[serde(skip_serializing_if = "Option::is_none")]
        reach: Option<Reach<'a>>,
        findings: &'a [Located],
    }
    let (book, id) = (workspace.book(), entry.id.as_str());
    let data = row.map_or_else(|| Data::Other(book.entry(entry.kind, id)), Data::Failure);
    let file = book.origin(entry.kind, id).map_or("", |origin| book.file(origin));
    let line = line(entry, workspace);
    let reach = row.map(Row::reach);
    let (kind, id) = (entry.kind, &entry.id);
    let (why, others) = (whys.first(), whys.get(1..).unwrap_or_default());
    write_json(&Document { version: 1, kind, id, file, line, entry: data, why, others, reach, findings }, out)
}

/// An entry as it stands in its file, whole and with its comments, and what names it.
fn write_source(entry: &EntryRef, workspace: &Workspace, out: &mut impl Write) -> std::io::Result<()> {
    let Some(origin) = workspace.book().origin(entry.kind, entry.id.as_str()) else { return Ok(()) };
    writeln!(out)?;
    for line in workspace.block(origin).lines() {
        writeln!(out, "  {}", plain(line))?;
    }
    let named_by = named_by(workspace.book(), entry.kind, entry.id.as_str());
    if !named_by.is_empty() {
        writeln!(out, "\n{BOLD}Named by{BOLD:#}")?;
        for entry in named_by {
            writeln!(out, "  - {entry}")?;
        }
    }
    Ok(())
}

fn write_findings(
    findings: &[Located],
    workspace: &Workspace,
    context: &Context,
    out: &mut impl Write,
) -> std::io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{BOLD}Findings{BOLD:#}")?;
    // Hints are for another day: a line each is enough.
    let (hints, loud): (Vec<&Located>, Vec<_>) =
        findings.iter().partition(|finding| finding.level == Level::Hint);
    findings::draw(loud.into_iter(), workspace, context.console.colored(), out)?;
    for hint in hints {
        writeln!(out, "hint[{}]: {}", hint.rule, plain_line(&hint.message))?;
    }
    Ok(())
}
