//! Workbooks of LibreOffice and others, in OpenDocument.

use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::finding::short;
use crate::import::Cell;
use crate::import::Mapping;
use crate::import::Read;
use crate::import::Source;
use crate::import::Table;
use crate::import::source::grid::budget::Budget;
use crate::import::source::workbook::LONG;
use crate::import::source::workbook::Merge;
use crate::import::source::workbook::Sheet;
use crate::import::source::workbook::archive::Archive;
use crate::import::source::workbook::archive::PROTECTED;
use crate::import::source::workbook::values;
use crate::import::source::workbook::xml;
use crate::import::source::workbook::xml::BROKEN;
use crate::limits::CELL;

pub(in crate::import) const SOURCE: Source =
    Source { id: "ods", extensions: &["ods"], read: Read::Tables(read) };

/// What a cell holds, or what is odd about it.
type Value = Result<Cell, String>;

fn read(bytes: &[u8], mapping: &Mapping) -> Result<Vec<Table>, String> {
    let mut archive = Archive::open(bytes)?;
    let manifest = archive.read("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") || archive.has("encrypted-package") {
        return Err(PROTECTED.to_owned());
    }
    match archive.read("content.xml")? {
        Some(content) => tables(&content, mapping),
        None if archive.has("[Content_Types].xml") => {
            Err("this is no OpenDocument file; if it is a workbook of Excel, its name should end in .xlsx"
                .to_owned())
        }
        None => Err("this zip archive holds no workbook".to_owned()),
    }
}

fn tables(content: &str, mapping: &Mapping) -> Result<Vec<Table>, String> {
    let mut reader = xml::reader(content);
    let mut budget = Budget::new();
    let mut tables = Vec::new();
    let mut sheet: Option<Sheet> = None;
    let (mut row, mut column) = (0_usize, 0_usize);
    // The styles of sheets that are hidden.
    let (mut style, mut hidden) = (None, HashSet::new());
    loop {
        match (reader.read_event().map_err(|_| BROKEN)?, &mut sheet) {
            (Event::Start(tag), None) => match tag.name().as_ref() {
                "table:table" => {
                    budget.table()?;
                    let style = xml::attribute(&tag, "table:style-name");
                    let is_hidden = style.is_some_and(|style| hidden.contains(&style));
                    let name = xml::attribute(&tag, "table:name").unwrap_or_default();
                    sheet = Some(Sheet::new(&name, is_hidden));
                    (row, column) = (0, 0);
                }
                "style:style" => style = xml::attribute(&tag, "style:name"),
                "style:table-properties"
                    if xml::attribute(&tag, "table:display").as_deref() == Some("false") =>
                {
                    hidden.extend(style.take());
                }
                _ => {}
            },
            (Event::Start(tag), Some(sheet)) => match tag.name().as_ref() {
                "table:table-row" => {
                    let times = repeated(&tag, "table:number-rows-repeated");
                    sheet.hide_rows(if is_shown(&tag) { 0..0 } else { row..row.saturating_add(times) });
                    row = rows(&mut reader, sheet, row, times, &mut budget)?;
                }
                "table:table-column" => {
                    let until = column + repeated(&tag, "table:number-columns-repeated");
                    if !is_shown(&tag) {
                        sheet.unseen().hide_columns(column..until);
                    }
                    column = until;
                }
                // Drawings, and the tables within them.
                "table:shapes" | "table:table" => {
                    reader.read_to_end(tag.name()).map_err(|_| BROKEN)?;
                }
                _ => {}
            },
            (Event::End(tag), _) if tag.name().as_ref() == "table:table" => {
                if let Some(sheet) = sheet.take() {
                    tables.extend(sheet.tables(&mut budget, mapping)?);
                }
            }
            (Event::Eof, _) => return Ok(tables),
            _ => {}
        }
    }
}

