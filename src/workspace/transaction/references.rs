//! Who names whom, and new names that all follow.

use std::collections::HashSet;
use std::sync::Arc;

use crate::change::Refusal;
use crate::edit::Named;
use crate::finding::Finding;
use crate::finding::Place;
use crate::finding::nearest;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Word;
use crate::model::missing;
use crate::workspace::Error;
use crate::workspace::transaction::Transaction;
use crate::workspace::transaction::changes::Deed;
use crate::workspace::transaction::open_file::Fate;

impl Transaction {
    /// The places that name an entry: `failure/zone-outage.sources[0]`.
    pub fn naming(&self, entry: &EntryRef) -> Vec<String> {
        let places = self.drafts().flat_map(|draft| draft.naming(entry));
        places.filter(|(by, ..)| by != entry).map(|(by, field, _)| format!("{by}.{field}")).collect()
    }

    /// The places whose texts hold an id without naming an entry by it: `component/cart.depends_on[0].fallback`.
    pub fn spoken(&self, id: &Id) -> Vec<String> {
        let places = self.drafts().flat_map(|draft| draft.spoken(id));
        places.map(|(by, field)| format!("{by}.{field}")).collect()
    }

    /// Gives an entry another id; every reference follows, and a file of its own that is named after it. How many references
    /// there were.
    ///
    /// # Errors
    /// The id is taken, the new name of the file is, or a file that is to be changed cannot be read.
    pub fn rename(&mut self, entry: &EntryRef, id: &Id) -> Result<usize, Error> {
        if entry.id == *id {
            return Err(Refusal::new(format!("{entry} has that id already")).into());
        }
        let renamed = EntryRef { kind: entry.kind, id: id.clone() };
        if self.has(entry.kind, id.as_str()) {
            let place = |entry: &EntryRef| {
                self.place(entry)
                    .map(|(path, line)| format!("{}:{line}", self.shown(&path)))
                    .unwrap_or_default()
            };
            let refusal = Refusal::new(format!(
                "{renamed} stands in {} already, and {entry} in {}",
                place(&renamed),
                place(entry)
            ));
            return Err(refusal.help("choose another id, or remove one of the two first").into());
        }
        self.refuse_ambiguous(entry)?;
        self.refuse_unread(entry)?;
        self.whole(|transaction| transaction.follow(entry, &renamed))
    }

    /// Gives an entry its new id, here and wherever it is named.
    fn follow(&mut self, entry: &EntryRef, renamed: &EntryRef) -> Result<usize, Error> {
        let id = &renamed.id;
        let mut followed = 0;
        for file in self.files_open.iter_mut().filter(|file| file.fate != Fate::Gone) {
            // Where a text cannot be read, its references cannot be told from the rest.
            if file.draft.before().contains(entry.id.as_str()) {
                file.examine(self.root.as_ref())?;
            }
            let is_named = !file.draft.naming(entry).is_empty();
            if is_named {
                file.examine(self.root.as_ref())?;
                followed += file.draft.follow(entry, id)?;
            }
        }
        let at = self.sheet_of(entry)?;
        self.files_open.get_mut(at).examine(self.root.as_ref())?;
        self.files_open.rename(at, entry, id)?;
        let file = self.files_open.get(at);
        let path = file.path();
        let own = format!("{}.toml", entry.id);
        let folder =
            path.strip_suffix(own.as_str()).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        if let Some(folder) = folder.filter(|_| file.draft.entries().len() == 1) {
            let moved: Arc<str> = format!("{folder}{id}.toml").into();
            if self.files_open.at_path(&moved).is_some() {
                let refusal = Refusal::new(format!(
                    "{} would become {}, which exists already",
                    self.shown(&path),
                    self.shown(&moved)
                ));
                return Err(refusal.help("choose another id, or move one of the two files first").into());
            }
            self.files_open.relocate(at, moved);
        }
        self.touch(renamed, Deed::Renamed(entry.id.clone()));
        Ok(followed)
    }

    /// A reference that may be to another entry of the same id cannot follow one of the two.
    fn refuse_ambiguous(&self, entry: &EntryRef) -> Result<(), Refusal> {
        for (by, field, kinds) in self.drafts().flat_map(|draft| draft.naming(entry)) {
            let other = kinds.iter().find(|&&kind| kind != entry.kind && self.has(kind, entry.id.as_str()));
            if let Some(other) = other {
                let refusal =
                    Refusal::new(format!("{by}.{field} names {entry} and {other}/{} alike", entry.id));
                return Err(refusal.help("rename one of the two in an editor, and say there which is meant"));
            }
        }
        Ok(())
    }

    /// A file that could not be read may name any entry.
    pub(super) fn refuse_unread(&self, entry: &EntryRef) -> Result<(), Refusal> {
        match self.unread().next() {
            Some(file) => {
                let refusal =
                    Refusal::new(format!("{} cannot be read, and may name {entry}", self.shown(file)));
                Err(refusal.help("fix it first; `faultbook lint` says why"))
            }
            None => Ok(()),
        }
    }

    fn exists(&self, named: &Named) -> bool {
        named.kinds.iter().any(|&kind| self.has(kind, named.id.as_str()))
    }

    /// The names in an entry that could be words as well, and that no entry has.
    pub(super) fn loose(&mut self, entry: &EntryRef) -> Result<Vec<Named>, Error> {
        let mut named = self.file(entry)?.draft.named(entry)?;
        named.retain(|named| named.or_words && !self.exists(named));
        Ok(named)
    }

    /// Remembers the names that came into an entry, could be words as well, and are nobody's.
    pub(super) fn meet(&mut self, entry: &EntryRef, known: &[Named]) -> Result<(), Error> {
        let known: HashSet<&Id> = known.iter().map(|known| &known.id).collect();
        let new = self.loose(entry)?.into_iter().filter(|named| !known.contains(&named.id));
        self.strangers.extend(new);
        Ok(())
    }

    /// The names that the changes brought, and that are nobody's yet. Words could have stood there, so they were not refused;
    /// `lint` denies them.
    pub fn strangers(&self) -> Vec<EntryRef> {
        let nobody = self.strangers.iter().filter(|named| !self.exists(named));
        let mut strangers: Vec<EntryRef> = nobody
            .filter_map(|named| Some(EntryRef { kind: *named.kinds.first()?, id: named.id.clone() }))
            .collect();
        strangers.sort();
        strangers.dedup();
        strangers
    }

    /// The references of an entry that lead nowhere, where they must lead somewhere.
    pub(super) fn dangling(&mut self, entry: &EntryRef) -> Result<Vec<Named>, Error> {
        let mut named = self.file(entry)?.draft.named(entry)?;
        named.retain(|named| !named.or_words && !self.exists(named));
        Ok(named)
    }

    /// What is to be said of a reference that leads nowhere. It looks at every id, so that it is asked for only where it is shown.
    pub(super) fn unknown_reference(&self, entry: &EntryRef, named: &Named) -> Finding {
        let of_kind = self.entries().filter(|entry| named.kinds.contains(&entry.kind));
        let ids: Vec<Id> = of_kind.map(|entry| entry.id).collect();
        let help = match (nearest(named.id.as_str(), ids.iter().map(Id::as_str)), named.kinds.first()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, kind) => format!("add [{}.{}] first", kind.map_or("", |kind| kind.word()), named.id),
        };
        let place = Place::entry(entry.clone()).field(named.field.to_string());
        Finding::new(UNKNOWN, place, missing(named.kinds, &named.id)).help(help)
    }
}

/// The rule that speaks of references that lead nowhere.
pub(super) const UNKNOWN: &str = "unknown-reference";
