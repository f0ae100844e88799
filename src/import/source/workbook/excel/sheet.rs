//! The cells of one sheet.

use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::finding::short;
use crate::import::Cell;
use crate::import::Mapping;
use crate::import::Table;
use crate::import::Unseen;
use crate::import::source::grid::budget::Budget;
use crate::import::source::workbook::LONG;
use crate::import::source::workbook::Merge;
use crate::import::source::workbook::Sheet;
use crate::import::source::workbook::archive::Archive;
use crate::import::source::workbook::excel::Workbook;
use crate::import::source::workbook::excel::package::Relation;
use crate::import::source::workbook::excel::package::reference;
use crate::import::source::workbook::excel::package::relations;
use crate::import::source::workbook::excel::strings::unescaped;
use crate::import::source::workbook::excel::styles::Style;
use crate::import::source::workbook::values;
use crate::import::source::workbook::xml;
use crate::import::source::workbook::xml::BROKEN;
use crate::limits::CELL;

/// A cell that is being read.
struct Open {
    kind: String,
    style: usize,
    text: String,
    /// Whether the text that follows is its value, and whether it is how the text is spoken.
    inside: bool,
    phonetic: bool,
    /// Whether it is computed.
    formula: bool,
}

/// A sheet as the workbook names it.
pub(in crate::import) struct Named {
    pub(in crate::import) name: String,
    pub(in crate::import) part: String,
    pub(in crate::import) is_hidden: bool,
}

/// The tables of a sheet.
///
/// # Errors
/// It cannot be read, or holds too much.
pub(in crate::import) fn read(
    archive: &mut Archive<'_>,
    workbook: &Workbook,
    Named { name, part, is_hidden }: &Named,
    budget: &mut Budget,
    mapping: &Mapping,
) -> Result<Vec<Table>, String> {
    let missing = || format!("this workbook is damaged (the sheet “{}” is missing)", short(name));
    let text = archive.read(part)?.ok_or_else(missing)?;
    let mut sheet = Sheet::new(name, *is_hidden);
    let links = cells(&text, workbook, &mut sheet, budget)?;
    drop(text);
    sheet.sort();
    let targets = relations(archive, part)?;
    comments(archive, &targets, sheet.unseen())?;
    if !links.is_empty() {
        let mut outside: Vec<_> = targets.into_iter().filter(|target| target.outside).collect();
        outside.sort_by(|a, b| a.id.cmp(&b.id));
        for ((row, column), id) in links {
            if let Ok(at) = outside.binary_search_by(|target| target.id.cmp(&id)) {
                sheet.link(row, column, outside[at].target.clone(), budget)?;
            }
        }
    }
    sheet.tables(budget, mapping)
}

/// A cell, and the number of the relation that says where its link leads.
type Link = ((usize, usize), String);

/// Reads cells and what is merged; gives the links.
fn cells(
    text: &str,
    workbook: &Workbook,
    sheet: &mut Sheet,
    budget: &mut Budget,
) -> Result<Vec<Link>, String> {
    let mut reader = xml::reader(text);
    let (mut row, mut column, mut within) = (0, 0, false);
    let mut open: Option<Open> = None;
    let mut links = Vec::new();
    loop {
        let event = reader.read_event().map_err(|_| BROKEN)?;
        match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "sheetData" => within = true,
                "row" if within => {
                    row = xml::number(tag, "r").map_or(row, |number| number.saturating_sub(1));
                    column = 0;
                    sheet.hide_rows(row..row.saturating_add(usize::from(is_hidden(tag))));
                }
                "c" if within => {
                    budget.name()?;
                    (row, column) = place(tag, "r").unwrap_or((row, column));
                    open = Some(Open {
                        kind: xml::attribute(tag, "t").unwrap_or_default(),
                        style: xml::number(tag, "s").unwrap_or(0),
                        text: String::new(),
                        inside: false,
                        phonetic: false,
                        formula: false,
                    });
                }
                "col" if !within && is_hidden(tag) => {
                    let ends = xml::number(tag, "min").zip(xml::number(tag, "max"));
                    let (from, to) = ends.unwrap_or_default();
                    sheet.unseen().hide_columns(from.saturating_sub(1)..to);
                }
                name => match (name, &mut open) {
                    ("v", Some(cell)) => cell.inside = cell.kind != "inlineStr",
                    ("f", Some(cell)) => cell.formula = true,
                    ("t", Some(cell)) => cell.inside = cell.kind == "inlineStr" && !cell.phonetic,
                    ("rPh", Some(cell)) => cell.phonetic = true,
                    ("mergeCell", None) => {
                        let range = xml::attribute(tag, "ref").unwrap_or_default();
                        range_of(&range).into_iter().for_each(|merge| sheet.merge(merge));
                    }
                    ("hyperlink", None) => links.extend(place(tag, "ref").zip(reference(tag))),
                    _ => {}
                },
            },
            Event::End(tag) => match (tag.local_name().as_ref(), &mut open) {
                ("sheetData", _) => within = false,
                ("row", _) if within => row = row.saturating_add(1),
                ("v" | "t", Some(cell)) => cell.inside = false,
                ("rPh", Some(cell)) => cell.phonetic = false,
                ("c", _) => {
                    if let Some(cell) = open.take() {
                        match value(cell, workbook) {
                            Ok(cell) => sheet.put(row, column, cell, budget)?,
                            Err(flaw) => sheet.flaw(row, column, flaw, budget)?,
                        }
                        column = column.saturating_add(1);
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(links),
            event => {
                if let Some(cell) = open.as_mut().filter(|cell| cell.inside && cell.text.len() <= CELL) {
                    xml::text(event, &mut cell.text);
                }
            }
        }
    }
}

/// Whether a row or columns are hidden.
fn is_hidden(tag: &BytesStart<'_>) -> bool {
    xml::attribute(tag, "hidden").is_some_and(|value| value == "1" || value == "true")
}

/// Finds the cells that have comments: notes, and threads of them, which are both in the same cell.
fn comments(archive: &mut Archive<'_>, parts: &[Relation], unseen: &mut Unseen) -> Result<(), String> {
    /// A sheet has one part of each kind.
    const MOST: usize = 8;
    let is_it = |part: &&Relation| matches!(part.kind.as_str(), "comments" | "threadedComment");
    for part in parts.iter().filter(is_it).take(MOST) {
        let text = archive.read(&part.target)?.unwrap_or_default();
        let mut reader = xml::reader(&text);
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag))
                    if matches!(tag.local_name().as_ref(), "comment" | "threadedComment") =>
                {
                    place(&tag, "ref").into_iter().for_each(|(row, column)| unseen.comment(row, column));
                }
                // Whatever is wrong with comments keeps nobody from the cells.
                Ok(Event::Eof) | Err(_) => break,
                _ => {}
            }
        }
    }
    Ok(())
}

