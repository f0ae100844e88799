//! `faultbook next`

use std::io::Write;
use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::analyse::next::Item as Todo;
use faultbook::analyse::next::Start;
use faultbook::change::Refusal;
use faultbook::export::write_json;
use faultbook::finding::nearest;
use faultbook::workspace::Workspace;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::console::counted;
use crate::cli::ui::page::Item;
use crate::cli::ui::page::Page;
use crate::cli::ui::view::tell_unread;

/// How many items a person is shown, unless they ask for others.
const TOP: usize = 10;

/// Say what to do first, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The most urgent work comes first, of whatever kind: that of unrated failures,
then of critical, high, medium and low ones. What a component lacks is as urgent
as its flow is critical. Of equally urgent work:
  1. overdue actions and lapsed acceptances
  2. actions by what a day of their work gains: bad minutes a year, where an
     estimate and `reduces` say so, before steps of priority; no effort, last
  3. other actions
  4. gaps of `faultbook coverage`
  5. late reviews
Reactive actions are standing procedures, and listed only where they are overdue.

Examples:
  faultbook next
  faultbook next --top 3 --for team-orders
  faultbook next --json")]
pub(in crate::cli) struct Args {
    /// Show this many [default: 10; all with --json].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// Show only what this owner is to do: of an action, else of its failures, or of what is missing.
    #[arg(long = "for", value_name = "OWNER", add = ArgValueCompleter::new(complete::owners))]
    owner: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    let mut next = workspace.next(context.today()?);
    if let Some(owner) = &args.owner {
        next.keep_for(owner);
        if next.items.is_empty() {
            known(owner, workspace)?;
        }
    }
    let all = next.items.len();
    let top = args.top.and_then(|top| usize::try_from(top).ok());
    let top = top.unwrap_or(if args.json { usize::MAX } else { TOP });
    next.items.truncate(top);
    if args.json {
        #[derive(Serialize)]
        struct Document<'a> {
            version: u32,
            total: usize,
            items: &'a [Todo<'a>],
            untracked: usize,
            start: Option<Start>,
            unread: usize,
        }
        let (items, untracked, start) = (next.items.as_slice(), next.untracked, next.start);
        let unread = workspace.unread();
        let mut out = context.console.raw();
        write_json(&Document { version: 1, total: all, items, untracked, start, unread }, &mut out)?;
        out.flush()?;
    } else if next.items.is_empty() {
        context.console.status(match next.start {
            _ if args.owner.is_some() => "no open work for this owner",
            Some(Start::Failures) => {
                "no failure is recorded yet: start with `faultbook add failure`, `faultbook import FILE` or `faultbook suggest`"
            }
            Some(Start::Flows) => {
                "no flow has a component yet, so gaps were not checked: start with `faultbook add flow`"
            }
            None => "no open work",
        });
    } else {
        let mut out = context.console.out();
        let mut page = Page::new(&mut out, context.console.width());
        page.list("Next", &next.items.iter().map(item).collect::<Vec<_>>(), true)?;
        if all > top {
            page.text(&format!("and {} more; --top {all} shows them", all - top))?;
        }
        out.flush()?;
    }
    if next.untracked > 0 && !args.json {
        let (has, it) = if next.untracked == 1 { ("has", "it is") } else { ("have", "they are") };
        context.console.status(format_args!(
            "{} {has} no status, so nobody knows whether {it} in place; `faultbook action done` says so",
            counted(next.untracked, "action"),
        ));
    }
    tell_unread(workspace.unread(), context);
    Ok(ExitCode::SUCCESS)
}

/// Refuses an owner of nothing: the name is most likely misspelt.
fn known(owner: &str, workspace: &Workspace) -> Result<(), Refusal> {
    let owners = workspace.book().owners();
    if owners.contains(owner) {
        return Ok(());
    }
    let refusal = Refusal::new(format!("nothing has the owner `{owner}`"));
    Err(match nearest(owner, owners) {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None => refusal,
    })
}

fn item(todo: &Todo<'_>) -> Item {
    let text = match todo.text() {
        Some(text) => format!("{}: {text}", todo.subject()),
        None => todo.subject(),
    };
    let owners = todo.owners();
    let mut facts = vec![("why", todo.reason())];
    if !owners.is_empty() {
        facts.push(("owner", owners.join(", ")));
    }
    Item { text, facts }
}
