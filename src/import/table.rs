//! A table as it stands in a foreign file.

use crate::import::Base;
use crate::import::Unseen;
use crate::import::lines::bare;
use crate::import::lines::broken;
use crate::model::begins_formula;
use crate::model::is_terminal_control;
use crate::model::marked;
use crate::model::said;

/// A table with its headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The line of its headings, from 1; in a workbook the number of the row.
    pub line: usize,
    /// The sheet of a workbook that it stands on.
    pub sheet: Option<String>,
    /// The heading of the section that it stands in.
    pub section: Option<String>,
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// Where the headings stand in two rows: the upper one of each column, which several columns may share. Else empty.
    pub groups: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// How the format writes a cell that holds what parts cells, for messages.
    pub advice: &'static str,
    /// The lines of rows with cells that cannot be read, in order.
    pub flawed: Vec<usize>,
    /// What the program that wrote it does not show of its sheet.
    pub unseen: Unseen,
    /// What a person should know of it, each with a line.
    pub remarks: Vec<(usize, String)>,
    /// Why it cannot be read at all.
    pub unreadable: Option<String>,
    /// The titles that it stands below, from the greatest on. The last may name the one failure that it is about.
    pub above: Vec<Title>,
    /// Whether it was written as a list of fields with their values, and is a table only if these are those of a failure.
    pub is_list: bool,
}

/// A heading, or a text in bold that stands for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// Its line, from 1.
    pub line: usize,
    /// Its text on one line.
    pub text: String,
}

/// A row of cells. A row may have fewer or more cells than there are headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its line, from 1.
    pub line: usize,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// What our own export wrote of it, so that it is known what was edited.
    pub said: Option<Box<str>>,
}

/// A cell as plain text, its lines parted by line feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text without markup.
    pub text: String,
    /// What few cells have: there may be very many cells.
    beside: Option<Box<Beside>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Beside {
    links: Vec<String>,
    is_literal: bool,
}

impl Table {
    /// Takes the column that our own exports add, if there is one, out of the table: its cells go with their rows.
    pub(super) fn take_said(&mut self) {
        let Some(at) = self.headings.iter().rposition(|heading| heading == said::COLUMN) else { return };
        let mut cells = self.rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.is_blank());
        if !cells.all(|cell| Base::parse(&cell.text).is_some()) {
            return;
        }
        self.headings.remove(at);
        self.unseen.without_column(at);
        if at < self.groups.len() {
            self.groups.remove(at);
        }
        for row in self.rows.iter_mut().filter(|row| at < row.cells.len()) {
            row.said = Some(row.cells.remove(at).text.into());
        }
    }
}

impl Row {
    /// Whether cells say nothing but the ranges of scales: `1-5`, `(1 – 10)`, `(A - E)`.
    pub(super) fn is_scales(&self) -> bool {
        let is_range = |cell: &Cell| {
            let text = cell.text.trim_matches(|c: char| c.is_whitespace() || "()[]".contains(c));
            let ends = text
                .split_once(['-', '–', '—'])
                .or_else(|| text.split_once(".."))
                .or_else(|| text.split_once(" to "));
            let is_end = |end: &str| {
                let end = end.trim();
                let is_letter = end.len() == 1 && end.bytes().all(|byte| byte.is_ascii_uppercase());
                is_letter || (1..=2).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_digit())
            };
            ends.is_some_and(|(from, to)| is_end(from) && is_end(to))
        };
        let mut texts = self.cells.iter().filter(|cell| !cell.is_blank()).peekable();
        texts.peek().is_some() && texts.all(is_range)
    }
}

impl Cell {
    fn made(text: String, links: Vec<String>, is_literal: bool) -> Self {
        let is_plain = links.is_empty() && !is_literal;
        Self { text, beside: (!is_plain).then(|| Box::new(Beside { links, is_literal })) }
    }

    /// Where its links lead.
    pub fn links(&self) -> &[String] {
        self.beside.as_deref().map_or(&[], |beside| &beside.links)
    }

    /// Adds where links lead.
    pub(super) fn add_links(&mut self, links: &[String]) {
        if !links.is_empty() {
            self.beside.get_or_insert_default().links.extend_from_slice(links);
        }
    }

    /// Whether the text is to be taken letter by letter, since our own export had to protect it.
    pub fn is_literal(&self) -> bool {
        self.beside.as_deref().is_some_and(|beside| beside.is_literal)
    }

