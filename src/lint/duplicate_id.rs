//! Ids that are taken; found while the files are united.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::losing("duplicate-id", include_str!("duplicate_id.md"));
