//! What a row of a table says, in short, so that import tells which of its cells were edited.

use crate::model::said::Name;
use crate::model::said::separated;
use crate::report::Column;

/// The heading of the column that holds it.
pub(super) use crate::model::said::COLUMN;

/// The columns of a table that keeps what it says.
pub(super) struct Said {
    /// Each name; none for a score, which depends on the order of the table and is never read.
    names: Vec<Option<Name>>,
}

impl Said {
    /// Those of a table that can be imported again, since it names failures and says something of them; else none.
    pub(super) fn of(columns: &[Column]) -> Option<Self> {
        let names_failure = |column: &Column| ["id", "problem"].contains(&column.name());
        let name = |column: &Column| (column.name() != "score").then(|| Name::new(column.name()));
        (columns.len() > 1 && columns.iter().any(names_failure))
            .then(|| Self { names: columns.iter().map(name).collect() })
    }

    /// The record of a row, which is to grow by its cells.
    pub(super) fn row(&self, row: &impl crate::report::Record) -> Record<'_> {
        let mut text = separated(row.id().as_str());
        text.reserve(1 + 5 * self.names.len());
        text.push(' ');
        Record { names: self.names.iter(), text }
    }
}

/// What one row says: the failure, and the letters of its cells.
pub(super) struct Record<'s> {
    names: std::slice::Iter<'s, Option<Name>>,
    pub(super) text: String,
}

impl Record<'_> {
    /// Adds the next cell, by its text as import reads it.
    pub(super) fn cell(&mut self, text: &str) {
        if let Some(Some(name)) = self.names.next() {
            name.record(text, &mut self.text);
        }
    }
}
