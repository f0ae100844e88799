//! What a spreadsheet program does not show of a sheet, or shows beside its cells.

use std::ops::Range;

use crate::limits::COLUMNS;
use crate::limits::COMMENTS;

/// What is hidden of a sheet, or stands beside its cells. The first table of a sheet has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Whether the sheet is hidden; all of its tables say so.
    pub sheet: bool,
    /// How many rows that hold something are hidden.
    pub rows: usize,
    /// Where ranges of hidden columns begin and end: how many more are open from each column on.
    columns: Vec<i64>,
    /// The rows and columns of cells with comments, from 0.
    pub(super) comments: Vec<(usize, usize)>,
}

impl Unseen {
    /// Of a sheet about which nothing else is known yet.
    pub(in crate::import) fn of_sheet(is_hidden: bool) -> Self {
        Self { sheet: is_hidden, ..Self::default() }
    }

    /// Notes that columns are hidden, from 0.
    pub(in crate::import) fn hide_columns(&mut self, columns: Range<usize>) {
        let (from, to) = (columns.start.min(COLUMNS), columns.end.min(COLUMNS));
        if from < to {
            self.columns.resize(COLUMNS + 1, 0);
            self.columns[from] += 1;
            self.columns[to] -= 1;
        }
    }

    /// Notes that a cell has a comment. Of very many the rest is not counted.
    pub(in crate::import) fn comment(&mut self, row: usize, column: usize) {
        if self.comments.len() < COMMENTS {
            self.comments.push((row, column));
        }
    }

    /// Forgets a column that is taken out of its table.
    pub(super) fn without_column(&mut self, column: usize) {
        let mut hidden = self.hidden();
        if column < hidden.len() {
            hidden.remove(column);
        }
        self.columns.clear();
        let ranges = hidden.into_iter().enumerate().filter(|(_, is_hidden)| *is_hidden);
        ranges.for_each(|(at, _)| self.hide_columns(at..at + 1));
    }

    /// Whether each of the columns is hidden; none where none is.
    pub(super) fn hidden(&self) -> Vec<bool> {
        let open = self.columns.iter().scan(0, |open, more| {
            *open += more;
            Some(*open > 0)
        });
        open.collect()
    }
}
