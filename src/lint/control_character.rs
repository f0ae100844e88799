//! Characters that no eye sees; found while reading.

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::structural("control-character", include_str!("control_character.md"));
