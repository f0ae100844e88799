//! An entry that is to be added.

use crate::change::Value;
use crate::model::Id;
use crate::model::Kind;
use crate::model::shape::title;

/// An entry that is to be added.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// What it is.
    pub kind: Kind,
    /// Its id; `None`: made from what it says.
    pub id: Option<Id>,
    /// Its keys and values, in any order.
    pub fields: Vec<(String, Value)>,
    /// What stands above it.
    pub comment: String,
}

impl NewEntry {
    /// An entry that says nothing yet, and whose id is made from what it says.
    pub fn new(kind: Kind) -> Self {
        Self { kind, id: None, fields: Vec::new(), comment: String::new() }
    }

    /// The same with this id.
    #[must_use]
    pub fn id(self, id: Id) -> Self {
        Self { id: Some(id), ..self }
    }

    /// The same with one more key.
    #[must_use]
    pub fn field(mut self, key: &str, value: Value) -> Self {
        self.fields.push((key.to_owned(), value));
        self
    }

    /// The text that names it: the problem of a failure, the name of a component.
    pub fn title(&self) -> Option<&str> {
        let key = title(self.kind);
        self.fields.iter().find(|(name, _)| name == key.name).and_then(|(_, value)| value.as_str())
    }
}
