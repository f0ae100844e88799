//! What is no TOML; found while reading.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::losing("syntax", include_str!("syntax.md"));
