//! `faultbook budget`

use std::io;
use std::io::Write;
use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::analyse::budget::Bucket;
use faultbook::analyse::budget::Budget;
use faultbook::analyse::budget::NamedFactor;
use faultbook::analyse::budget::Spent;
use faultbook::export::write_json;
use faultbook::rank::format_number;
use faultbook::workspace::Workspace;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::console::Console;
use crate::cli::ui::console::RED;
use crate::cli::ui::console::counted;
use crate::cli::ui::flow;
use crate::cli::ui::page::Item;
use crate::cli::ui::page::Page;
use crate::cli::ui::view::tell_unread;

/// Set what failures are expected to cost against the error budgets of flows
///
/// A failure with an `estimate` costs (detect + repair) × affected × incidents a year, in bad minutes. The objective of a
/// flow (`slo.target`) allows a number of them. Only flows that a failure stops are charged.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook budget
  faultbook budget --flow place-order
  faultbook budget --factor 'no runbook: detect +30m, repair +5m' --factor 'more releases: frequency +10%'

`accepted` is what somebody accepted and what is mitigated; `unallocated` is the budget without it. A failure that costs
more than 25 % of a budget is too big; [budget] too_big in faultbook.toml changes that.")]
pub(in crate::cli) struct Args {
    /// Show this flow; may be given several times.
    #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::flows))]
    flow: Vec<String>,
    /// What something systemic would add to every failure: 'NAME: detect +30m, repair +5m, frequency +10%'.
    #[arg(long, value_name = "FACTOR")]
    factor: Vec<NamedFactor>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    let flows = args.flow.iter().map(|name| flow::named(name, workspace)).collect::<Result<Vec<_>, _>>()?;
    let mut budget = workspace.budget(context.today()?, &args.factor);
    if !flows.is_empty() {
        budget.flows.retain(|spent| flows.contains(spent.id));
        budget.without_objective.retain(|id| flows.contains(id));
    }
    if args.json {
        write_data(&budget, workspace, context)?;
    } else {
        let mut out = context.console.out();
        write(&budget, &context.console, &mut out)?;
        out.flush()?;
        tell(&budget, context);
    }
    tell_unread(workspace.unread(), context);
    Ok(ExitCode::SUCCESS)
}

fn write_data(budget: &Budget<'_>, workspace: &Workspace, context: &Context) -> io::Result<()> {
    #[derive(Serialize)]
    struct Document<'a> {
        version: u32,
        unread: usize,
        #[serde(flatten)]
        budget: &'a Budget<'a>,
    }
    let mut out = context.console.raw();
    write_json(&Document { version: 1, unread: workspace.unread(), budget }, &mut out)?;
    out.flush()
}

fn write(budget: &Budget<'_>, console: &Console, out: &mut impl Write) -> io::Result<()> {
    let mut page = Page::new(out, console.width());
    for spent in &budget.flows {
        write_flow(spent, budget, console.width(), &mut page)?;
    }
    /// How many of the costliest failures are named.
    const MOST: usize = 10;
    let mut costs: Vec<Item> = Vec::new();
    for cost in budget.failures.iter().take(MOST) {
        let bucket = match cost.bucket {
            Bucket::Accepted => "accepted",
            Bucket::Mitigated => "mitigated",
            Bucket::Open => "open",
        };
        let (minutes, incidents) = (format_number(cost.bad_minutes), format_number(cost.incidents));
        let flows = counted(cost.flows, "flow");
        costs.push(Item::from(
            format!("{minutes}  {}: {incidents} incidents a year, stops {flows}, {bucket}", cost.id).as_str(),
        ));
    }
    let more = budget.failures.len().saturating_sub(MOST);
    if more > 0 {
        costs.push(Item::from(format!("and {more} more; --json has them all").as_str()));
    }
    page.list("Bad minutes a year", &costs, false)?;
    let factors = budget.factors.iter();
    let factors: Vec<Item> = factors
        .map(|added| {
            Item::from(format!("{}: {} more", added.factor, format_number(added.bad_minutes)).as_str())
        })
        .collect();
    page.list("Systemic factors, over all failures", &factors, false)
}

