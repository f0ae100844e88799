//! Small tables of something else, below the one that counts.

use crate::import::source::grid::Grid;
use crate::import::source::grid::rows::is_empty;
use crate::import::source::grid::rows::is_title;
use crate::import::source::grid::rows::texts;

/// A heading has few words. A row that was begun and not filled in says what fails in more.
const WORDS: usize = 3;

impl Grid {
    /// Whether a row is the headings of a small table: it stands below a title of its own, which follows an empty row, is at most
    /// half as wide as the table above, and has rows.
    pub(super) fn is_aside(&self, index: usize, headings: &[String]) -> bool {
        let short = |row| texts(row).all(|cell| cell.line().split(' ').count() <= WORDS);
        let row = &self.rows[index];
        if !self.is_titled(index) || texts(row).count() < 2 || !short(row) {
            return false;
        }
        let block = || (index + 1..self.rows.len()).take_while(|&at| !self.is_after_gap(at));
        let rows = || std::iter::once(index).chain(block()).map(|at| &self.rows[at]);
        let width = rows().map(|row| texts(row).count()).max().unwrap_or(0);
        let wide = headings.iter().filter(|text| !text.is_empty()).count();
        block().any(|at| !is_empty(&self.rows[at])) && width * 2 <= wide
    }

    /// Whether the row above holds one text alone, below an empty row.
    fn is_titled(&self, index: usize) -> bool {
        let above = (0..index).rev().find(|&at| !is_empty(&self.rows[at]));
        above.is_some_and(|at| {
            is_title(&self.rows[at]) && texts(&self.rows[at]).count() == 1 && self.is_after_gap(at)
        })
    }
}
