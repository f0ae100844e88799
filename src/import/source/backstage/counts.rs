//! What is said once with a number, rather than for every entity.

use std::collections::HashMap;

use crate::finding::listed;
use crate::import::Note;

/// Things that are counted by name.
#[derive(Default)]
pub(super) struct Counts {
    counts: Vec<Count>,
    places: HashMap<String, usize>,
    /// The first line and the number of the entities with keys that are not taken over.
    entities: Option<(usize, usize)>,
}

/// How often a name came up, and where first.
pub(super) struct Count {
    pub(super) name: String,
    pub(super) line: usize,
    number: usize,
}

impl Counts {
    /// Counts one of a name; `key` is the name as names are told apart.
    pub(super) fn count(&mut self, key: &str, name: &str, line: usize) {
        let place = self.places.entry(key.to_owned()).or_insert(self.counts.len());
        match self.counts.get_mut(*place) {
            Some(count) => count.number += 1,
            None => self.counts.push(Count { name: name.to_owned(), line, number: 1 }),
        }
    }

    /// Counts the keys of one entity that are not taken over, and the entity once.
    pub(super) fn count_keys<'k>(&mut self, keys: impl Iterator<Item = &'k str>, line: usize) {
        let mut any = false;
        for key in keys {
            self.count(key, key, line);
            any = true;
        }
        if any {
            let (_, number) = self.entities.get_or_insert((line, 0));
            *number += 1;
        }
    }

    /// All names, in the order in which they came up.
    pub(super) fn all(&self) -> impl Iterator<Item = &Count> {
        self.counts.iter()
    }

    /// Says which keys were not taken over.
    pub(super) fn untaken(&self) -> Option<Note> {
        let (line, entities) = self.entities?;
        let keys = listed(self.counts.iter().map(|count| count.name.as_str()));
        let are = if self.counts.len() == 1 && !keys.ends_with('s') { "is" } else { "are" };
        let of = if entities == 1 { "entity" } else { "entities" };
        Some(Note {
            sheet: None,
            line,
            column: String::new(),
            message: format!("{keys} {are} not taken over ({entities} {of})"),
        })
    }
}

impl Count {
    /// `1 entity`, `2 entities`, and the words that go with it.
    pub(super) fn words<'w>(&self, one: &str, many: &str, is: &'w str, are: &'w str) -> (String, &'w str) {
        match self.number {
            1 => (format!("1 {one}"), is),
            number => (format!("{number} {many}"), are),
        }
    }
}