fn write_flow<W: Write>(
    spent: &Spent<'_>,
    budget: &Budget<'_>,
    width: Option<usize>,
    page: &mut Page<'_, W>,
) -> io::Result<()> {
    let within = match (spent.window, spent.budget_within) {
        (Some(window), Some(minutes)) => format!(", {} in {window}", format_number(minutes)),
        _ => String::new(),
    };
    page.line(format_args!("{BOLD}{}{BOLD:#}", spent.id))?;
    page.text(&format!(
        "{} allows {} bad minutes a year{within}",
        spent.target,
        format_number(spent.budget)
    ))?;
    let style = if spent.cost() > spent.budget { RED } else { clap::builder::styling::Style::new() };
    page.line(format_args!("{style}{}{style:#}", bar(spent, width.unwrap_or(80).clamp(20, 62) - 2)))?;
    let kept = spent.accepted + spent.mitigated;
    let share = |minutes: f64| format!("{} ({})", format_number(minutes), percent(minutes / spent.budget));
    page.labelled("Accepted", &share(kept))?;
    page.labelled("Open", &share(spent.open))?;
    page.labelled("Unallocated", &share(spent.unallocated))?;
    if spent.cost() > spent.budget {
        let over = format_number(spent.cost() - spent.budget);
        page.labelled("Overspent", &format!("by {over} bad minutes a year, if all of them are to stay"))?;
    }
    let most = percent(budget.too_big.share());
    for big in &spent.too_big {
        let (minutes, share) = (format_number(big.bad_minutes), percent(big.share));
        page.labelled("Too big", &format!("{}: {minutes} ({share}; {most} is the most)", big.id))?;
    }
    for added in &spent.factors {
        page.labelled("Factor", &format!("{}: {} more", added.factor, share(added.bad_minutes)))?;
    }
    if spent.unestimated > 0 {
        let failures = counted(spent.unestimated, "failure");
        page.labelled("Not counted", &format!("{failures} without a whole estimate"))?;
    }
    page.line("")
}

/// A share as a percentage: `42 %`. What is there is never 0 %.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.5 { "under 1 %".to_owned() } else { format!("{percent:.0} %") }
}

/// What is accepted, open, and left of a budget. Where more is spent than there is, a line marks its end.
fn bar(spent: &Spent<'_>, room: usize) -> String {
    let whole = spent.budget.max(spent.cost());
    let cells = |minutes: f64| ((minutes / whole * room as f64).round() as usize).min(room);
    let kept = cells(spent.accepted + spent.mitigated);
    let used = cells(spent.cost());
    let end = (spent.cost() > spent.budget).then(|| cells(spent.budget));
    let cell = |at: usize| match at {
        _ if end == Some(at) => '|',
        _ if at < kept => '█',
        _ if at < used => '▒',
        _ => '·',
    };
    (0..room).map(cell).collect()
}

/// Says what is not in the figures.
fn tell(budget: &Budget<'_>, context: &Context) {
    let console = &context.console;
    if budget.flows.is_empty() {
        console.note("no flow has an objective; write one as [flow.ID.slo] with target = \"99.9%\"");
    }
    let without = budget.without_objective.len();
    if without > 0 && !budget.flows.is_empty() {
        console.note(&format!(
            "{} without an objective: nothing is known of their budget",
            counted(without, "flow")
        ));
    }
    let unestimated = budget.unestimated.len();
    if unestimated > 0 {
        console.note(&format!(
            "{unestimated} of {} failures have no whole estimate, and are not counted; it has detect, repair, affected and every",
            budget.all
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_never_nothing() {
        assert_eq!([0.0, 0.001, 0.2, 1.234].map(percent), ["0 %", "under 1 %", "20 %", "123 %"]);
    }
}
