//! Headings that are spelt nearly as one that is known.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::import::headings::contained::contained;
use crate::import::headings::meaning::is_known;
use crate::import::headings::meaning::lines;
use crate::import::headings::name::normal;
use crate::text_match::is_slip;

/// A heading with a letter more, less or other than one that is known, and that one.
pub(in crate::import) fn respelt(heading: &str) -> Option<String> {
    /// Shorter words are too like each other by chance.
    const LONG: usize = 7;
    static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let names = lines().filter(|(field, _)| *field != "LAST").flat_map(|(_, names)| names);
        names.flat_map(|name| name.split([' ', '/'])).filter(|word| word.chars().count() >= LONG).collect()
    });
    let name = normal(heading);
    let mut is_respelt = false;
    let words = name.split(' ').map(|word| {
        if word.chars().count() < LONG - 1 || WORDS.contains(word) {
            return word;
        }
        let mut near = WORDS.iter().filter(|known| is_slip(word, known));
        // Of a singular and its plural either will do.
        match near.next() {
            Some(first) if near.all(|other| other.starts_with(first) || first.starts_with(other)) => {
                is_respelt = true;
                first
            }
            _ => word,
        }
    });
    let words: Vec<&str> = words.collect();
    let corrected = words.join(" ");
    (is_respelt && (is_known(&corrected) || contained(&corrected).is_some())).then_some(corrected)
}
