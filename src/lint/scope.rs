//! What a rule may look at.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::finding::Place;
use crate::lint::Rule;
use crate::model::Book;
use crate::model::Date;
use crate::model::Entries;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;
use crate::model::Status;

/// What is true outside the playbooks.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// The day on which the judgement holds.
    pub today: Date,
    /// Whether rules that depend on the day speak at their own level.
    pub dated: bool,
}

/// A book, its configuration, and the facts.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The union of all files.
    pub book: &'a Book,
    /// The configuration.
    pub config: &'a Config,
    /// The facts.
    pub facts: Facts,
    /// The rules that run.
    pub rules: &'a [Rule],
}

impl<'a> Scope<'a> {
    /// The failures that are not retired.
    pub fn open_failures(&self) -> impl Iterator<Item = &'a Entry<Failure>> {
        self.book.failures.iter().filter(|failure| failure.status != Status::Retired)
    }

    /// An option of a rule, as it is written.
    pub fn option(&self, rule: &str, name: &str) -> Option<&'a serde_json::Value> {
        self.config.lint.rules.get(rule)?.options.get(name)
    }

    /// Calls `visit` with every entry that silences rules.
    pub fn each_allow(&self, mut visit: impl FnMut(Place, &'a BTreeMap<String, String>)) {
        fn of<'b, T>(
            entries: &'b Entries<T>,
            kind: Kind,
            visit: &mut impl FnMut(Place, &'b BTreeMap<String, String>),
        ) {
            for entry in entries.iter().filter(|entry| !entry.allow.is_empty()) {
                visit(Place::of(kind, entry), &entry.allow);
            }
        }
        of(&self.book.components, Kind::Component, &mut visit);
        of(&self.book.flows, Kind::Flow, &mut visit);
        of(&self.book.failures, Kind::Failure, &mut visit);
        of(&self.book.actions, Kind::Action, &mut visit);
    }
}
