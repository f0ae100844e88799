//! What a rule may look at.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::config::Config;
use crate::finding::Finding;
use crate::graph::Graph;
use crate::graph::each_naming;
use crate::lint::Rule;
use crate::model::Book;
use crate::model::Date;
use crate::model::Entries;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Kind;
use crate::model::Priority;
use crate::model::Status;
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
    /// What rules about texts found.
    pub texts: Vec<Finding>,
    /// How components and flows hang together.
    pub graph: Graph<'a>,
    /// The kinds of which an entry may name more than can be told.
    unclear: OnceLock<BTreeSet<Kind>>,
    allows: OnceLock<Vec<(EntryRef, &'a BTreeMap<String, String>)>>,
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
        let (graph, unclear, allows) = (Graph::new(book), OnceLock::new(), OnceLock::new());
        Self { book, config, facts, rules, reading, texts: Vec::new(), graph, unclear, allows }
    }

    /// The same, with what [`Texts`](crate::lint::Texts) found in the files.
    #[must_use]
    pub fn with_texts(self, texts: Vec<Finding>) -> Self {
        Self { texts, ..self }
    }

    /// The failures that are not retired.
    pub fn open_failures(&self) -> impl Iterator<Item = &'a Entry<Failure>> {
        self.book.failures.iter().filter(|failure| failure.status != Status::Retired)
    }

    /// Whether somebody answers for the risk of a failure on that day. Where the day must turn nothing red, an acceptance that
    /// has run out counts too: `stale-acceptance` tells of it.
    pub fn is_accepted(&self, failure: &Failure) -> bool {
        let Facts { today, dated } = self.facts;
        failure.accepted.as_ref().is_some_and(|accepted| !dated || accepted.holds(today))
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
        if self.reading.iter().any(Finding::is_of_lost_text) {
            unclear.extend(flawed.map(|(kind, _)| kind));
        }
        unclear.extend(flawed.into_iter().filter(|(_, flawed)| *flawed).map(|(kind, _)| kind));
        each_naming(book, |naming| {
            if naming.name.kinds.contains(&Kind::Component) && naming.named(book).is_none() {
                unclear.insert(naming.kind);
            }
        });
        unclear
    }

    /// Whether the matrix says that a failure comes first or next.
    pub fn is_urgent(&self, failure: &Failure) -> bool {
        matches!(priority(failure, self.config), Priority::High | Priority::Critical)
    }

    /// An option of a rule, as it is written.
    pub fn option(&self, rule: &str, name: &str) -> Option<&'a serde_json::Value> {
        self.config.lint.rules.get(rule)?.options.get(name)
    }

    /// The entries that silence rules, with the rules and reasons.
    pub fn allows(&self) -> &[(EntryRef, &'a BTreeMap<String, String>)] {
        fn of<T>(
            kind: Kind,
            entries: &Entries<T>,
        ) -> impl Iterator<Item = (EntryRef, &BTreeMap<String, String>)> {
            let silencing = entries.iter().filter(|entry| !entry.allow.is_empty());
            silencing.map(move |entry| (EntryRef { kind, id: entry.id.clone() }, &entry.allow))
        }
        let Book { components, flows, failures, actions, tests, mentions, .. } = self.book;
        self.allows.get_or_init(|| {
            let system = of(Kind::Component, components).chain(of(Kind::Flow, flows));
            let judged = system.chain(of(Kind::Failure, failures)).chain(of(Kind::Action, actions));
            let silencing = mentions.iter().filter(|mention| !mention.allow.is_empty());
            let mentioned = silencing.map(|mention| (mention.entry.clone(), &mention.allow));
            judged.chain(of(Kind::Test, tests)).chain(mentioned).collect()
        })
    }
}
