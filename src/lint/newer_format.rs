//! Formats that this program does not know; found while reading.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::structural("newer-format", include_str!("newer_format.md"));
