//! How far the actions of a column are, where its heading says so.

use crate::import::headings::name::normal;

/// What is done already.
pub(in crate::import) const IN_PLACE: &str = "in-place";
/// What is still to be done.
const PLANNED: &str = "planned";

const DONE: &[&str] = &[
    "current",
    "existing",
    "implemented",
    "taken",
    "bestehende",
    "vorhandene",
    "existantes",
    "existants",
    "existentes",
    "actuales",
    "actuelles",
    "atuais",
];
const AHEAD: &[&str] = &[
    "recommended",
    "recommendation",
    "recommendations",
    "planned",
    "proposed",
    "suggested",
    "further",
    "additional",
    "future",
    "empfohlene",
    "geplante",
    "weitere",
    "recommandee",
    "recommandees",
    "prevues",
    "recomendada",
    "recomendadas",
    "planificadas",
    "propuestas",
    "planejadas",
];

/// The status that a heading gives its actions: `Current controls`, `Recommended actions`.
pub(in crate::import) fn progress(heading: &str) -> Option<&'static str> {
    let name = normal(heading);
    let says = |words: &[&str]| name.split([' ', '/']).any(|word| words.contains(&word));
    if says(DONE) || name.contains("in place") {
        return Some(IN_PLACE);
    }
    (says(AHEAD) || ["推奨", "建议", "改进"].iter().any(|word| name.contains(word))).then_some(PLANNED)
}

/// Whether a normalised heading is a word for actions with how far they are: `existing measures`, `further risk controls`.
pub(in crate::import) fn is_qualified(name: &str) -> bool {
    const ACTIONS: &[&str] = &[
        "action",
        "actions",
        "control",
        "controls",
        "measure",
        "measures",
        "mitigation",
        "mitigations",
        "safeguard",
        "safeguards",
    ];
    const BESIDE: &[&str] = &["risk", "safety", "security", "technical"];
    let is_known = |word: &str| [DONE, AHEAD].concat().contains(&word) || BESIDE.contains(&word);
    let Some((before, last)) = name.rsplit_once(' ') else { return false };
    ACTIONS.contains(&last) && progress(name).is_some() && before.split(' ').all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_actions_where_the_heading_says_how_far_they_are() {
        for name in
            ["existing measures", "further measures", "additional security controls", "current risk controls"]
        {
            assert!(is_qualified(name), "{name}");
        }
        for name in ["measures", "risk control", "existing", "existing measures owner", "recommended reading"]
        {
            assert!(!is_qualified(name), "{name}");
        }
    }
}
