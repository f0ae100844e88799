//! The scales of numbers that rating columns use: 1 to 10, 1 to 5, or what a heading says.

use crate::import::Cell;
use crate::import::Row;
use crate::import::Table;
use crate::import::columns::column::Column;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::is_rating;
use crate::import::headings::name::normal;
use crate::import::ratings::Numbers;
use crate::import::ratings::undecorated;

/// How the numbers of a table are read, and what a person should know of it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import) struct Range {
    /// For each column.
    pub(in crate::import) numbers: Vec<Numbers>,
    /// The heading of a column, and how its numbers are read.
    pub(in crate::import) notes: Vec<(String, String)>,
}

/// The greatest number in the rating columns of a table.
pub(in crate::import) fn greatest(table: &Table, columns: &[Column]) -> Option<u32> {
    let rated =
        columns.iter().enumerate().filter(|(_, column)| rates(column) && written(&column.heading).is_none());
    let cells = rated.flat_map(|(at, _)| cells(table, columns, at));
    cells.filter_map(|cell| leading(&cell.text)).filter(|number| (1..=10).contains(number)).max()
}

/// The cells of a column in the rows that say what fails: totals below a table are no ratings.
fn cells<'t>(table: &'t Table, columns: &[Column], at: usize) -> impl Iterator<Item = &'t Cell> {
    let problem = columns.iter().position(|column| column.target.is("problem"));
    let says = move |row: &&Row| {
        problem.is_none_or(|problem| row.cells.get(problem).is_some_and(|cell| !cell.is_blank()))
    };
    table.rows.iter().filter(says).filter_map(move |row| row.cells.get(at))
}

fn rates(column: &Column) -> bool {
    is_rating(&column.target) || column.target.field().is_some_and(|field| field.starts_with("residual."))
}

impl Range {
    /// The range of our own tables, which everybody knows.
    pub(in crate::import) fn ours(columns: &[Column]) -> Self {
        Self { numbers: vec![Numbers::OURS; columns.len()], notes: Vec::new() }
    }

    /// The ranges of a table. `greatest` is the greatest number in any such column of the whole file, so that all of them are
    /// read alike.
    pub(in crate::import) fn of(table: &Table, columns: &[Column], greatest: Option<u32>) -> Self {
        let mut range = Self::ours(columns);
        for (at, column) in columns.iter().enumerate().filter(|(_, column)| rates(column)) {
            if cells(table, columns, at).filter_map(|cell| leading(&cell.text)).next().is_none() {
                continue;
            }
            let below = || table.rows.first().filter(|row| row.is_scales())?.cells.get(at);
            let said = written(&column.heading)
                .or_else(|| written(table.groups.get(at)?))
                .or_else(|| written(&below()?.text));
            let falls = falls(&column.heading);
            let (top, why) = match (said, greatest) {
                (Some(top), _) => (top, " (from the heading)".to_owned()),
                (None, None) => continue,
                (None, Some(greatest)) if falls => {
                    (u8::try_from(greatest.max(2)).unwrap_or(10), String::new())
                }
                (None, Some(greatest)) => guessed(table, columns, greatest),
            };
            range.numbers[at] = Numbers { top, falls };
            if said == Some(Numbers::OURS.top) && !falls {
                continue;
            }
            let message = match falls {
                true => format!("read as a scale from {top} to 1, 1 being the worst (from the heading)"),
                false => format!("read as a scale from 1 to {top}{why}"),
            };
            range.notes.push((column.heading.clone(), message));
        }
        range
    }
}

/// The scale of numbers where no heading says it, and why it is that one.
fn guessed(table: &Table, columns: &[Column], greatest: u32) -> (u8, String) {
    // A detection or a product of ratings is one of FMEA, which counts to ten.
    if columns.iter().any(|column| column.target.is("detection") || column.target == Target::Rpn) {
        return (10, " (FMEA)".to_owned());
    }
    let top = match greatest {
        3 | 4 if ends_at(table, columns, greatest) => greatest,
        0..=5 => 5,
        _ => return (10, String::new()),
    };
    let why =
        format!(" (no number is greater): {top} becomes 10; change it with --map-level \"{top}=LEVEL\"");
    (u8::try_from(top).unwrap_or(10), why)
}

