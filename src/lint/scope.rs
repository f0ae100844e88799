//! What a rule may look at.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::config::Config;
use crate::finding::Finding;
use crate::graph::Graph;
use crate::lint::Rule;
use crate::lint::Unread;
use crate::lint::doubt::Doubts;
use crate::model::AnyEntry;
use crate::model::Book;
use crate::model::Date;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Flaws;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Priority;
use crate::rank::priority;

/// What is true outside the playbooks.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Facts {
    /// The day on which the judgement holds.
    pub today: Date,
    /// Whether rules that depend on the day speak at their own level.
    pub dated: bool,
}

impl Facts {
    /// What is true on a day, of which rules that depend on it only hint.
    pub const fn new(today: Date) -> Self {
        Self { today, dated: false }
    }

    /// The same, where rules that depend on the day speak at their own level, or do not.
    #[must_use]
    pub const fn dated(self, dated: bool) -> Self {
        Self { dated, ..self }
    }
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
    /// What could not be read.
    unread: Unread<'a>,
    doubts: OnceLock<Doubts<'a>>,
    /// The same as the graph where that is `None`.
    sure: OnceLock<Option<Graph<'a>>>,
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
        Self {
            book,
            config,
            facts,
            rules,
            reading,
            texts: Vec::new(),
            graph: Graph::new(book),
            unread: Unread::default(),
            doubts: OnceLock::new(),
            sure: OnceLock::new(),
            allows: OnceLock::new(),
        }
    }

    /// The same, with what [`Texts`](crate::lint::Texts) found in the files.
    #[must_use]
    pub fn with_texts(self, texts: Vec<Finding>) -> Self {
        Self { texts, ..self }
    }

    /// The same, with the texts that could not be read.
    #[must_use]
    pub fn with_unread(self, unread: Unread<'a>) -> Self {
        Self { unread, ..self }
    }

    /// The failures that are not retired.
    pub fn open_failures(&self) -> impl Iterator<Item = &'a Entry<Failure>> {
        self.book.failures.iter().filter(|failure| failure.is_active())
    }

    /// Whether somebody answers for the risk of a failure on that day. Where the day must turn nothing red, an acceptance that
    /// has run out counts too: `stale-acceptance` tells of it.
    pub fn is_accepted(&self, failure: &Failure) -> bool {
        let Facts { today, dated } = self.facts;
        failure.accepted.as_ref().is_some_and(|accepted| !dated || accepted.holds(today))
    }

    /// Whether an entry of one of these kinds may name a component where it could not be understood. What nobody else names
    /// may be named there, and that it could not be understood is a finding already.
    pub fn may_name(&self, kinds: &[Kind], component: &Id) -> bool {
        self.doubts().may_name(kinds, component)
    }

    /// Whether everything that entries say of the system was understood: a rule that says nothing has nothing to say.
    pub fn is_clear(&self) -> bool {
        let Book { components, flows, failures, .. } = self.book;
        self.doubts().is_empty()
            && components.iter().all(|entry| entry.flaws.is_empty())
            && flows.iter().all(|entry| entry.flaws.is_empty())
            && failures.iter().all(|entry| entry.flaws.is_empty())
    }

    fn doubts(&self) -> &Doubts<'a> {
        self.doubts.get_or_init(|| Doubts::new(self.book, &self.unread))
    }

    /// What could not be read of an entry that there is.
    pub fn flaws(&self, entry: &EntryRef) -> Option<&'a Flaws> {
        self.book.entry(entry.kind, entry.id.as_str()).map(AnyEntry::flaws)
    }

    /// How components and flows hang together, without the fields that could not be read: a strength may be misspelt there,
    /// so that what follows from them need not be so.
    pub fn sure(&self) -> &Graph<'a> {
        let book = self.book;
        let all = || {
            book.components.iter().all(|component| component.flaws.is_empty())
                && book.flows.iter().all(|flow| flow.flaws.is_empty())
        };
        self.sure.get_or_init(|| (!all()).then(|| Graph::sure(book))).as_ref().unwrap_or(&self.graph)
    }

    /// How components and flows hang together as far as it is read, where that may be wrong.
    pub fn unsure(&self) -> Option<&Graph<'a>> {
        Some(&self.graph).filter(|graph| !std::ptr::eq(*graph, self.sure()))
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
        let silencing = || self.book.entries().filter(|entry| !entry.allow().is_empty());
        self.allows.get_or_init(|| silencing().map(|entry| (entry.entry_ref(), entry.allow())).collect())
    }
}
