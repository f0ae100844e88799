//! Tables → wishes.

pub(in crate::import) mod above;
mod check;
mod frame;
pub(in crate::import) mod growing;
mod joined;
mod width;

use crate::config::Config;
use crate::import::Cell;
use crate::import::Note;
use crate::import::Row;
use crate::import::Table;
use crate::import::Wish;
use crate::import::cells::Reading;
use crate::import::cells::range::Range;
use crate::import::cells::seat::Seat;
use crate::import::columns::column::Column;
use crate::import::columns::column::Why;
use crate::import::columns::is_added;
use crate::import::columns::is_ours;
use crate::import::columns::meaning::Target;
use crate::import::rows::above::above;
use crate::import::rows::frame::Frame;
pub(super) use crate::import::rows::joined::joined;
use crate::parallel;

/// How many rows are read before it is told how many there are.
const PART: usize = 2_000;
/// How many rows make it worth to start threads.
const PARALLEL: usize = 100;

/// Collects the wishes of all tables of a file.
pub(super) struct Rows<'a> {
    config: &'a Config,
    reading: Reading<'a>,
    is_ours: &'a dyn Fn(&str) -> bool,
    pub(super) wishes: Vec<Wish>,
    notes: Vec<Note>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(config: &'a Config, reading: Reading<'a>, is_ours: &'a dyn Fn(&str) -> bool) -> Self {
        Self { config, reading, is_ours, wishes: Vec::new(), notes: Vec::new() }
    }

    /// Makes wishes of a table's rows, which are freed on the way, and returns their number. `seen` gets the number of rows read so far.
    pub(super) fn add(
        &mut self,
        table: &mut Table,
        columns: &[Column],
        range: &Range,
        seen: impl Fn(usize),
    ) -> usize {
        let before = self.wishes.len();
        let ours = is_ours(columns, self.is_ours);
        // In our own tables everybody knows what is computed; what is edited there is told.
        let told = |column: &Column| !ours || is_added(column, self.is_ours);
        self.tell_columns(table, columns.iter().enumerate().filter(|(_, column)| told(column)));
        for (heading, message) in &range.notes {
            self.note(table, table.line, heading, message);
        }
        for (line, remark) in &table.remarks {
            self.note(table, *line, "", remark);
        }
        let above = above(table, columns, &self.reading);
        if let Some(note) = above.as_ref().and_then(|above| above.note.as_ref()) {
            self.note(table, table.line, "", note);
        }
        let seats = Seat::all(table, columns, range);
        // What was read is not needed any more: there may be very many rows.
        let mut rows = std::mem::take(&mut table.rows).into_iter();
        let table = &*table;
        let frame = Frame { config: self.config, reading: &self.reading, table, seats, above, ours };
        let filled = |row: &&Row| row.cells.iter().any(|cell| !cell.text.is_empty());
        let mut left_out = Vec::new();
        let mut done = 0;
        let mut above_cells = Vec::new();
        while rows.len() > 0 {
            let mut part: Vec<Row> = rows.by_ref().take(PART).collect();
            if !ours {
                part.iter_mut().for_each(|row| repeat_above(row, &mut above_cells));
            }
            let read = |row: &Row| frame.wish(row).map_err(|why| (row.line, why));
            for wish in parallel::map(part.iter().filter(filled).collect(), PARALLEL, read) {
                match wish {
                    Ok(wish) => self.wishes.push(wish),
                    Err(reason) => left_out.push(reason),
                }
            }
            done += part.len();
            seen(done);
        }
        drop(frame);
        left_out.into_iter().for_each(|(line, why)| self.note(table, line, "", why));
        self.wishes.len() - before
    }

    fn tell_columns<'c>(&mut self, table: &Table, columns: impl Iterator<Item = (usize, &'c Column)>) {
        // A column without a heading and a cell is the edge of a sheet.
        let filled = |at: usize| {
            let mut cells = table.rows.iter().filter_map(|row| row.cells.get(at));
            cells.any(|cell| !cell.is_blank())
        };
        for (_, column) in columns.filter(|(at, column)| !column.heading.is_empty() || filled(*at)) {
            let message = match &column.target {
                Target::Computed => "computed by faultbook: not stored".to_owned(),
                Target::Priority | Target::Rpn => "computed by faultbook: checked, not stored".to_owned(),
                Target::Extra(key) if !column.heading.starts_with("x-") => {
                    let why = match column.why {
                        Why::Taken => "another column maps to the field",
                        Why::NotComputed => "not all ratings that faultbook computes this from are here",
                        Why::Cells => "its cells are not ratings",
                        _ => "unknown column",
                    };
                    format!("{why}, kept as x-{key}")
                }
                Target::Nothing => "this column is left out, as you say".to_owned(),
                _ => continue,
            };
            self.note(table, table.line, &column.heading, &message);
        }
    }

    fn note(&mut self, table: &Table, line: usize, column: &str, message: &str) {
        let (sheet, column, message) = (table.sheet.clone(), column.to_owned(), message.to_owned());
        self.notes.push(Note { sheet, line, column, message });
    }

    /// What is to be told since it was last asked, in the order of rows.
    pub(super) fn told(&mut self) -> Vec<Note> {
        self.notes.sort_by_key(|note| note.line);
        std::mem::take(&mut self.notes)
    }
}

/// Puts what stands above in the place of marks that say so: `"`, `ditto`, `as above`.
fn repeat_above(row: &mut Row, above: &mut Vec<Cell>) {
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
    above.resize(above.len().max(row.cells.len()), Cell::default());
    for (cell, above) in row.cells.iter_mut().zip(above) {
        let text = cell.text.trim();
        if text.len() <= 20 && MARKS.contains(&text.to_lowercase().as_str()) {
            *cell = above.clone();
        } else if !cell.text.is_empty() {
            above.clone_from(cell);
        }
    }
}
