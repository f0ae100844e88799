//! Kinds of files that can be imported, one file each.

mod backstage;
mod csv;
mod encoding;
pub(in crate::import) mod grid;
mod html;
mod markdown;
mod missed;
mod ods;
mod titles;
mod workbook;
mod xlsx;

use crate::import::ImportedEntry;
use crate::import::Mapping;
use crate::import::Note;
use crate::import::Table;

/// A kind of file that can be imported, as data.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The name that is written. Its file is called so too.
    pub id: &'static str,
    /// The endings of its files.
    pub extensions: &'static [&'static str],
    /// Reads a file.
    pub read: Read,
}

/// Entries that a file wants, and what could not be taken over.
pub type Entries = (Vec<ImportedEntry>, Vec<Note>);

/// How a source is read. Each says why a file cannot be read at all.
#[derive(Clone, Copy, Debug)]
pub enum Read {
    /// Finds the tables of a file. What the user says of headings helps to find these.
    Tables(fn(&[u8], &Mapping) -> Result<Vec<Table>, String>),
    /// Finds the entries of a file, which say themselves what they are.
    Entries(fn(&[u8]) -> Result<Entries, String>),
}

/// All sources, by id.
pub const SOURCES: &[Source] =
    &[backstage::SOURCE, csv::SOURCE, html::SOURCE, markdown::SOURCE, ods::SOURCE, xlsx::SOURCE];

/// The source that a file name's ending tells.
pub fn for_file(name: &str) -> Option<&'static Source> {
    let (_, extension) = name.rsplit_once('.')?;
    SOURCES.iter().find(|source| source.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)))
}