/// Whether a scale ends at a number that most scales go beyond: both ratings reach it, and the worst cell is called high where it would be
/// the middle of a longer scale, or very many rows stay below.
fn ends_at(table: &Table, columns: &[Column], top: u32) -> bool {
    /// So many rows for each number.
    const MANY: usize = 4;
    let place = |field: &str| columns.iter().position(|column| column.target.is(field));
    let (Some(severity), Some(likelihood)) = (place("severity"), place("likelihood")) else { return false };
    let reaches = |at: usize| cells(table, columns, at).any(|cell| leading(&cell.text) == Some(top));
    if !reaches(severity) || !reaches(likelihood) {
        return false;
    }
    let level = columns.iter().position(|column| column.target == Target::Priority);
    let is_worst = |row: &&Row| {
        let is_top = |at: usize| row.cells.get(at).and_then(|cell| leading(&cell.text)) == Some(top);
        is_top(severity) && is_top(likelihood)
    };
    let is_high = |row: &Row| {
        let name = level.and_then(|at| row.cells.get(at)).map(|cell| normal(undecorated(&cell.text)));
        name.is_some_and(|name| {
            ["high", "hoch", "elev", "alt", "critical", "extreme"].iter().any(|word| name.starts_with(word))
        })
    };
    top == 3 && table.rows.iter().filter(is_worst).any(is_high)
        || cells(table, columns, severity).count() >= MANY * usize::try_from(top).unwrap_or(MANY)
}

/// Whether a heading says that the least number is the worst: `Severity (1 = worst)`.
fn falls(heading: &str) -> bool {
    const WORST: &[&str] = &[
        "worst",
        "highest",
        "most",
        "high",
        "critical",
        "severe",
        "hochste",
        "höchste",
        "schlimmste",
        "pire",
        "peor",
    ];
    let lower = heading.to_lowercase();
    let said = lower.match_indices('1').find_map(|(at, _)| {
        let rest = lower[at + 1..].trim_start();
        rest.strip_prefix(['=', ':']).or_else(|| rest.strip_prefix("is "))
    });
    said.is_some_and(|said| WORST.iter().any(|word| said.trim_start().starts_with(word)))
}

/// The number that a cell begins with, unless it names its own range: `3`, `10 (always)`.
pub(in crate::import) fn leading(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[digits..];
    // `1-10` is a range and no number.
    let is_range = rest.trim_start_matches(['-', '–']).len() < rest.len()
        && rest.trim_start_matches(['-', '–']).starts_with(|c: char| c.is_ascii_digit());
    let ends = rest.is_empty() || rest.starts_with([' ', '(', ':', '-', '–', '\n']) || rest == ".0";
    text[..digits].parse().ok().filter(|_| ends && !is_range)
}

/// The end of a range in a heading: 5 of `Severity (1-5)`, `Likelihood [1..5]`, `S /5`.
fn written(heading: &str) -> Option<u8> {
    let mut numbers = heading.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (first, second) = (numbers.next()?, numbers.next());
    let top: u8 = match second {
        Some(second) if matches!(first, "0" | "1") => second.parse().ok()?,
        None if heading.contains(&format!("/{first}")) || heading.contains(&format!("/ {first}")) => {
            first.parse().ok()?
        }
        _ => return None,
    };
    (numbers.next().is_none() && (2..=10).contains(&top)).then_some(top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_from_headings_and_numbers_from_cells() {
        for (heading, top) in [
            ("Severity (1-5)", Some(5)),
            ("Likelihood [1..10]", Some(10)),
            ("S /5", Some(5)),
            ("Impact 1–3", Some(3)),
            ("Severity", None),
            ("Severity 2", None),
            ("Q1 2026", None),
            ("Score (0-100)", None),
        ] {
            assert_eq!(written(heading), top, "{heading}");
        }
        for (cell, number) in [
            ("3", Some(3)),
            ("10 (always)", Some(10)),
            ("4 - high", Some(4)),
            ("3/5", None),
            ("2nd", None),
            ("", None),
            ("3.0", Some(3)),
            ("30%", None),
        ] {
            assert_eq!(leading(cell), number, "{cell}");
        }
    }
}
