//! The headings that a place in a document stands below.

use crate::import::Cell;
use crate::import::Title;
use crate::import::headings::section::kind;
use crate::import::source::grid::is_field;

/// What is longer is a sentence and no title.
const LONGEST: usize = 120;

/// The headings above a place, while a document is read.
#[derive(Debug, Default)]
pub(in crate::import) struct Titles {
    /// From the greatest on; one that is empty or too long names nothing.
    headings: Vec<(u8, Option<Title>)>,
    /// The last that names something, be it a heading or a paragraph in bold.
    last: Option<Title>,
}

/// A text as a title, without what decorates it; `None` where it is none.
pub(in crate::import) fn title(text: &str, line: usize) -> Option<Title> {
    let text = Cell::new(text, Vec::new()).line();
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    (!text.is_empty() && text.chars().count() <= LONGEST).then(|| Title { line, text: text.to_owned() })
}

impl Titles {
    /// Takes a heading of a level, from 1.
    pub(in crate::import) fn heading(&mut self, level: u8, text: &str, line: usize) {
        let title = title(text, line);
        self.headings.retain(|(above, _)| *above < level);
        if title.is_some() {
            self.last.clone_from(&title);
        }
        self.headings.push((level, title));
    }

    /// Takes a paragraph that begins in bold. `Severity: 9` is a field and no title.
    pub(in crate::import) fn bold(&mut self, text: &str, line: usize) {
        let is_field =
            |text: &str| kind(text).is_none() && text.split_once(':').is_some_and(|(name, _)| is_field(name));
        if let Some(title) = title(text, line).filter(|title| !is_field(&title.text)) {
            self.last = Some(title);
        }
    }

    /// The title of a table here. A component may be named one heading higher: `Component: Data storage`.
    pub(in crate::import) fn section(&self) -> Option<String> {
        let titles =
            || self.last.iter().chain(self.headings.iter().rev().filter_map(|(_, title)| title.as_ref()));
        let section = titles().find(|title| kind(&title.text).is_some()).or(self.last.as_ref());
        section.map(|title| title.text.clone())
    }

    /// All titles above a place, from the greatest on.
    pub(in crate::import) fn all(&self) -> Vec<Title> {
        let mut all: Vec<Title> = self.headings.iter().filter_map(|(_, title)| title.clone()).collect();
        let is_bold = |last: &&Title| all.last().is_none_or(|heading| heading.line < last.line);
        let bold = self.last.as_ref().filter(is_bold).cloned();
        all.extend(bold);
        all
    }
}