/// Reads a row that stands so many times; gives the number of the next.
fn rows(
    reader: &mut Reader<&[u8]>,
    sheet: &mut Sheet,
    row: usize,
    times: usize,
    budget: &mut Budget,
) -> Result<usize, String> {
    let mut column = 0_usize;
    // Where a row is repeated, what it holds is put once for each time. Only what holds something costs anything.
    let mut cells: Vec<(usize, usize, Value)> = Vec::new();
    loop {
        match reader.read_event().map_err(|_| BROKEN)? {
            Event::Start(tag)
                if matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell") =>
            {
                let number = |name| repeated(&tag, name);
                let columns = number("table:number-columns-repeated");
                let (down, right) =
                    (number("table:number-rows-spanned"), number("table:number-columns-spanned"));
                if down > 1 || right > 1 {
                    let until = |from: usize, many: usize| (from, from + many - 1);
                    sheet.merge(Merge { rows: until(row, down), columns: until(column, right) });
                }
                budget.name()?;
                let (value, is_commented) = cell(reader, &tag)?;
                if is_commented {
                    sheet.unseen().comment(row, column);
                }
                if value.as_ref().map_or(true, |cell| !cell.is_blank() || !cell.links().is_empty()) {
                    cells.push((column, columns, value));
                }
                column += columns;
            }
            Event::End(tag) if tag.name().as_ref() == "table:table-row" => break,
            Event::Eof => return Err(BROKEN.to_owned()),
            _ => {}
        }
    }
    for at in row..row + if cells.is_empty() { 0 } else { times } {
        for (column, columns, value) in &cells {
            for column in *column..column + columns {
                match value {
                    Ok(cell) => sheet.put(at, column, cell.clone(), budget)?,
                    Err(flaw) => sheet.flaw(at, column, flaw.clone(), budget)?,
                }
            }
        }
    }
    Ok(row + times)
}

/// Whether a row or a column is shown: neither hidden nor left out by a filter.
fn is_shown(tag: &BytesStart<'_>) -> bool {
    xml::attribute(tag, "table:visibility").is_none_or(|value| value == "visible")
}

/// How many times something stands there. No sheet has more rows than this.
fn repeated(tag: &BytesStart<'_>, name: &str) -> usize {
    xml::number(tag, name).unwrap_or(1).clamp(1, 1 << 24)
}

/// Reads what is within a cell, to its end, and tells whether it has a comment.
fn cell(reader: &mut Reader<&[u8]>, tag: &BytesStart<'_>) -> Result<(Value, bool), String> {
    /// What a spreadsheet may repeat of spaces before it is no text of a person.
    const SPACES: usize = 1_000;
    let (mut text, mut links, mut paragraphs, mut within) = (String::new(), Vec::new(), 0, 0_usize);
    let mut is_commented = false;
    loop {
        let event = reader.read_event().map_err(|_| BROKEN)?;
        match &event {
            Event::Start(inner) => match inner.name().as_ref() {
                "text:p" | "text:h" => {
                    if paragraphs > 0 && within == 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    within += 1;
                }
                _ if text.len() > CELL => {}
                "text:s" => {
                    let many = xml::number(inner, "text:c").unwrap_or(1).min(SPACES);
                    text.extend(std::iter::repeat_n(' ', many));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                "text:a" => {
                    links.extend(xml::attribute(inner, "xlink:href").filter(|link| !link.starts_with('#')))
                }
                // Comments, how a text is spoken, pictures, and tables within the cell.
                name if name.starts_with("draw:") || is_aside(name) => {
                    is_commented |= name == "office:annotation";
                    reader.read_to_end(inner.name()).map_err(|_| BROKEN)?;
                }
                _ => {}
            },
            Event::End(end) if end.name() == tag.name() => break,
            Event::End(end) if matches!(end.name().as_ref(), "text:p" | "text:h") => {
                within = within.saturating_sub(1)
            }
            Event::Eof => return Err(BROKEN.to_owned()),
            event if within > 0 && text.len() <= CELL => xml::text(event, &mut text),
            _ => {}
        }
    }
    let value = if text.len() > CELL { Err(LONG.to_owned()) } else { value(tag, &text, links) };
    Ok((value, is_commented))
}

fn is_aside(name: &str) -> bool {
    matches!(name, "office:annotation" | "text:ruby-text" | "text:note" | "table:table")
}

fn value(tag: &BytesStart<'_>, text: &str, links: Vec<String>) -> Value {
    let attribute = |name| xml::attribute(tag, name);
    if attribute("calcext:value-type").as_deref() == Some("error") {
        return Err(format!("holds the error {}, and is read as empty", short(text)));
    }
    let number = |text: String| {
        let number = text.trim().parse().ok().filter(|number: &f64| number.is_finite());
        number.map_or(text, values::number)
    };
    let plain = match attribute("office:value-type").as_deref() {
        Some("percentage") => attribute("office:value").map(|text| {
            let share = text.trim().parse().ok().filter(|share: &f64| share.is_finite());
            share.map_or(text, values::percent)
        }),
        Some("float" | "currency") => attribute("office:value").map(number),
        Some("date") => attribute("office:date-value").map(|text| values::iso(&text)),
        Some("time") => attribute("office:time-value").and_then(|text| values::iso_length(&text)),
        Some("boolean") => attribute("office:boolean-value").map(|text| text.to_uppercase()),
        _ => None,
    };
    let written = || attribute("office:string-value").filter(|_| text.is_empty());
    Ok(match plain {
        Some(plain) => Cell::new(&plain, links),
        None => Cell::foreign(&written().unwrap_or_else(|| text.to_owned()), links),
    })
}