/// What a cell holds, or what is odd about it.
fn value(cell: Open, workbook: &Workbook) -> Result<Cell, String> {
    let Open { kind, style, text, formula, .. } = cell;
    // A result that is an empty text says that it is a text.
    if formula && text.is_empty() && kind != "str" {
        return Err(
            "holds a formula without its result; open the workbook in a spreadsheet program, and save it"
                .to_owned(),
        );
    }
    if text.len() > CELL {
        return Err(LONG.to_owned());
    }
    let plain = |text: String| Ok(Cell::new(&text, Vec::new()));
    match kind.as_str() {
        "s" => {
            let shared = text.trim().parse().ok().and_then(|index| workbook.strings.get(index));
            let shared = shared.ok_or_else(|| "names a text that the workbook does not hold".to_owned())?;
            match shared.len() {
                ..=CELL => Ok(Cell::foreign(&unescaped(shared), Vec::new())),
                _ => Err(LONG.to_owned()),
            }
        }
        "str" | "inlineStr" => Ok(Cell::foreign(&unescaped(&text), Vec::new())),
        "b" if text.is_empty() => Ok(Cell::default()),
        "b" => plain(if matches!(text.trim(), "1" | "true") { "TRUE" } else { "FALSE" }.to_owned()),
        "e" => Err(format!("holds the error {}, and is read as empty", short(&text))),
        "d" => plain(values::iso(&text)),
        _ => {
            let Some(number) = text.trim().parse().ok().filter(|number: &f64| number.is_finite()) else {
                return plain(text);
            };
            let shown = match workbook.styles.get(style).unwrap_or(&Style::Number) {
                Style::Number => None,
                Style::Moment => values::moment(number, workbook.since_1904),
                Style::Length => values::length(number),
                Style::Percent => Some(values::percent(number)),
            };
            plain(shown.unwrap_or_else(|| values::number(number)))
        }
    }
}

/// The first cell of an attribute such as `B2` or `B2:C3`, from 0.
fn place(tag: &BytesStart<'_>, name: &str) -> Option<(usize, usize)> {
    let text = xml::attribute(tag, name)?;
    cell_of(text.split(':').next()?)
}

fn range_of(text: &str) -> Option<Merge> {
    let (from, to) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (cell_of(from)?, cell_of(to)?);
    (top <= bottom && left <= right).then_some(Merge { rows: (top, bottom), columns: (left, right) })
}

/// A cell such as `B2`, from 0; nothing where there can be no such cell.
fn cell_of(text: &str) -> Option<(usize, usize)> {
    const ROWS: usize = 1 << 20;
    let digits = text.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    if !(1..=3).contains(&letters.len()) || !letters.bytes().all(|letter| letter.is_ascii_alphabetic()) {
        return None;
    }
    let value = |letter: u8| usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = letters.bytes().fold(0, |column, letter| column * 26 + value(letter));
    let row: usize = row.parse().ok().filter(|row| (1..=ROWS).contains(row))?;
    Some((row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_names() {
        assert_eq!(cell_of("A1"), Some((0, 0)));
        assert_eq!(cell_of("xfd1048576"), Some((1_048_575, 16_383)));
        for odd in
            ["", "A", "1", "A0", "A1048577", "AAAA1", "A99999999999999999999", "Ä1", "A-1", "A1ß", "$A$1"]
        {
            assert_eq!(cell_of(odd), None, "{odd}");
        }
        assert_eq!(range_of("B2:C4"), Some(Merge { rows: (1, 3), columns: (1, 2) }));
        assert_eq!(range_of("C4:B2"), None);
    }
}
