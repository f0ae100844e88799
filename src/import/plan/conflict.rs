//! What both sides changed since they agreed.

use crate::change::Path;
use crate::finding::short;
use crate::import::Field;
use crate::import::ImportedEntry;
use crate::model::EntryRef;

/// Something that was changed in the workspace and in the file, each in its own way, since the file was written or last imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The entry.
    pub entry: EntryRef,
    /// The field; `None`: the whole entry, which was removed here.
    pub field: Option<Path>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row in the file.
    pub row: usize,
    /// What the workspace says; `None`: nothing.
    pub here: Option<String>,
    /// What the file says; `None`: nothing.
    pub file: Option<String>,
}

/// A side of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What the workspace says stays.
    Ours,
    /// What the file says is imported.
    Theirs,
}

/// Which side has its way in conflicts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settle {
    /// In all that no field is named for.
    pub all: Option<Side>,
    /// In those of one field, as it is written in paths.
    pub fields: Vec<(String, Side)>,
}

impl Settle {
    /// The side that has its way in a field, or in a whole entry; `None`: nobody decided.
    pub(super) fn side(&self, path: Option<&Path>) -> Option<Side> {
        let of_field = |path: &Path| {
            let name = path.to_string();
            let is_it = |field: &str| field == name || path.first_key() == Some(field);
            self.fields.iter().rev().find(|(field, _)| is_it(field)).map(|(_, side)| *side)
        };
        path.and_then(of_field).or(self.all)
    }
}

impl Conflict {
    /// That of a field: what the workspace says comes in words.
    pub(super) fn of_field(
        entry: &EntryRef,
        foreign: &ImportedEntry,
        field: &Field,
        here: Option<String>,
    ) -> Self {
        let file = Some(short(&field.text).into_owned()).filter(|text| !text.is_empty());
        let (sheet, row) = (foreign.sheet.clone(), foreign.row);
        Self { entry: entry.clone(), field: Some(field.path.clone()), sheet, row, here, file }
    }

    /// That of an entry which was removed here and edited in the file.
    pub(super) fn of_entry(entry: EntryRef, foreign: &ImportedEntry) -> Self {
        let file = foreign.text("problem").map(|problem| short(problem).into_owned());
        Self { entry, field: None, sheet: foreign.sheet.clone(), row: foreign.row, here: None, file }
    }
}
