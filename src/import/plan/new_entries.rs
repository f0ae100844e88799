//! The entries that are new, in little memory: of each what it says is made when it is written.

use crate::change::Edit;
use crate::change::NewEntry;
use crate::change::Path;
use crate::change::Value;
use crate::import::ImportedEntries;
use crate::import::packed::PackedEntry;
use crate::import::plan::base::kept;
use crate::import::plan::change::provenance;
use crate::import::plan::lists::Manner;
use crate::model::EntryRef;

/// Entries that are not there yet, in the order of the file.
#[derive(Debug, Default)]
pub struct NewEntries {
    pub(super) all: Vec<(EntryRef, PackedEntry)>,
    pub(super) entries: ImportedEntries,
}

impl NewEntries {
    /// The entries, each with what it is made of, and what makes it. `from` is the name of the file.
    pub fn into_parts(
        self,
        from: &str,
    ) -> (Vec<(EntryRef, PackedEntry)>, impl Fn(&EntryRef, PackedEntry) -> NewEntry) {
        let Self { all, entries } = self;
        (all, move |entry: &EntryRef, packed: PackedEntry| make(&entries, entry, &packed, from))
    }
}

/// What a new entry says, and where it came from.
fn make(entries: &ImportedEntries, entry: &EntryRef, packed: &PackedEntry, from: &str) -> NewEntry {
    let foreign = entries.unpack(packed);
    let comment = foreign.under.as_ref().map(|under| format!("under “{under}”")).unwrap_or_default();
    let (row, said) = (foreign.row, foreign.said());
    let paths: Vec<Path> = foreign.fields.iter().map(|field| field.path.clone()).collect();
    let mut value = Value::Table(foreign.into_pairs());
    let values = kept(&paths, &value, "", Manner::plain(&|_| None), |_| true);
    // A table stays one.
    let _ = Edit::Set(Path::key("imported"), provenance(from, row, &said, &values)).apply(&mut value);
    let fields = if let Value::Table(pairs) = value { pairs } else { Vec::new() };
    NewEntry { kind: entry.kind, id: Some(entry.id.clone()), fields, comment }
}
