//! Scales and a matrix as the tables of `faultbook.toml`.

use std::fmt::Write;

use toml::de::DeTable;

use crate::edit::emit::key_text;
use crate::edit::quoted;
use crate::model::Matrix;
use crate::model::Rating;
use crate::model::Scale;
use crate::model::Word;

/// The tables of scales, and that of a matrix whose rows are these severities.
pub fn scale_tables(scales: &[Scale], matrix: Option<&Matrix>, severity: &Scale) -> String {
    let mut text = String::new();
    for scale in scales {
        let _ = writeln!(text, "[scale.{}]", scale.name());
        for level in scale.levels() {
            let _ = writeln!(text, "{} = {}", key_text(level.name()), inline(level));
        }
        text.push('\n');
    }
    if let Some(matrix) = matrix {
        text.push_str("[matrix]\n");
        for level in severity.levels().iter().rev() {
            let cells = matrix.row(level.name()).unwrap_or_default().iter();
            let cells: Vec<String> = cells.map(|cell| quoted(cell.word())).collect();
            let _ = writeln!(text, "{} = [{}]", key_text(level.name()), cells.join(", "));
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn inline(level: &Rating) -> String {
    let mut pairs = vec![format!("score = {}", level.score())];
    pairs.extend((!level.means().is_empty()).then(|| format!("means = {}", quoted(level.means()))));
    let aliases: Vec<String> = level.aliases().iter().map(|alias| quoted(alias)).collect();
    pairs.extend((!aliases.is_empty()).then(|| format!("aliases = [{}]", aliases.join(", "))));
    format!("{{ {} }}", pairs.join(", "))
}

/// Whether a configuration writes a table of that name.
pub fn writes_table(config: &str, path: &[&str]) -> bool {
    let Ok(read) = DeTable::parse(config) else { return false };
    let mut path = path.iter();
    let Some(first) = path.next().and_then(|key| read.get_ref().get(*key)) else { return false };
    path.try_fold(first, |table, key| table.get_ref().as_table()?.get(*key)).is_some()
}
