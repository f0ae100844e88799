//! JSON Schemas of the files, for editors: completion, hover, and a first look at mistakes.
//!
//! They are made from [`crate::model::shape`], and never stricter than the code that reads: what depends on the
//! workspace, levels and ids, is offered and not demanded, so that a schema that has grown old says nothing false.
//! `lint` has the last word.

mod table;
mod value;

use serde_json::Value;
use serde_json::json;

use crate::config::Config;
use crate::model::Action;
use crate::model::Kind;
use crate::model::Scales;
use crate::model::Word;
use crate::model::shape;
use crate::schema::table::Tables;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What an id looks like. That some names are reserved on Windows is left to `lint`.
const ID: &str = "^[a-z0-9][a-z0-9-]{0,62}$";

/// The keys that are the user's own.
const OWN: &str = "^x-";

/// The schema of a playbook in a workspace with these scales.
pub fn playbook(scales: &Scales) -> Value {
    let tables = Tables { scales };
    let mut playbook = tables.of(shape::PLAYBOOK);
    playbook["description"] = "What the playbook says of itself, and the defaults of its entries.".into();
    let mut properties = serde_json::Map::from_iter([("playbook".to_owned(), playbook)]);
    let mut definitions = serde_json::Map::new();
    for kind in Kind::ALL {
        let word = kind.word();
        let mut entry = tables.of(shape::keys(*kind));
        entry["description"] = kind.means().into();
        definitions.insert(word.to_owned(), entry);
        let entries = json!({
            "type": "object",
            "description": format!("{} `[{word}.some-id]`", kind.means()),
            "patternProperties": { ID: { "$ref": format!("#/$defs/{word}") } },
            "additionalProperties": false,
            "x-tombi-additional-key-label": format!("{word}-id"),
        });
        properties.insert(word.to_owned(), entries);
    }
    definitions.insert("case".to_owned(), tables.case());
    definitions.insert("shared".to_owned(), tables.closed(shape::SHARED));
    definitions.insert("measure".to_owned(), tables.of(Action::KEYS));
    json!({
        "$schema": DRAFT,
        "title": "A playbook of faultbook",
        "description": "Failure modes as code: entries of a workspace, each a table with an id.",
        "type": "object",
        "properties": properties,
        "patternProperties": { OWN: {} },
        "additionalProperties": false,
        "$defs": definitions,
    })
}

/// The schema of `faultbook.toml`.
pub fn config() -> Value {
    let tables = Tables { scales: &Scales::default() };
    let mut config = tables.of(Config::KEYS);
    config["$defs"] =
        json!({ "level": tables.value(Config::LEVEL), "setting": tables.value(Config::SETTING) });
    config["$schema"] = DRAFT.into();
    config["title"] = Config::FILE.into();
    config["description"] = "The root of a faultbook workspace, and its configuration.".into();
    config
}

#[cfg(test)]
mod tests {
    use jsonschema::Validator;

    use super::*;
    use crate::model::shape::sample;

    /// A file as validators see it: dates are texts.
    fn json(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(date) => date.to_string().into(),
            toml::Value::Array(items) => items.into_iter().map(json).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
            other => serde_json::to_value(other).unwrap(),
        }
    }

    fn validator(schema: &Value) -> Validator {
        jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
    }

    fn said(validator: &Validator, text: &str) -> Vec<String> {
        let value = json(toml::Value::Table(toml::from_str(text).unwrap()));
        validator.iter_errors(&value).map(|error| error.to_string()).collect()
    }

    /// Of every kind, also of those that nothing reads yet.
    #[test]
    fn every_way_to_write_a_value_is_accepted() {
        let (playbook, config) = (validator(&playbook(&Scales::default())), validator(&config()));
        for kind in Kind::ALL {
            let keys = shape::keys(*kind);
            for key in keys {
                for way in sample::ways(key.shape) {
                    let others: Vec<_> = keys
                        .iter()
                        .filter(|other| other.required && other.name != key.name)
                        .copied()
                        .collect();
                    let text = format!("[{kind}.a]\n{} = {way}\n{}", key.name, sample::lines(&others));
                    assert_eq!(said(&playbook, &text), [""; 0], "{text}");
                }
            }
        }
        for key in Config::KEYS {
            for way in sample::ways(key.shape) {
                let format = if key.name == "format" { "" } else { "format = 1\n" };
                let text = format!("{format}{} = {way}\n", key.name);
                assert_eq!(said(&config, &text), [""; 0], "{text}");
            }
        }
    }
}
