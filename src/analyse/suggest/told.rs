//! The problems that a workspace already records for a component, whatever their wording.

use std::collections::HashMap;

use crate::model::Component;
use crate::model::Entry;
use crate::model::Failure;
use crate::starter::Starter;
use crate::text_match::gist;

/// The problems already recorded for a component, or for the workload.
pub(super) struct Told<'a> {
    /// The words for it and for its technology, which a problem may hold or not.
    words: Vec<String>,
    problems: HashMap<u64, &'a Entry<Failure>>,
}

impl<'a> Told<'a> {
    /// Some failures of a book beside those of a starter: those of a component, or all where it is about the workload.
    pub(super) fn new(
        component: Option<&Entry<Component>>,
        starter: &Starter,
        own: impl IntoIterator<Item = &'a Entry<Failure>>,
    ) -> Self {
        let names = component.map(|component| {
            [Some(component.id.as_str()), component.name.as_deref(), component.technology.as_deref()]
        });
        let names = names.into_iter().flatten().flatten().chain([starter.title(), starter.name]);
        let words = names.flat_map(|name| words(name).chain([name])).map(str::to_lowercase);
        let mut told = Self { words: words.collect(), problems: HashMap::new() };
        for failure in own {
            if let Some(gist) = told.gist(&failure.problem) {
                told.problems.entry(gist).or_insert(failure);
            }
        }
        told
    }

    /// The failure that tells the same problem.
    pub(super) fn find(&self, problem: &str) -> Option<&'a Entry<Failure>> {
        self.problems.get(&self.gist(problem)?).copied()
    }

    /// What a problem says beyond the name of the component.
    fn gist(&self, problem: &str) -> Option<u64> {
        let rest: Vec<&str> =
            words(problem).filter(|word| !self.words.contains(&word.to_lowercase())).collect();
        gist(&rest.join(" "))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '-' | '\''))
        .filter(|word| !word.is_empty())
}
