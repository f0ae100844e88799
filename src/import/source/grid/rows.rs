//! What a single row looks like.

use std::collections::HashMap;

use crate::import::Cell;
use crate::import::Row;
use crate::import::source::grid::LONGEST_TITLE;
use crate::import::source::grid::is_heading;

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

/// How many cells are known headings, among the first.
pub(super) fn known(row: &Row) -> usize {
    /// No table of a person has more columns.
    const WIDE: usize = 200;
    row.cells.iter().take(WIDE).filter(|cell| is_heading(&cell.text)).count()
}

/// How many cells there are up to the last that holds something.
pub(super) fn used(cells: &[Cell]) -> usize {
    cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1)
}

/// Whether the text of a title is a note: a sentence, or something that is said of the sheet, `Owner: Ann`.
pub(super) fn is_note(row: &Row) -> bool {
    texts(row).next().is_some_and(|cell| cell.text.ends_with(['.', '!', '?']) || cell.text.contains(": "))
}

/// Whether a row is one short text; merged cells repeat it.
pub(super) fn is_title(row: &Row) -> bool {
    let mut cells = texts(row);
    let Some(first) = cells.next() else { return false };
    first.text.len() <= 4 * LONGEST_TITLE
        && first.line().chars().count() <= LONGEST_TITLE
        && cells.all(|cell| cell.text == first.text)
}
