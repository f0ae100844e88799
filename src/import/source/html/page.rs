//! The tokens of a page → its tables.

use std::collections::HashSet;

use html5gum::emitters::callback::CallbackEvent;

use crate::import::Table;
use crate::import::source::grid::budget::Budget;
use crate::import::source::html::open::Open;
use crate::import::source::html::tag::Tag;
use crate::import::source::html::tag::is_silent;
use crate::import::source::html::tag::level;
use crate::import::source::html::tag::mark;
use crate::import::source::titles::Titles;
use crate::limits::CELL;

/// How deep tables may stand within tables.
const DEEP: usize = 16;

/// A page that is being read.
pub(super) struct Page<'t> {
    lines: Lines<'t>,
    /// Headings that the user named.
    named: &'t HashSet<String>,
    budget: &'t mut Budget,
    titles: Titles,
    /// Tables that are not closed yet, each within the one before.
    open: Vec<Open>,
    /// How many more are open than may be.
    deeper: usize,
    /// The tag that is being read, and the byte that it begins with.
    tag: Tag,
    at: usize,
    /// An element whose content nobody sees.
    silent: Option<String>,
    is_preformatted: bool,
    title: Option<Caught>,
    /// The tables that are read, each with the byte that it begins with.
    tables: Vec<(usize, Table)>,
}

/// A heading or a paragraph that may be a title.
struct Caught {
    /// `None`: a paragraph, which is a title if it begins in bold.
    level: Option<u8>,
    is_bold: bool,
    text: String,
    line: usize,
}

/// The lines of the file that bytes of a text stand on.
struct Lines<'t> {
    text: &'t [u8],
    marks: &'t [(usize, usize)],
    counted: usize,
    line: usize,
}

impl Lines<'_> {
    /// Goes on to the line of a byte.
    fn to(&mut self, byte: usize) {
        let byte = byte.min(self.text.len());
        while let Some(&(at, line)) = self.marks.first().filter(|(at, _)| *at <= byte) {
            (self.counted, self.line, self.marks) = (at, line, &self.marks[1..]);
        }
        if let Some(more) = self.text.get(self.counted..byte) {
            self.line += memchr::memchr_iter(b'\n', more).count();
            self.counted = byte;
        }
    }
}

impl<'t> Page<'t> {
    pub(super) fn new(
        text: &'t str,
        marks: &'t [(usize, usize)],
        named: &'t HashSet<String>,
        budget: &'t mut Budget,
    ) -> Self {
        Self {
            lines: Lines { text: text.as_bytes(), marks, counted: 0, line: 1 },
            named,
            budget,
            titles: Titles::default(),
            open: Vec::new(),
            deeper: 0,
            tag: Tag::default(),
            at: 0,
            silent: None,
            is_preformatted: false,
            title: None,
            tables: Vec::new(),
        }
    }

