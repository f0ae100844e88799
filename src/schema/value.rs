//! Values as schemas.
//!
//! What a language server shows beside a value comes from three places: all read `description`; taplo reads the
//! meaning of each word from `x-taplo`; tombi shows the description of the whole, which therefore lists the words.
//! A date in TOML is text in a format to all of them.

use serde_json::Value;
use serde_json::json;

use crate::model::Matrix;
use crate::model::Rating;
use crate::model::Scale;
use crate::model::Shape;
use crate::model::Words;
use crate::model::shape::CASE;
use crate::schema::ID;
use crate::schema::table::Tables;

/// A number and a unit; the reader takes zeros before and spaces around.
const DURATION: &str = r"^\s*0*[0-9]{1,8}(s|m|h|d|w|mo|y)\s*$";

/// The same above zero.
const INTERVAL: &str = r"^\s*0*[1-9][0-9]{0,7}(s|m|h|d|w|mo|y)\s*$";

/// A workspace, and a component of it.
const REMOTE: &str = r"^\s*[a-z0-9][a-z0-9-]*/component/[a-z0-9][a-z0-9-]*\s*$";

/// A number and the sign.
const PERCENT: &str = r"^\s*(0*100\.?0*|0*[0-9]{1,2}(\.[0-9]*)?|\.[0-9]+)\s*%\s*$";

impl Tables<'_> {
    /// What may stand as a value.
    pub(super) fn value(&self, shape: Shape) -> Value {
        match shape {
            Shape::Text => json!({ "type": "string" }),
            Shape::Boolean => json!({ "type": "boolean" }),
            Shape::Integer(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            Shape::Date => json!({ "type": "string", "format": "date" }),
            Shape::Time => json!({ "anyOf": [
                { "type": "string", "format": "date-time" },
                { "type": "string", "format": "date" },
            ] }),
            Shape::Duration => json!({ "type": "string", "pattern": DURATION, "examples": ["30m", "90d"] }),
            Shape::Interval => json!({ "type": "string", "pattern": INTERVAL, "examples": ["30m", "90d"] }),
            Shape::Percent => json!({ "type": "string", "pattern": PERCENT, "examples": ["99.9%"] }),
            Shape::Remote => {
                json!({ "type": "string", "pattern": REMOTE, "examples": ["shop/component/cart-api"] })
            }
            Shape::Word(words) => self.word(words),
            Shape::Rating(scale) => self.rating(self.scales.get(scale)),
            Shape::Likelihood => {
                let mut value = self.rating(&self.scales.likelihood);
                let case = json!({ "$ref": "#/$defs/case" });
                let list = json!({ "type": "array", "items": case });
                value["anyOf"]
                    .as_array_mut()
                    .into_iter()
                    .for_each(|ways| ways.extend([case.clone(), list.clone()]));
                value
            }
            Shape::Id(_) => json!({ "type": "string", "pattern": ID }),
            Shape::Reference(_) => telling(),
            Shape::Affects => {
                let pattern = format!("^\\*$|{ID}");
                json!({ "type": "array", "items": { "type": "string", "pattern": pattern } })
            }
            Shape::Measure => {
                let ways = ["shared", "measure"].map(|way| json!({ "$ref": format!("#/$defs/{way}") }));
                json!({ "anyOf": [telling(), ways[0], ways[1]] })
            }
            Shape::Needed(keys) => json!({ "anyOf": [{ "type": "string", "pattern": ID }, self.of(keys)] }),
            Shape::List(of) => json!({ "type": "array", "items": self.value(*of) }),
            Shape::Table(keys) => self.of(keys),
            Shape::Map(of) => json!({ "type": "object", "additionalProperties": self.value(*of) }),
            Shape::Open(keys, of) => self.open(keys, self.value(*of)),
            Shape::Cadence => {
                let every = self.value(Shape::Interval);
                let by: serde_json::Map<_, _> =
                    Matrix::CELLS.words.iter().map(|word| ((*word).to_owned(), every.clone())).collect();
                let table = json!({ "type": "object", "properties": by, "additionalProperties": false });
                json!({ "anyOf": [every, table] })
            }
            Shape::Either(shapes) => {
                json!({ "anyOf": shapes.iter().map(|shape| self.value(*shape)).collect::<Vec<_>>() })
            }
            Shape::Any => json!({}),
        }
    }

    /// What is said of a value beyond what its key means.
    pub(super) fn more(&self, shape: Shape) -> String {
        match shape {
            Shape::Word(words) => bullets(words.iter()),
            Shape::List(Shape::Word(words)) => bullets(words.iter()),
            Shape::Rating(scale) => levels(self.scales.get(scale)),
            Shape::Likelihood => levels(&self.scales.likelihood),
            Shape::Text | Shape::Boolean | Shape::Any | Shape::Table(_) | Shape::Map(_) | Shape::Open(..) => {
                String::new()
            }
            Shape::List(Shape::Text | Shape::Table(_)) => String::new(),
            shape => {
                let shape = shape.to_string();
                let (first, rest) = shape.split_at(1);
                format!("\n\n{}{rest}.", first.to_uppercase())
            }
        }
    }

    fn word(&self, words: Words) -> Value {
        json!({
            "type": "string",
            "enum": words.words,
            "x-taplo": { "docs": { "enumValues": words.means } },
        })
    }

    /// A level of a scale, or a number. Any other text is left to `lint`: it knows the scale as it is now, and takes
    /// aliases, and levels in any case.
    fn rating(&self, scale: &Scale) -> Value {
        let levels = scale.levels().iter();
        let mut value = offered(levels.map(|level| (level.name().to_owned(), level.means().to_owned())));
        let other = &mut value["anyOf"][1];
        other["type"] = json!(["string", "integer"]);
        other["minimum"] = 1.into();
        other["maximum"] = 10.into();
        value
    }

    /// A likelihood that is written as a table.
    pub(super) fn case(&self) -> Value {
        let mut case = self.of(CASE);
        case["dependentRequired"] = json!({ "otherwise": ["when"] });
        case
    }
}

/// Text that says something.
pub(super) fn telling() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

/// Words that are offered, each with its meaning; others are allowed.
pub(super) fn offered(words: impl Iterator<Item = (String, String)>) -> Value {
    let (words, means): (Vec<_>, Vec<_>) = words.unzip();
    json!({ "anyOf": [
        { "type": "string", "enum": words, "x-taplo": { "docs": { "enumValues": means } } },
        // tombi shows what fits twice, if it does.
        { "type": "string", "not": { "enum": words } },
    ] })
}

/// The levels of a scale, worst last, as Markdown.
fn levels(scale: &Scale) -> String {
    let means = |level: &Rating| match level.aliases() {
        [] => level.means().to_owned(),
        aliases => format!("{} (or {})", level.means(), aliases.join(", ")),
    };
    bullets(scale.levels().iter().map(|level| (level.name(), means(level))))
}

fn bullets<'a>(words: impl Iterator<Item = (&'a str, impl std::fmt::Display)>) -> String {
    let lines: Vec<_> = words.map(|(word, means)| format!("\n- `{word}`: {means}")).collect();
    format!("\n{}", lines.concat())
}
