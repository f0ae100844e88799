//! Cells that name entries: components, flows, alerts, or words.

use std::collections::HashMap;

use crate::import::cells::actions::bare;
use crate::import::cells::actions::is_bar;
use crate::model::Id;
use crate::model::Reference;
use crate::model::is_placeholder;

/// Tells entries from words.
#[derive(Debug, Default)]
pub(in crate::import) struct Names {
    /// Ids by ids and names in lower case.
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
        let named =
            entries.iter().filter_map(|(id, name)| Some((name.as_ref()?.to_lowercase(), (*id).clone())));
        let mut ids: HashMap<String, Id> = named.collect();
        // An id is surer than a name.
        ids.extend(entries.iter().map(|(id, _)| (id.as_str().to_owned(), (*id).clone())));
        Self { ids }
    }

    /// The entry that is called so.
    pub(in crate::import) fn find(&self, name: &str) -> Option<&Id> {
        self.ids.get(&name.trim().to_lowercase())
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

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if first.is_ascii_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => format!("The {word}"),
    }
}
