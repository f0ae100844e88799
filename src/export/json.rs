//! Everything as data, in a documented, versioned shape.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeMap;

use crate::export::Format;
use crate::export::write_json;
use crate::finding::Level;
use crate::model::Kind;
use crate::model::Word;
use crate::report::Column;
use crate::report::Listing;
use crate::report::Record;
use crate::report::Report;
use crate::report::Verdict;

pub(super) const FORMAT: Format = Format {
    id: "json",
    page: include_str!("json.md"),
    report: Some(report),
    listing: Some(listing),
    verdict: Some(verdict),
    binary: false,
};

/// The version of the shape; keys may be added within it, none goes or changes its meaning.
const VERSION: u32 = 1;

fn report(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    struct Document<'a>(&'a Report<'a>);
    impl Serialize for Document<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let Self(report) = self;
            let mut document = serializer.serialize_map(None)?;
            document.serialize_entry("version", &VERSION)?;
            document.serialize_entry("workload", &report.workload)?;
            document.serialize_entry("method", report.method.id)?;
            document.serialize_entry("when", &report.when)?;
            document.serialize_entry("unread", &report.unread)?;
            document.serialize_entry(Kind::Failure.plural(), &Failures(report))?;
            for &kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Failure) {
                document.serialize_entry(kind.plural(), &report.book.of(kind).collect::<Vec<_>>())?;
            }
            document.end()
        }
    }
    write_json(&Document(report), out)
}

fn verdict(verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Counts {
        deny: usize,
        warn: usize,
        hint: usize,
    }
    #[derive(Serialize)]
    struct Document<'a> {
        version: u32,
        findings: &'a [crate::report::Located],
        counts: Counts,
        skipped: &'a BTreeMap<&'static str, usize>,
    }
    let counts = Counts {
        deny: verdict.count(Level::Deny),
        warn: verdict.count(Level::Warn),
        hint: verdict.count(Level::Hint),
    };
    let Verdict { findings, held: skipped, .. } = verdict;
    write_json(&Document { version: VERSION, findings, counts, skipped }, out)
}

fn listing(listing: &Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    struct Document<'a>(&'a Listing<'a>);
    impl Serialize for Document<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let Self(listing) = self;
            let mut document = serializer.serialize_map(None)?;
            document.serialize_entry("version", &VERSION)?;
            document.serialize_entry("unread", &listing.unread)?;
            if listing.is_chosen {
                let columns = &listing.columns;
                let rows: Vec<_> = listing.rows.iter().map(|row| Chosen { row, columns }).collect();
                document.serialize_entry(listing.kind.plural(), &rows)?;
            } else {
                document.serialize_entry(listing.kind.plural(), &listing.rows)?;
            }
            document.end()
        }
    }
    write_json(&Document(listing), out)
}

/// The rows: whole, or the columns asked for.
struct Failures<'a>(&'a Report<'a>);

impl Serialize for Failures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.columns.is_empty() {
            true => serializer.collect_seq(&self.0.rows),
            false => {
                let columns = &self.0.columns;
                serializer.collect_seq(self.0.rows.iter().map(|row| Chosen { row, columns }))
            }
        }
    }
}

struct Chosen<'a, R> {
    row: &'a R,
    columns: &'a [Column],
}

impl<R: Record> Serialize for Chosen<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.columns.len()))?;
        for column in self.columns {
            object.serialize_entry(column.name(), &column.shown(self.row))?;
        }
        object.end()
    }
}
