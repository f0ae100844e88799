//! What stands above a table: a component or a flow, or only a title.

use crate::change::Path;
use crate::change::Value;
use crate::import::cells::Reading;
use crate::import::columns::column::Column;
use crate::import::headings::name::normal;
use crate::import::headings::section::kind;
use crate::import::headings::section::unnumbered;
use crate::import::mapping::ABOVE;

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

/// Words for what systems are made of: a title that ends in one of them names a component.
const PARTS: &[&str] = &[
    "api",
    "app",
    "backend",
    "balancer",
    "broker",
    "bus",
    "cache",
    "client",
    "cluster",
    "cms",
    "controller",
    "database",
    "datenbank",
    "db",
    "device",
    "dienst",
    "engine",
    "frontend",
    "function",
    "gateway",
    "index",
    "komponente",
    "lambda",
    "module",
    "modul",
    "node",
    "pipeline",
    "pool",
    "portal",
    "proxy",
    "queue",
    "registry",
    "router",
    "scheduler",
    "sensor",
    "server",
    "service",
    "servicio",
    "storage",
    "store",
    "subsystem",
    "topic",
    "vault",
    "warehouse",
    "worker",
];

/// Reads the title of a section, or else the name of the sheet, where the table has no column for it.
pub(in crate::import) fn above(
    section: Option<&str>,
    sheet: Option<&str>,
    columns: &[Column],
    reading: &Reading<'_>,
) -> Option<Above> {
    let title = unnumbered(section.or(sheet)?.trim());
    if let Some((target, _)) = reading.mapping.target(ABOVE) {
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
    let name = title.split_once(':').map_or(title, |(_, name)| name.trim());
    let kind = kind(title);
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
    let is_named = kind == Some("sources") || (section.is_some() && is_name(title));
    let has_words = reading.components.read(name).into_iter().next().filter(|_| is_named)?;
    let words = has_words.reference.as_str().to_owned();
    let note = format!(
        "the table has no column of sources, so “{name}” above it is taken as one (--map \"{ABOVE}=\" leaves it out)"
    );
    of("sources", &words, Some(note))
}

/// Whether a title is the name of a part of a system: short, and it says at its end what it is.
fn is_name(title: &str) -> bool {
    let words: Vec<String> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(normal).collect();
    let is_part =
        |word: &String| PARTS.contains(&word.as_str()) || PARTS.contains(&word.trim_end_matches('s'));
    (2..=4).contains(&words.len()) && words.last().is_some_and(is_part)
}
