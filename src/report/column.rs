//! Columns: a field of the vocabulary, or a key of the user's own.

use crate::finding::nearest;
use crate::model::Kind;
use crate::report::Field;
use crate::report::Record;
use crate::report::Value;
use crate::report::fields;

/// A column of a table.
#[derive(Clone, Debug)]
pub enum Column {
    /// A field of the vocabulary.
    Field(&'static Field),
    /// A key that begins with `x-`.
    Extra(String),
}

/// A name that is no column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a field of {kind}s{}", near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_else(|| known(*kind)))]
pub struct UnknownColumn {
    /// What was written.
    pub name: String,
    /// What was meant.
    pub near: Option<&'static str>,
    /// Of which kind.
    pub kind: Kind,
}

fn known(kind: Kind) -> String {
    let names: Vec<_> = fields(kind).iter().map(|field| field.name).collect();
    format!("; the fields are {}, and your own that begin with x-", names.join(", "))
}

impl Column {
    /// The column of a name in a list of a kind. A list answers to its singular too: `source`, `tag`; what lies in a table also to its path: `residual.severity`.
    ///
    /// # Errors
    /// There is no such field.
    pub fn parse(kind: Kind, name: &str) -> Result<Self, UnknownColumn> {
        let fields = fields(kind);
        if name.strip_prefix("x-").is_some_and(|rest| !rest.is_empty()) {
            return Ok(Self::Extra(name.to_owned()));
        }
        let written = name.replace(['.', '-'], "_");
        let answers = |field: &&Field| {
            let singular = || ["s", "es"].iter().any(|tail| field.name.strip_suffix(tail) == Some(&written));
            field.name == written || !written.is_empty() && singular()
        };
        let unknown = || UnknownColumn {
            name: name.to_owned(),
            near: nearest(name, fields.iter().map(|field| field.name)),
            kind,
        };
        fields.iter().find(answers).map(Self::Field).ok_or_else(unknown)
    }

    /// The name that is written.
    pub fn name(&self) -> &str {
        match self {
            Self::Field(field) => field.name,
            Self::Extra(key) => key,
        }
    }

    /// The heading that people read.
    pub fn heading(&self) -> &str {
        match self {
            Self::Field(field) => field.heading,
            Self::Extra(key) => key,
        }
    }

    /// The value in a row as it is shown. There may be very many pairs of failures and flows: of the flows that a failure touches
    /// the first thousand are shown.
    pub fn shown<'r>(&self, row: &'r impl Record) -> Value<'r> {
        /// Nobody reads more.
        const MOST: usize = 1_000;
        match self.value(row) {
            Value::List(mut items) if self.name() == "touches" && items.len() > MOST => {
                let more = format!("… and {} more", items.len() - MOST);
                items.truncate(MOST);
                items.push(more.into());
                Value::List(items)
            }
            value => value,
        }
    }

    /// The value in a row.
    pub fn value<'r>(&self, row: &'r impl Record) -> Value<'r> {
        match self {
            Self::Field(field) => row.value(field),
            Self::Extra(key) => match row.extra().get(key) {
                None => Value::Nothing,
                Some(serde_json::Value::String(text)) => Value::Text(text.as_str().into()),
                Some(serde_json::Value::Array(items)) => {
                    Value::List(items.iter().map(|item| plain(item).into()).collect())
                }
                // Whole numbers beyond what a float holds stay as they are written.
                Some(serde_json::Value::Number(number)) => match number.as_f64() {
                    Some(float) if float.to_string() == number.to_string() => Value::Number(float),
                    _ => Value::Text(number.to_string().into()),
                },
                Some(other) => Value::Text(plain(other).into()),
            },
        }
    }
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
