//! The entries of one kind, as rows.

use serde::Serialize;
use serde::Serializer;
use serde_json::Value as Json;

use crate::config::Config;
use crate::model::AnyEntry;
use crate::model::Book;
use crate::model::Extra;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Scales;
use crate::model::shape::keys;
use crate::report::Column;
use crate::report::Field;
use crate::report::Filter;
use crate::report::Record;
use crate::report::Value;
use crate::report::field;
use crate::report::field::Own;
use crate::report::field::Source;
use crate::report::rows::arrange;

/// Which entries are listed, and how.
#[derive(Clone, Debug, Default)]
pub struct ListOptions {
    /// Which rows.
    pub filter: Filter,
    /// Which columns; empty: those that the kind shows.
    pub columns: Vec<Column>,
    /// The order, in place of that of the ids: a column, and whether the greatest comes first.
    pub sort: Option<(Column, bool)>,
    /// How many rows at most.
    pub top: Option<usize>,
}

/// The entries of a kind.
#[derive(Debug)]
pub struct Listing<'a> {
    /// What they are.
    pub kind: Kind,
    /// The rows, by id unless another order was asked for.
    pub rows: Vec<EntryRow<'a>>,
    /// The columns to show.
    pub columns: Vec<Column>,
    /// Whether the columns were asked for.
    pub is_chosen: bool,
    /// How many entries could not be read, and are missing here.
    pub unread: usize,
    /// The scales that ratings are levels of.
    pub scales: &'a Scales,
}

impl<'a> Listing<'a> {
    /// The entries of a kind that a filter finds.
    pub fn new(book: &'a Book, config: &'a Config, kind: Kind, options: ListOptions) -> Self {
        let ListOptions { filter, columns, sort, top } = options;
        let rows = book.of(kind).map(|entry| EntryRow::new(entry, &config.scales));
        let mut rows: Vec<_> = rows.filter(|row| filter.matches(row)).collect();
        arrange(&mut rows, sort.as_ref(), top);
        let is_chosen = !columns.is_empty();
        let columns = if is_chosen { columns } else { shown(kind) };
        Self { kind, rows, columns, is_chosen, unread: book.mentions.len(), scales: &config.scales }
    }
}

/// The columns of a kind, unless others are asked for: the id, what people call it, and what its keys mark.
fn shown(kind: Kind) -> Vec<Column> {
    let titles = keys(kind).iter().filter(|key| key.title);
    let names = titles.chain(keys(kind).iter().filter(|key| key.listed)).map(|key| key.name);
    std::iter::once("id").chain(names).filter_map(|name| Column::parse(kind, name).ok()).collect()
}

/// An entry as a row.
#[derive(Debug)]
pub struct EntryRow<'a> {
    /// The entry.
    pub entry: AnyEntry<'a>,
    data: Json,
    scales: &'a Scales,
}

impl<'a> EntryRow<'a> {
    fn new(entry: AnyEntry<'a>, scales: &'a Scales) -> Self {
        Self { entry, data: serde_json::to_value(entry).unwrap_or_default(), scales }
    }
}

impl Record for EntryRow<'_> {
    fn kind(&self) -> Kind {
        self.entry.kind()
    }

    fn id(&self) -> &Id {
        self.entry.id()
    }

    fn extra(&self) -> &Extra {
        self.entry.extra()
    }

    fn value(&self, field: &Field) -> Value<'_> {
        match field.source {
            Source::Own(Own::Id) => Value::Text(self.id().as_str().into()),
            Source::Own(Own::Playbook) => Value::Text(self.entry.playbook().as_ref().into()),
            Source::Keys(path) => field::value(&self.data, path, self.scales),
            // Only failures are ranked.
            Source::Row(_) => Value::Nothing,
        }
    }
}

impl Serialize for EntryRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.data.serialize(serializer)
    }
}
