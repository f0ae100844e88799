//! What a method says of one failure beside its place.

use serde::Serialize;
use serde::Serializer;

use crate::rank::ActionPriority;

/// The score that a method gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Score {
    /// A number; worse is greater.
    Number(f64),
    /// A class of action priority.
    Class(ActionPriority),
}

/// As data: the number, or the word.
impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Class(class) => class.serialize(serializer),
        }
    }
}
