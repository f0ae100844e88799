//! Second [playbook] tables; found while the files are united.

use crate::lint::Rule;

pub(super) const RULE: Rule =
    Rule::structural("duplicate-playbook-table", include_str!("duplicate_playbook_table.md"));
