//! What a single row looks like.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::import::Cell;
use crate::import::Row;
use crate::import::headings::meaning::is_known;
use crate::import::headings::title::is_label;
use crate::import::source::grid::LONGEST_TITLE;

/// Whether a row is one text that is merged across all columns of a table.
pub(super) fn is_across(
    row: &Row,
    merged: &HashMap<usize, (usize, usize)>,
    left: usize,
    width: usize,
) -> bool {
    let Some(&(first, last)) = merged.get(&row.line) else { return false };
    let outside = |(at, cell): (usize, &Cell)| !(first..=last).contains(&at) && !cell.is_blank();
    first <= left && last + 1 >= width.max(2) && !is_empty(row) && !row.cells.iter().enumerate().any(outside)
}

/// The cells that hold something.
pub(super) fn texts(row: &Row) -> impl Iterator<Item = &Cell> {
    row.cells.iter().filter(|cell| !cell.is_blank())
}

/// Whether no cell holds anything.
pub(super) fn is_empty(row: &Row) -> bool {
    texts(row).next().is_none()
}

/// No table of a person has more columns.
const WIDE: usize = 200;

/// Whether a text is a heading that has a field.
pub(in crate::import) fn is_field(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.len() <= LONGEST_TITLE && is_known(text)
}

/// Whether a cell is a heading that has a field, or one that the user named.
pub(in crate::import) fn is_heading(text: &str, named: &HashSet<String>) -> bool {
    is_field(text) || text.trim().len() <= LONGEST_TITLE && is_named(text, named)
}

fn is_named(text: &str, named: &HashSet<String>) -> bool {
    !named.is_empty() && named.contains(&text.trim().to_lowercase())
}

/// How many cells are known headings, among the first.
pub(super) fn known(row: &Row, named: &HashSet<String>) -> usize {
    row.cells.iter().take(WIDE).filter(|cell| is_heading(&cell.text, named)).count()
}

/// How many of them the user named.
pub(super) fn known_to(row: &Row, named: &HashSet<String>) -> usize {
    row.cells.iter().take(WIDE).filter(|cell| is_named(&cell.text, named)).count()
}

/// Whether a row is one text alone that stands in several cells, as that of merged cells does: a title, and no headings.
pub(super) fn is_repeated(row: &Row) -> bool {
    let mut cells = texts(row);
    let first = cells.next();
    let mut rest = cells.peekable();
    rest.peek().is_some() && rest.all(|cell| first.is_some_and(|first| cell.text == first.text))
}

/// How many cells there are up to the last that holds something.
pub(super) fn used(cells: &[Cell]) -> usize {
    cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1)
}

/// Whether the text of a title is a note: a sentence, or something that is said of the sheet, `Owner: Ann`.
pub(super) fn is_note(row: &Row) -> bool {
    // `Risk R1: …` names what the table is about.
    let is_said = |text: &str| text.split_once(": ").is_some_and(|(of, _)| !is_label(of));
    texts(row).next().is_some_and(|cell| cell.text.ends_with(['.', '!', '?']) || is_said(&cell.text))
}

/// Whether a row is one short text; merged cells repeat it.
pub(super) fn is_title(row: &Row) -> bool {
    let mut cells = texts(row);
    let Some(first) = cells.next() else { return false };
    first.text.len() <= 4 * LONGEST_TITLE
        && first.line().chars().count() <= LONGEST_TITLE
        && cells.all(|cell| cell.text == first.text)
}
