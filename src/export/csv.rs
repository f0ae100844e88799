//! RFC 4180, safe to open in a spreadsheet.

use std::io;
use std::io::Write;

use csv::QuoteStyle;
use csv::Terminator;
use csv::WriterBuilder;

use crate::export::Format;
use crate::export::cell;
use crate::export::said::COLUMN;
use crate::export::said::Said;
use crate::report::Column;
use crate::report::Listing;
use crate::report::Record;
use crate::report::Report;
use crate::report::Value;
use crate::report::in_order;

pub(super) const FORMAT: Format = Format {
    id: "csv",
    page: include_str!("csv.md"),
    report: Some(report),
    listing: Some(listing),
    verdict: None,
    binary: false,
};

fn report(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let columns = report.columns_or(cell::COLUMNS);
    table(&report.rows, &columns, Said::of(&columns).as_ref(), out)
}

fn listing(listing: &Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    table(&listing.rows, &listing.columns, None, out)
}

/// Writes rows of any kind.
fn table<R: Record>(
    rows: &[R],
    columns: &[Column],
    said: Option<&Said>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut headings = writer();
    let names = columns.iter().map(cell::heading).chain(said.map(|_| COLUMN.to_owned()));
    headings.write_record(names).map_err(into_io)?;
    headings.flush()?;
    out.write_all(headings.get_ref())?;
    let records = |rows: &[R]| records(rows, columns, said).map_err(into_io);
    in_order(rows, records, |records| out.write_all(&records?))
}

/// Writes any table as this format does: RFC 4180, and harmless in a spreadsheet.
///
/// # Errors
/// The writer refuses.
pub fn write_csv<'v>(
    headings: &[String],
    rows: impl Iterator<Item = Vec<Value<'v>>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = writer();
    let headings = headings.iter().map(|heading| Value::Text(heading.as_str().into()));
    writer.write_record(headings.map(|heading| cell::text(&heading).into_owned())).map_err(into_io)?;
    for row in rows {
        writer.write_record(row.iter().map(|value| cell::text(value).into_owned())).map_err(into_io)?;
    }
    writer.flush()?;
    out.write_all(writer.get_ref())
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

fn records(rows: &[impl Record], columns: &[Column], said: Option<&Said>) -> csv::Result<Vec<u8>> {
    let mut writer = writer();
    for row in rows {
        let mut record = said.map(|said| said.row(row));
        for column in columns {
            let value = column.shown(row);
            let bare = cell::bare(&value);
            record.iter_mut().for_each(|record| record.cell(&bare));
            writer.write_field(cell::guarded(&value, bare).as_ref())?;
        }
        if let Some(record) = record {
            writer.write_field(record.text)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
