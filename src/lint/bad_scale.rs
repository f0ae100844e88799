//! Scales and matrices that do not hold together; found while reading.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::structural("bad-scale", include_str!("bad_scale.md"));
