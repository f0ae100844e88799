//! Syntax that TOML 1.0 does not have; found while reading.

use crate::finding::Level;
use crate::lint::Rule;

pub(super) const RULE: Rule =
    Rule { level: Level::Warn, ..Rule::structural("toml-1-1-syntax", include_str!("toml_1_1_syntax.md")) };