    /// Takes what begins at a byte.
    ///
    /// # Errors
    /// There is too much in the tables.
    pub(super) fn take(&mut self, event: CallbackEvent<'_>, at: usize) -> Result<(), String> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                (self.tag, self.at) = (Tag::new(name), at);
                self.lines.to(at);
            }
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { .. } => {
                let tag = std::mem::take(&mut self.tag);
                self.start(&tag)?;
            }
            CallbackEvent::EndTag { name } => self.end(&String::from_utf8_lossy(name))?,
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value)),
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag) -> Result<(), String> {
        let name = tag.name.as_str();
        if self.silent.is_some() {
            return Ok(());
        }
        if is_silent(name) {
            self.silent = Some(name.to_owned());
            return Ok(());
        }
        if name == "table" {
            return self.start_table();
        }
        if self.deeper > 0 {
            return Ok(());
        }
        let line = self.lines.line;
        if let Some(table) = self.open.last_mut() {
            match name {
                "tr" => return table.begin_row(line, self.budget),
                "td" | "th" => return table.begin_cell(tag, line, self.budget),
                "thead" | "tbody" | "tfoot" => return table.end_group(self.budget),
                "caption" => table.begin_caption(),
                _ => {}
            }
            if let Some(content) = table.content() {
                content.mark(mark(name, false));
                content.text.push_str(tag.alt.as_deref().unwrap_or_default());
                content.links.extend(tag.link.clone());
            }
        }
        self.is_preformatted |= name == "pre";
        match (level(name), name) {
            (Some(level), _) => self.start_title(Some(level)),
            (None, "p") if self.open.is_empty() => self.start_title(None),
            (None, "b" | "strong") => {
                let first = self.title.as_mut().filter(|title| title.text.trim().is_empty());
                first.into_iter().for_each(|title| title.is_bold = true);
            }
            (None, "br") => self.title.iter_mut().for_each(|title| title.text.push(' ')),
            _ => {}
        }
        Ok(())
    }

    fn start_table(&mut self) -> Result<(), String> {
        self.end_title();
        let line = self.lines.line;
        if self.open.len() == DEEP {
            if self.deeper == 0 {
                self.budget.table()?;
                let unreadable = Some(format!("tables within {DEEP} others are not read"));
                self.tables.push((self.at, Table { line, unreadable, ..Table::default() }));
            }
            self.deeper += 1;
            return Ok(());
        }
        if let Some(outer) = self.open.last_mut() {
            outer.is_layout = true;
            outer.content().into_iter().for_each(|content| content.text.push('\n'));
        }
        self.open.push(Open::new(self.at, line, self.titles.section(), self.titles.all()));
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        if let Some(silent) = &self.silent {
            if silent == name {
                self.silent = None;
            }
            return Ok(());
        }
        if self.deeper > 0 {
            self.deeper -= usize::from(name == "table");
            return Ok(());
        }
        if name == "table" {
            return self.end_table();
        }
        if level(name).is_some() || name == "p" {
            self.end_title();
        }
        self.is_preformatted &= name != "pre";
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        match name {
            "tr" => table.end_row(self.budget),
            "td" | "th" => table.end_cell(self.budget),
            "thead" | "tbody" | "tfoot" => table.end_group(self.budget),
            "caption" => {
                table.end_caption();
                Ok(())
            }
            _ => {
                let content = table.content();
                content.into_iter().for_each(|content| content.mark(mark(name, true)));
                Ok(())
            }
        }
    }

    fn end_table(&mut self) -> Result<(), String> {
        let Some(table) = self.open.pop() else { return Ok(()) };
        let start = table.start;
        self.tables.extend(table.finish(self.named, self.budget)?.into_iter().map(|table| (start, table)));
        Ok(())
    }

    fn start_title(&mut self, level: Option<u8>) {
        self.end_title();
        self.title = Some(Caught { level, is_bold: false, text: String::new(), line: self.lines.line });
    }

    fn end_title(&mut self) {
        let Some(title) = self.title.take() else { return };
        match title.level {
            Some(level) => self.titles.heading(level, &title.text, title.line),
            None if title.is_bold => self.titles.bold(&title.text, title.line),
            None => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.silent.is_some() || self.deeper > 0 {
            return;
        }
        let content = self.open.last_mut().and_then(Open::content);
        let is_preformatted = self.is_preformatted;
        // Ends of lines are spaces, unless they are to be kept.
        let letters = || {
            text.chars().map(move |letter| match letter {
                '\n' if is_preformatted => '\n',
                letter if letter.is_whitespace() => ' ',
                letter => letter,
            })
        };
        if let Some(content) = content.filter(|content| content.text.len() <= CELL) {
            content.text.extend(letters());
        }
        if let Some(title) = self.title.as_mut().filter(|title| title.text.len() <= CELL) {
            title.text.extend(letters());
        }
    }

    /// All tables, with those that are never closed.
    pub(super) fn finish(mut self) -> Result<Vec<Table>, String> {
        while !self.open.is_empty() {
            self.end_table()?;
        }
        self.tables.sort_by_key(|(start, _)| *start);
        Ok(self.tables.into_iter().map(|(_, table)| table).collect())
    }
}