    /// A cell of text: white space is evened out, line by line.
    pub fn new(text: &str, links: Vec<String>) -> Self {
        if is_even(text) {
            return Self::made(text.to_owned(), links, false);
        }
        // In our own lists a space says that an item goes on.
        let is_marked = marked::is_marked(text);
        let mut even = String::new();
        let (mut lines, mut space) = (0, false);
        for letter in text.chars().filter(|&letter| !is_invisible(letter)) {
            match letter {
                '\n' => (lines, space) = (lines + 1, false),
                letter if letter.is_whitespace() => space = true,
                letter => {
                    if lines > 0 && !even.is_empty() {
                        even.extend(std::iter::repeat_n('\n', lines));
                        even.extend((is_marked && space).then_some(' '));
                    } else if space && !even.is_empty() {
                        even.push(' ');
                    }
                    (lines, space) = (0, false);
                    even.push(letter);
                }
            }
        }
        Self::made(even, links, false)
    }

    /// A cell of a spreadsheet. The one apostrophe that our own exports put before what would be taken for a formula goes, and
    /// the rest is kept letter by letter. What was pasted from a wiki has its line ends in HTML.
    pub fn foreign(text: &str, links: Vec<String>) -> Self {
        let ours = text.strip_prefix('\'').filter(|_| begins_formula(text.trim_start_matches('\'')));
        if let Some(ours) = ours {
            // Our exports leave out what a terminal obeys, so a text that has it is not theirs.
            return match ours.contains(is_terminal_control) || ours.trim().is_empty() {
                true => Self::new(ours, links),
                false => Self::made(ours.to_owned(), links, true),
            };
        }
        match broken(text) {
            Some(lines) => Self::new(&lines, links),
            None => Self::new(text, links),
        }
    }

    /// Whether nothing can be seen in it.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text on one line.
    pub fn line(&self) -> String {
        if is_even(&self.text) {
            return self.text.clone();
        }
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text on one line, what stood on lines of their own parted by semicolons. A line that goes on in lower case is
    /// the same sentence.
    pub fn sentence(&self) -> String {
        if self.is_literal() {
            return self.line();
        }
        let mut sentence = String::new();
        for line in self.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let bare = bare(line);
            let goes_on = bare.len() == line.len() && bare.starts_with(char::is_lowercase);
            if !sentence.is_empty() {
                sentence.push_str(if goes_on || sentence.ends_with(['.', ';', ':', ',', '!', '?']) {
                    " "
                } else {
                    "; "
                });
            }
            sentence.push_str(if self.text.contains('\n') { bare } else { line });
        }
        sentence.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Whether a text is plain, on one line and with single spaces within. Most are, which a glance tells.
fn is_even(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_plain = |byte: &u8| (0x20..0x7f).contains(byte);
    bytes.iter().all(is_plain)
        && !bytes.starts_with(b" ")
        && !bytes.ends_with(b" ")
        && memchr::memmem::find(bytes, b"  ").is_none()
}

/// What no eye sees and no playbook needs: control characters, changes of direction, and the zero-width spaces
/// that our own Markdown puts into mentions. White space is evened out elsewhere.
fn is_invisible(character: char) -> bool {
    match character {
        '\u{200b}' | '\u{feff}' => true,
        other => is_terminal_control(other) && !other.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_evened_out_line_by_line() {
        let text = |text: &str| Cell::new(text, Vec::new()).text;
        assert_eq!(text(" \u{200b}a \t b\u{200b} \r\n \n  c\rd\u{1b} \n"), "a b\n\nc d");
        assert_eq!(text("\n \n"), "");
        assert_eq!(text("a\u{a0}\u{200b}\u{a0}b"), "a b");
    }

    #[test]
    fn our_own_apostrophe_goes_and_the_rest_is_kept_letter_by_letter() {
        let cell = |text: &str| {
            let cell = Cell::foreign(text, Vec::new());
            (cell.text.clone(), cell.is_literal())
        };
        assert_eq!(cell("'=1 +  1\u{200b} "), ("=1 +  1\u{200b} ".to_owned(), true));
        assert_eq!(cell("''-x"), ("'-x".to_owned(), true));
        assert_eq!(cell("'\t<br>"), ("\t<br>".to_owned(), true));
        assert_eq!(cell("'=1\u{202e}  2"), ("=1 2".to_owned(), false));
        assert_eq!(cell("'tis  it"), ("'tis it".to_owned(), false));
        assert_eq!(cell(" - x"), ("- x".to_owned(), false));
    }

    #[test]
    fn line_ends_of_a_wiki_are_line_ends() {
        let text = |text: &str| Cell::foreign(text, Vec::new()).text;
        assert_eq!(text("a &amp; &lt;b&gt;<BR />c&nbsp;&amp;lt;<br>d &x; <b"), "a & <b>\nc &lt;\nd &x; <b");
        assert_eq!(text("a &amp; <b> <brx> <br"), "a &amp; <b> <brx> <br");
        assert_eq!(text("<ß<br/>x"), "<ß\nx");
    }
}
