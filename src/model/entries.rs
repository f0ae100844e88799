//! Entries of one kind.

use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use serde::Serialize;
use serde::Serializer;

use crate::model::Entry;
use crate::model::Origin;
use crate::parallel;

/// An entry whose id is taken, behind the place of the one that has it.
pub type Double<T> = (Origin, Box<Entry<T>>);

/// Entries of one kind, sorted by id; no id twice.
#[derive(Debug)]
pub struct Entries<T> {
    entries: Vec<Box<Entry<T>>>,
    index: OnceLock<Index>,
    /// How often an entry was searched for without an index.
    searched: AtomicUsize,
}

/// Where the entry stands whose id has a hash. Of ids with one hash the last stays, and the others are searched for.
type Index = HashMap<u64, u32>;

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

impl<T> Entries<T> {
    /// Sorts entries by id. Of those that share an id the first stays, and the others come back with the place
    /// of the one that stays. The boxes stay where they are: entries are large, and there may be many.
    pub fn new(mut entries: Vec<Box<Entry<T>>>) -> (Self, Vec<Double<T>>)
    where
        T: Send + Sync,
    {
        // From here on it is worth to start threads.
        const PARALLEL: usize = 4_000;
        let order = |a: &Entry<T>, b: &Entry<T>| (&a.id, a.origin).cmp(&(&b.id, b.origin));
        parallel::sort(&mut entries, PARALLEL, |a, b| order(a, b));
        let mut doubles = Vec::new();
        let mut unique: Vec<Box<Entry<T>>> = Vec::with_capacity(entries.len());
        for entry in entries {
            match unique.last() {
                Some(last) if last.id == entry.id => doubles.push((last.origin, entry)),
                _ => unique.push(entry),
            }
        }
        (Self { entries: unique, ..Self::default() }, doubles)
    }

    /// The entry with an id. Once many were searched for, an index is made.
    pub fn get(&self, id: &str) -> Option<&Entry<T>> {
        /// Of how many entries one search is worth an index.
        const WORTH: usize = 8;
        let is_worth = || self.searched.fetch_add(1, Ordering::Relaxed) > self.entries.len() / WORTH;
        if self.index.get().is_none() && !is_worth() {
            return self.search(id);
        }
        let index = self.index.get_or_init(|| {
            (0..).zip(&self.entries).map(|(index, entry)| (hash(entry.id.as_str()), index)).collect()
        });
        let found = self.entries.get(*index.get(&hash(id))? as usize)?;
        if found.id.as_str() == id { Some(found) } else { self.search(id) }
    }

    fn search(&self, id: &str) -> Option<&Entry<T>> {
        let index = self.entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()?;
        self.entries.get(index).map(|entry| &**entry)
    }

    /// Every entry, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Entry<T>> {
        self.entries.iter().map(|entry| &**entry)
    }

    /// Every entry, to apply defaults.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Entry<T>> {
        self.entries.iter_mut().map(|entry| &mut **entry)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: OnceLock::new(), searched: AtomicUsize::new(0) }
    }
}

impl<T: Clone> Clone for Entries<T> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone(), ..Self::default() }
    }
}

impl<T: PartialEq> PartialEq for Entries<T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<T: Serialize> Serialize for Entries<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.entries.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Attestation;
    use crate::model::Id;

    fn entry(id: &str, offset: u32) -> Box<Entry<Attestation>> {
        let data = Attestation { by: None, on: None, expires: None, evidence: None };
        Box::new(Entry {
            id: Id::new(id).unwrap(),
            playbook: "p".into(),
            confidential: false,
            allow: Default::default(),
            extra: Default::default(),
            origin: Origin { file: 0, offset },
            flaws: Default::default(),
            data,
        })
    }

    #[test]
    fn an_entry_is_found_by_its_id_and_the_first_of_two_counts() {
        let (entries, doubles) = Entries::new(vec![entry("b", 7), entry("a", 1), entry("b", 3)]);
        assert_eq!(entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(entries.get("b").map(|entry| entry.origin.offset), Some(3));
        for _ in 0..9 {
            assert!(entries.get("c").is_none());
            assert!(entries.get("a").is_some(), "with and without an index");
        }
        assert_eq!(doubles.len(), 1);
        assert_eq!((doubles[0].0.offset, doubles[0].1.origin.offset), (3, 7));
    }

    #[test]
    fn ids_with_one_hash_are_searched_for() {
        let (mut entries, _) = Entries::new(vec![entry("a", 1), entry("b", 2)]);
        entries.index = OnceLock::from(Index::from([(hash("a"), 1), (hash("b"), 1)]));
        assert_eq!(entries.get("a").map(|entry| entry.origin.offset), Some(1));
    }
}
