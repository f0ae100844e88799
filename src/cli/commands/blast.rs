//! `faultbook blast`

use std::io;
use std::io::Write;
use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::analyse::blast;
use faultbook::analyse::blast::BlastRadius;
use faultbook::analyse::blast::FlowDependencies;
use faultbook::change::Refusal;
use faultbook::export::write_json;
use faultbook::graph::Graph;
use faultbook::model::EntryRef;
use faultbook::model::Id;
use faultbook::model::Kind;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::ui::blast_radius;
use crate::cli::ui::complete;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::page::Page;
use crate::cli::ui::view::tell_unread;

/// Show what a failure takes with it, or what a flow relies on
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Show what a failure takes with it, or what a flow relies on\n\n\
        Of a failure, or of a component as if it failed: the components and flows that it reaches through strong and \
        weak dependencies, each with its way, what the flows promise, and what a fallback stops: words, or a component that \
        the failure does not reach as well. Of a flow: the \
        components without which it stops, those that are there only once, and what their SLAs make together, against \
        its objective.",
    after_help = "Examples:
  faultbook blast zone-outage              a failure
  faultbook blast component/orders-db      a component, as if it failed
  faultbook blast place-order --json       a flow"
)]
pub(in crate::cli) struct Args {
    /// A failure, a component or a flow: its id, or KIND/ID where several kinds have it.
    #[arg(value_name = "ID", add = ArgValueCompleter::new(complete::entries))]
    entry: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What there is to say of an entry.
#[derive(Serialize)]
#[serde(untagged)]
enum Blast<'a> {
    BlastRadius(BlastRadius<'a>),
    FlowDependencies(FlowDependencies<'a>),
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    kind: Kind,
    id: &'a Id,
    #[serde(flatten)]
    blast: Blast<'a>,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    let entry = workspace.find(&args.entry)?;
    let (book, id) = (workspace.book(), entry.id.as_str());
    let graph = Graph::new(book);
    let failure = book.failures.get(id).filter(|_| entry.kind == Kind::Failure);
    let flow = book.flows.get(id).filter(|_| entry.kind == Kind::Flow);
    let blast = match (failure, flow) {
        (Some(failure), _) => Blast::BlastRadius(blast::of_failure(&graph, failure)),
        (_, Some(flow)) => Blast::FlowDependencies(blast::of_flow(&graph, flow)),
        _ if entry.kind == Kind::Component && book.components.get(id).is_some() => {
            Blast::BlastRadius(blast::of_component(&graph, &entry.id))
        }
        _ => return Err(refuse(&entry).into()),
    };
    if args.json {
        let mut out = context.console.raw();
        write_json(&Document { version: 1, kind: entry.kind, id: &entry.id, blast }, &mut out)?;
        out.flush()?;
    } else {
        let mut out = context.console.out();
        write(&entry, &blast, &mut Page::new(&mut out, context.console.width()))?;
        out.flush()?;
    }
    tell_unread(workspace.unread(), context);
    Ok(ExitCode::SUCCESS)
}

/// Why nothing can be said of an entry.
fn refuse(entry: &EntryRef) -> Refusal {
    match entry.kind {
        Kind::Failure | Kind::Component | Kind::Flow => {
            Refusal::new(format!("{entry} could not be read")).help("`faultbook lint` says why")
        }
        _ => {
            Refusal::new(format!("{entry} has no blast radius")).help("name a failure, a component or a flow")
        }
    }
}

fn write<W: Write>(entry: &EntryRef, blast: &Blast<'_>, page: &mut Page<'_, W>) -> io::Result<()> {
    let what = match (blast, entry.kind) {
        (Blast::FlowDependencies(_), _) => "what it relies on",
        (_, Kind::Failure) => "what it takes with it",
        _ => "what it takes with it when it fails",
    };
    page.line(format_args!("{BOLD}{entry}{BOLD:#}  {what}\n"))?;
    match blast {
        Blast::BlastRadius(fallout) => blast_radius::write_fallout(fallout, page),
        Blast::FlowDependencies(reliance) => blast_radius::write_reliance(reliance, page),
    }
}
