//! A table of HTML while it is read.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::import::Cell;
use crate::import::Row;
use crate::import::Table;
use crate::import::Title;
use crate::import::source::grid::Grid;
use crate::import::source::grid::budget::Budget;
use crate::import::source::grid::is_heading;
use crate::import::source::html::tag::Tag;
use crate::import::source::workbook::LONG;
use crate::limits::CELL;
use crate::limits::COLUMNS;

/// A table that is not closed yet.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// The byte that it begins with, and its line.
    pub(super) start: usize,
    line: usize,
    section: Option<String>,
    above: Vec<Title>,
    rows: Vec<Row>,
    /// The line of each row: a grid counts rows, of which several may stand on one line.
    lines: Vec<usize>,
    merged: HashMap<usize, (usize, usize)>,
    flaws: Vec<(usize, usize, String)>,
    /// Cells that reach into the rows below.
    spans: Vec<Span>,
    row: Option<Row>,
    /// The columns of the row that are taken already, and the first that may be free.
    taken: Vec<bool>,
    free: usize,
    /// Whether the row has a cell of its own.
    is_filled: bool,
    cell: Option<Content>,
    caption: Option<Content>,
    is_too_wide: bool,
    /// Whether there is a table within one of its cells.
    pub(super) is_layout: bool,
}

/// A cell that reaches into so many rows more.
#[derive(Debug)]
struct Span {
    column: usize,
    columns: usize,
    rows: usize,
    cell: Cell,
}

/// What a cell or a caption holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) text: String,
    pub(super) links: Vec<String>,
    column: usize,
    columns: usize,
    rows: usize,
}

impl Content {
    /// Adds what a tag stands for. What an item holds follows its bullet, although it is a paragraph.
    pub(super) fn mark(&mut self, mark: &str) {
        if mark != "\n" || !self.text.trim_end_matches(' ').ends_with("\n-") {
            self.text.push_str(mark);
        }
    }
}

impl Open {
    pub(super) fn new(start: usize, line: usize, section: Option<String>, above: Vec<Title>) -> Self {
        Self { start, line, section, above, ..Self::default() }
    }

    /// The cell or caption that texts belong to.
    pub(super) fn content(&mut self) -> Option<&mut Content> {
        self.cell.as_mut().or(self.caption.as_mut())
    }

    pub(super) fn begin_caption(&mut self) {
        self.caption = Some(Content::default());
    }

    pub(super) fn end_caption(&mut self) {
        let Some(caption) = self.caption.take() else { return };
        let text = Cell::new(&caption.text, Vec::new()).line();
        if !text.is_empty() {
            self.above.push(Title { line: self.line, text: text.clone() });
            self.section = Some(text);
        }
    }

    /// Begins a row, which has the cells that reach into it.
    pub(super) fn begin_row(&mut self, line: usize, budget: &mut Budget) -> Result<(), String> {
        self.end_row(budget)?;
        self.end_caption();
        budget.row()?;
        let mut row = Row { line, ..Row::default() };
        self.taken.clear();
        (self.free, self.is_filled) = (0, false);
        for span in &mut self.spans {
            span.rows -= 1;
            fill(&mut row, &mut self.taken, (span.column, span.columns), &span.cell, budget)?;
        }
        self.spans.retain(|span| span.rows > 0);
        self.row = Some(row);
        Ok(())
    }

    pub(super) fn end_row(&mut self, budget: &mut Budget) -> Result<(), String> {
        self.end_cell(budget)?;
        if let Some(mut row) = self.row.take().filter(|_| self.is_filled) {
            self.lines.push(row.line);
            row.line = self.lines.len();
            self.rows.push(row);
        }
        Ok(())
    }

    /// Ends a group of rows, beyond which no cell reaches.
    pub(super) fn end_group(&mut self, budget: &mut Budget) -> Result<(), String> {
        self.end_row(budget)?;
        self.spans.clear();
        Ok(())
    }

    pub(super) fn begin_cell(&mut self, tag: &Tag, line: usize, budget: &mut Budget) -> Result<(), String> {
        self.end_cell(budget)?;
        if self.row.is_none() {
            self.begin_row(line, budget)?;
        }
        while self.taken.get(self.free) == Some(&true) {
            self.free += 1;
        }
        let column = self.free;
        self.is_filled = true;
        self.cell = Some(Content { column, columns: tag.columns, rows: tag.rows, ..Content::default() });
        Ok(())
    }

    pub(super) fn end_cell(&mut self, budget: &mut Budget) -> Result<(), String> {
        let (Some(content), Some(row)) = (self.cell.take(), &mut self.row) else { return Ok(()) };
        let Content { text, links, column, columns, rows } = content;
        let place = self.lines.len() + 1;
        if column + columns > COLUMNS {
            self.is_too_wide = true;
            return Ok(());
        }
        let mut cell = Cell::new(&text, links);
        if text.len() > CELL {
            cell = Cell::default();
            self.flaws.push((place, column, LONG.to_owned()));
        }
        fill(row, &mut self.taken, (column, columns), &cell, budget)?;
        if columns > 1 && !cell.is_blank() {
            self.merged.insert(place, (column, column + columns - 1));
        }
        if rows > 1 {
            self.spans.push(Span { column, columns, rows: rows - 1, cell });
        }
        Ok(())
    }

    /// The tables that it holds: mostly one.
    pub(super) fn finish(
        mut self,
        named: &HashSet<String>,
        budget: &mut Budget,
    ) -> Result<Vec<Table>, String> {
        self.end_row(budget)?;
        if self.is_too_wide {
            budget.table()?;
            let unreadable = Some(format!("it has more than {COLUMNS} columns"));
            return Ok(vec![Table { line: self.line, unreadable, ..Table::default() }]);
        }
        let grid = Grid {
            rows: self.rows,
            merged: self.merged,
            flaws: self.flaws,
            named: named.clone(),
            ..Grid::default()
        };
        let mut tables = grid.tables();
        let of =
            |row: usize| row.checked_sub(1).and_then(|at| self.lines.get(at)).copied().unwrap_or(self.line);
        if self.is_layout {
            tables.retain(|table| table.headings.iter().any(|heading| is_heading(heading, named)));
        }
        for table in &mut tables {
            budget.table()?;
            table.line = of(table.line);
            table.rows.iter_mut().for_each(|row| row.line = of(row.line));
            table.remarks.iter_mut().for_each(|(line, _)| *line = of(*line));
            table.above.clone_from(&self.above);
            match &table.section {
                Some(own) => table.above.push(Title { line: table.line, text: own.clone() }),
                None => table.section.clone_from(&self.section),
            }
        }
        Ok(tables)
    }
}

/// Puts a cell into the columns that it covers and that nothing else has taken.
fn fill(
    row: &mut Row,
    taken: &mut Vec<bool>,
    (column, columns): (usize, usize),
    cell: &Cell,
    budget: &mut Budget,
) -> Result<(), String> {
    budget.cells(columns)?;
    let end = column + columns;
    if taken.len() < end {
        taken.resize(end, false);
        row.cells.resize(end, Cell::default());
    }
    for at in (column..end).filter(|&at| !std::mem::replace(&mut taken[at], true)) {
        budget.text(cell)?;
        row.cells[at] = cell.clone();
    }
    Ok(())
}
