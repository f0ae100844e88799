//! Fields that are keys of an entry.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::model::Duration;
use crate::model::Fact;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Percent;
use crate::model::Scales;
use crate::model::Shape;
use crate::model::shape::keys;
use crate::report::FIELDS;
use crate::report::Field;
use crate::report::Sort;
use crate::report::Value;
use crate::report::field::Own;
use crate::report::field::Source;

const BOOLEAN: Sort = Sort::Words(&["false", "true"], &["no", "yes"]);

/// The fields of a kind.
pub(super) fn fields(kind: Kind) -> Vec<Field> {
    let mut fields = match kind {
        Kind::Failure => FIELDS.to_vec(),
        _ => vec![
            own("id", "ID", "the id", Own::Id),
            own("playbook", "Playbook", "the playbook that it belongs to", Own::Playbook),
        ],
    };
    add(&mut fields, &[], keys(kind));
    fields
}

const fn own(name: &'static str, heading: &'static str, about: &'static str, own: Own) -> Field {
    Field { name, heading, about, sort: Sort::Text, source: Source::Own(own) }
}

/// Adds the keys of a table, and below each table its own.
fn add(fields: &mut Vec<Field>, above: &[&'static Key], keys: &'static [Key]) {
    for key in keys {
        let path: Vec<&'static Key> = above.iter().copied().chain([key]).collect();
        let name = path.iter().map(|key| key.name).collect::<Vec<_>>().join("_");
        // What is computed, or shown better than a key alone could be, has the name already.
        if fields.iter().any(|field| field.name == name) {
            continue;
        }
        let field = Field {
            heading: heading(&name).leak(),
            name: name.leak(),
            about: key.about,
            sort: sort(key),
            source: Source::Keys(path.clone().leak()),
        };
        fields.push(field);
        if let Shape::Table(below) = key.shape {
            add(fields, &path, below);
        }
    }
}

/// `depends_on` as a heading: `Depends on`.
fn heading(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters.clone()).collect()
}

fn sort(key: &Key) -> Sort {
    match key.shape {
        Shape::Boolean => BOOLEAN,
        Shape::Integer(..) => Sort::Number,
        Shape::Percent => Sort::Percent,
        Shape::Duration | Shape::Interval => Sort::Duration,
        Shape::Date | Shape::Time if key.fact != Fact::No => Sort::Since,
        Shape::Date | Shape::Time => Sort::Date,
        Shape::Word(words) => Sort::Words(words.words, words.means),
        Shape::Rating(scale) => Sort::Rating(scale),
        _ => Sort::Text,
    }
}

/// The value at the end of a path of keys, in an entry as JSON.
pub(in crate::report) fn value<'v>(entry: &Json, path: &[&'static Key], scales: &Scales) -> Value<'v> {
    let found = path.iter().try_fold(entry, |json, key| json.get(key.name));
    match (found, path.last()) {
        (Some(json), Some(key)) => of(json, key.shape, scales),
        _ => Value::Nothing,
    }
}

fn of<'v>(json: &Json, shape: Shape, scales: &Scales) -> Value<'v> {
    if json.is_null() {
        return Value::Nothing;
    }
    let text = plain(json);
    match shape {
        Shape::Boolean => Value::Ranked(text.into(), u8::from(json.as_bool() == Some(true))),
        Shape::Integer(..) => json.as_f64().map_or(Value::Nothing, Value::Number),
        Shape::Percent => {
            let share = text.parse().map_or(0.0, |percent: Percent| percent.share());
            Value::Measured(text.into(), share)
        }
        Shape::Duration | Shape::Interval => {
            let minutes = text.parse().map_or(0.0, |duration: Duration| duration.minutes());
            Value::Measured(text.into(), minutes)
        }
        Shape::Date | Shape::Time => {
            let day = text.get(..10).and_then(|day| day.parse().ok());
            match day {
                Some(date) if text.len() == 10 => Value::Date(date),
                Some(date) => Value::Time(text.into(), date),
                None => Value::Nothing,
            }
        }
        Shape::Word(words) => {
            let rank = words.words.iter().position(|word| *word == text);
            Value::Ranked(text.into(), rank.and_then(|rank| u8::try_from(rank).ok()).unwrap_or(0))
        }
        Shape::Rating(scale) => {
            let score = scales.get(scale).read(&text).map_or(0, |rating| rating.score());
            Value::Ranked(text.into(), score)
        }
        Shape::List(of) => {
            let items =
                json.as_array().map_or(&[][..], Vec::as_slice).iter().map(|item| Cow::Owned(brief(item)));
            match of {
                Shape::Id(_) | Shape::Reference(_) | Shape::Word(_) | Shape::Needed(_) => {
                    Value::List(items.collect())
                }
                _ => Value::Lines(items.collect()),
            }
        }
        Shape::Map(_) => Value::Lines(pairs(json).into_iter().map(Cow::Owned).collect()),
        _ => Value::Text(brief(json).into()),
    }
}

/// A text without quotes, or anything else as JSON.
fn plain(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

/// A value on one line: the id or the words that it is about, else its keys.
fn brief(json: &Json) -> String {
    match json {
        Json::Object(object) => {
            let said = |key: &str| object.get(key).filter(|value| !value.is_null()).map(plain);
            let name = ["use", "component", "register", "action"].iter().find_map(|key| said(key));
            name.unwrap_or_else(|| pairs(json).join(", "))
        }
        Json::Array(items) => items.iter().map(brief).collect::<Vec<_>>().join(", "),
        other => plain(other),
    }
}

/// The keys of a table that say something, each with its value.
fn pairs(json: &Json) -> Vec<String> {
    let is_said = |value: &Json| match value {
        Json::Null => false,
        Json::Array(items) => !items.is_empty(),
        Json::Object(pairs) => !pairs.is_empty(),
        _ => true,
    };
    let pairs = json.as_object().into_iter().flatten().filter(|(_, value)| is_said(value));
    pairs.map(|(key, value)| format!("{key}: {}", brief(value))).collect()
}
