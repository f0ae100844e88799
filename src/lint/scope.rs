//! What a rule may look at.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::config::Config;
use crate::finding::Finding;
use crate::finding::Place;
use crate::finding::Subject;
use crate::graph::Graph;
use crate::graph::each_naming;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::model::Action;
use crate::model::Book;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Entries;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::MeasureClass;
use crate::model::Priority;
use crate::model::Status;
use crate::model::Word;
use crate::rank::priority;

/// What is true outside the playbooks.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// The day on which the judgement holds.
    pub today: Date,
    /// Whether rules that depend on the day speak at their own level.
    pub dated: bool,
}

/// A book, its configuration, and the facts.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The union of all files.
    pub book: &'a Book,
    /// The configuration.
    pub config: &'a Config,
    /// The facts.
    pub facts: Facts,
    /// The rules that run.
    pub rules: &'a [Rule],
    /// What was found while reading.
    pub reading: &'a [Finding],
    /// How components and flows hang together.
    pub graph: Graph<'a>,
    /// The kinds of which an entry may name more than can be told.
    unclear: OnceLock<BTreeSet<Kind>>,
}

impl<'a> Scope<'a> {
    /// What these rules may look at.
    pub fn new(
        book: &'a Book,
        config: &'a Config,
        facts: Facts,
        rules: &'a [Rule],
        reading: &'a [Finding],
    ) -> Self {
        Self { book, config, facts, rules, reading, graph: Graph::new(book), unclear: OnceLock::new() }
    }

    /// The failures that are not retired.
    pub fn open_failures(&self) -> impl Iterator<Item = &'a Entry<Failure>> {
        self.book.failures.iter().filter(|failure| failure.status != Status::Retired)
    }

    /// The failures for whose risk nobody answers on that day, among those that are not retired. Where the day must
    /// turn nothing red, an acceptance that has run out counts too: `stale-acceptance` tells of it.
    pub fn unaccepted_failures(&self) -> impl Iterator<Item = &'a Entry<Failure>> {
        let Facts { today, dated } = self.facts;
        self.open_failures().filter(move |failure| match &failure.accepted {
            Some(accepted) => dated && !accepted.holds(today),
            None => true,
        })
    }

    /// Whether all that entries of these kinds say of components is known: each could be read, and each component that
    /// it names exists. Otherwise what nobody seems to name may only be misspelt, and that is a finding already.
    pub fn is_clear(&self, kinds: &[Kind]) -> bool {
        let unclear = self.unclear.get_or_init(|| self.unclear_kinds());
        !kinds.iter().any(|kind| unclear.contains(kind))
    }

    fn unclear_kinds(&self) -> BTreeSet<Kind> {
        let book = self.book;
        let lost = book.mentions.iter().filter(|mention| mention.unread).map(|mention| mention.entry.kind);
        let mut unclear: BTreeSet<Kind> = lost.collect();
        let flawed = [
            (Kind::Component, book.components.iter().any(|entry| entry.flawed)),
            (Kind::Flow, book.flows.iter().any(|entry| entry.flawed)),
            (Kind::Failure, book.failures.iter().any(|entry| entry.flawed)),
        ];
        // A file that cannot be read, a table of an unknown kind, an id that is none: entries of any kind.
        let is_lost = |finding: &Finding| {
            matches!(finding.at.subject, Subject::File(_))
                && !matches!(finding.rule, "toml-1-1-syntax" | "duplicate-playbook-table")
        };
        if self.reading.iter().any(is_lost) {
            unclear.extend(flawed.map(|(kind, _)| kind));
        }
        unclear.extend(flawed.into_iter().filter(|(_, flawed)| *flawed).map(|(kind, _)| kind));
        each_naming(book, |naming| {
            if naming.named_kind == Kind::Component && !book.has(Kind::Component, naming.named.as_str()) {
                unclear.insert(naming.kind);
            }
        });
        unclear
    }

    /// Whether the matrix says that a failure comes first or next.
    pub fn is_urgent(&self, failure: &Failure) -> bool {
        matches!(priority(failure, self.config), Priority::High | Priority::Critical)
    }

    /// A duration among the options of a rule. One that cannot be read is a finding of the rule.
    pub fn duration_option(&self, rule: &str, name: &str, remarks: &mut Remarks) -> Option<Duration> {
        let written = self.option(rule, name)?;
        let read = written.as_str().unwrap_or("").parse::<Duration>();
        if let Err(reason) = &read {
            let at = Place::config(format!("lint.{rule}.{name}"));
            remarks.say(at, format!("`{name}`: {written} is no duration")).help(reason.to_string());
        }
        read.ok()
    }

    /// An option of a rule, as it is written.
    pub fn option(&self, rule: &str, name: &str) -> Option<&'a serde_json::Value> {
        self.config.lint.rules.get(rule)?.options.get(name)
    }

    /// Shows every action that somebody tracks: those that are entries, and those written out in a failure with a day
    /// or a status; each with its place, and whether somebody is accountable for it.
    pub fn each_action(&self, mut visit: impl FnMut(Place, &'a Action, bool)) {
        for action in self.book.actions.iter().filter(|action| !action.flawed) {
            visit(Place::of(Kind::Action, action), action, action.owner.is_some());
        }
        for failure in self.open_failures() {
            for &class in MeasureClass::ALL {
                for (index, measure) in failure.measures(class).iter().enumerate() {
                    let Measure::Inline(action) = measure else { continue };
                    if action.due.is_some() || action.status.is_some() {
                        let place = Place::of(Kind::Failure, failure).field(format!("{class}[{index}]"));
                        visit(place, action, action.owner.is_some() || failure.owner.is_some());
                    }
                }
            }
        }
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
