//! What a person types for a field: `severity=high`, `until=2027-03-31`, `sources=orders-db,Human error`.

mod field;
mod rating;
mod text;

pub use field::singular;

use crate::change::Path;
use crate::change::Refusal;
use crate::change::Value;
use crate::change::shape;
use crate::finding::short;
use crate::import::typed::text::parsed;
use crate::import::typed::text::toml_table;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Kind;
use crate::model::Percent;
use crate::model::RemoteId;
use crate::model::Scale;
use crate::model::ScaleName;
use crate::model::Scales;
use crate::model::Shape;
use crate::model::Words;

/// Reads what a person types, for one kind of entry.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// What the entry is.
    pub kind: Kind,
    /// The levels that there are.
    pub scales: &'a Scales,
    /// What `today` means.
    pub today: Date,
}

impl Typed<'_> {
    /// The value that is meant for a field; for a list, all of it.
    ///
    /// # Errors
    /// The field cannot have such a value; what it can have is said.
    pub fn value(&self, path: &Path, text: &str) -> Result<Value, Refusal> {
        let name = path.to_string();
        match shape(self.kind, path.steps()) {
            Some(shape) => self.read(&name, shape, text),
            None => Ok(Value::parse(text.trim()).unwrap_or_else(|| Value::text(text))),
        }
    }

    /// The elements that are meant, to be added to a list or taken out of it.
    ///
    /// # Errors
    /// The field is no list, or cannot have such an element.
    pub fn elements(&self, path: &Path, text: &str) -> Result<Vec<Value>, Refusal> {
        match (self.value(path, text)?, shape(self.kind, path.steps())) {
            (Value::List(items), _) => Ok(items),
            (value, None | Some(Shape::Any)) => Ok(vec![value]),
            _ => {
                Err(Refusal::new(format!("`{path}` is no list"))
                    .help(format!("write {path}={}", short(text))))
            }
        }
    }

    fn read(&self, name: &str, shape: Shape, text: &str) -> Result<Value, Refusal> {
        let word = text.trim();
        let no = |why: &str| Refusal::new(format!("{name}: `{}` is {why}", short(word)));
        match shape {
            Shape::Text if word.is_empty() => {
                Err(Refusal::new(format!("{name}: the text is empty")).help("--clear takes a field away"))
            }
            Shape::Text => Ok(Value::text(text)),
            Shape::Boolean => match word {
                "true" | "yes" => Ok(Value::Boolean(true)),
                "false" | "no" => Ok(Value::Boolean(false)),
                _ => Err(no("neither true nor false")),
            },
            Shape::Integer(least, most) => match word.parse::<i64>() {
                Ok(number) if (least..=most).contains(&number) => Ok(Value::Number(number.to_string())),
                _ => Err(no(&format!("no whole number from {least} to {most}"))),
            },
            Shape::Date => {
                self.date(word).map(Value::Date).ok_or_else(|| no("no date; write 2026-11-01, or today"))
            }
            Shape::Time => match (self.date(word), Value::parse(word)) {
                (Some(date), _) => Ok(Value::Date(date)),
                (None, Some(time @ Value::Time(_))) => Ok(time),
                _ => Err(no("no time; write 2026-03-04T10:02:00Z")),
            },
            Shape::Duration => parsed::<Duration>(name, word),
            Shape::Interval => parsed::<Interval>(name, word),
            Shape::Percent => parsed::<Percent>(name, word),
            Shape::Remote => parsed::<RemoteId>(name, word),
            Shape::Word(words) => match words.words.contains(&word) {
                true => Ok(Value::text(word)),
                false => Err(no(&format!("no {}", words.what)).choose(word, words.iter())),
            },
            Shape::Rating(scale) => self.rating(name, self.scale(scale), word),
            Shape::Likelihood => self.likelihood(name, word),
            Shape::Id(_) => self.id(name, word),
            Shape::Reference(_) if word.is_empty() => Err(Refusal::new(format!("{name}: the text is empty"))),
            Shape::Reference(_) => Ok(Value::text(word)),
            Shape::Affects if word == "*" => Ok(Value::texts(["*"])),
            Shape::Affects => self.read(name, Shape::List(&Shape::Id(&[Kind::Component])), text),
            Shape::Measure => match (toml_table(word), word.strip_prefix("use=")) {
                (Some(table), _) => Ok(table),
                (None, Some(id)) => Ok(Value::Table(vec![("use".to_owned(), self.id(name, id.trim())?)])),
                (None, None) => self.read(name, Shape::Text, text),
            },
            Shape::Needed(_) => toml_table(word).map_or_else(|| self.id(name, word), Ok),
            Shape::List(item) => self.list(name, *item, text),
            Shape::Either(shapes) => {
                let read = shapes.iter().map(|shape| self.read(name, *shape, text));
                read.reduce(|first, next| first.or(next)).unwrap_or_else(|| Err(no("no value")))
            }
            Shape::Cadence => match toml_table(word) {
                Some(table) => Ok(table),
                None => self.read(name, Shape::Interval, text),
            },
            Shape::Table(_) | Shape::Map(_) | Shape::Open(..) => {
                let help = format!("write {name}.KEY=VALUE, or {name}='{{ key = \"value\" }}'");
                toml_table(word).ok_or_else(|| no("no table").help(help))
            }
            Shape::Any => Ok(Value::parse(word).unwrap_or_else(|| Value::text(text))),
        }
    }

    /// A list: a TOML array; names parted by commas; or one element, for what is a sentence.
    fn list(&self, name: &str, item: Shape, text: &str) -> Result<Value, Refusal> {
        let word = text.trim();
        if word.is_empty() || word == "[]" {
            return Ok(Value::List(Vec::new()));
        }
        if let Some(list @ Value::List(_)) = word.starts_with('[').then(|| Value::parse(word)).flatten() {
            return Ok(list);
        }
        let is_name = matches!(item, Shape::Id(_) | Shape::Reference(_) | Shape::Word(_)) || name == "tags";
        let names = matches!(item, Shape::Needed(_)) && !word.contains('{');
        let parts: Vec<&str> = if is_name || names { text.split(',').collect() } else { vec![text] };
        let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
        let trimmed = |part: &str| if is_name { part.trim().to_owned() } else { part.to_owned() };
        parts.map(|part| self.read(name, item, &trimmed(part))).collect::<Result<_, _>>().map(Value::List)
    }

    fn scale(&self, name: ScaleName) -> &Scale {
        match name {
            ScaleName::Severity => &self.scales.severity,
            ScaleName::Likelihood => &self.scales.likelihood,
            ScaleName::Detection => &self.scales.detection,
        }
    }

    fn id(&self, name: &str, word: &str) -> Result<Value, Refusal> {
        match Id::new(word) {
            Ok(id) => Ok(Value::text(id.as_str())),
            Err(reason) => {
                let refusal =
                    Refusal::new(format!("{name}: `{}` is not the id of an entry: {reason}", short(word)));
                Err(match Id::slug(word) {
                    Some(slug) => refusal.help(format!("did you mean `{slug}`?")),
                    None => refusal,
                })
            }
        }
    }

    fn date(&self, word: &str) -> Option<Date> {
        match word {
            "today" => Some(self.today),
            word => word.parse().ok().filter(|date: &Date| date.year() > 0),
        }
    }

    /// What may be chosen for a field, each with what it means; empty where anything may stand there.
    pub fn choices(&self, path: &Path) -> Vec<(&str, &str)> {
        let words = |words: Words| words.iter().collect();
        match shape(self.kind, path.steps()) {
            Some(Shape::Word(of) | Shape::List(&Shape::Word(of))) => words(of),
            Some(Shape::Rating(scale)) => levels(self.scale(scale)),
            Some(Shape::Likelihood) => levels(&self.scales.likelihood),
            _ => Vec::new(),
        }
    }
}

