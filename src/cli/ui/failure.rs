//! One failure for a person at three in the morning: what to do comes first.

use std::io;
use std::io::Write;

use faultbook::model::Action;
use faultbook::model::Book;
use faultbook::model::Failure;
use faultbook::model::Measure;
use faultbook::model::Word;
use faultbook::rank::Case;
use faultbook::rank::Why;
use faultbook::report::Column;
use faultbook::report::FIELDS;
use faultbook::report::Record;
use faultbook::report::Row;

use crate::cli::ui::page::Item;
use crate::cli::ui::page::Page;
use crate::cli::ui::reach;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::table;

/// The fields that have a place of their own.
const APART: &[&str] = &[
    "id",
    "problem",
    "priority",
    "score",
    "confirm",
    "reactive",
    "preventative",
    "mitigation",
    "actions",
    "references",
    "touches",
    "criticality",
    // The methods say these below.
    "s",
    "o",
    "d",
    "rpn",
    "ap",
    "bad_minutes",
];

/// Writes a row. `place` is where it stands among how many, unless it is listed no more.
pub(in crate::cli) fn write<W: Write>(
    row: &Row<'_>,
    whys: &[Why],
    place: Option<(usize, usize)>,
    book: &Book,
    page: &mut Page<'_, W>,
) -> io::Result<()> {
    let failure = row.failure();
    page.text(&failure.problem)?;
    page.line("")?;
    if let Some(why) = whys.first() {
        write_why(row, why, place, page)?;
    }
    let items = |measures: &[Measure]| measures.iter().map(|measure| item(measure, book)).collect::<Vec<_>>();
    let confirm: Vec<Item> = failure.confirm.iter().map(|text| Item::from(text.as_str())).collect();
    page.list("Confirm", &confirm, false)?;
    page.list("Reactive actions, in this order", &items(&failure.reactive), true)?;
    if let Some(escalate) = &failure.escalate {
        let after = escalate.after.map_or_else(String::new, |after| format!("after {after} "));
        let to = escalate.to.as_ref().map_or("nobody named", |to| to.as_str());
        page.labelled("Escalate", &format!("{after}to {to}"))?;
        page.line("")?;
    }
    page.list("Preventative actions", &items(&failure.preventative), false)?;
    page.list("Actions not yet classified", &items(&failure.mitigation), false)?;
    reach::write(&row.reach(), page)?;
    for field in FIELDS {
        let value = row.value(field);
        let is_said = APART.contains(&field.name) || field.name.starts_with("residual_");
        if !is_said && !value.is_empty() {
            page.labelled(field.heading, &value.to_text())?;
        }
    }
    details(failure, page)?;
    if let Some(after) = row.residual() {
        page.labelled("After actions", &self::after(&after))?;
    }
    for reference in &failure.references {
        page.labelled("Reference", reference)?;
    }
    for key in failure.extra.keys() {
        page.labelled(key, &Column::Extra(key.clone()).value(row).to_text())?;
    }
    for (rule, reason) in &failure.allow {
        page.labelled("Silenced", &format!("{rule}: {reason}"))?;
    }
    write_others(whys, page)
}

/// What the other methods say.
fn write_others<W: Write>(whys: &[Why], page: &mut Page<'_, W>) -> io::Result<()> {
    let others = whys.iter().skip(1).map(|why| {
        let ties = Some(ties(why)).filter(|ties| !ties.is_empty());
        let facts = [("lower", why.relief.clone()), ("among equals", ties)];
        Item {
            text: format!("{}: {}", why.method, why.reason),
            facts: facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
        }
    });
    let others: Vec<Item> = others.collect();
    page.line("")?;
    page.last_list("By other methods", &others, false)
}

/// What orders it among equals, in words.
fn ties(why: &Why) -> String {
    let ties = why.ties.iter().map(|tie| match &tie.value {
        Some(value) => format!("{} {value}", tie.what),
        None => format!("no {}", tie.what),
    });
    ties.collect::<Vec<_>>().join(", ")
}

/// Why it stands where it stands, and what would lower it.
fn write_why<W: Write>(
    row: &Row<'_>,
    why: &Why,
    place: Option<(usize, usize)>,
    page: &mut Page<'_, W>,
) -> io::Result<()> {
    let priority = row.case.priority;
    let style = table::priority(priority);
    page.line(format_args!("{style}{priority}{style:#}: {}", plain_line(&why.reason)))?;
    match place {
        Some((place, all)) => page.text(&format!(
            "{place} of {all} by {}; among equals by {}, then by id",
            why.method,
            ties(why)
        ))?,
        None => page.text(&format!("{}, and so in no list", row.standing))?,
    }
    if let Some(relief) = &why.relief {
        page.text(relief)?;
    }
    page.line("")
}

/// What the vocabulary of columns has no room for.
fn details<W: Write>(failure: &Failure, page: &mut Page<'_, W>) -> io::Result<()> {
    if let Some(estimate) = &failure.estimate {
        let parts = [
            estimate.detect.map(|time| format!("{time} to detect")),
            estimate.repair.map(|time| format!("{time} to repair")),
            estimate.affected.map(|share| format!("{share} of users affected")),
            estimate.every.map(|time| format!("once in {time}")),
        ];
        page.labelled("Estimate", &parts.into_iter().flatten().collect::<Vec<_>>().join(", "))?;
    }
    if let Some(accepted) = &failure.accepted {
        let by = accepted.by.as_deref().unwrap_or("somebody");
        let because = accepted.because.as_deref().unwrap_or("no reason is written");
        page.labelled("Accepted", &format!("by {by}: {because}"))?;
    }
    if let Some(imported) = &failure.imported {
        let row = imported.row.map_or_else(String::new, |row| format!(", row {row}"));
        page.labelled("Imported", &format!("from {}{row}", imported.from.as_deref().unwrap_or("somewhere")))?;
    }
    Ok(())
}

/// What a failure is after its planned actions.
fn after(case: &Case<'_>) -> String {
    let ratings =
        [("severity", case.severity), ("likelihood", case.likelihood), ("detection", case.detection)];
    let ratings = ratings.into_iter().filter_map(|(name, rating)| Some(format!("{name} {}", rating?)));
    let priority = format!("priority {}", case.priority);
    ratings.chain([priority]).collect::<Vec<_>>().join(", ")
}

/// An action in words, with what somebody who carries it out needs below it.
fn item(measure: &Measure, book: &Book) -> Item {
    let text = measure.text(book).into_owned();
    Item { text, facts: measure.action(book).map(facts).unwrap_or_default() }
}

fn facts(action: &Action) -> Vec<(&'static str, String)> {
    let facts = [
        ("takes", action.takes.map(|time| time.to_string())),
        ("command", action.command.clone()),
        ("verify", action.verify.clone()),
        ("owner", action.owner.clone()),
        ("with", Some(action.with.join(", ")).filter(|with| !with.is_empty())),
        ("status", action.status.map(|status| status.word().to_owned())),
        ("due", action.due.map(|due| due.to_string())),
        ("link", action.link.clone()),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
