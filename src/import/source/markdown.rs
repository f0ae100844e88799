//! Every table of a Markdown document.

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::import::Cell;
use crate::import::Read;
use crate::import::Row;
use crate::import::Source;
use crate::import::Table;
use crate::import::rows::above::kind;
use crate::import::source::encoding::decode;
use crate::import::source::grid::budget::Budget;
use crate::import::source::missed::missed;
use crate::import::source::missed::plain;
use crate::import::source::missed::swallowed;
use crate::limits::DOCUMENT;

pub(in crate::import) const SOURCE: Source =
    Source { id: "markdown", extensions: &["md", "markdown", "mdown", "mdx"], read: Read::Tables(read) };

fn read(bytes: &[u8]) -> Result<Vec<Table>, String> {
    let (text, remark) = decode(bytes)?;
    if text.len() > DOCUMENT {
        return Err(format!(
            "this document is larger than {} MiB; split it, or save its tables as .csv",
            DOCUMENT >> 20
        ));
    }
    let mut tables = tables(&text)?;
    if let Some(first) = tables.first_mut() {
        first.remarks.extend(remark);
    }
    Ok(tables)
}

pub(in crate::import) fn tables(text: &str) -> Result<Vec<Table>, String> {
    let (mut reader, mut budget) = (Reader::default(), Budget::new());
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let (mut line, mut counted, mut counted_tables) = (1, 0, 0);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        if let Event::Start(
            Tag::Table(_) | Tag::TableRow | Tag::HtmlBlock | Tag::Paragraph | Tag::CodeBlock(_),
        ) = event
            && range.start >= counted
        {
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
        reader.take(event, line);
        (counted_tables..reader.tables.len()).try_for_each(|_| budget.table())?;
        counted_tables = reader.tables.len();
    }
    Ok(reader.tables)
}

