//! Headings that are no fields by themselves, but tell tables of failures from others.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::import::headings::meaning::lines;
use crate::import::headings::name::normal;

/// Each family with each of its names. Every cell of the first rows is asked for.
static NAMES: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = lines().filter(|(field, _)| FAMILIES.contains(field));
    lines.flat_map(|(field, names)| names.map(move |name| (field, name))).collect()
});

/// What their lines in `headings.txt` begin with.
pub(in crate::import) const FAMILIES: &[&str] = &[
    "STAND-IN",
    "STAND-IN-TOO",
    "ORDINARY",
    "PLACE",
    "FIRST-AID",
    "LAST",
    "DETAILS",
    "FUNCTION",
    "MODE",
    "THREAT",
];

/// Words of headings for what is hoped for after the planned actions.
pub(in crate::import) const RESIDUAL: &[&str] = &[
    "after", "apres", "final", "nach", "new", "post", "residual", "residuel", "result", "results", "revised",
    "target", "tras",
];

/// Whether a heading says what is hoped for after the planned actions.
pub(in crate::import) fn is_residual(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|word| RESIDUAL.contains(&word))
}

/// Whether a heading is one that tables of risks have for what can go wrong.
pub(in crate::import) fn stands_in(heading: &str) -> bool {
    is_one_of("STAND-IN", heading)
}

/// Whether a heading may be what can go wrong, and much else as well.
pub(in crate::import) fn stands_in_too(heading: &str) -> bool {
    is_one_of("STAND-IN-TOO", heading)
}

/// Whether lists of bugs and of first aid have such a heading for what goes wrong too.
pub(in crate::import) fn is_ordinary(heading: &str) -> bool {
    is_one_of("ORDINARY", heading)
}

/// Whether a heading says where something stands in code.
pub(in crate::import) fn is_place(heading: &str) -> bool {
    is_one_of("PLACE", heading)
}

/// Whether lists of bugs and of first aid have such a heading for what is done too.
pub(in crate::import) fn is_first_aid(heading: &str) -> bool {
    is_one_of("FIRST-AID", heading)
}

/// Whether a heading names failure modes, so that its table cannot be a list of anything else.
pub(in crate::import) fn is_mode(heading: &str) -> bool {
    is_one_of("MODE", heading) || normal(heading).contains("failure mode")
}

/// Whether a heading says where failures come from, rather than what they are.
pub(in crate::import) fn is_threat(heading: &str) -> bool {
    is_one_of("THREAT", heading)
}

/// Whether a heading says what something is for, which is what fails where no other column names it.
pub(in crate::import) fn is_function(heading: &str) -> bool {
    is_one_of("FUNCTION", heading)
}

/// Whether a heading says that its column tells more of what fails.
pub(in crate::import) fn tells_more(heading: &str) -> bool {
    is_one_of("DETAILS", heading)
}

fn is_one_of(family: &str, heading: &str) -> bool {
    NAMES.contains(&(family, normal(heading).as_str()))
}
