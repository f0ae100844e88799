//! Ids for failures that come without.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::change::Path;
use crate::import::Wish;
use crate::model::EntryRef;
use crate::model::Id;

/// Gives every new entry an id of its own: the one it asks for, else that of its problem; where several problems read the
/// same, the source goes before it; where that is not enough, a number behind it.
pub(super) struct Ids<'a> {
    is_taken: &'a dyn Fn(&EntryRef) -> bool,
    /// How many problems give an id.
    shared: HashMap<Id, usize>,
    taken: HashSet<Id>,
    /// The last number behind an id.
    numbers: HashMap<Id, u32>,
}

impl<'a> Ids<'a> {
    pub(super) fn new(is_taken: &'a dyn Fn(&EntryRef) -> bool, shared: HashMap<Id, usize>) -> Self {
        Self { is_taken, shared, taken: HashSet::new(), numbers: HashMap::new() }
    }

    /// The id that an entry should have.
    pub(super) fn preferred(&self, wish: &Wish) -> Option<Id> {
        if let Some(wanted) = &wish.id {
            return Some(wanted.clone());
        }
        let problem = wish.text("problem")?;
        let Some(slug) = Id::slug(problem) else { return Id::new(&format!("failure-{}", wish.row)).ok() };
        if self.shared.get(&slug).is_none_or(|&times| times < 2) {
            return Some(slug);
        }
        let sources = wish.fields.iter().find(|field| field.path == Path::key("sources"));
        let source = sources.and_then(|field| Id::slug(field.value.as_ref()?.as_list()?.first()?.as_str()?));
        let sourced = source.and_then(|source| Id::new(&format!("{source}-{slug}")).ok());
        Some(sourced.unwrap_or(slug))
    }

    /// The id itself where it is free, else with a number.
    pub(super) fn take(&mut self, wish: &Wish, preferred: &Id) -> Id {
        let mut id = preferred.clone();
        let is_taken = |id: &Id| (self.is_taken)(&EntryRef { kind: wish.kind, id: id.clone() });
        while self.taken.contains(&id) || is_taken(&id) {
            let number = self.numbers.entry(preferred.clone()).or_insert(1);
            *number += 1;
            id = preferred.with_suffix(&number.to_string());
        }
        self.taken.insert(id.clone());
        id
    }
}
