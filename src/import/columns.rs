//! The columns of a table → fields.

use std::collections::HashSet;

use crate::import::Cell;
use crate::import::Table;
use crate::import::headings::Target;
use crate::import::headings::key;
use crate::import::headings::normal;
use crate::import::headings::target;
use crate::import::ratings::rating;
use crate::import::table::is_placeholder;
use crate::model::MeasureClass;
use crate::model::Scales;

/// What a table of risks calls what can go wrong, where no column says it better.
const STAND_INS: &[&str] = &["risk", "risks", "threat", "scenario", "hazard"];

/// What a table must have, for the message about one that has not.
const NEEDED: &str = "one of Problem, Failure, Failure mode, or Risk with a rating or a component";

/// What each column of a table of failures holds.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) targets: Vec<Target>,
}

impl Columns {
    /// Reads the headings of a table; where a heading may be a text or a rating, its cells decide.
    ///
    /// # Errors
    /// Says why it is no table of failures.
    pub(super) fn read(table: &Table, scales: &Scales) -> Result<Self, String> {
        if let Some(reason) = &table.unreadable {
            return Err(reason.clone());
        }
        let headings = &table.headings;
        let mut targets: Vec<Target> = headings.iter().map(|heading| target(heading)).collect();
        rate_impact(table, scales, &mut targets);
        name_problem(headings, &mut targets);
        let has = |wanted: &Target| targets.contains(wanted);
        let named = headings.iter().map(|heading| format!("“{heading}”")).collect::<Vec<_>>().join(", ");
        if !has(&Target::Problem) {
            return Err(format!("no column says what fails: {NEEDED} is needed (its columns: {named})"));
        }
        if !targets
            .iter()
            .any(|target| is_rating(target) || matches!(target, Target::Risk | Target::Actions(_)))
        {
            return Err(format!("no column holds a risk, a rating or actions (its columns: {named})"));
        }
        let sourced = has(&Target::Sources);
        let classed =
            [MeasureClass::Reactive, MeasureClass::Preventative].map(|class| has(&Target::Actions(class)));
        for (index, heading) in headings.iter().enumerate() {
            let first = !targets[..index].contains(&targets[index]);
            targets[index] = match &targets[index] {
                // Without a column of sources, the cause is the source.
                Target::Cause if !sourced => Target::Sources,
                // Our own column of all actions, beside those of each class.
                Target::Actions(MeasureClass::Mitigation)
                    if classed.contains(&true) && normal(heading) == "actions" =>
                {
                    Target::Computed
                }
                target if is_single(target) && !first => Target::Extra(key(heading)),
                target => target.clone(),
            };
        }
        number_keys(headings, &mut targets);
        Ok(Self { targets })
    }
}

/// An impact whose cells are levels is a severity.
fn rate_impact(table: &Table, scales: &Scales, targets: &mut [Target]) {
    if targets.contains(&Target::Severity) {
        return;
    }
    let is_level = |text: &str| rating(text, &scales.severity).is_some();
    let column = targets.iter().enumerate().position(|(index, target)| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(index)).map(Cell::line);
        let mut written = cells.filter(|cell| !cell.is_empty() && !is_placeholder(cell)).peekable();
        *target == Target::Risk && written.peek().is_some() && written.all(|cell| is_level(&cell))
    });
    if let Some(column) = column {
        targets[column] = Target::Severity;
    }
}

/// RE:03 and risk registers call the failure mode a risk, and say what it means for users in another column.
fn name_problem(headings: &[String], targets: &mut [Target]) {
    let rated = targets.iter().any(|target| is_rating(target) || *target == Target::Sources);
    if targets.contains(&Target::Problem) || !rated {
        return;
    }
    let stands_in = |heading: &String| STAND_INS.contains(&normal(heading).as_str());
    if let Some(column) = headings.iter().position(stands_in) {
        targets[column] = Target::Problem;
    }
}

