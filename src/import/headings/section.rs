//! What the title of a section says of its kind.

use crate::import::headings::name::normal;

/// Words before a colon that say of what kind the name behind it is.
const KINDS: &[(&str, &str)] = &[
    ("component", "sources"),
    ("service", "sources"),
    ("system", "sources"),
    ("subsystem", "sources"),
    ("resource", "sources"),
    ("komponente", "sources"),
    ("composant", "sources"),
    ("componente", "sources"),
    ("flow", "flows"),
    ("user flow", "flows"),
    ("system flow", "flows"),
];

/// The field that a title says by the word before a colon: `Component: Data storage`.
pub(in crate::import) fn kind(title: &str) -> Option<&'static str> {
    let kind = normal(unnumbered(title.trim()).split_once(':')?.0);
    KINDS.iter().find(|(word, _)| *word == kind).map(|(_, field)| *field)
}

/// A title without the number of its section: `2.1.1 Camera`, `3) Camera`, `IV. Camera`.
pub(in crate::import) fn unnumbered(title: &str) -> &str {
    let Some((number, rest)) = title.split_once(' ') else { return title };
    let bare = number.trim_end_matches(['.', ')', ':']);
    let is_number = bare
        .split('.')
        .all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|c| c.is_ascii_digit()));
    let is_roman = bare != number && bare.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && !bare.is_empty();
    if is_number || is_roman { rest.trim_start_matches([' ', '-', '–', '—', ':', '.']) } else { title }
}
