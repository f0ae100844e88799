//! Foreign tables → wanted entries. A source of tables is one file; what the tables mean is read in one way.

mod actions;
mod columns;
mod csv;
mod draft;
mod entries;
mod headings;
mod ids;
mod markdown;
mod ratings;
mod sources;
mod table;
mod typed;

pub use entries::entries;
pub use table::Cell;
pub use table::Row;
pub use table::Table;
pub use typed::Typed;
pub use typed::singular;

use crate::change::NewPlaybook;
use crate::config::Config;
use crate::import::columns::Columns;
use crate::import::draft::Drafts;
use crate::model::Book;
use crate::model::Id;
use crate::model::MeasureClass;

/// A kind of file that holds tables, as data.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The name that is written. Its file is called so too.
    pub id: &'static str,
    /// The endings of its files.
    pub extensions: &'static [&'static str],
    /// Finds the tables of a text.
    pub read: fn(&str) -> Vec<Table>,
}

/// All sources, by id.
pub const SOURCES: &[Source] = &[csv::SOURCE, markdown::SOURCE];

/// The source that a file name's ending tells.
pub fn for_file(name: &str) -> Option<&'static Source> {
    let (_, extension) = name.rsplit_once('.')?;
    SOURCES.iter().find(|source| source.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)))
}

/// What an import would write, and everything that it could not take over.
#[derive(Debug, Default)]
pub struct Import {
    /// The playbook to be written.
    pub playbook: NewPlaybook,
    /// What became of each table, in the order of the file.
    pub tables: Vec<TableNote>,
    /// What could not be taken over as it was, in the order of the file.
    pub notes: Vec<Note>,
}

/// What became of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableNote {
    /// The line of its heading.
    pub line: usize,
    /// How many failures it gave, or why it was passed over.
    pub outcome: Result<usize, String>,
}

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The line of the row.
    pub line: usize,
    /// The heading of the column; empty for the whole row.
    pub column: String,
    /// What happened.
    pub message: String,
}

impl Import {
    /// How many actions of a class will be written.
    pub fn count(&self, class: MeasureClass) -> usize {
        self.playbook
            .failures
            .iter()
            .flat_map(|failure| &failure.measures)
            .filter(|(of, _)| *of == class)
            .count()
    }
}

/// Reads the tables of `name`, and makes failures of those that hold failures. Ids avoid those of `book`.
pub fn import(source: &Source, name: &str, text: &str, config: &Config, book: &Book) -> Import {
    let mut import = Import::default();
    let mut drafts = Drafts::new(config, book);
    for table in (source.read)(text) {
        let outcome = Columns::read(&table, &config.scales).map(|columns| drafts.add(&table, &columns));
        import.tables.push(TableNote { line: table.line, outcome });
    }
    (import.playbook.failures, import.notes) = drafts.finish();
    import.playbook.title = Cell::new(&title(name), Vec::new()).line();
    import.playbook.comment = format!(
        "Imported from {name}; each failure names the line it came from.\n\
         Look them over: name components as sources, tell preventative from reactive actions, add owners."
    );
    import
}

/// The id of the playbook that a file becomes.
pub fn playbook_id(name: &str) -> Option<Id> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words: Vec<_> =
        stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    Id::new(&words.join("-").to_lowercase()).ok().or_else(|| Id::slug(stem))
}

/// A file name as a title: `failure-modes.md` → `Failure modes`.
fn title(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace(['-', '_'], " ");
    let mut letters = stem.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Imported".to_owned(),
    }
}
