//! What became of imported files, as JSON.

use std::borrow::Cow;
use std::collections::HashMap;

use faultbook::finding::bounded;
use faultbook::import::Conflict;
use faultbook::import::Note;
use faultbook::import::TableNote;
use faultbook::model::EntryRef;
use serde::Serialize;

use crate::cli::commands::import::told::Told;
use crate::cli::ui::write::Outcome;
use crate::cli::ui::write::ToldFile;

/// What was done, as JSON.
#[derive(Serialize)]
pub(super) struct Whole<'a> {
    pub(super) version: u32,
    pub(super) dry_run: bool,
    pub(super) imports: Vec<Document<'a>>,
    pub(super) files: Vec<ToldFile<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) diff: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Document<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    preset: Option<&'a str>,
    tables: Vec<DocumentTable<'a>>,
    new: Vec<DocumentEntry<'a>>,
    changed: Vec<DocumentEntry<'a>>,
    unchanged: usize,
    left_out: Vec<DocumentEntry<'a>>,
    gone: Vec<DocumentEntry<'a>>,
    conflicts: Vec<DocumentConflict<'a>>,
    notes: Vec<DocumentNote<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<DocumentProposal<'a>>,
}

/// Tables for `faultbook.toml` that keep levels of the file apart.
#[derive(Serialize)]
struct DocumentProposal<'a> {
    message: Cow<'a, str>,
    lines: &'a str,
}

#[derive(Serialize)]
struct DocumentTable<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passed_over: Option<Cow<'a, str>>,
    columns: Vec<DocumentColumn<'a>>,
}

#[derive(Serialize)]
struct DocumentColumn<'a> {
    heading: &'a str,
    becomes: &'a str,
}

/// An entry; `line` is in the playbook, `row` in the foreign file.
#[derive(Serialize, Default)]
struct DocumentEntry<'a> {
    entry: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    fields: &'a [String],
}

/// What the workspace and the file changed in different ways; without a field it is the whole entry.
#[derive(Serialize)]
struct DocumentConflict<'a> {
    entry: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    row: usize,
    workspace: Option<&'a str>,
    file: Option<&'a str>,
}

#[derive(Serialize)]
struct DocumentNote<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    row: usize,
    column: &'a str,
    message: Cow<'a, str>,
}

impl<'a> Document<'a> {
    pub(super) fn new(told: &'a Told, outcomes: &'a HashMap<EntryRef, Outcome>) -> Self {
        let taken = &told.taken;
        let placed = |entry: &EntryRef| {
            let outcome = outcomes.get(entry);
            DocumentEntry {
                entry: entry.to_string(),
                file: outcome.and_then(Outcome::file),
                line: outcome.and_then(|outcome| outcome.line),
                state: outcome.map(|outcome| outcome.state.as_str()),
                ..DocumentEntry::default()
            }
        };
        Self {
            file: &told.name,
            preset: taken.import.preset.map(|preset| preset.id),
            tables: taken.import.tables.iter().map(DocumentTable::from).collect(),
            new: taken.new.iter().map(placed).collect(),
            changed: taken
                .changed
                .iter()
                .map(|(entry, fields)| DocumentEntry { fields, ..placed(entry) })
                .collect(),
            unchanged: taken.unchanged,
            left_out: taken
                .alike
                .iter()
                .map(|(row, entry)| DocumentEntry { row: Some(*row), ..placed(entry) })
                .collect(),
            gone: taken
                .gone
                .iter()
                .map(|(entry, row)| DocumentEntry { row: row.map(|row| row as usize), ..placed(entry) })
                .collect(),
            conflicts: taken.conflicts.iter().map(DocumentConflict::from).collect(),
            notes: told.all_notes().into_iter().map(DocumentNote::from).collect(),
            proposal: taken.proposed.as_ref().map(|proposed| DocumentProposal {
                message: bounded(&proposed.message),
                lines: &proposed.lines,
            }),
        }
    }
}

impl<'a> From<&'a Note> for DocumentNote<'a> {
    fn from(note: &'a Note) -> Self {
        Self {
            sheet: note.sheet.as_deref(),
            row: note.line,
            column: &note.column,
            message: bounded(&note.message),
        }
    }
}

impl<'a> From<&'a Conflict> for DocumentConflict<'a> {
    fn from(conflict: &'a Conflict) -> Self {
        Self {
            entry: conflict.entry.to_string(),
            field: conflict.field.as_ref().map(ToString::to_string),
            sheet: conflict.sheet.as_deref(),
            row: conflict.row,
            workspace: conflict.here.as_deref(),
            file: conflict.file.as_deref(),
        }
    }
}

impl<'a> From<&'a TableNote> for DocumentTable<'a> {
    fn from(table: &'a TableNote) -> Self {
        let columns = table.columns.iter().map(|(heading, becomes)| DocumentColumn { heading, becomes });
        Self {
            sheet: table.sheet.as_deref(),
            line: table.line,
            entries: table.outcome.as_ref().ok().copied(),
            passed_over: table.outcome.as_ref().err().map(|reason| bounded(reason)),
            columns: columns.collect(),
        }
    }
}
