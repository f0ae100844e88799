//! A database for Datasette, Grafana, notebooks and whatever else reads SQLite.

use std::io;
use std::io::Write;

use crate::database;
use crate::export::Format;
use crate::report::Report;

pub(super) const FORMAT: Format = Format {
    id: "sqlite",
    page: include_str!("sqlite.md"),
    report: Some(report),
    listing: None,
    verdict: None,
    binary: true,
};

fn report(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !report.columns.is_empty() {
        return Err(io::Error::other("the tables of sqlite have all columns; leave out --columns"));
    }
    out.write_all(&database::export(report).map_err(io::Error::other)?)
}
