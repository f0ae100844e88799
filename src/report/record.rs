//! Rows of any kind.

use crate::model::Extra;
use crate::model::Id;
use crate::model::Kind;
use crate::report::Field;
use crate::report::Row;
use crate::report::Value;
use crate::report::field;
use crate::report::field::Own;
use crate::report::field::Source;

/// A row of a table: an entry, and what was computed about it.
pub trait Record: Sync {
    /// What the entry is.
    fn kind(&self) -> Kind;

    /// The id of the entry.
    fn id(&self) -> &Id;

    /// The entry's keys of the user's own.
    fn extra(&self) -> &Extra;

    /// The value of a field of its kind.
    fn value(&self, field: &Field) -> Value<'_>;
}

impl Record for Row<'_> {
    fn kind(&self) -> Kind {
        Kind::Failure
    }

    fn id(&self) -> &Id {
        &self.failure().id
    }

    fn extra(&self) -> &Extra {
        &self.failure().extra
    }

    fn value(&self, field: &Field) -> Value<'_> {
        match field.source {
            Source::Row(value) => value(self),
            Source::Own(Own::Id) => Value::Text(self.failure().id.as_str().into()),
            Source::Own(Own::Playbook) => Value::Text(self.failure().playbook.as_ref().into()),
            Source::Keys(path) => {
                let entry = serde_json::to_value(self.failure()).unwrap_or_default();
                field::value(&entry, path, &self.config.scales)
            }
        }
    }
}