#[derive(Default)]
struct Reader {
    tables: Vec<Table>,
    section: Option<String>,
    /// The headings that the text stands below, from the greatest on.
    headings: Vec<(HeadingLevel, String)>,
    table: Option<Table>,
    row: Row,
    text: String,
    links: Vec<String>,
    /// Whether the text is that of a heading, or of a paragraph that began in bold.
    titling: bool,
    paragraph: bool,
    /// How many tables of HTML are open.
    nested: usize,
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
            Event::InlineHtml(html) => self.text.push_str(plain(&html)),
            Event::Html(html) => self.html(&html.to_ascii_lowercase(), line),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, line: usize) {
        match tag {
            Tag::Table(_) => {
                // A component may be named one heading higher: `Component: Data storage`.
                let mut titles =
                    self.section.iter().chain(self.headings.iter().rev().map(|(_, title)| title));
                let section = titles.find(|title| kind(title).is_some()).or(self.section.as_ref()).cloned();
                self.table = Some(Table {
                    line,
                    section,
                    advice: " (write a pipe in a cell as \\|)",
                    ..Table::default()
                })
            }
            Tag::TableHead | Tag::TableRow => self.row = Row { line, cells: Vec::new() },
            Tag::TableCell => self.clear(),
            Tag::Heading { .. } => {
                self.clear();
                self.nested = 0;
                self.titling = true;
            }
            Tag::Paragraph => {
                self.clear();
                (self.titling, self.paragraph) = (false, true);
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
            TagEnd::Heading(_) | TagEnd::Paragraph => {
                const LONGEST: usize = 120;
                let title = Cell::new(&self.text, Vec::new()).line();
                let title = title.trim_start_matches(|c: char| !c.is_alphanumeric());
                if self.titling && !title.is_empty() && title.chars().count() <= LONGEST {
                    self.section = Some(title.to_owned());
                }
                if let TagEnd::Heading(level) = tag {
                    self.headings.retain(|(above, _)| *above < level);
                    self.headings.push((level, title.to_owned()));
                }
                self.titling = false;
            }
            _ => {}
        }
    }

    /// Takes a piece of HTML in lower case: a table within a table is not said again.
    fn html(&mut self, html: &str, line: usize) {
        for (at, _) in html.match_indices('<') {
            if html[at..].starts_with("</table") {
                self.nested = self.nested.saturating_sub(1);
            } else if html[at..].starts_with("<table") {
                if self.nested == 0 {
                    let unreadable = "this table is HTML, which is not read; write it in Markdown".to_owned();
                    self.tables.push(Table { line, unreadable: Some(unreadable), ..Table::default() });
                }
                self.nested += 1;
            }
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.links.clear();
    }
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
mod tests {
    use super::*;

    fn tables(text: &str) -> Vec<Table> {
        super::tables(text).unwrap()
    }

    #[test]
    fn tables_come_with_their_lines_sections_and_plain_text() {
        let text = "# &#10003; Modes\n\nText\n\n|Problem|Risk\n|---|---|\n| **Zone** `a`&amp;b | x<br/>- y [z](https://e.x)\\| |\n\n\
                    **Second** part\n\n| A |\n|---|\n| 1 |\n| 2 |\n";
        let tables = tables(text);
        assert_eq!(tables.len(), 2);
        assert_eq!((tables[0].line, tables[0].section.as_deref()), (5, Some("Modes")));
        assert_eq!(tables[0].headings, ["Problem", "Risk"]);
        assert_eq!(tables[0].rows[0].line, 7);
        assert_eq!(tables[0].rows[0].cells[0].text, "Zone a&b");
        assert_eq!(tables[0].rows[0].cells[1].text, "x\n- y z|");
        assert_eq!(tables[0].rows[0].cells[1].links, ["https://e.x"]);
        assert_eq!((tables[1].line, tables[1].section.as_deref()), (11, Some("Second part")));
        assert_eq!(tables[1].rows[1].line, 14);
    }

    #[test]
    fn html_in_a_cell_keeps_its_meaning() {
        let cell =
            |text: &str| tables(&format!("| A |\n|---|\n| {text} |\n"))[0].rows[0].cells[0].text.clone();
        assert_eq!(cell("<ul><li>Do one</li><li>Do two</li></ul>"), "- Do one\n\n- Do two");
        assert_eq!(cell("four<br clear=\"all\">five<BR/>six"), "four\nfive\nsix");
        assert_eq!(
            cell("Delete <pod-name>, <del>call Bob</del> <b>now</b> ~~or never~~"),
            "Delete <pod-name>, ~~call Bob~~ now ~~or never~~"
        );
        assert_eq!(cell("<!-- a note -->x"), "x");
    }

    #[test]
    fn what_is_beyond_the_columns_is_not_lost() {
        let rows = tables("| A | B |\n|---|---|\n| 1 | 2 | 3 \\| 4 | 5 |\n| 1 |\n")[0].rows.clone();
        let texts = |row: &Row| row.cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&rows[0]), ["1", "2", "3 \\| 4", "5"]);
        assert_eq!(texts(&rows[1])[0], "1");
        assert!(tables("<table><tr><td>x</td></tr></table>\n")[0].unreadable.is_some());
    }

    #[test]
    fn a_table_within_one_of_html_is_not_said_again() {
        let lines = |text: &str| tables(text).iter().map(|table| table.line).collect::<Vec<_>>();
        let nested =
            "<table>\n<tr><td><table><tr></tr></table>\n\n<TABLE></TABLE>\n</table>\n\n<table></table>\n";
        assert_eq!(lines(nested), [1, 7]);
        assert_eq!(lines("<table>\n\n# T\n\n<table>\n"), [1, 5]);
    }

    #[test]
    fn a_remark_on_the_encoding_goes_to_the_first_table() {
        let tables = read(b"| A |\n|---|\n| \xe9 |\n").unwrap();
        assert_eq!((tables[0].rows[0].cells[0].text.as_str(), tables[0].remarks[0].0), ("é", 3));
    }
}
