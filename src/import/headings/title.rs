//! What the title of a card says: the id of a failure, and what fails.

/// Words that say what a title is about, before its number or before a colon: `Failure 1.1 — …`, `Risk: …`.
const KINDS: &[&str] = &[
    "failure mode",
    "failure scenario",
    "failure",
    "fault",
    "hazard",
    "risk scenario",
    "risk",
    "scenario",
    "threat",
    "mode de défaillance",
    "défaillance",
    "risque",
    "fehlermodus",
    "fehlerart",
    "fehler",
    "ausfall",
    "risiko",
    "bedrohung",
    "modo de fallo",
    "modo de falha",
    "fallo",
    "falha",
    "riesgo",
    "risco",
    "故障モード",
    "リスク",
    "失效模式",
    "风险",
];

/// What ids of failures begin with. `S3: …` is the name of a thing.
const PREFIXES: &[&str] = &[
    "f", "fail", "failure", "fm", "fmea", "h", "haz", "hazard", "r", "risk", "rk", "sc", "t", "th", "threat",
];

/// Words of titles that name no failure, but what stands below them.
const GENERIC: &[&str] = &[
    "analysis",
    "and",
    "appendix",
    "assessment",
    "card",
    "description",
    "detail",
    "details",
    "example",
    "failure",
    "failures",
    "feuil",
    "fmea",
    "hoja",
    "identified",
    "list",
    "log",
    "matrix",
    "mode",
    "modes",
    "of",
    "overview",
    "page",
    "planilha",
    "register",
    "registry",
    "risiken",
    "risk",
    "risks",
    "sheet",
    "summary",
    "tabelle",
    "table",
    "template",
    "the",
    "threat",
    "threats",
];

/// What a title says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Named<'t> {
    pub(in crate::import) id: Option<&'t str>,
    /// What fails.
    pub(in crate::import) name: Option<&'t str>,
    /// Whether it says itself that it is about a failure.
    pub(in crate::import) is_marked: bool,
}

/// Reads a title.
pub(in crate::import) fn named(title: &str) -> Named<'_> {
    let title = title.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end();
    if let Some(rest) = kind(title) {
        let (label, rest) = label(rest).unwrap_or(("", rest));
        return Named { id: id(label), name: name(parted(rest).unwrap_or(rest)), is_marked: true };
    }
    let Some((label, rest)) = label(title) else {
        return Named { name: name(title), ..Named::default() };
    };
    let ended = parted(rest).or_else(|| rest.is_empty().then_some(rest));
    let prefix: String =
        label.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let is_number = label.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match ended {
        Some(rest) if PREFIXES.contains(&prefix.as_str()) => {
            Named { id: id(label), name: name(rest), is_marked: true }
        }
        Some(rest) if is_number => Named { name: name(rest), ..Named::default() },
        None if is_number && label.contains('.') => Named { name: name(rest), ..Named::default() },
        _ => Named { name: name(title), ..Named::default() },
    }
}

/// Whether a text is nothing but the number of a failure: `Failure 1`, `R-3`.
pub(in crate::import) fn is_label(text: &str) -> bool {
    let named = named(text);
    named.name.is_none() && (named.is_marked || named.id.is_some())
}

/// What stands behind the word for a failure, where a number or a colon follows it.
fn kind(title: &str) -> Option<&str> {
    KINDS.iter().find_map(|kind| {
        let rest = title
            .get(..kind.len())
            .filter(|start| start.to_lowercase() == **kind)
            .map(|_| &title[kind.len()..])?;
        let is_word = !rest.starts_with(|c: char| c.is_alphabetic());
        let is_kind = is_word && (rest.is_empty() || parted(rest).is_some() || label(rest).is_some());
        is_kind.then_some(rest)
    })
}

/// A number, or an id with a number in it, and what follows.
fn label(text: &str) -> Option<(&str, &str)> {
    const LONG: usize = 12;
    let text = text.trim_start().trim_start_matches(['#', '(', '[']);
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(text.len());
    let label = text[..end].trim_end_matches(['.', '-', '_']);
    let is_label = label.len() <= LONG && label.bytes().any(|byte| byte.is_ascii_digit());
    is_label.then(|| (label, &text[label.len()..]))
}

/// What stands behind the signs that part a number from a name.
fn parted(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let bare = rest.trim_start_matches([':', '：', '.', ')', ']', '—', '–', '-', '|', '·', ' ']);
    (bare.len() < rest.len()).then_some(bare)
}

fn id(label: &str) -> Option<&str> {
    label.contains(|c: char| c.is_ascii_alphabetic()).then_some(label)
}

/// A name, unless it says nothing of what fails.
fn name(text: &str) -> Option<&str> {
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_ascii_punctuation();
    let text = text.trim().trim_start_matches(is_sign);
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.any(|word| !GENERIC.contains(&word.to_lowercase().as_str())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_failures_and_their_ids() {
        for (title, id, name) in [
            ("Failure 1.1 — Scope grew and nothing shipped", None, Some("Scope grew and nothing shipped")),
            ("FM-3: Queue full", Some("FM-3"), Some("Queue full")),
            ("Risk R1: Provider outage", Some("R1"), Some("Provider outage")),
            ("R1 - Provider outage", Some("R1"), Some("Provider outage")),
            ("[R-001] Provider outage", Some("R-001"), Some("Provider outage")),
            ("2.1.1 Provider outage", None, Some("Provider outage")),
            ("3) Provider outage", None, Some("Provider outage")),
            ("Ausfall 3: Netz weg", None, Some("Netz weg")),
            ("Risk: Provider outage", None, Some("Provider outage")),
            ("Risk of fire", None, Some("Risk of fire")),
            ("3 zones go dark", None, Some("3 zones go dark")),
            ("2FA is broken", None, Some("2FA is broken")),
            ("S3: bucket is public", None, Some("S3: bucket is public")),
            ("Failure to deploy", None, Some("Failure to deploy")),
            ("R7", Some("R7"), None),
            ("Failure 2", None, None),
            ("Risk register", None, None),
            ("Sheet1", None, None),
        ] {
            let found = named(title);
            assert_eq!((found.id, found.name), (id, name), "{title}");
        }
        assert!(is_label("Failure 1") && is_label("FM-2") && !is_label("Field") && !is_label("R1: x"));
    }
}
