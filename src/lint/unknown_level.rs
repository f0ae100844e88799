//! Words that are no level of their scale; found while reading.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::structural("unknown-level", include_str!("unknown_level.md"));
