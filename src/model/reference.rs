//! What names other entries: references, and where a failure strikes.

use std::fmt;

use serde::Serialize;
use serde::Serializer;

use crate::model::Id;

/// A reference to an entry, or words. A valid slug is a reference; anything else is words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Names an entry, which must exist.
    Entry(Id),
    /// Says something that is no entry: `Human error`.
    Words(String),
}

impl Reference {
    /// Reads a text as a reference where it is a slug, else as words.
    pub fn new(text: String) -> Self {
        match Id::new(&text) {
            Ok(id) => Self::Entry(id),
            Err(_) => Self::Words(text),
        }
    }

    /// The id of the entry, where it names one.
    pub fn id(&self) -> Option<&Id> {
        match self {
            Self::Entry(id) => Some(id),
            Self::Words(_) => None,
        }
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Entry(id) => id.as_str(),
            Self::Words(words) => words,
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Where a failure strikes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Affects {
    /// Not said: the components among the sources.
    #[default]
    Sources,
    /// These components.
    Components(Vec<Id>),
    /// The whole workload, written `["*"]`.
    Everything([&'static str; 1]),
}

impl Affects {
    /// The whole workload.
    pub const EVERYTHING: Self = Self::Everything(["*"]);
}
