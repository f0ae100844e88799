//! How values of each type are read.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::finding::nearest;
use crate::finding::short;
use crate::model::Affects;
use crate::model::Cadence;
use crate::model::Id;
use crate::model::Likelihood;
use crate::model::Measure;
use crate::model::Moment;
use crate::model::Rating;
use crate::model::Reference;
use crate::model::ScaleName;
use crate::model::Shape;
use crate::model::Words;
use crate::model::source::FromValue;
use crate::model::source::Table;
use crate::model::source::ValueSource;
use crate::read::grammar;
use crate::read::reader::Reader;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

/// How a value of a shape is written, for messages.
pub(crate) fn example(shape: Shape) -> &'static str {
    match shape {
        Shape::Percent => "\"99.9%\"",
        Shape::Duration | Shape::Interval => "\"30m\"",
        Shape::Date => "2026-11-01",
        Shape::Time => "2026-03-04T10:02:00Z",
        Shape::Boolean => "true",
        Shape::Integer(..) => "2",
        Shape::List(_) => "[\"…\"]",
        _ => "\"…\"",
    }
}

/// A value, and who reads it.
pub(crate) struct Found<'x, 'a, 'i> {
    pub(crate) value: Value<'i>,
    pub(crate) reader: &'x mut Reader<'a>,
}

impl ValueSource for Found<'_, '_, '_> {
    fn text(self) -> Option<String> {
        if !self.value.get_ref().is_str() {
            self.reader.wrong_type(&self.value, "text", None);
            return None;
        }
        self.reader.check_texts(&self.value);
        match self.value.into_inner() {
            // The line ends of Windows are line ends.
            Tree::String(text) if text.contains('\r') => Some(text.replace("\r\n", "\n")),
            Tree::String(text) => Some(text.into_owned()),
            _ => None,
        }
    }

    fn boolean(self) -> Option<bool> {
        let Tree::Boolean(flag) = self.value.get_ref() else {
            self.reader.wrong_type(&self.value, "true or false", None);
            return None;
        };
        Some(*flag)
    }

    fn integer(self, least: i64, most: i64) -> Option<i64> {
        let Tree::Integer(number) = self.value.get_ref() else {
            self.reader.wrong_type(&self.value, "a whole number", None);
            return None;
        };
        let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let message = format!("the number must lie between {least} and {most}");
            self.reader.bad_value(self.value.span(), &message, None);
        }
        number
    }

    fn date(self) -> Option<Date> {
        let Self { value, reader } = self;
        let date = match value.get_ref() {
            Tree::Date(date) => Some(*date).filter(|date| date.year() > 0),
            Tree::Time(_) => None,
            other => {
                let help = other.as_str().map(|text| match text.trim().parse::<Date>() {
                    Ok(date) => format!("write it without quotes: {date}"),
                    Err(_) => "write a date, without quotes: 2027-03-31".to_owned(),
                });
                reader.wrong_type(&value, "a date", help.as_deref());
                return None;
            }
        };
        if date.is_none() {
            reader.bad_value(value.span(), "a date is a year, a month and a day: 2026-11-01", None);
        }
        date
    }

    fn moment(self) -> Option<Moment> {
        match self.value.get_ref() {
            Tree::Date(_) => self.date().map(Moment::from),
            Tree::Time(text) => {
                let moment = text.parse::<Moment>();
                moment
                    .map_err(|wrong| self.reader.bad_value(self.value.span(), &wrong.to_string(), None))
                    .ok()
            }
            other => {
                let help = other.as_str().map(|_| "write it without quotes: 2026-03-04T10:02:00Z");
                self.reader.wrong_type(&self.value, "a date and time, or a date", help);
                None
            }
        }
    }

    fn parse<T: FromStr<Err: fmt::Display>>(self, needed: &str) -> Option<T> {
        let Some(text) = self.value.get_ref().as_str() else {
            self.reader.wrong_type(&self.value, needed, None);
            return None;
        };
        match text.trim().parse() {
            Ok(parsed) => Some(parsed),
            Err(reason) => {
                let message = format!("`{}`: {reason}", short(text));
                self.reader.bad_value(self.value.span(), &message, None);
                None
            }
        }
    }

    fn word(self, words: Words) -> Option<usize> {
        let Some(text) = self.value.get_ref().as_str() else {
            self.reader.wrong_type(&self.value, "text", None);
            return None;
        };
        let found = words.words.iter().position(|word| *word == text);
        if found.is_none() {
            let help = match nearest(text, words.words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", words.words.join(", ")),
            };
            let message = format!("`{}` is no {}", short(text), words.what);
            self.reader.bad_value(self.value.span(), &message, Some(help));
        }
        found
    }

    fn id(self) -> Option<Id> {
        let Self { value, reader } = self;
        let span = value.span();
        let text = reader.read::<String>(value)?;
        match Id::new(&text) {
            Ok(id) => Some(id),
            Err(reason) => {
                let message = format!("`{}` is not the id of an entry: {reason}", short(&text));
                reader.bad_value(span, &message, Id::slug(&text).map(|id| format!("did you mean `{id}`?")));
                None
            }
        }
    }

    fn reference(self) -> Option<Reference> {
        self.reader.telling(self.value).map(Reference::new)
    }

    fn rating(self, scale: ScaleName) -> Option<Rating> {
        let scale = self.reader.scales.get(scale);
        self.reader.rating(&self.value, scale)
    }

    fn likelihood(self) -> Option<Likelihood> {
        grammar::likelihood(self.value, self.reader)
    }

    fn affects(self) -> Option<Affects> {
        Some(grammar::affects(self.value, self.reader))
    }

    fn measure(self) -> Option<Measure> {
        grammar::measure(self.value, self.reader)
    }

    fn cadence(self) -> Option<Cadence> {
        grammar::cadence(self.value, self.reader)
    }

    fn list<T: FromValue>(self, of: Shape) -> Vec<T> {
        let needed = match of {
            Shape::Needed(_) => "a list of components",
            Shape::Measure => "a list of actions",
            Shape::Table(_) => "a list of tables",
            _ => "a list",
        };
        self.reader.list(self.value, needed, |value, reader| T::from_value(Found { value, reader }, of))
    }

    fn table<T: Table>(self, shape: Shape) -> Option<T> {
        self.reader.table_of(self.value, shape)
    }
}

