//! What became of the entries that were changed.

use std::sync::Arc;

use crate::change::Value;
use crate::model::EntryRef;
use crate::model::Id;
use crate::workspace::transaction::Transaction;

/// What became of an entry.
#[derive(Clone, Debug, PartialEq)]
pub enum EntryChange {
    /// It is new.
    Added,
    /// It says something else.
    Edited {
        /// What it said.
        before: Value,
        /// What it says now.
        after: Value,
    },
    /// It has another id.
    Renamed {
        /// The id that it had.
        from: Id,
    },
    /// It is gone.
    Removed {
        /// The file that held it.
        file: Arc<str>,
    },
}

/// What was done to an entry.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    Added,
    Edited,
    Renamed(Id),
    Removed(Arc<str>),
}

impl Transaction {
    /// Remembers what was done to an entry. An edit does not make a new entry an old one.
    pub(super) fn touch(&mut self, entry: &EntryRef, deed: Deed) {
        if let Some(known) = self.deeds.get_mut(entry) {
            if deed != Deed::Edited {
                *known = deed;
            }
            return;
        }
        self.deeds.insert(entry.clone(), deed);
        self.touched.push(entry.clone());
    }

    /// The entries that were changed, in the order in which they were.
    pub fn touched(&self) -> &[EntryRef] {
        &self.touched
    }

    /// What became of an entry that was changed; `None`: it was not, or its text cannot be read as data.
    pub fn change_of(&self, entry: &EntryRef) -> Option<EntryChange> {
        Some(match self.deeds.get(entry)? {
            Deed::Added => EntryChange::Added,
            Deed::Renamed(from) => EntryChange::Renamed { from: from.clone() },
            Deed::Removed(file) => EntryChange::Removed { file: Arc::clone(file) },
            Deed::Edited => {
                let at = self.files_open.holding(entry.kind, entry.id.as_str()).next()?;
                let draft = &self.files_open.get(at).draft;
                EntryChange::Edited {
                    before: draft.value_before(entry).ok()?,
                    after: draft.value(entry).ok()?,
                }
            }
        })
    }
}
