//! What is asked of each row while its entry is sought.

use crate::import::ImportedEntries;
use crate::model::Id;
use crate::model::Kind;
use crate::parallel;
use crate::text_match::gist;

/// From how many rows on threads are worth it.
const MANY: usize = 1_000;

/// What is asked of each row again and again.
pub(super) struct Facts {
    pub(super) kind: Kind,
    pub(super) row: usize,
    pub(super) ours: bool,
    pub(super) has_base: bool,
    pub(super) id: Option<Id>,
    /// What the problem comes to.
    pub(super) gist: Option<u64>,
    /// What the file says of it, in short.
    pub(super) said: Box<str>,
}

impl Facts {
    /// Those of all entries of a file.
    pub(super) fn all(entries: &ImportedEntries) -> Vec<Self> {
        let facts = |at| {
            let head = entries.head(at);
            Self {
                kind: head.kind,
                row: head.row,
                ours: head.ours,
                has_base: head.has_base,
                id: head.id.and_then(|id| Id::new(id).ok()),
                gist: entries.text(at, "problem").and_then(gist),
                said: entries.said(at).into(),
            }
        };
        parallel::map((0..entries.len()).collect(), MANY, facts)
    }
}
