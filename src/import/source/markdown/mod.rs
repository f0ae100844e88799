//! Every table of a Markdown document.

mod fields;
mod group;
mod html;
mod lists;

use std::collections::HashSet;

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::import::Cell;
use crate::import::Mapping;
use crate::import::Read;
use crate::import::Row;
use crate::import::Source;
use crate::import::Table;
use crate::import::source::encoding::decode;
use crate::import::source::grid::budget::Budget;
use crate::import::source::markdown::html::Html;
use crate::import::source::markdown::lists::Lists;
use crate::import::source::missed::missed;
use crate::import::source::missed::plain;
use crate::import::source::missed::swallowed;
use crate::import::source::titles::Titles;
use crate::limits::DOCUMENT;
use crate::model::said;

pub(in crate::import) const SOURCE: Source =
    Source { id: "markdown", extensions: &["md", "markdown", "mdown", "mdx"], read: Read::Tables(read) };

fn read(bytes: &[u8], mapping: &Mapping) -> Result<Vec<Table>, String> {
    let (text, remark) = decode(bytes)?;
    if text.len() > DOCUMENT {
        return Err(format!(
            "this document is larger than {} MiB; split it, or save its tables as .csv",
            DOCUMENT >> 20
        ));
    }
    let mut tables = tables(&text, &mapping.named())?;
    if let Some(first) = tables.first_mut() {
        first.remarks.extend(remark);
    }
    Ok(tables)
}

pub(in crate::import) fn tables(text: &str, named: &HashSet<String>) -> Result<Vec<Table>, String> {
    let (mut reader, mut budget, mut html) = (Reader::default(), Budget::new(), Html::new(text));
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut lists = Lists::default();
    let (mut line, mut counted, mut counted_tables) = (1, 0, 0);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        if is_counted(&event) && range.start >= counted {
            line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..range.start]).count();
            counted = range.start;
        }
        match event {
            Event::Start(Tag::TableRow) => budget.row()?,
            Event::Start(Tag::TableCell) => budget.cells(1)?,
            _ => {}
        }
        if let Event::End(TagEnd::TableRow) = event {
            reader.row.cells.extend(beyond(&text[range.clone()], reader.row.cells.len()));
        }
        if matches!(event, Event::Start(Tag::HtmlBlock)) {
            html.begin(&text[range.clone()]);
        }
        if reader.table.is_none() {
            html.take(&event, line);
        }
        let lost = match event {
            Event::Start(Tag::HtmlBlock | Tag::Paragraph) => missed(&text[range]).into_iter().collect(),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => swallowed(&text[range]),
            _ => Vec::new(),
        };
        reader.tables.extend(lost.into_iter().map(|(above, reason)| Table {
            line: line + above,
            unreadable: Some(reason.to_owned()),
            ..Table::default()
        }));
        (reader.is_within, lists.is_within) = (html.is_open(), html.is_open());
        let is_outside = reader.table.is_none();
        let of_lists = is_outside.then(|| event.clone());
        reader.take(event, line);
        if let Some(event) = of_lists {
            lists.take(&event, &reader.titles, line, &mut budget)?;
        }
        (counted_tables..reader.tables.len()).try_for_each(|_| budget.table())?;
        counted_tables = reader.tables.len();
    }
    reader.tables.extend(lists.finish(&reader.titles, &mut budget)?);
    reader.tables.extend(html.tables(named, &mut budget)?);
    reader.tables.sort_by_key(|table| table.line);
    Ok(reader.tables)
}

/// Whether the line of an event is asked for.
fn is_counted(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(
                Tag::Table(_)
                    | Tag::TableRow
                    | Tag::HtmlBlock
                    | Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::Item
                    | Tag::CodeBlock(_)
            )
    )
}

#[derive(Default)]
struct Reader {
    tables: Vec<Table>,
    titles: Titles,
    table: Option<Table>,
    row: Row,
    text: String,
    links: Vec<String>,
    /// Whether the text is that of a heading, or of a paragraph that began in bold.
    titling: bool,
    paragraph: bool,
    title_line: usize,
    /// Whether it stands in a table of HTML.
    is_within: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                self.paragraph = false;
                self.text.push_str(&text);
            }
            Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => {
                self.text.push(if self.table.is_some() { '\n' } else { ' ' })
            }
            Event::InlineHtml(html) => match said(&html).filter(|_| self.table.is_some()) {
                Some(said) => self.row.said = Some(said.into()),
                None => self.text.push_str(plain(&html)),
            },
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, line: usize) {
        match tag {
            Tag::Table(_) => {
                self.table = Some(Table {
                    line,
                    section: self.titles.section(),
                    above: self.titles.all(),
                    advice: " (write a pipe in a cell as \\|)",
                    ..Table::default()
                })
            }
            Tag::TableHead | Tag::TableRow => self.row = Row { line, ..Row::default() },
            Tag::TableCell => self.clear(),
            Tag::Heading { .. } => {
                self.clear();
                (self.titling, self.title_line) = (true, line);
            }
            Tag::Paragraph => {
                self.clear();
                (self.titling, self.paragraph, self.title_line) = (false, true, line);
            }
            Tag::Strong => self.titling |= self.paragraph,
            // Kept, so that what was struck out does not come back as if it still held.
            Tag::Strikethrough => self.text.push_str("~~"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } if self.table.is_some() => {
                self.links.push(dest_url.into_string());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableCell => self.row.cells.push(Cell::new(&self.text, std::mem::take(&mut self.links))),
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.headings = self.row.cells.iter().map(Cell::line).collect();
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    self.row.cells.shrink_to_fit();
                    table.rows.push(std::mem::take(&mut self.row));
                }
            }
            TagEnd::Strikethrough => self.text.push_str("~~"),
            TagEnd::Table => self.tables.extend(self.table.take()),
            TagEnd::Heading(level) => {
                self.titles.heading(level as u8, &self.text, self.title_line);
                self.titling = false;
            }
            TagEnd::Paragraph if std::mem::take(&mut self.titling) && !self.is_within => {
                self.titles.bold(&self.text, self.title_line);
            }
            _ => {}
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.links.clear();
    }
}

/// What our own table says of a row in a comment.
fn said(html: &str) -> Option<&str> {
    html.strip_prefix("<!-- ")?.strip_prefix(said::COLUMN)?.strip_prefix(' ')?.strip_suffix(" -->")
}

/// The cells of a row beyond the table's columns, which the parser drops: mostly pipes that were not escaped. Of very many the
/// rest stays in one.
fn beyond(row: &str, columns: usize) -> Vec<Cell> {
    const MOST: usize = 1_000;
    let row = row.trim().strip_prefix('|').unwrap_or(row.trim());
    let (mut cells, mut count, mut start, mut escaped) = (Vec::new(), 0, 0, false);
    for (at, byte) in row.bytes().enumerate() {
        if byte == b'|' && !escaped && cells.len() < MOST {
            if count >= columns {
                cells.push(&row[start..at]);
            }
            (count, start) = (count + 1, at + 1);
        }
        escaped = byte == b'\\' && !escaped;
    }
    if count >= columns && !row[start..].trim().is_empty() {
        cells.push(&row[start..]);
    }
    cells.into_iter().map(|cell| Cell::new(cell, Vec::new())).collect()
}

#[cfg(test)]
mod tests;
