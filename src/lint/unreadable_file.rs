//! Files that cannot be read; found while reading.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::losing("unreadable-file", include_str!("unreadable_file.md"));
