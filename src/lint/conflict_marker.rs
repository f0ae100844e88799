//! Merges that were not finished; found while reading.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::losing("conflict-marker", include_str!("conflict_marker.md"));
