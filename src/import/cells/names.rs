//! Cells that name entries: components, flows, alerts, or words.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::import::cells::actions::is_bar;
use crate::import::lines::bare;
use crate::model::Book;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Reference;
use crate::model::is_placeholder;

/// Tells entries from words.
#[derive(Debug, Default)]
pub(in crate::import) struct Names {
    /// Ids by ids and by names, both in lower case, with and without what stands between words.
    ids: HashMap<String, Id>,
}

/// One name in a cell.
pub(in crate::import) struct Named<'t> {
    pub(in crate::import) reference: Reference,
    pub(in crate::import) written: &'t str,
    /// Whether it had to be written with a capital letter, so as not to name an entry that is not there.
    pub(in crate::import) rewritten: bool,
}

impl Names {
    /// Entries, each with the name that people use for it.
    pub(in crate::import) fn new<'e>(entries: impl Iterator<Item = (&'e Id, Option<&'e str>)>) -> Self {
        let entries: Vec<_> = entries.collect();
        let named = || entries.iter().filter_map(|(id, name)| Some((name.as_ref()?, *id)));
        let mut ids: HashMap<String, Id> = named().map(|(name, id)| (folded(name), id.clone())).collect();
        ids.extend(named().map(|(name, id)| (name.to_lowercase(), id.clone())));
        // An id is surer than a name.
        ids.extend(entries.iter().map(|(id, _)| (id.as_str().to_owned(), (*id).clone())));
        Self { ids }
    }

    /// The components of a workspace.
    pub(in crate::import) fn components(book: &Book) -> Self {
        Self::new(book.components.iter().map(|entry| (&entry.id, entry.name.as_deref())))
    }

    /// Its alerts.
    pub(in crate::import) fn alerts(book: &Book) -> Self {
        let ids: Vec<Id> = book.ids(Kind::Alert).into_iter().filter_map(|id| Id::new(id).ok()).collect();
        Self::new(ids.iter().map(|id| (id, None)))
    }

    /// The entry that is called so.
    pub(in crate::import) fn find(&self, name: &str) -> Option<&Id> {
        let name = name.trim();
        self.ids.get(&name.to_lowercase()).or_else(|| self.ids.get(&folded(name)))
    }

    /// The entry that words name which were written while it was not there.
    pub(in crate::import) fn written(&self, words: &str) -> Option<&Id> {
        let of_article = || {
            let (id, name) = (self.find(words.strip_prefix(ARTICLE)?)?, words);
            (capital(id.as_str()) == name).then_some(id)
        };
        self.find(words).or_else(of_article)
    }

    /// The entries and words that a cell names.
    pub(in crate::import) fn read<'t>(&self, text: &'t str) -> Vec<Named<'t>> {
        let parts = self.parts(text).into_iter().filter(|part| !is_placeholder(part));
        parts.map(|part| self.named(part)).collect()
    }

    /// The parts of a cell: one a line, or parted by semicolons, or by commas where each part is a name rather than a
    /// piece of a sentence.
    pub(in crate::import) fn parts<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let is_name = |part: &&str| {
            let capital =
                part.split_whitespace().count() <= 3 && part.starts_with(|c: char| !c.is_lowercase());
            capital || self.ids.contains_key(&part.to_lowercase())
        };
        let single = |part: &&str| !part.contains(' ');
        let parts = text.split([';', '\n', '；', '、', '・']).flat_map(|part| {
            let bars = part.match_indices('|').map(|(at, _)| at).filter(|at| is_bar(part, *at));
            let ends: Vec<usize> = bars.chain([part.len()]).collect();
            let starts = std::iter::once(0).chain(ends.clone().into_iter().map(|end| end + 1));
            starts.zip(ends).map(|(start, end)| &part[start..end]).collect::<Vec<_>>()
        });
        let lines = parts.map(|part| bare(part.trim()));
        let lines = lines.filter(|part| !part.is_empty());
        lines
            .flat_map(|line| {
                let names: Vec<&str> =
                    line.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
                if names.iter().all(is_name) || names.iter().all(single) { names } else { vec![line] }
            })
            .collect()
    }

    /// The entry or the words that a text names as a whole.
    pub(in crate::import) fn named<'t>(&self, written: &'t str) -> Named<'t> {
        if let Some(id) = self.find(written) {
            return Named { reference: Reference::Entry(id.clone()), written, rewritten: false };
        }
        match Reference::new(written.to_owned()) {
            Reference::Entry(slug) => {
                Named { reference: Reference::Words(capital(slug.as_str())), written, rewritten: true }
            }
            words => Named { reference: words, written, rewritten: false },
        }
    }
}

/// A short text without words for alerts: `No alert yet` says no more than `not yet`.
pub(in crate::import) fn without_alerts(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 48;
    const ALERTS: &[&str] =
        &["alert", "alerts", "alerting", "alarm", "alarms", "alarme", "alerte", "alerta", "monitoring"];
    let is_alert = |word: &&str| ALERTS.iter().any(|alert| word.eq_ignore_ascii_case(alert));
    match text.len() <= LONGEST && text.split_whitespace().any(|word| is_alert(&word)) {
        true => text.split_whitespace().filter(|word| !is_alert(word)).collect::<Vec<_>>().join(" ").into(),
        false => text.into(),
    }
}

/// A name in lower case, with single hyphens between its words: `Orders DB` spells `orders-db`.
fn folded(name: &str) -> String {
    let name = name.to_lowercase();
    let words: Vec<&str> =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// What stands before a word that cannot begin with a capital letter.
const ARTICLE: &str = "The ";

/// A word that names an entry, as one that names none.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if first.is_ascii_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => format!("{ARTICLE}{word}"),
    }
}
