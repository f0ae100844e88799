//! Values of a playbook as data.

use std::collections::HashMap;

use crate::limits::WHOLE;
use crate::model::Date;
use crate::model::Likelihood;
use crate::model::Rating;
use crate::syntax::tree;
use crate::syntax::tree::Table;
use crate::syntax::tree::Tree;
use crate::syntax::weight::admit;

/// A value of TOML. Two tables are equal whatever the order of their keys.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number, as it is written in decimal.
    Number(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A date.
    Date(Date),
    /// Anything else about time, as it is written.
    Time(String),
    /// A list.
    List(Vec<Value>),
    /// A table; no key is there twice.
    Table(Vec<(String, Value)>),
}

impl Value {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts.
    pub fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// The value of a key, where this is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Table(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, where it is a list.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// A whole TOML text as a table.
    ///
    /// # Errors
    /// It is not TOML, and what the parser reports first comes back; or it is too large to be parsed.
    pub fn document(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Some(_permit) = admit(text, WHOLE) else {
            return Err(format!("it is too large: more than {} MiB, or too many keys", WHOLE >> 20));
        };
        match tree::read(text) {
            Ok(read) => Ok(read.table.into()),
            Err(error) => Err(error.headline().to_owned()),
        }
    }

    /// One value as TOML writes it, on one line. `None`: it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let line = format!("x = {text}");
        match Self::document(&line).ok()? {
            Self::Table(pairs) if pairs.len() == 1 && !text.contains('\n') => {
                Some(pairs.into_iter().next()?.1)
            }
            _ => None,
        }
    }
}

impl From<Table<'_>> for Value {
    fn from(mut table: Table<'_>) -> Self {
        table.sort_by_key(|(key, _)| key.span().start);
        let pairs =
            table.into_iter().map(|(key, value)| (key.into_inner().into_owned(), value.into_inner().into()));
        Self::Table(pairs.collect())
    }
}

/// The parser bounds how deep values lie in each other, and so how deep this goes.
impl From<Tree<'_>> for Value {
    fn from(tree: Tree<'_>) -> Self {
        match tree {
            Tree::String(text) => Self::Text(text.into_owned()),
            Tree::Integer(number) => match i128::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Self::Number(number.to_string()),
                Err(_) => Self::Number(number.to_string()),
            },
            Tree::Float(number) => Self::Number(number.as_str().to_owned()),
            Tree::Boolean(flag) => Self::Boolean(flag),
            Tree::Date(date) => Self::Date(date),
            Tree::Time(time) => Self::Time(time),
            Tree::Array(items) => {
                Self::List(items.into_iter().map(|item| item.into_inner().into()).collect())
            }
            Tree::Table(table) => table.into(),
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b))
            | (Self::Number(a), Self::Number(b))
            | (Self::Time(a), Self::Time(b)) => a == b,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Table(a), Self::Table(b)) => same_pairs(a, b),
            _ => false,
        }
    }
}

/// Whether two tables hold the same pairs. Mostly their keys are in the same order, and there may be many: what follows the
/// first difference is looked up by key.
fn same_pairs(a: &[(String, Value)], b: &[(String, Value)]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let ordered = a.iter().zip(b).take_while(|((a, _), (b, _))| a == b).count();
    let ((a_first, a_rest), (b_first, b_rest)) = (a.split_at(ordered), b.split_at(ordered));
    if a_first.iter().zip(b_first).any(|((_, a), (_, b))| a != b) {
        return false;
    }
    let rest: HashMap<&str, &Value> = b_rest.iter().map(|(key, value)| (key.as_str(), value)).collect();
    a_rest.iter().all(|(key, value)| rest.get(key.as_str()) == Some(&value))
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

/// As it is written: the level, or the number.
impl From<&Rating> for Value {
    fn from(rating: &Rating) -> Self {
        match rating.written() {
            Some(number) => Self::Number(number.to_string()),
            None => Self::text(rating.name()),
        }
    }
}

/// As it is written: a level, a number, a table, or a list of tables.
impl From<&Likelihood> for Value {
    fn from(likelihood: &Likelihood) -> Self {
        let pair = |key: &str, value: Self| (key.to_owned(), value);
        let conditions = likelihood.conditions().iter();
        let mut cases: Vec<Vec<(String, Self)>> = conditions
            .map(|condition| {
                vec![pair("level", (&condition.level).into()), pair("when", Self::text(&condition.when))]
            })
            .collect();
        match (cases.as_mut_slice(), likelihood.otherwise()) {
            ([], otherwise) => return otherwise.map_or_else(|| Self::text(""), Self::from),
            ([one], otherwise) => {
                one.extend(otherwise.map(|level| pair("otherwise", level.into())));
                return Self::Table(std::mem::take(one));
            }
            (_, otherwise) => cases.extend(otherwise.map(|level| vec![pair("level", level.into())])),
        }
        Self::List(cases.into_iter().map(Self::Table).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_equal_whatever_the_order_of_their_keys() {
        let value = |text: &str| Value::document(text).unwrap();
        let same = value("a = 1\nb = [2]\nc = 3\n");
        for text in ["c = 3\na = 1\nb = [2]\n", "a = 1\nc = 3\nb = [2]\n"] {
            assert_eq!(value(text), same, "{text}");
        }
        for text in [
            "a = 1\nb = [2]\nd = 3\n",
            "c = 1\nb = [2]\na = 3\n",
            "a = 1\nb = [2]\n",
            "b = 2\na = 1\nc = 3\n",
        ] {
            assert_ne!(value(text), same, "{text}");
        }
    }
}
