//! RFC 4180, safe to open in a spreadsheet.

use std::borrow::Cow;
use std::io;
use std::io::Write;

use csv::QuoteStyle;
use csv::Terminator;
use csv::WriterBuilder;

use crate::export::Format;
use crate::model::begins_formula;
use crate::model::is_obeyed;
use crate::model::is_plain;
use crate::report::Column;
use crate::report::Report;
use crate::report::Row;
use crate::report::Value;

pub(super) const FORMAT: Format =
    Format { id: "csv", page: include_str!("csv.md"), report: Some(report), verdict: None };

const COLUMNS: &[&str] = &[
    "priority",
    "id",
    "problem",
    "risk",
    "sources",
    "severity",
    "likelihood",
    "reactive",
    "preventative",
    "mitigation",
    "owner",
    "status",
];

fn report(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let columns = report.columns_or(COLUMNS);
    let mut headings = writer();
    headings
        .write_record(columns.iter().map(|column| column.name().replace(is_obeyed, "")))
        .map_err(into_io)?;
    headings.flush()?;
    out.write_all(headings.get_ref())?;
    let records = |rows: &[Row<'_>]| records(rows, &columns).map_err(into_io);
    report.in_order(records, |records| out.write_all(&records?))
}

fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn writer() -> csv::Writer<Vec<u8>> {
    WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new())
}

fn records(rows: &[Row<'_>], columns: &[Column]) -> csv::Result<Vec<u8>> {
    let mut writer = writer();
    for row in rows {
        for column in columns {
            let value = column.value(row);
            let text = match &value {
                // A comma may be part of a source; import parts at semicolons.
                Value::List(items) => Cow::Owned(items.join("; ")),
                value => value.to_text(),
            };
            let cell = if matches!(value, Value::Number(_)) { text } else { harmless(text) };
            writer.write_field(cell.as_ref())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Leaves out what a terminal obeys; then puts an apostrophe before what a spreadsheet would take for a formula (OWASP:
/// CSV injection), and before such text behind apostrophes of its own, so that import takes off exactly one.
fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    if is_plain(&text) && text.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return text;
    }
    let text = match text.contains(is_obeyed) {
        true => text.replace(is_obeyed, "").into(),
        false => text,
    };
    if begins_formula(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { text }
}
