//! What a workspace holds already, so that rows find the entries that they speak of.

use std::cell::OnceCell;

use crate::import::plan::base::texts;
use crate::model::Book;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Provenance;
use crate::model::Status;
use crate::model::said::LETTERS;
use crate::model::said::each;
use crate::text_match::gist;

/// An entry that rows may speak of.
#[derive(Debug)]
pub(super) struct ExistingEntry<'b> {
    pub(super) kind: Kind,
    pub(super) id: &'b Id,
    /// The problem of a failure, the name of a component.
    pub(super) title: &'b str,
    pub(super) imported: Option<&'b Provenance>,
    /// The failure that it is, if it is one.
    pub(super) failure: Option<&'b Failure>,
}

impl ExistingEntry<'_> {
    pub(super) fn entry(&self) -> EntryRef {
        EntryRef { kind: self.kind, id: self.id.clone() }
    }

    /// The sources of a failure in lower case.
    pub(super) fn sources(&self) -> Vec<String> {
        let sources = self.failure.iter().flat_map(|failure| &failure.sources);
        sources.map(|source| source.as_str().to_lowercase()).collect()
    }

    /// Whether it counts no more.
    pub(super) fn is_retired(&self) -> bool {
        self.failure.is_some_and(|failure| failure.status == Status::Retired)
    }
}

/// All such entries, to be looked up. An index is made when it is first asked: there may be very many entries, and mostly one index finds all.
#[derive(Debug)]
pub(super) struct ExistingEntries<'b> {
    pub(super) known: Vec<ExistingEntry<'b>>,
    from: &'b str,
    ids: OnceCell<Index<(Kind, &'b Id)>>,
    /// By title and by risk, in few words.
    titles: OnceCell<Index<u64>>,
    risks: OnceCell<Index<u64>>,
    /// Entries of the file, by all that it said of them, and by each part of it.
    said: OnceCell<Index<&'b str>>,
    parts: OnceCell<Index<Part>>,
}

/// The letters of one part of what a file said.
type Part = [u8; LETTERS];

/// The numbers of entries, in the order of what they are looked up by.
#[derive(Debug)]
struct Index<K>(Vec<(K, u32)>);

impl<K: Ord + Copy> Index<K> {
    fn new(pairs: impl Iterator<Item = (K, usize)>) -> Self {
        let pair = |(key, at)| Some((key, u32::try_from(at).ok()?));
        let mut pairs: Vec<(K, u32)> = pairs.filter_map(pair).collect();
        pairs.sort_unstable();
        Self(pairs)
    }

    /// The entries of a key, in their order.
    fn of(&self, key: K) -> impl Iterator<Item = usize> {
        let from = self.0.partition_point(|(known, _)| *known < key);
        let found = self.0[from..].iter().take_while(move |(known, _)| *known == key);
        found.map(|(_, at)| *at as usize)
    }
}

impl<'b> ExistingEntries<'b> {
    /// The entries of a book; those of the file `from` can be found by what it said.
    pub(super) fn new(book: &'b Book, from: &'b str) -> Self {
        let failures = book.failures.iter().map(|failure| ExistingEntry {
            kind: Kind::Failure,
            id: &failure.id,
            title: &failure.problem,
            imported: failure.imported.as_deref(),
            failure: Some(failure),
        });
        let components = book.components.iter().map(|component| ExistingEntry {
            kind: Kind::Component,
            id: &component.id,
            title: component.name.as_deref().unwrap_or_default(),
            imported: component.imported.as_deref(),
            failure: None,
        });
        Self {
            known: failures.chain(components).collect(),
            from,
            ids: OnceCell::new(),
            titles: OnceCell::new(),
            risks: OnceCell::new(),
            said: OnceCell::new(),
            parts: OnceCell::new(),
        }
    }

    /// The failures, with their numbers.
    fn failures(&self) -> impl Iterator<Item = (usize, &'b Failure)> {
        self.known.iter().enumerate().filter_map(|(at, known)| Some((at, known.failure?)))
    }

    /// What the file said of each of its entries.
    fn of_file(&self) -> impl Iterator<Item = (&'b str, usize)> {
        let is_of_file = |imported: &&Provenance| imported.from.as_deref() == Some(self.from);
        let said =
            move |(at, known): (usize, &ExistingEntry<'b>)| (texts(known.imported.filter(is_of_file)), at);
        self.known.iter().enumerate().map(said).filter(|(said, _)| !said.is_empty())
    }

    /// The entry of an id.
    pub(super) fn find(&self, entry: &EntryRef) -> Option<usize> {
        let ids = self.ids.get_or_init(|| {
            // Where an id stands twice, the last counts.
            let known = self.known.iter().enumerate();
            Index::new(known.map(|(at, known)| ((known.kind, known.id), at)))
        });
        ids.of((entry.kind, &entry.id)).last()
    }

    /// The failures whose problem says the same in nearly the same words, by what these come to.
    pub(super) fn alike(&self, gist_of_title: Option<u64>) -> Vec<usize> {
        let gist_of = |(at, failure): (usize, &Failure)| (gist(&failure.problem).unwrap_or_default(), at);
        let titles = || self.titles.get_or_init(|| Index::new(self.failures().map(gist_of)));
        gist_of_title.map_or_else(Vec::new, |gist| titles().of(gist).collect())
    }

    /// The failures with such a risk.
    pub(super) fn of_risk(&self, risk: &str) -> Vec<usize> {
        let gist_of = |(at, failure): (usize, &Failure)| {
            (gist(failure.risk.as_deref().unwrap_or_default()).unwrap_or_default(), at)
        };
        let risks = || self.risks.get_or_init(|| Index::new(self.failures().map(gist_of)));
        gist(risk).map_or_else(Vec::new, |gist| risks().of(gist).collect())
    }

    /// The first entry of the file of which it said just that, and that is wanted.
    pub(super) fn of_saying(&self, said: &str, is_wanted: impl Fn(usize) -> bool) -> Option<usize> {
        self.said.get_or_init(|| Index::new(self.of_file())).of(said).find(|at| is_wanted(*at))
    }

    /// The entries of the file of one part of which it said that. What it said of very many tells nothing.
    pub(super) fn of_part(&self, part: &str) -> Vec<usize> {
        const FEW: usize = 50;
        let letters = |part: &str| part.as_bytes().try_into().unwrap_or_default();
        let parts = self.parts.get_or_init(|| {
            let parts = |(said, at): (&'b str, usize)| each(said).map(move |part| (letters(part), at));
            Index::new(self.of_file().flat_map(parts))
        });
        let found: Vec<usize> = parts.of(letters(part)).take(FEW + 1).collect();
        if found.len() > FEW { Vec::new() } else { found }
    }
}
