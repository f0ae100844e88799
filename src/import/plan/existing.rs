//! What a workspace holds already, so that rows find the entries that they speak of.

use std::collections::HashMap;

use crate::import::plan::base::texts;
use crate::model::Book;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Kind;
use crate::model::Provenance;
use crate::model::Status;
use crate::model::said::each;
use crate::similar::gist;

/// An entry that rows may speak of.
#[derive(Debug)]
pub(super) struct ExistingEntry<'b> {
    pub(super) entry: EntryRef,
    /// The problem of a failure, the name of a component.
    pub(super) title: &'b str,
    pub(super) risk: &'b str,
    /// The sources of a failure in lower case.
    pub(super) sources: Vec<String>,
    pub(super) imported: Option<&'b Provenance>,
    /// Whether it counts no more.
    pub(super) retired: bool,
    /// The failure that it is, if it is one.
    pub(super) failure: Option<&'b Failure>,
}

/// All such entries, to be looked up.
#[derive(Debug)]
pub(super) struct ExistingEntries<'b> {
    pub(super) known: Vec<ExistingEntry<'b>>,
    ids: HashMap<EntryRef, usize>,
    /// By title and by risk, in few words.
    titles: HashMap<u64, Vec<usize>>,
    risks: HashMap<u64, Vec<usize>>,
    /// Entries of the file, by all that it said of them, and by each part of it.
    said: HashMap<&'b str, Vec<usize>>,
    parts: HashMap<&'b str, Vec<usize>>,
}

impl<'b> ExistingEntries<'b> {
    /// The entries of a kind; those of the file `from` can be found by what it said.
    pub(super) fn new(book: &'b Book, from: &str) -> Self {
        let failures = book.failures.iter().map(|failure| ExistingEntry {
            entry: EntryRef { kind: Kind::Failure, id: failure.id.clone() },
            title: &failure.problem,
            risk: failure.risk.as_deref().unwrap_or_default(),
            sources: failure.sources.iter().map(|source| source.as_str().to_lowercase()).collect(),
            imported: failure.imported.as_deref(),
            retired: failure.status == Status::Retired,
            failure: Some(failure),
        });
        let components = book.components.iter().map(|component| ExistingEntry {
            entry: EntryRef { kind: Kind::Component, id: component.id.clone() },
            title: component.name.as_deref().unwrap_or_default(),
            risk: "",
            sources: Vec::new(),
            imported: component.imported.as_deref(),
            retired: false,
            failure: None,
        });
        let known: Vec<ExistingEntry<'b>> = failures.chain(components).collect();
        let mut existing = Self {
            ids: known.iter().enumerate().map(|(at, known)| (known.entry.clone(), at)).collect(),
            titles: HashMap::new(),
            risks: HashMap::new(),
            said: HashMap::new(),
            parts: HashMap::new(),
            known,
        };
        for (at, known) in existing.known.iter().enumerate() {
            if known.entry.kind == Kind::Failure {
                existing.titles.entry(gist(known.title).unwrap_or_default()).or_default().push(at);
                existing.risks.entry(gist(known.risk).unwrap_or_default()).or_default().push(at);
            }
            let of_file = known.imported.filter(|imported| imported.from.as_deref() == Some(from));
            let said = texts(of_file);
            if !said.is_empty() {
                existing.said.entry(said).or_default().push(at);
            }
            for chunk in each(said) {
                existing.parts.entry(chunk).or_default().push(at);
            }
        }
        existing
    }

    /// The entry of an id.
    pub(super) fn find(&self, entry: &EntryRef) -> Option<usize> {
        self.ids.get(entry).copied()
    }

    /// The failures whose problem says the same in nearly the same words.
    pub(super) fn alike(&self, title: &str) -> &[usize] {
        gist(title).and_then(|gist| self.titles.get(&gist)).map_or(&[], Vec::as_slice)
    }

    /// The failures with such a risk.
    pub(super) fn of_risk(&self, risk: &str) -> &[usize] {
        gist(risk).and_then(|gist| self.risks.get(&gist)).map_or(&[], Vec::as_slice)
    }

    /// The entries of the file of which it said just that.
    pub(super) fn of_saying(&self, said: &str) -> &[usize] {
        self.said.get(said).map_or(&[], Vec::as_slice)
    }

    /// The entries of the file of one part of which it said that. What it said of very many tells nothing.
    pub(super) fn of_chunk(&self, chunk: &str) -> &[usize] {
        const FEW: usize = 50;
        self.parts.get(chunk).filter(|of_it| of_it.len() <= FEW).map_or(&[], Vec::as_slice)
    }
}
