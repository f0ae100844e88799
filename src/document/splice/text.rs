//! Data as TOML 1.0 text.

use crate::change::Value;
use crate::document::emit::key_text;
use crate::document::emit::quoted;

/// The most letters of a list on one line.
const LINE: usize = 100;

/// A value on one line.
pub(in crate::document) fn value(value: &Value) -> String {
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

/// A table under a header, its larger tables under headers of their own behind it; the last line has no end.
pub(in crate::document) fn section(header: &str, value: &Value, feed: &str) -> String {
    table("[", header, "]", value, feed)
}

/// An element of an array of tables.
pub(super) fn element(header: &str, value: &Value, feed: &str) -> String {
    table("[[", header, "]]", value, feed)
}

fn table(open: &str, header: &str, close: &str, value: &Value, feed: &str) -> String {
    let Value::Table(pairs) = value else { return String::new() };
    let mut text = format!("{open}{header}{close}");
    let (small, large): (Vec<_>, Vec<_>) = pairs.iter().partition(|(_, value)| is_small(value));
    for (key, value) in small {
        text.push_str(feed);
        text.push_str(&pair(&key_text(key), value, feed));
    }
    for (key, value) in large {
        let header = format!("{header}.{}", key_text(key));
        match value {
            Value::List(items) => {
                for item in items {
                    text.push_str(feed);
                    text.push_str(&element(&header, item, feed));
                }
            }
            _ => {
                text.push_str(feed);
                text.push_str(&section(&header, value, feed));
            }
        }
    }
    text
}
