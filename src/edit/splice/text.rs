//! Data as TOML 1.0 text.

use crate::change::Step;
use crate::change::Value;
use crate::change::key;
use crate::edit::emit::key_text;
use crate::edit::emit::quoted;
use crate::model::Kind;
use crate::model::Word;

/// The most letters of a list on one line.
const LINE: usize = 100;

/// A value on one line.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(number) => number.clone(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.clone(),
        Value::List(items) => format!("[{}]", items.iter().map(self::value).collect::<Vec<_>>().join(", ")),
        Value::Table(pairs) if pairs.is_empty() => "{}".to_owned(),
        Value::Table(pairs) => {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|(key, item)| format!("{} = {}", key_text(key), self::value(item)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// A key with its value: a list on one line where it is short, else one element a line.
pub(super) fn pair(key: &str, value: &Value, feed: &str) -> String {
    let line = self::value(value);
    match value {
        Value::List(items) if items.len() > 1 && line.chars().count() + key.len() > LINE => {
            let items: String =
                items.iter().map(|item| format!("{feed}    {},", self::value(item))).collect();
            format!("{key} = [{items}{feed}]")
        }
        _ => format!("{key} = {line}"),
    }
}

/// Whether a table is small enough to stand on a line: at most three keys, none of them a table.
pub(super) fn is_small(value: &Value) -> bool {
    let is_flat = |value: &Value| match value {
        Value::Table(_) => false,
        Value::List(items) => items.iter().all(|item| !matches!(item, Value::Table(_) | Value::List(_))),
        _ => true,
    };
    match value {
        Value::Table(pairs) => {
            pairs.len() <= 3
                && pairs.iter().all(|(_, value)| is_flat(value))
                && self::value(value).chars().count() <= LINE
        }
        Value::List(items) => items.iter().all(|item| !matches!(item, Value::Table(_)) || is_small(item)),
        _ => true,
    }
}

/// Whether a value stands on a line of its own rather than under a header of its own: it is small, and the format wants no
/// header.
pub(super) fn stands_on_a_line(path: &[Step], value: &Value) -> bool {
    let wants_header = match path {
        [Step::Key(kind), _, rest @ ..] => {
            Kind::from_word(kind).and_then(|kind| key(kind, rest)).is_some_and(|key| key.header)
        }
        _ => false,
    };
    let is_table = match value {
        Value::Table(_) => true,
        Value::List(items) => items.iter().any(|item| matches!(item, Value::Table(_))),
        _ => false,
    };
    // Words have no headers.
    let has_words = |items: &[Value]| items.iter().any(|item| !matches!(item, Value::Table(_)));
    let is_mixed = is_table && value.as_list().is_some_and(has_words);
    // Where an entry came from is read by programs, however long it is.
    let is_provenance = matches!(path, [_, _, Step::Key(key)] if key == "imported");
    is_mixed || is_provenance || is_small(value) && !(wants_header && is_table)
}

/// Keys joined by dots.
pub(super) fn dotted(path: &[Step]) -> String {
    let keys = path.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key_text(key)),
        Step::Index(_) => None,
    });
    keys.collect::<Vec<_>>().join(".")
}

/// A table under a header, what wants headers of its own behind it; the last line has no end.
pub(crate) fn section(path: &[Step], value: &Value, feed: &str) -> String {
    table(&format!("[{}]", dotted(path)), path, value, feed)
}

/// An element of an array of tables.
pub(super) fn element(path: &[Step], value: &Value, feed: &str) -> String {
    table(&format!("[[{}]]", dotted(path)), path, value, feed)
}

/// A table under a header, or a list of tables under one each.
pub(super) fn sections(path: &[Step], value: &Value, feed: &str) -> String {
    match value {
        Value::List(items) => {
            items.iter().map(|item| element(path, item, feed)).collect::<Vec<_>>().join(feed)
        }
        _ => section(path, value, feed),
    }
}

fn table(header: &str, path: &[Step], value: &Value, feed: &str) -> String {
    let Value::Table(pairs) = value else { return String::new() };
    let pairs = pairs.iter().map(|(key, value)| {
        let path = [path, &[Step::Key(key.clone())]].concat();
        (stands_on_a_line(&path, value), path, key, value)
    });
    let (lines, behind): (Vec<_>, Vec<_>) = pairs.partition(|(is_line, ..)| *is_line);
    let mut text = header.to_owned();
    for (_, _, key, value) in lines {
        text.push_str(feed);
        text.push_str(&pair(&key_text(key), value, feed));
    }
    for (_, path, _, value) in behind {
        text.push_str(feed);
        text.push_str(&sections(&path, value, feed));
    }
    text
}
