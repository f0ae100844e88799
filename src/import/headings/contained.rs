//! Longer headings, which are known by a word in them.

use crate::import::headings::meaning::Target;
use crate::import::headings::progress::is_qualified;

/// Words of headings that are about a field rather than the field itself: a column of them is the user's own.
const ASIDES: &[&str] = &[
    "begrundung",
    "bemerkung",
    "category",
    "comment",
    "commentaire",
    "comentario",
    "comments",
    "cost",
    "date",
    "justificacion",
    "justification",
    "kommentar",
    "link",
    "note",
    "notes",
    "number",
    "rationale",
    "reason",
    "status",
    "team",
    "ticket",
    "type",
];

/// Words of headings about failures that something was done against: `Failure modes addressed`.
const PAST: &[&str] = &["addressed", "covered", "eliminated", "handled", "mitigated", "prevented", "reduced"];

/// What a longer heading is about, by a word in it that only one field has.
pub(in crate::import) fn contained(name: &str) -> Option<Target> {
    const TELLING: &[(&str, &str)] = &[
        ("failure mode", "problem"),
        ("go wrong", "problem"),
        ("goes wrong", "problem"),
        ("preventive", "preventative"),
        ("preventative", "preventative"),
        ("reactive", "reactive"),
        ("contingency", "reactive"),
        ("mitigat", "mitigation"),
        ("countermeasure", "mitigation"),
        ("safeguard", "mitigation"),
        ("symptom", "confirm"),
        ("massnahme", "mitigation"),
        ("recommended action", "mitigation"),
        ("severity", "severity"),
        ("likelihood", "likelihood"),
        ("probability", "likelihood"),
        ("wahrscheinlichkeit", "likelihood"),
        ("consequence", "risk"),
        ("effect", "risk"),
        ("cause", "cause"),
        ("ursache", "cause"),
        ("responsib", "owner"),
        ("verantwortlich", "owner"),
    ];
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if words.clone().count() > 6 || words.any(|word| ASIDES.contains(&word) || PAST.contains(&word)) {
        return None;
    }
    // `effectiveness of …` is about an effect no more.
    let holds = |part: &str| {
        name.match_indices(part).any(|(at, _)| {
            let begins = name[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let rest = name[at + part.len()..].chars().take_while(|c| c.is_alphanumeric()).count();
            begins && rest <= 5
        })
    };
    let found = TELLING.iter().find(|(part, _)| holds(part)).map(|(_, field)| *field);
    found.or(is_qualified(name).then_some("mitigation")).map(Target::Field)
}