fn levels(scale: &Scale) -> Vec<(&str, &str)> {
    scale.levels().iter().map(|level| (level.name(), level.means())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: &str, text: &str) -> Result<Value, String> {
        let scales = Scales::default();
        let today = Date::new(2026, 11, 20).unwrap();
        let typed = Typed { kind: Kind::Failure, scales: &scales, today };
        typed.path(field).and_then(|path| typed.value(&path, text)).map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn what_is_typed_becomes_what_is_meant() {
        let table = |pairs: &[(&str, &str)]| {
            Value::Table(pairs.iter().map(|(key, value)| ((*key).to_owned(), Value::text(*value))).collect())
        };
        for (field, text, value) in [
            ("severity", "High", Value::text("high")),
            ("severity", "8", Value::Number("8".to_owned())),
            ("s", "8", Value::Number("8".to_owned())),
            (
                "o",
                "5 (under heavy load), otherwise rare",
                Value::Table(vec![
                    ("level".to_owned(), Value::Number("5".to_owned())),
                    ("when".to_owned(), Value::text("under heavy load")),
                    ("otherwise".to_owned(), Value::text("rare")),
                ]),
            ),
            ("residual_severity", "low", Value::text("low")),
            ("residual.d", "3", Value::Number("3".to_owned())),
            ("accepted_by", "cto", Value::text("cto")),
            ("source", "orders-db, Human error", Value::texts(["orders-db", "Human error"])),
            ("sources", "[\"a, b\"]", Value::texts(["a, b"])),
            ("class", "overload,bug", Value::texts(["overload", "bug"])),
            ("tag", "a, b", Value::texts(["a", "b"])),
            ("confirm", "Look, and wait", Value::texts(["Look, and wait"])),
            ("affects", "*", Value::texts(["*"])),
            ("reviewed", "today", Value::Date(Date::new(2026, 11, 20).unwrap())),
            ("accepted.until", "2027-03-31", Value::Date(Date::new(2027, 3, 31).unwrap())),
            ("estimate.affected", "30%", Value::text("30%")),
            ("detected-by", "order-store-latency", Value::texts(["order-store-latency"])),
            ("preventative", "use=autoscale", Value::List(vec![table(&[("use", "autoscale")])])),
            ("likelihood", "Very likely", Value::text("very-likely")),
            (
                "likelihood",
                "likely (under heavy load), otherwise rare",
                table(&[("level", "likely"), ("when", "under heavy load"), ("otherwise", "rare")]),
            ),
            ("x-team", "42", Value::Number("42".to_owned())),
            ("x-team", "green", Value::text("green")),
            ("escalate", "{ after = \"15m\" }", table(&[("after", "15m")])),
        ] {
            assert_eq!(read(field, text), Ok(value), "{field}={text}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_can() {
        for (field, text, message) in [
            ("severity", "hihg", "severity: `hihg` is no level of the severity scale"),
            ("severity", "11", "severity: `11` is not a number from 1 to 10"),
            ("o", "0", "likelihood: `0` is not a number from 1 to 10"),
            ("d", "7.5", "detection: `7.5` is not a number from 1 to 10"),
            ("p", "1", "a failure has no field `p`"),
            ("outage", "totally", "outage: `totally` is no outage"),
            ("reviewed", "2026-02-30", "reviewed: `2026-02-30` is no date; write 2026-11-01, or today"),
            (
                "estimate.detect",
                "5",
                "estimate.detect: `5`: a duration is a whole number and a unit: 30m, 4h, 90d, 2w, 6mo or 1y",
            ),
            (
                "flows",
                "Place order",
                "flows: `Place order` is not the id of an entry: an id is made of a-z, 0-9 and hyphens, and begins with a letter or a digit",
            ),
            ("risk", " ", "risk: the text is empty"),
            ("serverity", "high", "a failure has no field `serverity`"),
            ("escalate", "15m", "escalate: `15m` is no table"),
        ] {
            assert_eq!(read(field, text), Err(message.to_owned()), "{field}={text}");
        }
    }
}
