//! Ids for failures that come without.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::change::NewFailure;
use crate::model::Book;
use crate::model::Id;
use crate::model::Kind;

/// Gives every failure an id of its own: the one it asks for, else that of its problem; where several problems read
/// the same, the source goes before it; where that is not enough, a number behind it.
pub(super) struct Ids<'a> {
    book: &'a Book,
    /// How many problems give an id.
    shared: HashMap<Id, usize>,
    taken: HashSet<Id>,
    /// The last number behind an id.
    numbers: HashMap<Id, u32>,
}

impl<'a> Ids<'a> {
    pub(super) fn new<'i>(book: &'a Book, problems: impl Iterator<Item = &'i Id>) -> Self {
        let mut shared = HashMap::new();
        problems.for_each(|id| *shared.entry(id.clone()).or_default() += 1);
        Self { book, shared, taken: HashSet::new(), numbers: HashMap::new() }
    }

    /// The id that a failure should have.
    pub(super) fn preferred(&self, wanted: Option<Id>, failure: &NewFailure) -> Id {
        let problem = &failure.id;
        if let Some(wanted) = wanted {
            return wanted;
        }
        if self.shared.get(problem).is_none_or(|&times| times < 2) {
            return problem.clone();
        }
        let source = failure.sources.first().and_then(|source| Id::slug(source.as_str()));
        let sourced = source.and_then(|source| Id::new(&format!("{source}-{problem}")).ok());
        sourced.unwrap_or_else(|| problem.clone())
    }

    /// The id itself where it is free, else with a number.
    pub(super) fn take(&mut self, preferred: &Id) -> Id {
        let mut id = preferred.clone();
        while self.taken.contains(&id) || self.book.has(Kind::Failure, id.as_str()) {
            let number = self.numbers.entry(preferred.clone()).or_insert(1);
            *number += 1;
            id = preferred.with_suffix(&number.to_string());
        }
        self.taken.insert(id.clone());
        id
    }
}
