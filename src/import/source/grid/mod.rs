//! Rows of a spreadsheet → tables: what is a title, what are headings, and where the next table begins.

mod aside;
pub(in crate::import) mod budget;
mod rows;
mod tell;

use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;

use crate::import::Cell;
use crate::import::Row;
use crate::import::Table;
use crate::import::Unseen;
use crate::import::source::grid::rows::is_across;
use crate::import::source::grid::rows::is_empty;
pub(in crate::import) use crate::import::source::grid::rows::is_field;
pub(in crate::import) use crate::import::source::grid::rows::is_heading;
use crate::import::source::grid::rows::is_note;
use crate::import::source::grid::rows::is_repeated;
use crate::import::source::grid::rows::is_title;
use crate::import::source::grid::rows::known;
use crate::import::source::grid::rows::known_to;
use crate::import::source::grid::rows::texts;
use crate::import::source::grid::rows::used;

/// What is longer is a note and no title; as in Markdown.
const LONGEST_TITLE: usize = 120;

/// The rows of one sheet, or of a CSV file. An empty row parts what it stands between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Grid {
    /// The name of the sheet.
    pub(in crate::import) sheet: Option<String>,
    /// The rows from top to bottom; in a workbook without those that hold nothing.
    pub(in crate::import) rows: Vec<Row>,
    /// The first and the last column of cells that are merged within one row, by its line.
    pub(in crate::import) merged: HashMap<usize, (usize, usize)>,
    /// What is to be said of single cells: line, column, and what the cell does.
    pub(in crate::import) flaws: Vec<(usize, usize, String)>,
    /// What is to be said of the whole.
    pub(in crate::import) remarks: Vec<(usize, String)>,
    /// Headings that the user says something of, in lower case.
    pub(in crate::import) named: HashSet<String>,
    /// What is not shown of the sheet.
    pub(in crate::import) unseen: Unseen,
    /// The first column that holds something.
    pub(in crate::import) left: usize,
    /// How the format writes a cell that holds what parts cells, for messages.
    pub(in crate::import) advice: &'static str,
}

/// Headings with the titles above them.
struct Part {
    from: usize,
    headings: Headings,
}

/// Headings in one row, or in two.
struct Headings {
    rows: Range<usize>,
    texts: Vec<String>,
    groups: Vec<String>,
}

