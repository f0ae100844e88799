//! Fields that belong together, while they are collected.

use crate::import::Cell;
use crate::import::Row;
use crate::import::Table;
use crate::import::Title;
use crate::import::headings::families::stands_in;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::stands_in_last;
use crate::import::headings::meaning::target;
use crate::import::headings::name::normal;
use crate::import::headings::title::is_label;
use crate::import::source::markdown::fields::Piece;

/// No failure has more fields.
const MOST: usize = 100;

/// Fields below one title.
#[derive(Default)]
pub(super) struct Group {
    pub(super) above: Vec<Title>,
    /// How deep in lists its fields stand; those of a heading stand anywhere.
    pub(super) depth: usize,
    rows: Vec<Row>,
    /// How many of them tables of failures have.
    known: usize,
    last: Option<Last>,
    /// What stands beside the fields.
    pub(super) rest: String,
    is_too_long: bool,
}

/// The last field, to which what follows may belong.
#[derive(Clone, Copy)]
struct Last {
    place: Place,
    is_known: bool,
    is_empty: bool,
}

/// Where a piece stands: how deep in lists, and in which item of all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) depth: usize,
    pub(super) item: usize,
}

/// Whether a field says which failure the others are of.
pub(super) fn names(name: &str) -> bool {
    let target = target(name, "");
    target == Target::Id || target.is("problem") || stands_in(name) || stands_in_last(name).is_some()
}

impl Group {
    pub(super) fn new(above: Vec<Title>, depth: usize) -> Self {
        Self { above, depth, ..Self::default() }
    }

    /// Whether what stands here stands within the last field.
    pub(super) fn holds(&self, place: Place) -> bool {
        self.last
            .is_some_and(|last| last.place.depth < place.depth && (last.place.depth > 0 || last.is_empty))
    }

    /// Whether the last field has fields of its own: it says what fails, or is a name that nobody knows.
    pub(super) fn is_title(&self) -> bool {
        let name = self.rows.last().and_then(|row| row.cells.first()).map(Cell::line);
        self.last.is_some_and(|last| !last.is_known) || name.is_some_and(|name| names(&name))
    }

    /// Takes the last field as the title of a group of its own.
    pub(super) fn split_last(&mut self, depth: usize) -> Self {
        let (Some(last), Some(row)) = (self.last.take(), self.rows.pop()) else { return Self::default() };
        let mut group = Self::new(self.above.clone(), depth);
        match (last.is_known, row.cells.as_slice()) {
            (false, [name, value, ..]) => {
                let is_label = is_label(&name.text);
                let text = if is_label { format!("{}: {}", name.text, value.line()) } else { name.line() };
                group.above.push(Title { line: row.line, text });
                group.rest.push_str(if is_label { "" } else { &value.text });
            }
            _ => {
                self.known -= 1;
                (group.known, group.rows) = (1, vec![row]);
            }
        }
        group
    }

    /// Whether a field begins the next group: it is the one that this group began with.
    pub(super) fn is_next(&self, piece: &Piece) -> bool {
        let first = self.rows.first().and_then(|row| row.cells.first());
        let (Some(first), Some(name)) = (first, &piece.name) else { return false };
        self.known > 1 && normal(&first.text) == normal(name) && names(name)
    }

    pub(super) fn field(&mut self, piece: Piece, line: usize, place: Place) {
        self.is_too_long |= self.rows.len() == MOST;
        if self.is_too_long {
            self.rows.clear();
        }
        self.known += usize::from(piece.is_known);
        self.last = Some(Last { place, is_known: piece.is_known, is_empty: piece.value.is_empty() });
        let name = Cell::new(&piece.name.unwrap_or_default(), Vec::new());
        self.rows.push(Row { line, cells: vec![name, Cell::new(&piece.value, piece.links)], said: None });
    }

    /// Whether a text goes on with the last field: it stands in the same item or paragraph, or the field has no value yet.
    pub(super) fn goes_on(&self, piece: &Piece, place: Place) -> bool {
        let is_same =
            |last: &Last| last.place == place && (place.depth > 0 || piece.below > 0 || last.is_empty);
        self.last.as_ref().is_some_and(is_same)
    }

    /// Adds a text to the last field, as an item of its value or as more of it.
    pub(super) fn extend(&mut self, piece: &Piece, is_item: bool) {
        let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut()) else { return };
        let sign = match (is_item, piece.is_wrapped) {
            (true, false) => "\n- ",
            (_, true) => " ",
            (false, false) => "\n",
        };
        if !cell.text.is_empty() || is_item {
            cell.text.push_str(sign);
        }
        cell.text.push_str(&piece.text());
        cell.add_links(&piece.links);
        // A paragraph behind a name is its value; the next one is not.
        self.last.iter_mut().filter(|_| !is_item).for_each(|last| last.is_empty = false);
    }

    /// Keeps a text that belongs to no field.
    pub(super) fn aside(&mut self, piece: &Piece, place: Place, is_item: bool) {
        if self.last.is_some_and(|last| place.depth <= last.place.depth) {
            self.last = None;
        }
        if !self.rest.is_empty() {
            self.rest.push(if piece.is_wrapped { ' ' } else { '\n' });
        }
        self.rest.push_str(if is_item && !piece.is_wrapped { "- " } else { "" });
        self.rest.push_str(&piece.text());
    }

    /// The group as a table of two columns, if it may be a card.
    pub(super) fn table(mut self) -> Option<Table> {
        if self.known < 2 || self.is_too_long {
            return None;
        }
        let first = self.rows.first().map_or(1, |row| row.line);
        if !self.rest.trim().is_empty() {
            let cells = vec![Cell::new("Description", Vec::new()), Cell::new(&self.rest, Vec::new())];
            self.rows.push(Row { line: first, cells, said: None });
        }
        for cell in self.rows.iter_mut().filter_map(|row| row.cells.last_mut()) {
            *cell = Cell::new(&cell.text, cell.links().to_vec());
        }
        let line = self.above.last().map_or(first, |title| title.line);
        let (headings, above) = (vec![String::new(); 2], self.above);
        Some(Table { line, headings, above, rows: self.rows, is_list: true, ..Table::default() })
    }
}
