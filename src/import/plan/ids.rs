//! Ids for failures that come without.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::change::Path;
use crate::import::ImportedEntries;
use crate::import::ImportedEntry;
use crate::import::plan::PlanContext;
use crate::import::plan::apart::Crowd;
use crate::model::EntryRef;
use crate::model::Id;

/// Gives every new entry an id of its own: the one it asks for, else that of its problem. Where several problems begin alike, the words in
/// which they differ go behind it; where they read the same, the source goes before it; where that is not enough, the cause behind it, and
/// then a number.
pub(super) struct Ids<'a> {
    is_taken: &'a dyn Fn(&EntryRef) -> bool,
    /// The problems that begin alike, by the id that all of them would have.
    crowds: HashMap<Id, Crowd>,
    /// How many problems give an id.
    shared: HashMap<Id, usize>,
    /// How many of those that are shared are so with their sources.
    sourced: HashMap<Id, usize>,
    taken: HashSet<Id>,
    /// The last number behind an id.
    numbers: HashMap<Id, u32>,
}

impl<'a> Ids<'a> {
    pub(super) fn new(context: &PlanContext<'a>, entries: Option<&ImportedEntries>) -> Self {
        let nameless = || {
            let all = entries.into_iter().flat_map(|entries| (0..entries.len()).map(move |at| (entries, at)));
            all.filter(|(entries, at)| entries.head(*at).id.is_none())
        };
        let problems = || nameless().filter_map(|(entries, at)| entries.text(at, "problem"));
        let mut begun: HashMap<Id, usize> = HashMap::new();
        for slug in problems().filter_map(Id::slug) {
            *begun.entry(slug).or_default() += 1;
        }
        // What the workspace has already is one of those that begin alike.
        let there = |slug: &Id| context.book.failures.get(slug.as_str()).map(|failure| &*failure.problem);
        let of_book: Vec<&str> = begun.keys().filter_map(there).collect();
        let mut crowds: HashMap<Id, Crowd> = HashMap::new();
        let is_crowded = |slug: &Id| begun.get(slug).is_some_and(|&times| times > 1) || there(slug).is_some();
        for problem in problems().chain(of_book) {
            if let Some((slug, rest)) = Id::slug_and_rest(problem).filter(|(slug, _)| is_crowded(slug)) {
                crowds.entry(slug).or_default().add(&rest);
            }
        }
        let mut ids = Self {
            is_taken: context.is_taken,
            crowds,
            shared: HashMap::new(),
            sourced: HashMap::new(),
            taken: HashSet::new(),
            numbers: HashMap::new(),
        };
        // Where none begin alike, each has an id of its own.
        if ids.crowds.is_empty() {
            return ids;
        }
        for problem in problems() {
            if let Some((id, _)) = ids.told_apart(problem) {
                *ids.shared.entry(id).or_default() += 1;
            }
        }
        for (entries, at) in nameless() {
            if let Some(id) = entries.text(at, "problem").and_then(|problem| ids.shared_by_all(problem)) {
                *ids.sourced.entry(with_source(&entries.get(at), id)).or_default() += 1;
            }
        }
        ids
    }

    /// The id of a problem that others have as well, word for word.
    fn shared_by_all(&self, problem: &str) -> Option<Id> {
        let (id, longer) = self.told_apart(problem)?;
        let is_shared = self.shared.get(&id).is_some_and(|&times| times > 1);
        (is_shared && longer == id).then_some(id)
    }

    /// The id of a problem with the words that tell it from others that begin alike: as few as are likely to do, and more of them.
    fn told_apart(&self, problem: &str) -> Option<(Id, Id)> {
        let (slug, rest) = Id::slug_and_rest(problem)?;
        let Some(crowd) = self.crowds.get(&slug) else { return Some((slug.clone(), slug)) };
        let with =
            |words: Option<String>| words.map_or_else(|| slug.clone(), |words| slug.with_suffix(&words));
        Some((with(crowd.few(&rest)), with(crowd.many(&rest))))
    }

    /// The id that an entry should have.
    pub(super) fn preferred(&self, foreign: &ImportedEntry) -> Option<Id> {
        if let Some(wanted) = &foreign.id {
            return Some(wanted.clone());
        }
        let problem = foreign.text("problem")?;
        let Some((id, longer)) = self.told_apart(problem) else {
            return Id::new(&format!("failure-{}", foreign.row)).ok();
        };
        if self.shared.get(&id).is_none_or(|&times| times < 2) {
            return Some(id);
        }
        if longer != id {
            return Some(longer);
        }
        let sourced = with_source(foreign, id);
        if self.sourced.get(&sourced).is_none_or(|&times| times < 2) {
            return Some(sourced);
        }
        let caused =
            foreign.text("cause").and_then(Id::slug).map(|cause| sourced.with_suffix(cause.as_str()));
        Some(caused.unwrap_or(sourced))
    }

    /// The id itself where it is free, else with a number.
    pub(super) fn take(&mut self, foreign: &ImportedEntry, preferred: &Id) -> Id {
        let mut id = preferred.clone();
        let is_taken = |id: &Id| (self.is_taken)(&EntryRef { kind: foreign.kind, id: id.clone() });
        while self.taken.contains(&id) || is_taken(&id) {
            let number = self.numbers.entry(preferred.clone()).or_insert(1);
            *number += 1;
            id = preferred.with_suffix(&number.to_string());
        }
        self.taken.insert(id.clone());
        id
    }
}

/// The id of a problem with its first source before it.
fn with_source(foreign: &ImportedEntry, slug: Id) -> Id {
    let sources = foreign.fields.iter().find(|field| field.path == Path::key("sources"));
    let source = sources.and_then(|field| Id::slug(field.value.as_ref()?.as_list()?.first()?.as_str()?));
    source.and_then(|source| Id::new(&format!("{source}-{slug}")).ok()).unwrap_or(slug)
}
