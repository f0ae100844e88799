//! `faultbook coverage`

mod gaps;
mod grid;

use std::io::Write;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap_complete::ArgValueCompleter;
use faultbook::analyse::coverage::Ask;
use faultbook::analyse::coverage::By;
use faultbook::analyse::coverage::Coverage;
use faultbook::export::write_json;
use faultbook::finding::listed;
use faultbook::model::Id;
use faultbook::model::Priority;
use faultbook::model::Word;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::console::counted;
use crate::cli::ui::flow;
use crate::cli::ui::page::Page;
use crate::cli::ui::view::tell_unread;

/// Say what nobody asked yet about the components of flows
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Each component that a flow passes or needs is a row, each question a column. A
cell is answered where all failures of the component answer the question; one
without any failure answers nothing. Failures of no such component have the row
of the flow that they name, or of the whole workload. Retired failures do not
count. Accepted ones, and those that silence the rule which asks the same, need
not answer. A test counts once its last run passed. What nobody in the workspace
ever answered is said once. Where nothing is checked, 0 % is covered. What
belongs to no flow is not counted, and named, the worst first.

Signs: 2 all of its 2 failures answer, 1/2 one of 2 does, – nobody answers.

Examples:
  faultbook coverage
  faultbook coverage --flow place-order --by class
  faultbook coverage --fail-under 80%

Exit codes: 0 done, 1 less than --fail-under is answered, 2 could not run, 3 no workspace.")]
pub(in crate::cli) struct Args {
    /// Ask this alone, whether or not anybody began to answer it.
    #[arg(long, value_name = "QUESTION", value_parser = PossibleValuesParser::new(By::WORDS))]
    by: Option<String>,
    /// Look at one flow, and what it needs.
    #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::flows))]
    flow: Option<String>,
    /// Exit with 1 where a smaller share of the cells shown is answered: 80 or 80%.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    fail_under: Option<f64>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Reads `--fail-under`.
fn percent(text: &str) -> Result<f64, String> {
    let digits = text.strip_suffix('%').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = digits.parse().ok().filter(|number| is_number && (0.0..=100.0).contains(number));
    number.ok_or_else(|| "write a percentage from 0 to 100: 80 or 80%".to_owned())
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    let flow = args.flow.as_deref().map(|name| flow::named(name, workspace)).transpose()?;
    let by = args.by.as_deref().and_then(By::from_word);
    let coverage = workspace.coverage(&Ask { by, flow: flow.as_ref(), today: context.today()? });
    if args.json {
        #[derive(Serialize)]
        struct Document<'a> {
            version: u32,
            by: Option<By>,
            #[serde(flatten)]
            coverage: &'a Coverage<'a>,
            unread: usize,
        }
        let mut out = context.console.raw();
        write_json(&Document { version: 1, by, coverage: &coverage, unread: workspace.unread() }, &mut out)?;
        out.flush()?;
    } else {
        let mut out = context.console.out();
        let width = context.console.width();
        gaps::write(&coverage, &mut Page::new(&mut out, width))?;
        grid::write(&coverage, width, &mut out)?;
        write_summary(&coverage, flow.as_ref(), &mut Page::new(&mut out, width))?;
        out.flush()?;
    }
    tell_unread(workspace.unread(), context);
    let is_under = args.fail_under.is_some_and(|least| coverage.tally.percent() < least);
    if let Some(least) = args.fail_under.filter(|_| is_under) {
        context.console.status(format_args!("less than {least} % is answered"));
    }
    Ok(ExitCode::from(u8::from(is_under)))
}

/// How much is answered, and what was not asked.
fn write_summary<W: Write>(
    coverage: &Coverage<'_>,
    flow: Option<&Id>,
    page: &mut Page<'_, W>,
) -> std::io::Result<()> {
    let tally = coverage.tally;
    if tally.asked == 0 {
        let why = match (coverage.flows.is_empty(), flow) {
            (true, _) => "no flow is written yet",
            _ => "no flow has a component that exists",
        };
        page.text(&format!("{why}, so nothing was checked: 0 of 0 (0 %)"))?;
    } else {
        // Only what is all answered is 100.
        let most = if tally.answered == tally.asked { 100.0 } else { 99.9 };
        let percent = ((tally.percent() * 10.0).round() / 10.0).min(most);
        page.text(&format!("answered: {} of {} ({percent} %)", tally.answered, tally.asked))?;
    }
    for by in &coverage.unbegun {
        let what = match by {
            By::Class => "no failure has a class",
            By::Detection => "no failure says how it is detected",
            By::Action => "no failure has an action",
            By::Test => "no failure has a test",
            By::Owner => "nothing has an owner",
        };
        page.text(&format!("{what} yet, so this is not asked; --by {by} asks all the same"))?;
    }
    let (components, failures) = (&coverage.components_outside, &coverage.failures_outside);
    // Of one flow that was asked for, nearly everything is outside.
    if flow.is_some() {
        let numbers = [(components.len(), "component"), (failures.len(), "failure")];
        let numbers = numbers.into_iter().filter(|(number, _)| *number > 0);
        let numbers: Vec<_> = numbers.map(|(number, what)| counted(number, what)).collect();
        return match components.len() + failures.len() {
            0 => Ok(()),
            number => {
                let belong = if number == 1 { "does not belong" } else { "do not belong" };
                page.text(&format!("{} {belong} to this flow", numbers.join(" and ")))
            }
        };
    }
    let names: Vec<_> = components.iter().map(|one| (one.id, one.priority)).collect();
    write_outside("component", &names, page)?;
    let names: Vec<_> = failures.iter().map(|one| (one.id, Some(one.priority))).collect();
    write_outside("failure", &names, page)
}

/// Names what belongs to no flow, the worst first.
fn write_outside<W: Write>(
    what: &'static str,
    names: &[(&Id, Option<Priority>)],
    page: &mut Page<'_, W>,
) -> std::io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let (belong, are) = if names.len() == 1 { ("belongs", "is") } else { ("belong", "are") };
    let named: Vec<String> = names
        .iter()
        .map(|(id, priority)| match priority {
            Some(priority) => format!("{id} ({priority})"),
            None => id.to_string(),
        })
        .collect();
    let named = listed(named.iter().map(String::as_str));
    let number = counted(names.len(), what);
    page.text(&format!("{number} {belong} to no flow and {are} not counted: {named}"))
}
