//! Foreign tables and catalogues → wanted entries → a plan. A source is one file; what tables mean is read in one way.

mod cards;
mod cells;
mod columns;
mod entries;
mod exported;
mod headings;
mod imported_entry;
mod levels;
mod lines;
mod mapping;
mod note;
mod options;
mod packed;
mod plan;
mod presets;
mod ratings;
mod remark;
mod rows;
mod source;
mod table;
mod tables;
mod typed;
mod unseen;

pub use entries::entries;
pub use imported_entry::Base;
pub use imported_entry::Field;
pub use imported_entry::ImportedEntry;
pub use levels::Merged;
pub use levels::Proposal;
pub use mapping::Mapping;
pub use note::Note;
pub use note::TableNote;
pub use options::Choice;
pub use options::Options;
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
pub use tables::Import;
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
