//! How values of each type are read.

use jiff::civil::Date;

use crate::finding::nearest;
use crate::finding::short;
use crate::model::Duration;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Percent;
use crate::model::Reference;
use crate::model::Shape;
use crate::model::Word;
use crate::model::Words;
use crate::model::is_terminal_control;
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

/// A type that can be read from a TOML value. `None`: it could not, and a finding says why.
pub(crate) trait Read: Sized {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self>;
}

impl Read for String {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        if !value.get_ref().is_str() {
            reader.wrong_type(&value, "text", None);
            return None;
        }
        reader.check_texts(&value);
        match value.into_inner() {
            // The line ends of Windows are line ends.
            Tree::String(text) if text.contains('\r') => Some(text.replace("\r\n", "\n")),
            Tree::String(text) => Some(text.into_owned()),
            _ => None,
        }
    }
}

impl Read for bool {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let Tree::Boolean(flag) = value.get_ref() else {
            reader.wrong_type(&value, "true or false", None);
            return None;
        };
        Some(*flag)
    }
}

impl Read for u32 {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let Tree::Integer(number) = value.get_ref() else {
            reader.wrong_type(&value, "a whole number", None);
            return None;
        };
        let number = Self::from_str_radix(number.as_str(), number.radix()).ok();
        if number.is_none() {
            reader.bad_value(value.span(), "the number must lie between 0 and 4294967295", None);
        }
        number
    }
}

impl Read for Date {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self> {
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
}

impl Read for Duration {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        from_text(value, reader, "a duration in quotes: \"30m\"")
    }
}

impl Read for Interval {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        from_text(value, reader, "a duration in quotes: \"30m\"")
    }
}

impl Read for Percent {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        from_text(value, reader, "a percentage in quotes: \"99.9%\"")
    }
}

/// The id of another entry.
impl Read for Id {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let span = value.span();
        let text = String::read(value, reader)?;
        match Self::new(&text) {
            Ok(id) => Some(id),
            Err(reason) => {
                let message = format!("`{}` is not the id of an entry: {reason}", short(&text));
                reader.bad_value(span, &message, Self::slug(&text).map(|id| format!("did you mean `{id}`?")));
                None
            }
        }
    }
}

impl Read for Reference {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let span = value.span();
        let text = String::read(value, reader)?;
        if text.trim().is_empty() {
            reader.bad_value(span, "the text is empty", None);
            return None;
        }
        Some(Self::new(text))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        Some(reader.list(value, "a list", T::read))
    }
}

/// Reads a word of an enumeration.
pub(crate) fn word<W: Word>(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<W> {
    let place = one_of_words(value, Words::of::<W>(), reader)?;
    W::ALL.get(place).copied()
}

/// Reads one of some words: which of them it is.
pub(crate) fn one_of_words(value: &Value<'_>, words: Words, reader: &mut Reader<'_>) -> Option<usize> {
    let Some(text) = value.get_ref().as_str() else {
        reader.wrong_type(value, "text", None);
        return None;
    };
    let found = words.words.iter().position(|word| *word == text);
    if found.is_none() {
        let help = match nearest(text, words.words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", words.words.join(", ")),
        };
        reader.bad_value(value.span(), &format!("`{}` is no {}", short(text), words.what), Some(help));
    }
    found
}

fn from_text<T>(value: Value<'_>, reader: &mut Reader<'_>, needed: &str) -> Option<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let Some(text) = value.get_ref().as_str() else {
        reader.wrong_type(&value, needed, None);
        return None;
    };
    match text.trim().parse() {
        Ok(parsed) => Some(parsed),
        Err(reason) => {
            reader.bad_value(value.span(), &format!("`{}`: {reason}", short(text)), None);
            None
        }
    }
}

impl Reader<'_> {
    /// Reports texts with characters that no eye sees and that change what one reads.
    pub(crate) fn check_texts(&mut self, value: &Value<'_>) {
        match value.get_ref() {
            Tree::String(text) => {
                if let Some(hidden) = hidden_character(text) {
                    let message =
                        format!("{} contains the control character U+{:04X}", self.name(), u32::from(hidden));
                    self.say(
                        "control-character",
                        value.span(),
                        message,
                        Some("remove it; it is shown as a sign, never sent to a terminal".to_owned()),
                    );
                }
            }
            Tree::Array(array) => {
                for (index, item) in array.iter().enumerate() {
                    self.element(index, |reader| reader.check_texts(item));
                }
            }
            Tree::Table(table) => {
                for (key, item) in table {
                    self.named(key.get_ref(), |reader| reader.check_texts(item));
                }
            }
            _ => {}
        }
    }
}

/// The first control or direction-changing character of a text; tabs and line ends are none.
pub(crate) fn hidden_character(text: &str) -> Option<char> {
    let plain = |byte: u8| (0x20..0x7f).contains(&byte) || byte == b'\n' || byte == b'\t';
    // Without an early exit, so that many bytes are looked at in one step.
    if text.bytes().fold(true, |all, byte| all & plain(byte)) {
        return None;
    }
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let hidden = is_terminal_control(character) && !(character == '\r' && rest.peek() == Some(&'\n'));
        if hidden {
            return Some(character);
        }
    }
    None
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
