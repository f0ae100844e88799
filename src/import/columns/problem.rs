//! Which column says what fails, and which what that means for users.

use crate::finding::short;
use crate::import::Table;
use crate::import::columns::cells;
use crate::import::columns::column::Column;
use crate::import::columns::is_action;
use crate::import::columns::looks::Looks;
use crate::import::headings::families::is_first_aid;
use crate::import::headings::families::is_threat;
use crate::import::headings::families::stands_in;
use crate::import::headings::families::stands_in_too;
use crate::import::headings::families::tells_more;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::is_rating;
use crate::import::headings::meaning::stands_in_last;
use crate::import::headings::name::key;
use crate::import::headings::name::normal;
use crate::import::mapping::Why;

/// A table that says how severe and how likely something is tells what fails, whatever that column is called. Says which column was taken.
pub(super) fn name_rated(columns: &mut [Column], table: &Table, looks: &Looks<'_>) -> Option<String> {
    let is_there = |field: &str| columns.iter().any(|column| column.target.is(field));
    if is_there("problem") || !is_there("severity") || !is_there("likelihood") {
        return None;
    }
    let is_free = |at: &usize| {
        matches!(columns[*at].target, Target::Extra(_))
            && !columns[*at].is_said()
            && looks.is_text(&cells(table, *at))
    };
    let free: Vec<usize> = (0..columns.len()).filter(is_free).collect();
    let named = free.iter().copied().filter_map(|at| Some((stands_in_last(&columns[at].heading)?, at))).min();
    let wordy =
        || free.iter().copied().max_by_key(|at| (looks.words(&cells(table, *at)), std::cmp::Reverse(*at)));
    let at = named.map(|(_, at)| at).or_else(wordy)?;
    let heading = columns[at].heading.clone();
    columns[at] = Column::new(&heading, Target::Field("problem"), Why::StandsIn);
    Some(format!(
        "no column is named after the failure; “{0}” is used (keep this with --map \"{0}=problem\")",
        short(&heading)
    ))
}

/// Of a name and a description, or of a name and a threat, the name is the problem; the description is the risk where no other column is.
pub(super) fn tell_problem_from_details(columns: &mut [Column]) {
    let is_own = |column: &Column| !column.is_said() && matches!(column.target, Target::Extra(_));
    let is_problem = |column: &Column| column.target.is("problem") && !column.is_said();
    let Some(problem) = columns.iter().position(is_problem) else { return };
    let heading = columns[problem].heading.clone();
    let is_threat = columns[problem].why == Why::StandsIn && is_threat(&heading);
    let is_name = |column: &Column| {
        let is_named = stands_in_last(&column.heading).is_some() || !is_threat && stands_in(&column.heading);
        is_own(column) && is_named && !tells_more(&column.heading)
    };
    if let Some(name) = columns.iter().position(is_name).filter(|_| is_threat || tells_more(&heading)) {
        (columns[name].target, columns[name].why) = (Target::Field("problem"), Why::StandsIn);
        columns[problem].target = Target::Extra(key(&heading));
    }
    let is_there = columns.iter().any(|column| column.target.is("risk"));
    let is_details = |column: &&mut Column| !is_there && is_own(column) && tells_more(&column.heading);
    if let Some(details) = columns.iter_mut().find(is_details) {
        details.target = Target::Field("risk");
    }
}

/// Somebody says that it is a table of failures: what goes wrong is the first column of words that means nothing else.
pub(super) fn choose_problem(columns: &mut [Column], table: &Table, looks: &Looks<'_>) {
    if columns.iter().any(|column| column.target.is("problem")) {
        return;
    }
    let words =
        |at: &usize| matches!(columns[*at].target, Target::Extra(_)) && looks.is_text(&cells(table, *at));
    if let Some(at) = (0..columns.len()).find(words) {
        columns[at] = Column::new(&columns[at].heading, Target::Field("problem"), Why::Chosen);
    }
}

/// Of several effects the one on users is the risk.
pub(super) fn choose_effect(columns: &mut [Column]) {
    let rank = |column: &Column| {
        let name = normal(&column.heading);
        let holds = |words: &[&str]| {
            words.iter().any(|word| column.heading.to_lowercase().contains(word) || name.contains(word))
        };
        match () {
            () if column.is_said() => 0,
            () if holds(&["user", "customer", "nutzer", "kunde", "client", "utilisateur", "usuario"]) => 1,
            () if holds(&["local", "lokal"]) => 4,
            () if holds(&["system", "end ", "final"]) => 2,
            () => 3,
        }
    };
    let effects = columns.iter().enumerate().filter(|(_, column)| column.target.is("risk"));
    let Some((best, _)) = effects.min_by_key(|(_, column)| rank(column)) else { return };
    for (at, column) in columns.iter_mut().enumerate() {
        if at != best && column.target.is("risk") && !column.is_said() {
            (column.target, column.why) = (Target::Extra(key(&column.heading)), Why::Taken);
        }
    }
}

/// RE:03 and risk registers call the failure mode a risk, and say what it means for users in another column.
pub(super) fn name_problem(columns: &mut [Column]) {
    let is_there = |columns: &[Column], field: &str| columns.iter().any(|column| column.target.is(field));
    if is_there(columns, "problem") {
        return;
    }
    let acts = columns.iter().any(is_action);
    let is_mitigated = columns.iter().any(|column| is_action(column) && !is_first_aid(&column.heading));
    let is_likely = is_there(columns, "likelihood") || is_there(columns, "outage");
    // Who writes of risks writes of no bugs.
    let is_rated =
        acts || columns.iter().any(|column| {
            is_rating(&column.target) || matches!(column.target, Target::Priority | Target::Rpn)
        }) || ["sources", "outage"].iter().any(|field| is_there(columns, field));
    let free = |column: &&mut Column| !column.is_said() && column.target != Target::Priority;
    let named = match columns.iter_mut().filter(free).find(|column| is_rated && stands_in(&column.heading)) {
        Some(column) => Some(column),
        None => columns
            .iter_mut()
            .filter(free)
            .find(|column| (is_likely || is_mitigated) && stands_in_too(&column.heading)),
    };
    if let Some(column) = named {
        (column.target, column.why) = (Target::Field("problem"), Why::StandsIn);
    }
}
