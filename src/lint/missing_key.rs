//! Required keys that are not there; found while reading.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::losing("missing-key", include_str!("missing_key.md"));
