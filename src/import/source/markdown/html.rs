//! The HTML of a document as one page with its headings, so that tables in it are read as those of any page.

use std::collections::HashSet;
use std::fmt::Write as _;

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::import::Table;
use crate::import::source::grid::budget::Budget;
use crate::import::source::html::tables;

/// The page that grows event by event. Where the document has no table of HTML it stays empty.
pub(super) struct Html {
    is_wanted: bool,
    text: String,
    /// Bytes of the text, each with the line of the document that it comes from.
    marks: Vec<(usize, usize)>,
    /// How many tables are open.
    open: usize,
    /// Whether the HTML of the block belongs to a table, and whether code does: indented rows look like it.
    is_taken: bool,
    is_raw: bool,
}

/// How many tables begin and end in a text, one after the other.
fn tags(text: &str) -> impl Iterator<Item = bool> {
    memchr::memchr_iter(b'<', text.as_bytes()).filter_map(|at| {
        let is = |tag: &str| {
            text.as_bytes()
                .get(at + 1..at + 1 + tag.len())?
                .eq_ignore_ascii_case(tag.as_bytes())
                .then_some(())
        };
        is("table").map(|()| true).or_else(|| is("/table").map(|()| false))
    })
}

impl Html {
    pub(super) fn new(document: &str) -> Self {
        Self {
            is_wanted: tags(document).any(|begins| begins),
            text: String::new(),
            marks: vec![(0, 1)],
            open: 0,
            is_taken: false,
            is_raw: false,
        }
    }

    /// Whether a table is open.
    pub(super) fn is_open(&self) -> bool {
        self.open > 0
    }

    /// Begins a block of HTML.
    pub(super) fn begin(&mut self, block: &str) {
        self.is_taken = self.is_wanted && (self.open > 0 || tags(block).any(|begins| begins));
    }

    /// Takes what stands on a line, outside of tables of Markdown.
    pub(super) fn take(&mut self, event: &Event<'_>, line: usize) {
        if !self.is_wanted {
            return;
        }
        match event {
            Event::Html(html) if self.is_taken => self.raw(html, line),
            Event::InlineHtml(html) if self.open > 0 || tags(html).any(|begins| begins) => {
                self.raw(html, line)
            }
            Event::Text(text) if self.is_raw => self.raw(text, line),
            Event::Text(text) | Event::Code(text) => self.plain(text),
            Event::SoftBreak => self.text.push('\n'),
            Event::HardBreak => self.text.push_str("<br>"),
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.end(*tag),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, line: usize) {
        match tag {
            Tag::Heading { level, .. } => {
                // What was never closed ends here.
                (0..std::mem::take(&mut self.open)).for_each(|_| self.text.push_str("</table>"));
                self.mark(line);
                let _ = write!(self.text, "<h{}>", *level as u8);
            }
            Tag::Paragraph => {
                self.mark(line);
                self.text.push_str("<p>");
            }
            Tag::Strong => self.text.push_str("<b>"),
            Tag::Strikethrough => self.text.push_str("<del>"),
            Tag::Item => self.text.push_str("<li>"),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.is_raw = self.open > 0,
            Tag::CodeBlock(_) => self.text.push_str("<pre>"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.text.push_str("<a href=\"");
                self.plain(dest_url);
                self.text.push_str("\">");
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let tag = match tag {
            TagEnd::Heading(level) => {
                let _ = write!(self.text, "</h{}>", level as u8);
                return;
            }
            TagEnd::Paragraph => "</p>",
            TagEnd::Strong => "</b>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Item => "</li>",
            TagEnd::Link | TagEnd::Image => "</a>",
            TagEnd::CodeBlock if !std::mem::take(&mut self.is_raw) => "</pre>",
            _ => "",
        };
        self.text.push_str(tag);
    }

    fn raw(&mut self, html: &str, line: usize) {
        for begins in tags(html) {
            self.open = if begins { self.open + 1 } else { self.open.saturating_sub(1) };
        }
        self.mark(line);
        self.text.push_str(html);
    }

    fn plain(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '"' => self.text.push_str("&quot;"),
                letter => self.text.push(letter),
            }
        }
    }

    fn mark(&mut self, line: usize) {
        self.marks.push((self.text.len(), line));
    }

    /// The tables of the page.
    ///
    /// # Errors
    /// There is too much in them.
    pub(super) fn tables(self, named: &HashSet<String>, budget: &mut Budget) -> Result<Vec<Table>, String> {
        if self.is_wanted { tables(&self.text, &self.marks, named, budget) } else { Ok(Vec::new()) }
    }
}
