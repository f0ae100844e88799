//! What a failure of the catalogue is about.

use serde_json::Value;

use crate::model::ComponentKind;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Word;

/// What a failure of the catalogue is about, where that differs from what its starter is about: the key `x-suggest` of the
/// entry. An entry without it is about each component that its starter fits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aim {
    /// It is about every component of these kinds, whatever its technology.
    pub kinds: Vec<ComponentKind>,
    /// It is only about components whose technology, id, name or kind has one of these words.
    pub words: Vec<String>,
    /// It is about the workload as a whole, so that one entry for all components is enough.
    pub once: bool,
}

impl Aim {
    /// The key of the entries of the catalogue. What people get of the catalogue does not have it.
    pub const KEY: &str = "x-suggest";

    /// What a failure of the catalogue is about.
    pub fn of(failure: &Entry<Failure>) -> Self {
        let aim = &failure.extra[Self::KEY];
        let texts = |key: &str| aim[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        Self {
            kinds: texts("kinds").filter_map(ComponentKind::from_word).collect(),
            words: texts("words").map(str::to_owned).collect(),
            once: aim["once"].as_bool().unwrap_or(false),
        }
    }
}