impl Reader<'_> {
    /// Reads a value by its type.
    pub(crate) fn read<T: FromValue>(&mut self, value: Value<'_>) -> Option<T> {
        T::from_value(Found { value, reader: self }, Shape::Any)
    }

    /// Reads a text that must say something.
    pub(crate) fn telling(&mut self, value: Value<'_>) -> Option<String> {
        let span = value.span();
        let text = self.read::<String>(value)?;
        if text.trim().is_empty() {
            self.bad_value(span, "the text is empty", None);
            return None;
        }
        Some(text)
    }
}

/// What a value is, in words.
pub(crate) fn describe(value: &Tree<'_>) -> &'static str {
    match value {
        Tree::String(_) => "text",
        Tree::Integer(_) | Tree::Float(_) => "a number",
        Tree::Boolean(_) => "true or false",
        Tree::Date(_) | Tree::Time(_) => "a date or time",
        Tree::Array(_) => "a list",
        Tree::Table(_) => "a table",
    }
}

/// A value as data, for keys that are not interpreted; dates become text. `None` where it holds more values than
/// there is room for.
pub(crate) fn to_json(value: &Tree<'_>, room: &mut usize) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    *room = room.checked_sub(1)?;
    Some(match value {
        Tree::String(text) => Json::from(text.as_ref()),
        Tree::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Json::from(number),
            Err(_) => Json::from(number.to_string()),
        },
        Tree::Float(number) => {
            match number.as_str().parse::<f64>().ok().and_then(serde_json::Number::from_f64) {
                Some(number) => Json::Number(number),
                None => Json::from(number.as_str()),
            }
        }
        Tree::Boolean(flag) => Json::from(*flag),
        Tree::Date(date) => Json::from(date.to_string()),
        Tree::Time(time) => Json::from(time.as_str()),
        Tree::Array(array) => {
            let items = array.iter().map(|item| to_json(item.get_ref(), room));
            Json::Array(items.collect::<Option<_>>()?)
        }
        Tree::Table(table) => {
            let items = table
                .iter()
                .map(|(key, item)| Some((key.get_ref().to_string(), to_json(item.get_ref(), room)?)));
            Json::Object(items.collect::<Option<_>>()?)
        }
    })
}