impl Grid {
    /// The tables, in order.
    pub(in crate::import) fn tables(mut self) -> Vec<Table> {
        let Some(first) = self.headings() else { return self.nothing() };
        let cells = |row: &Row| row.cells.iter().position(|cell| !cell.is_blank());
        self.left = self.rows.iter().filter_map(cells).min().unwrap_or(0);
        let mut parts = vec![Part { from: 0, headings: self.read(first) }];
        while let Some(next) = parts.last().and_then(|part| self.next(&part.headings)) {
            let headings = self.read(next);
            parts.push(Part { from: self.titles(headings.rows.start), headings });
        }
        let mut tables = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let end = parts.get(index + 1).map_or(self.rows.len(), |next| next.from);
            self.split(part, end, &mut tables);
        }
        self.tell(&mut tables);
        tables.iter_mut().for_each(|table| table.unseen.sheet = self.unseen.sheet);
        if let Some(first) = tables.first_mut() {
            first.unseen = self.unseen;
        }
        tables
    }

    /// What is said of a sheet all of whose cells are odd.
    fn nothing(self) -> Vec<Table> {
        let Some((line, ..)) = self.flaws.first() else { return Vec::new() };
        let unreadable = Some("no cell of it can be read".to_owned());
        vec![Table { line: *line, sheet: self.sheet, unreadable, unseen: self.unseen, ..Table::default() }]
    }

    /// The first headings: the row with the most that are known among the first, or else the first that is no title.
    fn headings(&self) -> Option<usize> {
        const FAR: usize = 40;
        let filled = || self.rows.iter().enumerate().filter(|(_, row)| !is_empty(row));
        let mut best = None;
        for (index, row) in filled().take(FAR).filter(|(_, row)| !is_repeated(row)) {
            // What the user says of a heading is surer than what many headings are called.
            let known = known(row, &self.named) + known_to(row, &self.named);
            if known >= 2 && best.is_none_or(|(_, most)| known > most) {
                best = Some((index, known));
            }
        }
        let best = best.map(|(index, _)| index);
        let is_wide = |row: &Row| texts(row).count() >= 2 && !is_repeated(row);
        let several = || filled().find(|(_, row)| is_wide(row)).map(|(index, _)| index);
        best.or_else(several).or_else(|| filled().next().map(|(index, _)| index))
    }

    /// Reads the headings that a row holds with the one above or below it, if both are headings together.
    fn read(&self, index: usize) -> Headings {
        let pair = |upper: usize| {
            let (groups, texts) = self.both(upper)?;
            Some(Headings { rows: upper..upper + 2, texts, groups })
        };
        let above = index.checked_sub(1).and_then(pair);
        above.or_else(|| pair(index)).unwrap_or_else(|| {
            // Numbers above or below headings say their scales.
            let is_scales = |row: &usize| self.rows.get(*row).is_some_and(Row::is_scales);
            let above = index.checked_sub(1).filter(is_scales);
            let below = Some(index + 1).filter(is_scales);
            let groups = above.or(below).map(|row| self.rows[row].cells.iter().map(Cell::line).collect());
            Headings {
                rows: above.unwrap_or(index)..below.filter(|_| above.is_none()).unwrap_or(index) + 1,
                texts: self.rows[index].cells.iter().map(Cell::line).collect(),
                groups: groups.unwrap_or_default(),
            }
        })
    }

    /// The groups and headings of two rows. The lower one must hold known headings below what is empty or shared above, and
    /// nothing else of its own.
    fn both(&self, upper: usize) -> Option<(Vec<String>, Vec<String>)> {
        let (above, below) = (self.rows.get(upper)?, self.rows.get(upper + 1)?);
        if self.is_after_gap(upper + 1) || is_empty(above) || is_empty(below) {
            return None;
        }
        let width = above.cells.len().max(below.cells.len());
        let line =
            |row: &Row| (0..width).map(|at| row.cells.get(at).map_or_else(String::new, Cell::line)).collect();
        let (above, below): (Vec<String>, Vec<String>) = (line(above), line(below));
        let mut groups = vec![String::new(); width];
        let mut at = 0;
        while at < width {
            let mut end = at + 1;
            let same =
                |end: usize| !above[at].is_empty() && above[end] == above[at] && !below[end].is_empty();
            while end < width && same(end) {
                end += 1;
            }
            // Without merged cells, what is empty to the right of a group belongs to it.
            let open = |end: usize| !above[at].is_empty() && above[end].is_empty() && !below[end].is_empty();
            if end == at + 1 && !below[at].is_empty() && below[at] != above[at] {
                while end < width && open(end) {
                    end += 1;
                }
            }
            if end > at + 1 {
                groups[at..end].fill(above[at].clone());
            }
            at = end;
        }
        let free = |at: usize| above[at].is_empty() || !groups[at].is_empty();
        let fits = (0..width).all(|at| free(at) || below[at].is_empty() || below[at] == above[at]);
        let known = (0..width).any(|at| free(at) && is_heading(&below[at], &self.named));
        // One text above the first column on is a title.
        let mut shared = groups.iter().filter(|group| !group.is_empty());
        let group = shared.next()?;
        let first = (0..width).find(|&at| !above[at].is_empty() || !below[at].is_empty())?;
        let titled = groups[first] == *group && above.iter().all(|text| text.is_empty() || text == group);
        if !fits || !known || titled {
            return None;
        }
        let heading = |at: usize| if below[at].is_empty() { above[at].clone() } else { below[at].clone() };
        let texts = (0..width).map(heading).collect();
        Some((groups, texts))
    }

    /// The row of the next headings below some.
    fn next(&self, headings: &Headings) -> Option<usize> {
        // What is cheap to see comes first: there may be very many rows.
        let first = headings.texts.iter().find(|text| !text.is_empty());
        let may_begin = |row: &Row| {
            let text = row.cells.iter().find(|cell| !cell.is_blank());
            text.is_some_and(|cell| first.is_some_and(|first| cell.line() == *first))
        };
        let again = |row: &Row| {
            row.cells.iter().map(Cell::line).filter(|text| !text.is_empty()).eq(headings
                .texts
                .iter()
                .filter(|text| !text.is_empty())
                .cloned())
        };
        (headings.rows.end..self.rows.len()).find(|&index| {
            let row = &self.rows[index];
            if !may_begin(row) && !self.is_apart(index) {
                return false;
            }
            let known = known(row, &self.named);
            let all = texts(row).count();
            // Headings that begin with the same text are those of another table, whatever is between.
            !is_repeated(row) && known >= 3 && (again(row) || (known * 2 >= all && self.is_apart(index)))
                || !is_repeated(row) && known >= 4 && known * 3 >= all * 2 && may_begin(row)
                || self.is_aside(index, &headings.texts)
        })
    }

    /// Whether nothing but a few titles stands between a row and the empty row above it.
    fn is_apart(&self, index: usize) -> bool {
        /// More texts of one cell are rows.
        const TITLES: usize = 20;
        let mut rows = (index.saturating_sub(TITLES)..=index).rev();
        rows.find(|&at| self.is_after_gap(at) || at == 0 || !is_title(&self.rows[at - 1]))
            .is_some_and(|at| self.is_after_gap(at))
    }

    /// Adds the tables of some rows: one, or one for each title that is merged across all columns.
    fn split(&mut self, part: &Part, end: usize, tables: &mut Vec<Table>) {
        let headings = &part.headings;
        let (section, aside) = self.title(part.from..headings.rows.start);
        let rows = headings.rows.end..end.max(headings.rows.end);
        let widest = self.rows[rows.clone()].iter().map(|row| used(&row.cells)).max().unwrap_or(0);
        let filled = headings.texts.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
        let width = filled.max(widest);
        let cut = |texts: &[String]| texts[..width.min(texts.len())].to_vec();
        let (sheet, advice) = (self.sheet.clone(), self.advice);
        let new = |line: usize, section: Option<String>| Table {
            line,
            section,
            sheet: sheet.clone(),
            advice,
            headings: cut(&headings.texts),
            groups: cut(&headings.groups),
            ..Table::default()
        };
        let mut table = new(self.rows[headings.rows.start].line, section);
        let left_out = |line| (line, "what stands above the headings is left out".to_owned());
        table.remarks.extend(aside.map(left_out));
        for index in rows {
            let row = &mut self.rows[index];
            if is_across(row, &self.merged, self.left, filled) {
                let next = new(row.line, texts(row).next().map(Cell::line));
                let before = std::mem::replace(&mut table, next);
                // Titles right behind each other, or behind the headings, part nothing.
                match before.rows.is_empty() {
                    true => table.remarks = before.remarks,
                    false => tables.push(before),
                }
            } else if !is_empty(row) {
                let mut cells = std::mem::take(&mut row.cells);
                cells.truncate(width);
                table.rows.push(Row { line: row.line, cells, said: None });
            }
        }
        tables.push(table);
    }

    /// The first of the titles of headings below a table: they follow an empty row.
    fn titles(&self, headings: usize) -> usize {
        let mut end = headings;
        while end > 0 && is_empty(&self.rows[end - 1]) {
            end -= 1;
        }
        let mut from = end;
        while from > 0 && is_title(&self.rows[from - 1]) {
            from -= 1;
            if self.is_after_gap(from) {
                return from;
            }
        }
        headings
    }

    /// The title in the rows above headings, and the line of the first row there that is none.
    fn title(&self, rows: Range<usize>) -> (Option<String>, Option<usize>) {
        let filled: Vec<&Row> = self.rows[rows].iter().filter(|row| !is_empty(row)).collect();
        let title = filled.iter().rposition(|row| is_title(row) && !is_note(row));
        let other = filled.iter().enumerate().find(|(index, _)| Some(*index) != title);
        let text = title.and_then(|title| texts(filled[title]).next()).map(Cell::line);
        (text, other.map(|(_, row)| row.line))
    }

    /// Whether an empty row stands right above.
    fn is_after_gap(&self, index: usize) -> bool {
        let Some(above) = index.checked_sub(1).map(|above| &self.rows[above]) else { return false };
        is_empty(above) || (self.sheet.is_some() && self.rows[index].line > above.line + 1)
    }
}

#[cfg(test)]
mod tests;
