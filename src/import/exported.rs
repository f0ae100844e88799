//! Entries out of our own JSON (`export json`), in the words of the format.

use serde_json::Map;
use serde_json::Value as Json;

use crate::limits::EXPORT;
use crate::limits::EXPORT_VALUES;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Shape;
use crate::model::Word;
use crate::model::shape::keys;

/// The entries of an export as `{ "kind": { "id": { … } } }`; `None` where the text is something else. What was computed is left out, and so is
/// what says nothing.
pub(super) fn entries(text: &str) -> Option<String> {
    let seems_export = text.trim_start().starts_with('{') && text.contains("\"version\"");
    // Each value but the first stands behind one of these.
    if text.len() > EXPORT || memchr::memchr3_iter(b',', b'[', b'{', text.as_bytes()).count() > EXPORT_VALUES
    {
        return None;
    }
    let document: Json = seems_export.then(|| serde_json::from_str(text).ok())??;
    document.get("version")?.as_u64()?;
    let mut all = Map::new();
    let mut is_export = false;
    for &kind in Kind::ALL {
        let Some(rows) = document.get(kind.plural()).and_then(Json::as_array) else { continue };
        is_export = true;
        let entries: Map<String, Json> = rows.iter().filter_map(|row| entry(kind, row)).collect();
        if !entries.is_empty() {
            all.insert(kind.word().to_owned(), Json::Object(entries));
        }
    }
    is_export.then(|| Json::Object(all).to_string())
}

/// An entry with its id.
fn entry(kind: Kind, row: &Json) -> Option<(String, Json)> {
    let id = row.get("id")?.as_str()?.to_owned();
    let mut fields = table(keys(kind), row);
    // An acceptance that counts shows as a status; the acceptance itself is written.
    if kind == Kind::Failure
        && fields.get("status").is_some_and(|status| status == "accepted" || status == "open")
    {
        fields.remove("status");
    }
    let own = row.get("x").and_then(Json::as_object).into_iter().flatten();
    fields.extend(own.map(|(key, value)| (key.clone(), value.clone())));
    Some((id, Json::Object(fields)))
}

/// The keys of a table that say something.
fn table(keys: &[Key], row: &Json) -> Map<String, Json> {
    let written = keys.iter().filter_map(|key| {
        let value = value(key.shape, row.get(key.name)?);
        says_something(&value).then(|| (key.name.to_owned(), value))
    });
    written.collect()
}

fn says_something(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::Array(items) => !items.is_empty(),
        Json::Object(pairs) => !pairs.is_empty(),
        _ => true,
    }
}

/// A value as a playbook says it.
fn value(shape: Shape, json: &Json) -> Json {
    match shape {
        Shape::Table(keys) => Json::Object(table(keys, json)),
        Shape::List(of) => {
            let items = json.as_array().into_iter().flatten().map(|item| value(*of, item));
            items.filter(says_something).collect()
        }
        Shape::Likelihood => likelihood(json),
        Shape::Needed(keys) => {
            let mut needed = table(keys, json);
            needed.retain(|key, value| key != "strength" || value != "strong");
            alone("component", needed)
        }
        Shape::Measure => match json.get("use") {
            Some(id) if !id.is_null() => json.clone(),
            _ => alone("action", table(keys(Kind::Action), json)),
        },
        _ => json.clone(),
    }
}

/// A table, or its only value where that is under this key.
fn alone(key: &str, mut table: Map<String, Json>) -> Json {
    match table.len() {
        1 if table.contains_key(key) => table.remove(key).unwrap_or_default(),
        _ => Json::Object(table),
    }
}

/// A level, or levels under conditions.
fn likelihood(json: &Json) -> Json {
    let conditions = json.get("conditions").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let otherwise = json.get("otherwise").filter(|otherwise| !otherwise.is_null());
    let mut cases = conditions.to_vec();
    match (cases.as_mut_slice(), otherwise) {
        ([], otherwise) => otherwise.or_else(|| json.get("level")).cloned().unwrap_or_default(),
        ([one], otherwise) => {
            if let (Some(case), Some(otherwise)) = (one.as_object_mut(), otherwise) {
                case.insert("otherwise".to_owned(), otherwise.clone());
            }
            one.clone()
        }
        (_, otherwise) => {
            cases.extend(
                otherwise
                    .map(|level| Json::Object([("level".to_owned(), level.clone())].into_iter().collect())),
            );
            Json::Array(cases)
        }
    }
}
