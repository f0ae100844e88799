//! Texts that are values of a kind of their own.

use std::fmt::Display;
use std::str::FromStr;

use crate::change::Refusal;
use crate::change::Value;
use crate::finding::short;

/// A value that is written as text of a kind of its own.
pub(super) fn parsed<T: FromStr<Err: Display> + Display>(name: &str, word: &str) -> Result<Value, Refusal> {
    match word.parse::<T>() {
        Ok(value) => Ok(Value::text(value.to_string())),
        Err(reason) => Err(Refusal::new(format!("{name}: `{}`: {reason}", short(word)))),
    }
}

/// A table that is written as TOML: `{ key = "value" }`.
pub(super) fn toml_table(text: &str) -> Option<Value> {
    text.starts_with('{')
        .then(|| Value::parse(text))
        .flatten()
        .filter(|value| matches!(value, Value::Table(_)))
}
