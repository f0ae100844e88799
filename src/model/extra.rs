//! The keys of the user's own.

use std::ops::Index;

use serde::Serialize;
use serde::Serializer;
use serde_json::Value;

/// The keys beginning with `x-`: the user's own, carried along unread, sorted.
///
/// Most entries have none or a few, and there may be very many entries: a list takes a tenth of the memory of a `BTreeMap`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra(Vec<(String, Value)>);

impl Extra {
    /// No keys.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// What a key says.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.iter().find_map(|(name, value)| (name == key).then_some(value))
    }

    /// The keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The keys, sorted, and what they say.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(pairs: I) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
        pairs.shrink_to_fit();
        Self(pairs)
    }
}

impl Index<&str> for Extra {
    type Output = Value;

    fn index(&self, key: &str) -> &Value {
        self.get(key).unwrap_or(&Value::Null)
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
