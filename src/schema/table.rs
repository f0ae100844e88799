//! Tables as schemas.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::lint;
use crate::model::Key;
use crate::model::Scales;
use crate::model::Shape;
use crate::model::shape;
use crate::rank;
use crate::schema::OWN;
use crate::schema::value::offered;
use crate::schema::value::telling;

/// Makes schemas of tables, with the words of a workspace's scales.
pub(super) struct Tables<'a> {
    pub(super) scales: &'a Scales,
}

impl Tables<'_> {
    /// A table with these keys, and the user's own.
    pub(super) fn of(&self, keys: &[Key]) -> Value {
        let mut table = self.closed(keys);
        table["patternProperties"] = json!({ OWN: {} });
        table
    }

    /// A table with these keys and no others.
    pub(super) fn closed(&self, keys: &[Key]) -> Value {
        let properties: Map<_, _> = keys.iter().map(|key| (key.name.to_owned(), self.key(key))).collect();
        let required: Vec<_> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        let mut table = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        if !required.is_empty() {
            table["required"] = required.into();
        }
        table
    }

    /// A table with these keys, and others that all have one schema.
    pub(super) fn open(&self, keys: &[Key], other: Value) -> Value {
        let mut table = self.closed(keys);
        table["additionalProperties"] = other;
        table
    }

    /// The value of a key, with what it means.
    fn key(&self, key: &Key) -> Value {
        let mut value = match key.name {
            "allow" if key.shape == shape::ALLOW.shape => {
                json!({ "type": "object", "additionalProperties": telling() })
            }
            "rank" => methods(),
            "lint" => self.lint(key.shape),
            _ if key.required && key.shape == Shape::Text => telling(),
            _ => self.value(key.shape),
        };
        describe(&mut value, &format!("{}{}", key.about, self.more(key.shape)));
        value
    }

    /// The levels of rules, beside keys of another kind.
    fn lint(&self, shape: Shape) -> Value {
        let Shape::Open(keys, _) = shape else { return self.value(shape) };
        let ways = ["level", "setting"].map(|way| json!({ "$ref": format!("#/$defs/{way}") }));
        let mut lint = rules(&json!({ "anyOf": ways }));
        for key in keys {
            lint["properties"][key.name] = self.key(key);
        }
        lint
    }
}

/// Says what a value means. taplo would show it once for the whole and once for the part that fits, and beside a key
/// that is completed only what it finds in the parts. On the key of a list it shows what its items mean.
fn describe(value: &mut Value, text: &str) {
    value["description"] = text.into();
    if let Some(item) = value.get_mut("items") {
        item["description"] = text.into();
    }
    let first = value.get_mut("anyOf").and_then(|ways| ways.get_mut(0));
    if let Some(first) = first.filter(|first| first.get("$ref").is_none()) {
        first["description"] = text.into();
        value["x-taplo"] = json!({ "docs": { "main": "" } });
    }
}

/// A table by rule. A name that is no rule is left to `lint`, which may know rules of its own.
fn rules(value: &Value) -> Value {
    let described = |rule: &lint::Rule| {
        let mut value = value.clone();
        value["description"] = summary(rule.page).into();
        (rule.id.to_owned(), value)
    };
    json!({
        "type": "object",
        "properties": lint::RULES.iter().map(described).collect::<Map<_, _>>(),
        "additionalProperties": value,
        "x-tombi-additional-key-label": "rule",
    })
}

fn methods() -> Value {
    offered(rank::METHODS.iter().map(|method| (method.id.to_owned(), summary(method.page))))
}

/// The first paragraph below the title of a page.
fn summary(page: &str) -> String {
    let below = page.split("\n\n").nth(1).unwrap_or_default();
    below.split_whitespace().collect::<Vec<_>>().join(" ")
}
