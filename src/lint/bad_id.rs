//! Ids that are no slugs; found while reading.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::losing("bad-id", include_str!("bad_id.md"));
