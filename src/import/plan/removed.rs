//! Rows of our own tables whose failures were removed here since.

use crate::import::Wish;
use crate::import::plan::known::Library;
use crate::model::EntryRef;

/// The failure of which a row of our own table was written, and which the row still names.
pub(super) fn removed(wish: &Wish) -> Option<EntryRef> {
    let base = wish.base.as_ref()?;
    let is_named = match &wish.id {
        Some(id) => *id == base.id,
        None => !base.shows_id(),
    };
    is_named.then(|| EntryRef { kind: wish.kind, id: base.id.clone() })
}

/// Whether our own table was written of this workspace, which then has most of its failures, and not of another one.
pub(super) fn is_written_here(wishes: &[Wish], library: &Library<'_>) -> bool {
    let of_table = wishes
        .iter()
        .filter_map(|wish| Some(EntryRef { kind: wish.kind, id: wish.base.as_ref()?.id.clone() }));
    let is_here: Vec<bool> = of_table.map(|entry| library.find(&entry).is_some()).collect();
    is_here.iter().filter(|here| **here).count() * 2 >= is_here.len()
}
