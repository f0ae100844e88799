//! The union of all files: what is asked of the [`Book`].

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::AnyEntry;
use crate::model::Book;
use crate::model::EntryRef;
use crate::model::Kind;
use crate::model::Leaf;
use crate::model::Origin;
use crate::model::Word;

/// An entry of which only the id is known, because its text could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Which entry.
    pub entry: EntryRef,
    /// Where it stands.
    pub origin: Origin,
    /// The playbook that it stands in.
    pub playbook: Arc<str>,
}

impl Book {
    /// Where an entry stands; `None` where there is no such entry.
    pub fn origin(&self, kind: Kind, id: &str) -> Option<Origin> {
        let whole = self.entry(kind, id).map(AnyEntry::origin);
        whole.or_else(|| self.mention(kind, id).map(|mention| mention.origin))
    }

    /// Every entry of which more than the id is known, kind by kind in the order of ids.
    pub fn entries(&self) -> impl Iterator<Item = AnyEntry<'_>> {
        Kind::ALL.iter().flat_map(|&kind| self.of(kind))
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether an entry exists, be it readable or not.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.origin(kind, id).is_some()
    }

    /// The kinds under which an id exists.
    pub fn kinds_of(&self, id: &str) -> Vec<Kind> {
        Kind::ALL.iter().copied().filter(|&kind| self.has(kind, id)).collect()
    }

    /// All ids of one kind.
    pub fn ids(&self, kind: Kind) -> Vec<&str> {
        let mut ids: Vec<&str> = self.of(kind).map(|entry| entry.id().as_str()).collect();
        ids.extend(self.mentions.iter().filter(|m| m.entry.kind == kind).map(|m| m.entry.id.as_str()));
        ids
    }

    /// How many entries could not be read.
    pub fn unread(&self) -> usize {
        self.mentions.len()
    }

    /// Everybody who owns something, by name.
    pub fn owners(&self) -> BTreeSet<&str> {
        let mut owners = BTreeSet::new();
        for entry in self.entries() {
            entry.walk(&mut |leaf, key, _| match leaf {
                Leaf::Text(owner) if key.name == "owner" => drop(owners.insert(owner)),
                _ => {}
            });
        }
        owners
    }

    /// The path of a file.
    pub fn file(&self, origin: Origin) -> &str {
        self.files.get(origin.file as usize).map_or("", |path| path)
    }

    fn mention(&self, kind: Kind, id: &str) -> Option<&Mention> {
        let index =
            self.mentions.binary_search_by(|m| (m.entry.kind, m.entry.id.as_str()).cmp(&(kind, id))).ok()?;
        self.mentions.get(index)
    }
}

impl<'b> AnyEntry<'b> {
    /// Which entry it is.
    pub fn entry_ref(self) -> EntryRef {
        EntryRef { kind: self.kind(), id: self.id().clone() }
    }

    /// What people call it by: its name, or what it says in a line.
    pub fn title(self) -> Option<&'b str> {
        let mut title = None;
        self.walk(&mut |leaf, key, _| match leaf {
            Leaf::Text(text) if key.title => title = title.or(Some(text)),
            _ => {}
        });
        title
    }
}
