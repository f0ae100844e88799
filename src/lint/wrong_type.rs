//! Values of another type; found while reading.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::structural("wrong-type", include_str!("wrong_type.md"));
