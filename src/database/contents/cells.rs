//! Values of the model as cells of a table.

use std::collections::BTreeMap;

use rusqlite::types::Value as Sql;
use serde::Serialize;
use serde_json::Value as Json;

use crate::database::columns::HOURS;
use crate::model::Duration;
use crate::model::Entry;
use crate::model::Key;
use crate::model::Shape;
use crate::report::Report;
use crate::report::Value;

/// A row of a table, by the names of its columns.
pub(super) type Cells = BTreeMap<String, Sql>;

pub(super) fn text(text: impl ToString) -> Sql {
    Sql::Text(text.to_string())
}

pub(super) fn maybe(value: Option<impl ToString>) -> Sql {
    value.map_or(Sql::Null, text)
}

pub(super) fn number(number: usize) -> Sql {
    i64::try_from(number).map_or(Sql::Null, Sql::Integer)
}

pub(super) fn row<const N: usize>(cells: [(&str, Sql); N]) -> Cells {
    cells.map(|(name, cell)| (name.to_owned(), cell)).into()
}

pub(super) fn of_value(value: &Value<'_>) -> Sql {
    match value {
        value if value.is_empty() => Sql::Null,
        Value::Number(number) => Sql::Real(*number),
        // The level alone, so that rows can be grouped by it.
        Value::Rating(rating) | Value::Likelihood(_, rating) => text(rating.name()),
        value => match value.items() {
            Some(items) => text(Json::from(items)),
            None => text(value.to_text()),
        },
    }
}

/// An entry with its own keys, and what every entry has.
pub(super) fn of_entry<T: Serialize>(
    entry: &Entry<T>,
    keys: impl Iterator<Item = &'static Key>,
    report: &Report<'_>,
) -> Cells {
    let json = serde_json::to_value(entry).unwrap_or_default();
    let mut cells = of_keys(&json, keys);
    cells.insert("id".to_owned(), text(&entry.id));
    cells.insert("playbook".to_owned(), text(&entry.playbook));
    cells.insert("allow".to_owned(), of_json(json.get("allow")));
    cells.insert("x".to_owned(), of_json(json.get("x")));
    cells.insert("file".to_owned(), text(report.book.file(entry.origin)));
    cells
}

pub(super) fn of_keys(json: &Json, keys: impl Iterator<Item = &'static Key>) -> Cells {
    let mut cells = Cells::new();
    for key in keys {
        let value = of_json(json.get(key.name));
        let value = match (key.shape, value) {
            (Shape::Percent, Sql::Text(percent)) => {
                percent.trim_end_matches('%').parse().map_or(Sql::Null, Sql::Real)
            }
            (Shape::Duration | Shape::Interval, Sql::Text(duration)) => {
                let hours = duration
                    .parse()
                    .map_or(Sql::Null, |duration: Duration| Sql::Real(duration.minutes() / 60.0));
                cells.insert([key.name, HOURS].concat(), hours);
                Sql::Text(duration)
            }
            (_, value) => value,
        };
        cells.insert(key.name.to_owned(), value);
    }
    cells
}

/// A value as a cell: lists and tables as JSON, and nothing where they are empty.
fn of_json(json: Option<&Json>) -> Sql {
    match json {
        None | Some(Json::Null) => Sql::Null,
        Some(Json::Bool(yes)) => Sql::Integer((*yes).into()),
        Some(Json::Number(number)) => match number.as_i64() {
            Some(whole) => Sql::Integer(whole),
            None => number.as_f64().map_or(Sql::Null, Sql::Real),
        },
        Some(Json::String(string)) => text(string),
        Some(Json::Array(items)) if items.is_empty() => Sql::Null,
        Some(Json::Object(members)) if members.is_empty() => Sql::Null,
        Some(other) => text(other),
    }
}
