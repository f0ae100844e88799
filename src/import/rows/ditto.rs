//! Marks that say what stands above: `"`, `ditto`, `as above`.

use crate::import::Cell;
use crate::import::Row;
use crate::limits::REPEATED;

const MARKS: &[&str] = &[
    "\"",
    "''",
    "″",
    "〃",
    "”",
    "“",
    "„",
    "-\"-",
    "–\"–",
    "-”-",
    "—”—",
    "ditto",
    "do.",
    "dito",
    "dto.",
    "dto",
    "idem",
    "id.",
    "as above",
    "same as above",
    "same",
    "s.o.",
    "s. o.",
    "wie oben",
    "ebenso",
    "comme ci-dessus",
    "idem ci-dessus",
    "como arriba",
    "idem acima",
    "同上",
];

/// Whether a cell says that the value above holds.
pub(super) fn is_ditto(cell: &Cell) -> bool {
    let text = cell.text.trim();
    MARKS.iter().any(|mark| mark.eq_ignore_ascii_case(text))
}

/// Copies cells from rows above as long as they do not add up to too much text.
pub(super) struct Copies {
    left: usize,
    /// Whether there would have been more.
    pub(super) is_spent: bool,
}

impl Copies {
    pub(super) fn new() -> Self {
        Self { left: REPEATED, is_spent: false }
    }

    /// A copy of a cell; `None` where there would be too much text.
    pub(super) fn of(&mut self, cell: &Cell) -> Option<Cell> {
        let size = cell.text.len() + cell.links().iter().map(String::len).sum::<usize>();
        match self.left.checked_sub(size) {
            Some(left) => self.left = left,
            None => self.is_spent = true,
        }
        (!self.is_spent).then(|| cell.clone())
    }
}

/// Puts what stands above in the place of marks that say so.
pub(super) fn repeat_above(row: &mut Row, above: &mut Vec<Cell>, copies: &mut Copies) {
    above.resize(above.len().max(row.cells.len()), Cell::default());
    for (cell, above) in row.cells.iter_mut().zip(above) {
        if is_ditto(cell) {
            *cell = copies.of(above).unwrap_or_default();
        } else if !cell.text.is_empty() {
            above.clone_from(cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_is_bounded() {
        let cell = Cell::new(&"x".repeat(REPEATED / 2), Vec::new());
        let mut copies = Copies::new();
        assert!(copies.of(&cell).is_some() && copies.of(&cell).is_some() && !copies.is_spent);
        assert!(copies.of(&cell).is_none() && copies.is_spent);
    }
}