/// Gives each key of the user's own a number where two columns would share it. A rating keeps its own key free, since
/// a cell that is not understood is kept there.
fn number_keys(headings: &[String], targets: &mut [Target]) {
    let is_extra = |target: &Target| matches!(target, Target::Extra(_));
    let kept = headings.iter().zip(targets.iter()).filter(|(_, target)| !is_extra(target));
    let mut taken: HashSet<String> = kept.map(|(heading, _)| key(heading)).collect();
    for target in targets {
        if let Target::Extra(key) = target {
            let numbered = (2..).map(|number: usize| format!("{key}-{number}"));
            let free = std::iter::once(key.clone()).chain(numbered).find(|key| !taken.contains(key));
            *key = free.unwrap_or_default();
            taken.insert(key.clone());
        }
    }
}

fn is_rating(target: &Target) -> bool {
    matches!(target, Target::Severity | Target::Likelihood | Target::Outage)
}

/// Whether a row can hold it only once.
fn is_single(target: &Target) -> bool {
    !matches!(
        target,
        Target::Actions(_) | Target::Sources | Target::References | Target::Computed | Target::Extra(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Row;

    fn read(headings: &[&str]) -> Result<Vec<Target>, String> {
        read_with(headings, &[])
    }

    fn read_with(headings: &[&str], cells: &[&str]) -> Result<Vec<Target>, String> {
        let cells = cells.iter().map(|cell| Cell::new(cell, Vec::new())).collect();
        let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        let table = Table { headings, rows: vec![Row { line: 2, cells }], ..Table::default() };
        Columns::read(&table, &Scales::default()).map(|columns| columns.targets)
    }

    #[test]
    fn the_three_shapes_of_the_sources_are_understood() {
        let six =
            read(&["Problem", "Risk", "Potential source", "Severity", "Likelihood", "Actions"]).unwrap();
        assert_eq!(six[2], Target::Sources);
        assert_eq!(six[5], Target::Actions(MeasureClass::Mitigation));
        let re03 =
            read(&["Component", "Risk", "Likelihood", "Effect / Mitigation / Note", "Outage"]).unwrap();
        assert_eq!(
            re03,
            [Target::Sources, Target::Problem, Target::Likelihood, Target::Risk, Target::Outage]
        );
        assert!(read(&["Process", "Benefit"]).is_err());
        assert!(read(&["Problem", "Solved by"]).is_err());
    }

    #[test]
    fn risk_registers_and_classic_fmea_are_understood() {
        let register =
            read_with(&["Risk", "Probability", "Impact", "Mitigation"], &["x", "low", "High", "m"]).unwrap();
        assert_eq!(register[..3], [Target::Problem, Target::Likelihood, Target::Severity]);
        assert_eq!(read_with(&["Risk", "Impact"], &["x", "🔴 High"]).unwrap()[1], Target::Severity);
        let words = read_with(&["Risk", "Probability", "Impact"], &["x", "low", "Users wait"]).unwrap();
        assert_eq!(words[2], Target::Risk);
        let fmea = [
            "Potential Failure Mode",
            "Potential Effect(s) of Failure",
            "Sev",
            "Potential Cause(s)",
            "Occ",
            "Det",
            "RPN",
        ];
        let expected = [
            Target::Problem,
            Target::Risk,
            Target::Severity,
            Target::Sources,
            Target::Likelihood,
            Target::Detection,
            Target::Computed,
        ];
        assert_eq!(read(&fmea).unwrap(), expected);
        let bare = read(&["Failure modes", "Effect of Failure", "Cause(s) of failure"]).unwrap();
        assert_eq!(bare, [Target::Problem, Target::Risk, Target::Sources]);
        assert_eq!(read(&["Problem", "Cause", "Component", "Risk"]).unwrap()[1], Target::Cause);
    }

    #[test]
    fn what_has_no_field_becomes_a_key_of_the_users_own() {
        let targets = read(&["Problem", "Severity", "Severity", "Ticket №", "x-team"]).unwrap();
        assert_eq!(
            targets[2],
            Target::Extra("severity-2".to_owned()),
            "a rating that is not understood keeps its key"
        );
        assert_eq!(targets[3], Target::Extra("ticket".to_owned()));
        assert_eq!(targets[4], Target::Extra("team".to_owned()));
        let foreign = read(&["Problem", "Risk", "Владелец", "Комментарий"]).unwrap();
        assert_eq!(foreign[2..], [Target::Extra("column".to_owned()), Target::Extra("column-2".to_owned())]);
    }
}
