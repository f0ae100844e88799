//! Failures that say what another one says.

use std::collections::HashMap;

use crate::finding::Level;
use crate::finding::Place;
use crate::graph::struck;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Kind;
use crate::text_match::alike;

pub(super) const RULE: Rule = Rule {
    needs: &["problem", "sources", "affects"],
    level: Level::Hint,
    ..Rule::judging("duplicate-failure", include_str!("duplicate_failure.md"), check)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let failures: Vec<_> = scope.open_failures().collect();
    for group in alike(failures.iter().map(|failure| failure.problem.as_str())) {
        let mut seen = Seen::default();
        for failure in group.into_iter().map(|index| failures[index]) {
            let Some(twin) = seen.twin(failure) else { continue };
            let message = format!("this says nearly the same as failure/{}", twin.id);
            diagnostics
                .report(Place::of(Kind::Failure, failure).field("problem"), message)
                .related(Place::of(Kind::Failure, twin).field("problem"), "the other one")
                .help("make one of both, or say in the problem how they differ");
        }
    }
}

/// The failures of a group so far. The same problem in two components is two failures.
#[derive(Default)]
struct Seen<'a> {
    first: Option<&'a Entry<Failure>>,
    /// The first that names no component.
    anywhere: Option<&'a Entry<Failure>>,
    by_components: HashMap<Vec<&'a Id>, &'a Entry<Failure>>,
}

impl<'a> Seen<'a> {
    /// The failure that this one repeats; where there is none, remembers it.
    fn twin(&mut self, failure: &'a Entry<Failure>) -> Option<&'a Entry<Failure>> {
        let mut components = struck(failure).unwrap_or_default();
        components.sort();
        components.dedup();
        let twin = match components.is_empty() {
            true => self.first,
            false => self.by_components.get(&components).copied().or(self.anywhere),
        };
        if twin.is_none() {
            self.first = self.first.or(Some(failure));
            if components.is_empty() {
                self.anywhere = Some(failure);
            } else {
                self.by_components.insert(components, failure);
            }
        }
        twin
    }
}
