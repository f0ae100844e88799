//! A value as the text of a cell, the same in every table for spreadsheets, so that import reads the same.

use std::borrow::Cow;

use crate::model::begins_formula;
use crate::model::is_plain;
use crate::model::is_terminal_control;
use crate::report::Column;
use crate::report::Report;
use crate::report::Value;

/// The columns of such a table, unless others are asked for.
pub(super) const COLUMNS: &[&str] = &[
    "priority",
    "id",
    "problem",
    "risk",
    "sources",
    Report::OF_METHOD,
    "reactive",
    "preventative",
    "mitigation",
    "owner",
    "status",
];

/// The name of a column, without what a terminal obeys.
pub(super) fn heading(column: &Column) -> String {
    mute(column.name().into()).into_owned()
}

/// The text of a value. Text of people is harmless: see [`harmless`].
pub(super) fn text<'v>(value: &'v Value<'_>) -> Cow<'v, str> {
    guarded(value, bare(value))
}

/// A bare text of a value as a cell shows it.
pub(super) fn guarded<'v>(value: &Value<'_>, bare: Cow<'v, str>) -> Cow<'v, str> {
    if matches!(value, Value::Number(_)) { bare } else { harmless(bare) }
}

/// The text of a value as import reads it, without what a terminal obeys.
pub(super) fn bare<'v>(value: &'v Value<'_>) -> Cow<'v, str> {
    match value {
        Value::Number(_) => value.to_text(),
        value => mute(value.to_cell()),
    }
}

/// Puts an apostrophe before what a spreadsheet would take for a formula (OWASP: CSV injection), and before such text behind
/// apostrophes of its own, so that import takes off exactly one.
fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return text;
    }
    if begins_formula(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { text }
}

fn mute(text: Cow<'_, str>) -> Cow<'_, str> {
    if !is_plain(&text) && text.contains(is_terminal_control) {
        text.replace(is_terminal_control, "").into()
    } else {
        text
    }
}
