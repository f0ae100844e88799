//! Rows of our own tables whose failures were removed here since.

use crate::import::ImportedEntries;
use crate::import::ImportedEntry;
use crate::import::plan::existing::ExistingEntries;
use crate::model::EntryRef;

/// The failure of which a row of our own table was written, and which the row still names.
pub(super) fn removed(foreign: &ImportedEntry) -> Option<EntryRef> {
    let base = foreign.base.as_ref()?;
    let is_named = match &foreign.id {
        Some(id) => *id == base.id,
        None => !base.shows_id(),
    };
    is_named.then(|| EntryRef { kind: foreign.kind, id: base.id.clone() })
}

/// Whether our own table was written of this workspace, which then has most of its failures, and not of another one.
pub(super) fn is_written_here(entries: &ImportedEntries, existing: &ExistingEntries<'_>) -> bool {
    let of_table = (0..entries.len()).filter(|&at| entries.head(at).has_base).filter_map(|at| {
        let foreign = entries.get(at);
        Some(EntryRef { kind: foreign.kind, id: foreign.base?.id })
    });
    let is_here: Vec<bool> = of_table.map(|entry| existing.find(&entry).is_some()).collect();
    is_here.iter().filter(|here| **here).count() * 2 >= is_here.len()
}
