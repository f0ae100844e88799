//! Cells of sources: names of components, or words.

use std::collections::HashMap;

use crate::import::table::is_placeholder;
use crate::model::Book;
use crate::model::Id;
use crate::model::Reference;

/// Tells components from words.
pub(super) struct Sources {
    /// Ids of components by their ids and names in lower case.
    components: HashMap<String, Id>,
}

/// One source of a cell.
pub(super) struct Source<'t> {
    pub(super) reference: Reference,
    pub(super) written: &'t str,
    /// Whether it had to be written with a capital letter, so as not to name a component that is not there.
    pub(super) rewritten: bool,
}

impl Sources {
    pub(super) fn new(book: &Book) -> Self {
        let mut components = HashMap::new();
        for component in book.components.iter() {
            let name = component.name.as_ref().map(|name| name.to_lowercase());
            components.extend(name.map(|name| (name, component.id.clone())));
        }
        // An id is surer than a name.
        components
            .extend(book.components.iter().map(|entry| (entry.id.as_str().to_owned(), entry.id.clone())));
        Self { components }
    }

    /// The sources that a cell names.
    pub(super) fn read<'t>(&self, text: &'t str) -> Vec<Source<'t>> {
        let parts = self.parts(text).into_iter().filter(|part| !is_placeholder(part));
        parts.map(|part| self.source(part)).collect()
    }

    /// The parts of a cell: one a line, or parted by semicolons, or by commas where each part is a name rather than a
    /// piece of a sentence.
    fn parts<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let is_name = |part: &&str| {
            let capital =
                part.split_whitespace().count() <= 3 && part.starts_with(|c: char| !c.is_lowercase());
            capital || self.components.contains_key(&part.to_lowercase())
        };
        let single = |part: &&str| !part.contains(' ');
        let lines = text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        lines
            .flat_map(|line| {
                let names: Vec<&str> =
                    line.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
                if names.iter().all(is_name) || names.iter().all(single) { names } else { vec![line] }
            })
            .collect()
    }

    fn source<'t>(&self, written: &'t str) -> Source<'t> {
        if let Some(id) = self.components.get(&written.to_lowercase()) {
            return Source { reference: Reference::Entry(id.clone()), written, rewritten: false };
        }
        match Reference::new(written.to_owned()) {
            Reference::Entry(slug) => {
                Source { reference: Reference::Words(capital(slug.as_str())), written, rewritten: true }
            }
            words => Source { reference: words, written, rewritten: false },
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
