//! What a file of tables may hold, however it is spread over sheets and rows: rows and cells take a hundred times their bytes.

use crate::import::Cell;
use crate::limits::CELLS;
use crate::limits::NAMED_CELLS;
use crate::limits::ROW;
use crate::limits::TABLES;
use crate::limits::TEXT;

/// What is still left of it.
pub(in crate::import) struct Budget {
    cells: usize,
    named: usize,
    text: usize,
    tables: usize,
}

impl Budget {
    pub(in crate::import) fn new() -> Self {
        Self { cells: CELLS, named: NAMED_CELLS, text: TEXT, tables: TABLES }
    }

    /// Counts a table, or a sheet.
    ///
    /// # Errors
    /// There are too many.
    pub(in crate::import) fn table(&mut self) -> Result<(), String> {
        let left = self.tables.checked_sub(1);
        self.tables = left
            .ok_or_else(|| format!("this file has more than {TABLES} tables; split it into several files"))?;
        Ok(())
    }

    /// Counts a row, whatever it holds.
    ///
    /// # Errors
    /// There are too many.
    pub(in crate::import) fn row(&mut self) -> Result<(), String> {
        self.cells(ROW)
    }

    /// Counts cells.
    ///
    /// # Errors
    /// There are too many.
    pub(in crate::import) fn cells(&mut self, number: usize) -> Result<(), String> {
        let left = self.cells.checked_sub(number);
        self.cells = left.ok_or_else(|| {
            format!(
                "this file is too large: more than {CELLS} cells, and each row counts as {ROW} more; split it into several files"
            )
        })?;
        Ok(())
    }

    /// Counts a cell of a workbook that may hold nothing.
    ///
    /// # Errors
    /// There are too many.
    pub(in crate::import) fn name(&mut self) -> Result<(), String> {
        let left = self.named.checked_sub(1);
        self.named = left.ok_or_else(|| format!("this workbook has more than {NAMED_CELLS} cells"))?;
        Ok(())
    }

    /// Counts the text of a cell.
    ///
    /// # Errors
    /// There is too much.
    pub(in crate::import) fn text(&mut self, cell: &Cell) -> Result<(), String> {
        self.size(cell.text.len() + cell.links().iter().map(String::len).sum::<usize>())
    }

    /// Counts a link that is added to a cell.
    ///
    /// # Errors
    /// There is too much.
    pub(in crate::import) fn link(&mut self, link: &str) -> Result<(), String> {
        self.size(link.len())
    }

    fn size(&mut self, size: usize) -> Result<(), String> {
        let left = self.text.checked_sub(size);
        self.text = left.ok_or_else(|| format!("the cells hold more than {} MiB of text", TEXT >> 20))?;
        Ok(())
    }
}
