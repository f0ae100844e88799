//! Lines for the configuration that an import proposes.

use crate::config::Config;
use crate::edit::scale_tables;
use crate::edit::writes_table;
use crate::finding::listed;
use crate::import::Merged;
use crate::import::Proposal;
use crate::workspace::transaction::Transaction;

/// What keeps levels of a foreign file apart, which the workspace cannot tell from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// Which words of the file become one level.
    pub message: String,
    /// The tables for `faultbook.toml`.
    pub lines: String,
}

impl Transaction {
    /// A proposal in words and as tables.
    pub(super) fn proposed(&self, proposal: &Proposal) -> Proposed {
        let Proposal { merged, scales, severity, matrix } = proposal;
        let becomes = |Merged { words, level }: &Merged| {
            let words: Vec<String> = words.iter().rev().map(|word| format!("“{word}”")).collect();
            let both = if words.len() == 2 { "both" } else { "all" };
            format!("{} {both} become {level}", listed(words.iter().map(String::as_str)))
        };
        let told: Vec<String> = merged.iter().map(becomes).collect();
        let tables =
            scales.iter().map(|scale| (format!("[scale.{}]", scale.name()), vec!["scale", scale.name()]));
        let tables = tables.chain(matrix.iter().map(|_| ("[matrix]".to_owned(), vec!["matrix"])));
        let written: Vec<String> =
            tables.filter(|(_, path)| writes_table(&self.config_text, path)).map(|(name, _)| name).collect();
        let new: usize = merged.iter().map(|merged| merged.words.len() - 1).sum();
        let levels = if new == 1 { "a level" } else { "levels" };
        let what = match written.is_empty() {
            true => format!("add {levels} to {}", Config::FILE),
            false => {
                let written = listed(written.iter().map(String::as_str));
                format!("add {levels} in {}, where these lines replace {written}", Config::FILE)
            }
        };
        Proposed {
            message: format!("{}; to keep them apart, {what}:", told.join(", ")),
            lines: scale_tables(scales, matrix.as_ref(), severity),
        }
    }
}
