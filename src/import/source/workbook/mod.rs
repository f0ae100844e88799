//! What workbooks of all kinds have in common: sheets of cells, which are kept within bounds.

pub(in crate::import) mod archive;
pub(in crate::import) mod excel;
pub(in crate::import) mod values;
pub(in crate::import) mod xml;

use std::ops::Range;

use crate::finding::short;
use crate::import::Cell;
use crate::import::Mapping;
use crate::import::Row;
use crate::import::Table;
use crate::import::Unseen;
use crate::import::source::grid::Grid;
use crate::import::source::grid::budget::Budget;
use crate::limits::COLUMNS;

/// What is odd about a cell that holds more.
pub(in crate::import) const LONG: &str = "holds more than 1 MiB of text, and is read as empty";

/// Cells that are merged, from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) struct Merge {
    pub(in crate::import) rows: (usize, usize),
    pub(in crate::import) columns: (usize, usize),
}

/// A sheet that is being read. Rows and columns are counted from 0.
pub(in crate::import) struct Sheet {
    grid: Grid,
    merges: Vec<Merge>,
    /// The rows that are hidden among those being read.
    hidden: Range<usize>,
}

impl Sheet {
    pub(in crate::import) fn new(name: &str, is_hidden: bool) -> Self {
        let name = Cell::new(name, Vec::new()).line();
        let unseen = Unseen::of_sheet(is_hidden);
        let grid = Grid { sheet: Some(name), unseen, ..Grid::default() };
        Self { grid, merges: Vec::new(), hidden: 0..0 }
    }

    /// What is not shown of it.
    pub(in crate::import) fn unseen(&mut self) -> &mut Unseen {
        &mut self.grid.unseen
    }

    /// Notes which of the rows that follow are hidden.
    pub(in crate::import) fn hide_rows(&mut self, rows: Range<usize>) {
        self.hidden = rows;
    }

    /// Puts a cell in its place.
    ///
    /// # Errors
    /// There would be too many.
    pub(in crate::import) fn put(
        &mut self,
        row: usize,
        column: usize,
        cell: Cell,
        budget: &mut Budget,
    ) -> Result<(), String> {
        if cell.is_blank() && cell.links().is_empty() {
            return Ok(());
        }
        if column >= COLUMNS {
            let sheet = self.grid.sheet.as_deref().unwrap_or_default();
            return Err(format!("the sheet “{}” has more than {COLUMNS} columns", short(sheet)));
        }
        let line = row.saturating_add(1);
        if self.grid.rows.last().is_none_or(|last| last.line != line) {
            budget.row()?;
            self.grid.unseen.rows += usize::from(self.hidden.contains(&row));
            self.grid.rows.push(Row { line, ..Row::default() });
        }
        budget.text(&cell)?;
        let Some(last) = self.grid.rows.last_mut() else { return Ok(()) };
        budget.cells((column + 1).saturating_sub(last.cells.len()))?;
        set(&mut last.cells, column, cell);
        Ok(())
    }

    /// Notes what is odd about a cell: “holds the error #REF!”.
    ///
    /// # Errors
    /// There are too many cells.
    pub(in crate::import) fn flaw(
        &mut self,
        row: usize,
        column: usize,
        what: String,
        budget: &mut Budget,
    ) -> Result<(), String> {
        budget.cells(1)?;
        self.grid.flaws.push((row.saturating_add(1), column, what));
        Ok(())
    }

    /// Notes that cells are merged.
    pub(in crate::import) fn merge(&mut self, merge: Merge) {
        self.merges.push(merge);
    }

    /// Adds a link to a cell that holds something.
    ///
    /// # Errors
    /// The cells hold too much.
    pub(in crate::import) fn link(
        &mut self,
        row: usize,
        column: usize,
        link: String,
        budget: &mut Budget,
    ) -> Result<(), String> {
        let rows = &mut self.grid.rows;
        let at = rows.binary_search_by_key(&(row.saturating_add(1)), |row| row.line).ok();
        if let Some(cell) = at.and_then(|at| rows[at].cells.get_mut(column)).filter(|cell| !cell.is_blank()) {
            budget.link(&link)?;
            cell.add_links(&[link]);
        }
        Ok(())
    }

    /// Puts rows in order. Files name them in order, but nothing makes them.
    pub(in crate::import) fn sort(&mut self) {
        let rows = &mut self.grid.rows;
        if rows.is_sorted_by(|a, b| a.line < b.line) {
            return;
        }
        rows.sort_by_key(|row| row.line);
        let mut sorted: Vec<Row> = Vec::with_capacity(rows.len());
        for row in std::mem::take(rows) {
            match sorted.last_mut().filter(|last| last.line == row.line) {
                Some(last) => {
                    let cells = row.cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_blank());
                    cells.for_each(|(column, cell)| set(&mut last.cells, column, cell));
                }
                None => sorted.push(row),
            }
        }
        *rows = sorted;
    }

    /// The tables of the sheet.
    ///
    /// # Errors
    /// Merged cells repeat too much.
    pub(in crate::import) fn tables(
        mut self,
        budget: &mut Budget,
        mapping: &Mapping,
    ) -> Result<Vec<Table>, String> {
        self.grid.named = mapping.named();
        self.sort();
        self.fill(budget)?;
        Ok(self.grid.tables())
    }

    /// Gives merged cells the value of the first of them, in all rows that hold something of their own.
    fn fill(&mut self, budget: &mut Budget) -> Result<(), String> {
        let rows = &mut self.grid.rows;
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        for Merge { rows: (top, bottom), columns: (left, right) } in std::mem::take(&mut self.merges) {
            let first = rows.partition_point(|row| row.line <= top);
            let origin = rows.get(first).filter(|row| row.line == top.saturating_add(1));
            let Some(cell) = origin.and_then(|row| row.cells.get(left)).filter(|cell| !cell.is_blank())
            else {
                continue;
            };
            let cell = cell.clone();
            if right > left {
                self.grid.merged.insert(top.saturating_add(1), (left, right));
            }
            for row in rows[first..].iter_mut().take_while(|row| row.line <= bottom.saturating_add(1)) {
                for column in left..=right.min(width.saturating_sub(1)) {
                    budget.cells(1)?;
                    if row.cells.get(column).is_none_or(Cell::is_blank) {
                        budget.text(&cell)?;
                        set(&mut row.cells, column, cell.clone());
                    }
                }
            }
        }
        Ok(())
    }
}

fn set(cells: &mut Vec<Cell>, column: usize, cell: Cell) {
    if cells.len() <= column {
        cells.resize(column + 1, Cell::default());
    }
    cells[column] = cell;
}

#[cfg(test)]
mod tests;
