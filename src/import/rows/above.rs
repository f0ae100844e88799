//! What stands above a table: a component or a flow, or only a title.

use crate::change::Path;
use crate::change::Value;
use crate::import::Table;
use crate::import::cells::Reading;
use crate::import::columns::column::Column;
use crate::import::columns::mapping::ABOVE;
use crate::import::columns::meaning::is_rating;
use crate::import::columns::meaning::target;
use crate::import::columns::name::normal;

/// What the heading above a table gives to each of its rows.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import) struct Above {
    /// The field.
    pub(in crate::import) path: Path,
    /// Its value.
    pub(in crate::import) value: Value,
    /// What a person should know of it.
    pub(in crate::import) note: Option<String>,
}

/// Words of titles that name no part of a system.
const GENERIC: &[&str] = &[
    "action",
    "actions",
    "analysis",
    "appendix",
    "assessment",
    "current",
    "example",
    "examples",
    "failure",
    "failures",
    "fehler",
    "fma",
    "fmea",
    "known",
    "level",
    "list",
    "log",
    "matrix",
    "mitigation",
    "mitigations",
    "mode",
    "modes",
    "open",
    "operations",
    "overview",
    "phase",
    "playbook",
    "problem",
    "problems",
    "register",
    "results",
    "review",
    "riesgos",
    "risiken",
    "risiko",
    "risk",
    "risks",
    "risques",
    "scenario",
    "scenarios",
    "section",
    "sheet",
    "sprint",
    "step",
    "summary",
    "table",
    "tables",
    "template",
    "top",
    "version",
    "workshop",
    "what",
    "how",
    "why",
    "assumptions",
    "cases",
    "challenges",
    "concerns",
    "considerations",
    "constraints",
    "edge",
    "error",
    "errors",
    "factors",
    "handling",
    "identified",
    "identification",
    "issues",
    "limitations",
    "management",
    "notes",
    "plan",
    "questions",
    "recovery",
    "rollback",
    "strategy",
    "troubleshooting",
    "beispiel",
    "beispiele",
    "bewertung",
    "liste",
    "tabelle",
    "ubersicht",
    "massnahmen",
    "behandlung",
    "verhalten",
    "analyse",
    "exemple",
    "exemples",
    "gestion",
    "identifies",
    "mesures",
    "tableau",
    "analisis",
    "aplicado",
    "ejemplo",
    "ejemplos",
    "identificados",
    "lista",
    "medidas",
    "resumen",
    "tabla",
];

/// What words of titles begin with that name no part of a system, in four languages.
const STEMS: &[&str] = &[
    "ausfall", "bedroh", "defaill", "fail", "fallo", "fehler", "gefahr", "hazard", "mitig", "risik", "risk",
    "risq", "riesg", "threat",
];

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

/// Reads what stands above a table that has no column for it.
pub(in crate::import) fn above(table: &Table, columns: &[Column], reading: &Reading<'_>) -> Option<Above> {
    let title = unnumbered(table.section.as_deref().or(table.sheet.as_deref())?.trim());
    if let Some(target) = reading.mapping.target(ABOVE) {
        let field = target.field()?;
        let value = match field.as_str() {
            "sources" => Value::texts([reading.components.find(title).map_or(title, |id| id.as_str())]),
            "flows" | "affects" => {
                let names = if field == "flows" { &reading.flows } else { &reading.components };
                Value::texts([names.find(title)?.as_str()])
            }
            _ => Value::text(title),
        };
        let path = field.parse().unwrap_or_else(|_| Path::key(&field));
        return Some(Above { path, value, note: None });
    }
    let is_filled = |field: &str| columns.iter().any(|column| column.target.is(field));
    let (kind, name) = match title.split_once(':') {
        Some((kind, name)) => {
            let kind = normal(kind);
            (KINDS.iter().find(|(word, _)| *word == kind).map(|(_, field)| *field), name.trim())
        }
        None => (None, title),
    };
    let sourced = is_filled("sources") || is_filled("affects");
    let of = |field: &str, value: &str, note| {
        Some(Above { path: Path::key(field), value: Value::texts([value]), note })
    };
    if let Some(flow) = reading.flows.find(name).filter(|_| !is_filled("flows") && kind != Some("sources")) {
        return of("flows", flow.as_str(), None);
    }
    if sourced || kind == Some("flows") {
        return None;
    }
    if let Some(component) = reading.components.find(name) {
        return of("sources", component.as_str(), None);
    }
    let is_named = kind == Some("sources") || (table.section.is_some() && is_name(title));
    let has_words = reading.components.read(name).into_iter().next().filter(|_| is_named)?;
    let words = has_words.reference.as_str().to_owned();
    let note = format!(
        "the table has no column of sources, so “{name}” above it is taken as one (--map \"{ABOVE}=\" leaves it out)"
    );
    of("sources", &words, Some(note))
}

/// Whether a title may be the name of a part of a system: short, and without a word that titles are made of.
fn is_name(title: &str) -> bool {
    let words: Vec<String> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(normal).collect();
    let says_nothing = |word: &String| {
        GENERIC.contains(&word.as_str())
            || STEMS.iter().any(|stem| word.starts_with(stem))
            || word.chars().all(char::is_numeric)
            // What columns are called is no part of a system: `Severity`, `Eintrittswahrscheinlichkeit`.
            || is_rating(&target(word, ""))
    };
    (1..=4).contains(&words.len()) && !words.iter().any(says_nothing)
}

/// A title without the number of its section: `2.1.1 Camera`, `3) Camera`, `IV. Camera`.
fn unnumbered(title: &str) -> &str {
    let Some((number, rest)) = title.split_once(' ') else { return title };
    let bare = number.trim_end_matches(['.', ')', ':']);
    let is_number = bare
        .split('.')
        .all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|c| c.is_ascii_digit()));
    let is_roman = bare != number && bare.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && !bare.is_empty();
    if is_number || is_roman { rest.trim_start_matches([' ', '-', '–', '—', ':', '.']) } else { title }
}
