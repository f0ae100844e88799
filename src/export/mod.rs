//! Formats: one file and one page each. They print a report or a verdict and compute nothing.

mod address;
mod cell;
mod csv;
mod escape;
mod fingerprint;
mod github;
mod json;
mod markdown;
mod said;
mod sarif;
#[cfg(feature = "sqlite")]
mod sqlite;
mod xlsx;

use std::io;
use std::io::Write;

pub use csv::write_csv;
pub use escape::write_json;

use crate::report::Listing;
use crate::report::Report;
use crate::report::Verdict;

/// A format, as data: an id, a page, and functions that write.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The name that is written. Its file and page are called so too.
    pub id: &'static str,
    /// What `faultbook explain` prints.
    pub page: &'static str,
    /// Writes failures, where the format can.
    pub report: Option<WriteReport>,
    /// Writes the entries of another kind, where the format can.
    pub listing: Option<WriteListing>,
    /// Writes findings, where the format can.
    pub verdict: Option<WriteVerdict>,
    /// Whether it writes bytes that are no text, and would garble a terminal.
    pub binary: bool,
}

impl Format {
    /// Whether a report in this format holds findings as well, so that lint has to be asked.
    pub fn holds_findings(&self) -> bool {
        self.id == "sqlite"
    }
}

/// Writes failures.
pub type WriteReport = fn(&Report<'_>, &mut dyn Write) -> io::Result<()>;
/// Writes the entries of a kind.
pub type WriteListing = fn(&Listing<'_>, &mut dyn Write) -> io::Result<()>;
/// Writes findings.
pub type WriteVerdict = fn(&Verdict, &mut dyn Write) -> io::Result<()>;

/// All formats, by id.
pub const FORMATS: &[Format] = &[
    csv::FORMAT,
    github::FORMAT,
    json::FORMAT,
    markdown::FORMAT,
    sarif::FORMAT,
    #[cfg(feature = "sqlite")]
    sqlite::FORMAT,
    xlsx::FORMAT,
];

/// The format with an id.
pub fn find(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}
