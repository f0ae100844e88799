//! Headings of one letter or sign: ratings of FMEA, ids and counters.

use std::collections::HashSet;

use crate::import::Cell;
use crate::import::Table;
use crate::import::columns::cells;
use crate::import::columns::column::Column;
use crate::import::headings::meaning::Target;
use crate::import::headings::name::key;
use crate::import::headings::name::normal;
use crate::import::mapping::Why;

/// Single letters mean ratings where two of a set stand side by side: severity, occurrence, detection in four languages.
const LETTERS: &[[(&str, &str); 3]] = &[
    [("s", "severity"), ("o", "likelihood"), ("d", "detection")],
    [("b", "severity"), ("a", "likelihood"), ("e", "detection")],
    [("s", "severity"), ("a", "likelihood"), ("e", "detection")],
    [("s", "severity"), ("w", "likelihood"), ("e", "detection")],
    [("g", "severity"), ("f", "likelihood"), ("d", "detection")],
    [("g", "severity"), ("o", "likelihood"), ("d", "detection")],
    [("i", "severity"), ("l", "likelihood"), ("d", "detection")],
    [("i", "severity"), ("p", "likelihood"), ("d", "detection")],
    [("s", "severity"), ("p", "likelihood"), ("d", "detection")],
    [("s", "severity"), ("l", "likelihood"), ("d", "detection")],
    [("g", "severity"), ("p", "likelihood"), ("d", "detection")],
    [("c", "severity"), ("l", "likelihood"), ("d", "detection")],
    [("c", "severity"), ("p", "likelihood"), ("d", "detection")],
];

/// Believes single letters where two of a set are there, and no others.
pub(super) fn read_letters(columns: &mut [Column], table: &Table) {
    let names: Vec<String> = table.headings.iter().map(|heading| normal(heading)).collect();
    let is_there = |letter: &str| names.iter().any(|name| name == letter);
    let found = |set: &&[(&str, &str); 3]| set.iter().filter(|(letter, _)| is_there(letter)).count();
    // Of several sets the first that has the most of them: `G`, `O`, `D` is no `O`, `D` of another set.
    let set = LETTERS.iter().rev().max_by_key(found).filter(|set| found(set) >= 2);
    for (column, name) in
        columns.iter_mut().zip(&names).filter(|(column, name)| name.chars().count() == 1 && !column.is_said())
    {
        let known = set.and_then(|set| set.iter().find(|(letter, _)| letter == name));
        let is_hoped = matches!(column.target, Target::Field(field) if field.starts_with("residual."));
        column.target = match known {
            Some(_) if is_hoped => continue,
            Some((_, field)) => Target::Field(field),
            None => Target::Extra(key(&column.heading)),
        };
    }
}

/// `Ref.`, or a first column of ids of whatever kind, is an id where its cells look like ids: `R1`, `FM-02`.
pub(super) fn read_counters(columns: &mut [Column], table: &Table) {
    let is_id = |cell: &&Cell| {
        let text = cell.text.as_str();
        text.len() <= 12
            && cell.links().is_empty()
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && text.chars().any(|c| c.is_ascii_digit())
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    if columns.iter().any(|column| column.target == Target::Id) {
        return;
    }
    let names = |(at, column): (usize, &Column)| {
        let name = normal(&column.heading);
        let is_named = name == "ref" || at == 0 && (name.ends_with("-id") || name.ends_with(" id"));
        !column.is_said() && is_named
    };
    let at = columns.iter().enumerate().position(names).filter(|at| {
        let cells = cells(table, *at);
        let single: HashSet<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        cells.iter().all(is_id) && single.len() == cells.len()
    });
    if let Some(column) = at.and_then(|at| columns.get_mut(at)) {
        (column.target, column.why) = (Target::Id, Why::Cells);
    }
}
