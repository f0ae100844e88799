//! A table as it stands in a foreign file.

use crate::model::is_obeyed;

/// A table with its headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The line of its headings, from 1.
    pub line: usize,
    /// The heading of the section that it stands in.
    pub section: Option<String>,
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What a person should know of it, each with a line.
    pub remarks: Vec<(usize, String)>,
    /// Why it cannot be read at all.
    pub unreadable: Option<String>,
}

/// A row of cells. A row may have fewer or more cells than there are headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its line, from 1.
    pub line: usize,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell as plain text, its lines parted by line feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text without markup.
    pub text: String,
    /// Where its links lead.
    pub links: Vec<String>,
}

impl Cell {
    /// A cell of text: white space is evened out, line by line.
    pub fn new(text: &str, links: Vec<String>) -> Self {
        let visible: String = text.chars().filter(|&c| !is_invisible(c)).collect();
        let even = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines: Vec<String> = visible.lines().map(even).collect();
        Self { text: lines.join("\n").trim().to_owned(), links }
    }

    /// The text on one line.
    pub fn line(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What no eye sees and no playbook needs: control characters, changes of direction, and the zero-width spaces
/// that our own Markdown puts into mentions. White space is evened out elsewhere.
fn is_invisible(character: char) -> bool {
    match character {
        '\u{200b}' | '\u{feff}' => true,
        other => is_obeyed(other) && !other.is_whitespace(),
    }
}

/// Whether a text only says that there is nothing.
pub(super) fn is_placeholder(text: &str) -> bool {
    const SIGNS: &[&str] = &["n/a", "na", "none", "nil", "tbd", "tbc", "unknown", "?", "??", "...", "…"];
    let lower = text.trim().to_lowercase();
    SIGNS.contains(&lower.as_str())
        || (!lower.is_empty() && lower.chars().all(|c| matches!(c, '-' | '–' | '—' | '_' | '.')))
}
