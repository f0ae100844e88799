//! Rows that only name a section: the rows below belong to it.

use crate::import::Cell;
use crate::import::Row;
use crate::import::cells::binding::ColumnBinding;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::is_rating;
use crate::import::headings::name::normal;
use crate::import::headings::section::kind;
use crate::import::rows::sums::is_sum;

/// What is longer is a note and no title; as in Markdown.
const LONGEST: usize = 120;

/// Words before a colon that say what kind of section a title names, without accents.
const SECTIONS: &[&str] = &[
    "abschnitt",
    "area",
    "bereich",
    "block",
    "categoria",
    "category",
    "chapter",
    "domain",
    "domaine",
    "etapa",
    "etape",
    "fase",
    "function",
    "funktion",
    "group",
    "groupe",
    "grupo",
    "gruppe",
    "kategorie",
    "module",
    "modul",
    "modulo",
    "part",
    "phase",
    "process",
    "process step",
    "proceso",
    "processo",
    "processus",
    "prozess",
    "prozessschritt",
    "seccion",
    "section",
    "setor",
    "stage",
    "step",
    "teil",
    "zone",
];

/// Finds titles among the rows of a table.
pub(super) struct Titles {
    problem: usize,
    /// Whether most rows are rated, so that one with a name alone stands out.
    is_rated: bool,
}

impl Titles {
    /// Looks at the rows of a table whose problems stand in this column.
    pub(super) fn of(rows: &[Row], bindings: &[ColumnBinding<'_>], problem: usize) -> Self {
        let (mut rated, mut bare) = (0_usize, 0_usize);
        for row in rows.iter().filter(|row| !is_blank(row, problem)) {
            let is_it =
                |(binding, cell): (&ColumnBinding<'_>, &Cell)| is_rating(binding.target) && !cell.is_blank();
            rated += usize::from(bindings.iter().zip(&row.cells).any(is_it));
            bare += usize::from(is_bare(row, bindings, problem));
        }
        Self { problem, is_rated: rated >= 2 && rated * 2 > bare }
    }

    /// The title that a row is, where `next` is the row below.
    pub(super) fn title<'r>(
        &self,
        row: &Row,
        bindings: &[ColumnBinding<'_>],
        next: impl FnOnce() -> Option<&'r Row>,
    ) -> Option<String> {
        let problem = self.problem;
        let at = match is_blank(row, problem) {
            true => lone(row).filter(|at| *at < problem)?,
            false if self.is_rated && is_bare(row, bindings, problem) => problem,
            false => return None,
        };
        let text = row.cells[at].line();
        if text.chars().count() > LONGEST || !text.contains(char::is_alphabetic) || is_sum(&text) {
            return None;
        }
        let is_title = if at != problem {
            let is_place = match bindings.get(at)?.target {
                // An id alone is that of a failure which nobody described.
                Target::Id => text.contains(' '),
                target => matches!(target, Target::Extra(_)) || is_of_place(target),
            };
            let next = next().filter(|_| is_place)?;
            is_blank(next, at) && !is_blank(next, problem)
        } else {
            names_section(&text)
                || next().is_some_and(|next| {
                    let pair = number(row, problem).zip(number(next, problem));
                    let is_above = pair.is_some_and(|(own, next)| is_above(own, next));
                    is_above && !is_bare(next, bindings, problem)
                })
        };
        is_title.then_some(text)
    }
}

/// Whether a column says where in the system something fails.
pub(super) fn is_of_place(target: &Target) -> bool {
    ["sources", "affects", "flows", "tags"].iter().any(|field| target.is(field))
}

/// Whether a cell holds nothing, or is not there.
pub(super) fn is_blank(row: &Row, at: usize) -> bool {
    row.cells.get(at).is_none_or(Cell::is_blank)
}

/// The only cell of a row that holds something.
fn lone(row: &Row) -> Option<usize> {
    let mut filled = (0..row.cells.len()).filter(|at| !is_blank(row, *at));
    filled.next().filter(|_| filled.next().is_none())
}

/// What stands before the problem of a row.
fn number(row: &Row, problem: usize) -> Option<&str> {
    row.cells.iter().take(problem).find(|cell| !cell.is_blank()).map(|cell| cell.text.as_str())
}

/// Whether a row holds a problem alone, or with a number before it.
fn is_bare(row: &Row, bindings: &[ColumnBinding<'_>], problem: usize) -> bool {
    let is_number = |cell: &Cell| {
        cell.text.len() <= 12 && cell.text.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
    };
    let is_counter = |at: usize| {
        at < problem
            && is_number(&row.cells[at])
            && bindings.get(at).is_some_and(|binding| matches!(binding.target, Target::Id | Target::Extra(_)))
    };
    let mut others = (0..row.cells.len()).filter(|at| *at != problem && !is_blank(row, *at));
    !is_blank(row, problem) && others.next().is_none_or(is_counter) && others.next().is_none()
}

/// Whether a text says before a colon that it names a section: `Area: Ordering`.
fn names_section(text: &str) -> bool {
    let Some((word, name)) = text.split_once(':') else { return false };
    !name.trim().is_empty() && (SECTIONS.contains(&normal(word).as_str()) || kind(text).is_some())
}

/// Whether a number is that of the section which another one belongs to: `1.000` and `1.010`, `2` and `2.1`.
fn is_above(section: &str, number: &str) -> bool {
    let mut parts = section.trim_end_matches('.').split('.');
    let Some(first) = parts.next().filter(|first| !first.is_empty()) else { return false };
    let stem = match parts.clone().all(|part| part.bytes().all(|digit| digit == b'0')) {
        true => first,
        false => section.trim_end_matches('.'),
    };
    let rest = number.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.'));
    rest.is_some_and(|rest| rest.bytes().any(|digit| digit != b'0')) && number != section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_sections_are_above_those_of_their_rows() {
        for (section, number) in [("1.000", "1.001"), ("2", "2.1"), ("2.", "2.1"), ("1.2", "1.2.1")] {
            assert!(is_above(section, number), "{section} {number}");
        }
        for (section, number) in [("1", "2"), ("1", "10"), ("1.0", "1.0"), ("1.1", "1.2"), ("", "1.1")] {
            assert!(!is_above(section, number), "{section} {number}");
        }
    }

    #[test]
    fn kinds_of_sections_are_known() {
        for title in
            ["Area: Ordering", "Process Step: Pay", "Étape : payer", "Component: Cache", "2 Phase: x"]
        {
            let is_numbered = title.starts_with('2');
            assert_eq!(names_section(title), !is_numbered, "{title}");
        }
        for text in ["Zone outage", "Area:", "Error: disk full"] {
            assert!(!names_section(text), "{text}");
        }
    }
}
