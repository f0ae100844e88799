//! Foreign tables and catalogues → wanted entries → a plan. A source is one file; what tables mean is read in one way.

mod cards;
mod cells;
mod entries;
mod headings;
mod imported_entry;
mod levels;
mod packed;
mod plan;
mod presets;
mod remark;
mod rows;
mod source;
mod table;
mod tables;
mod typed;
mod unseen;

pub use entries::entries;
pub use headings::Mapping;
pub use imported_entry::Base;
pub use imported_entry::Field;
pub use imported_entry::ImportedEntry;
pub use levels::Merged;
pub use levels::Proposal;
pub use packed::ImportedEntries;
pub use packed::PackedEntry;
pub use plan::Change;
pub use plan::Conflict;
pub use plan::Held;
pub use plan::NewEntries;
pub use plan::Outcome;
pub use plan::Plan;
pub use plan::PlanContext;
pub use plan::Settle;
pub use plan::Shown;
pub use plan::Side;
pub use plan::plan;
pub use presets::PRESETS;
pub use presets::Preset;
pub use remark::Remark;
pub use source::Entries;
pub use source::Read;
pub use source::SOURCES;
pub use source::Source;
pub use source::for_file;
pub use table::Cell;
pub use table::Row;
pub use table::Table;
pub use table::Title;
pub use typed::Typed;
pub use typed::singular;
pub use unseen::Unseen;

use std::collections::HashSet;

use crate::change::Path;
use crate::change::Value;
use crate::config::Config;
use crate::import::tables::of_tables;
use crate::model::Book;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MeasureClass;
use crate::model::Word;

/// Which tables of a file are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Those that hold failures by their headings.
    #[default]
    Fitting,
    /// The table of this number, from 1, whatever its headings say.
    Only(usize),
    /// All, whatever their headings say.
    All,
}

/// How a file is read.
pub struct Options<'a> {
    /// The sheet of a workbook; `None`: all.
    pub sheet: Option<&'a str>,
    /// Which tables.
    pub choice: Choice,
    /// What the user says of headings and words.
    pub mapping: &'a Mapping,
    /// The tool that wrote the file; `None`: that which its headings tell.
    pub preset: Option<&'static Preset>,
    /// Whether a heading is one that our own tables have.
    pub is_ours: &'a dyn Fn(&str) -> bool,
    /// Is told how many rows of how many are read.
    pub progress: &'a dyn Fn(usize, usize),
}

/// What a file says.
#[derive(Debug, Default)]
pub struct Import {
    /// The entries that it wants, in its order.
    pub entries: ImportedEntries,
    /// The tool that wrote the file, where it is known.
    pub preset: Option<&'static Preset>,
    /// What became of each table, in the order of the file.
    pub tables: Vec<TableNote>,
    /// What else a person should look at, in the order of rows.
    pub notes: Vec<Note>,
    /// Scales that keep levels of the file apart, where the workspace cannot tell them from each other.
    pub proposal: Option<Proposal>,
}

impl Import {
    /// How many actions of a class the file holds.
    pub fn count(&self, class: MeasureClass) -> usize {
        self.entries.elements(class.word())
    }
}

/// What became of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableNote {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The line of its heading.
    pub line: usize,
    /// How many failures it gave, or why it was passed over.
    pub outcome: Result<usize, String>,
    /// Whether it was meant as a table and cannot be read.
    pub is_broken: bool,
    /// Each heading, and what becomes of its column.
    pub columns: Vec<(String, String)>,
    /// What could not be taken over as it was, in the order of rows.
    pub notes: Vec<Note>,
}

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The line of the row.
    pub line: usize,
    /// The heading of the column; empty for the whole row.
    pub column: String,
    /// What happened.
    pub message: String,
}

/// Reads a file, and makes entries of what it holds.
///
/// # Errors
/// Says why the file cannot be read at all, or that it has no such sheet or table.
pub fn import(
    source: &Source,
    bytes: &[u8],
    config: &Config,
    book: &Book,
    options: &Options<'_>,
) -> Result<Import, String> {
    match source.read {
        Read::Entries(read) => {
            let (mut entries, mut notes) = read(bytes)?;
            resolve(&mut entries, &mut notes, book);
            let all = TableNote {
                sheet: None,
                line: 1,
                outcome: Ok(entries.len()),
                is_broken: false,
                columns: Vec::new(),
                notes,
            };
            let mut import = Import { tables: vec![all], ..Import::default() };
            entries.into_iter().for_each(|entry| import.entries.push(entry));
            Ok(import)
        }
        Read::Tables(read) => of_tables(read(bytes, options.mapping)?, config, book, options),
    }
}

/// Leaves out needed components that are neither there nor wanted: their edges would lead nowhere.
fn resolve(entries: &mut [ImportedEntry], notes: &mut Vec<Note>, book: &Book) {
    let wanted: HashSet<String> =
        entries.iter().filter_map(|foreign| Some(foreign.id.as_ref()?.to_string())).collect();
    for foreign in entries {
        let row = foreign.row;
        let Some(field) = foreign.fields.iter_mut().find(|field| field.path == Path::key("depends_on"))
        else {
            continue;
        };
        let Some(Value::List(ids)) = &mut field.value else { continue };
        ids.retain(|id| {
            let id = id.as_str().unwrap_or_default();
            let is_there = book.has(Kind::Component, id) || wanted.contains(id);
            if !is_there {
                let message = format!("there is no component `{id}`, so the dependency is left out; import its catalogue as well");
                notes.push(Note { sheet: None, line: row, column: "spec.dependsOn".to_owned(), message });
            }
            is_there
        });
        if ids.is_empty() {
            field.value = None;
        }
        // When the component comes, the file says something new.
        let left: Vec<&str> =
            field.value.iter().filter_map(Value::as_list).flatten().filter_map(Value::as_str).collect();
        field.text = left.join(" ");
    }
    notes.sort_by_key(|note| note.line);
}

/// The id of the playbook that a file becomes.
pub fn playbook_id(name: &str) -> Option<Id> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words: Vec<_> =
        stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    Id::new(&words.join("-").to_lowercase()).ok().or_else(|| Id::slug(stem))
}

/// A file name as a title: `failure-modes.md` → `Failure modes`.
pub fn title(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace(['-', '_'], " ");
    let mut letters = stem.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Imported".to_owned(),
    }
}
