//! Workbooks of Excel, which other programs write too.

use quick_xml::events::Event;

use crate::import::Mapping;
use crate::import::Read;
use crate::import::Source;
use crate::import::Table;
use crate::import::source::grid::budget::Budget;
use crate::import::source::workbook::archive::Archive;
use crate::import::source::workbook::excel::Workbook;
use crate::import::source::workbook::excel::package;
use crate::import::source::workbook::excel::package::Relation;
use crate::import::source::workbook::excel::package::relations;
use crate::import::source::workbook::excel::sheet;
use crate::import::source::workbook::excel::sheet::Named;
use crate::import::source::workbook::excel::strings::Strings;
use crate::import::source::workbook::excel::styles;
use crate::import::source::workbook::xml;
use crate::import::source::workbook::xml::BROKEN;

pub(in crate::import) const SOURCE: Source =
    Source { id: "xlsx", extensions: &["xlsx", "xlsm"], read: Read::Tables(read) };

fn read(bytes: &[u8], mapping: &Mapping) -> Result<Vec<Table>, String> {
    let mut archive = Archive::open(bytes)?;
    let main = main(&mut archive)?;
    let parts = relations(&mut archive, &main)?;
    let part = |kind: &str| parts.iter().find(|part| part.kind == kind).map(|part| part.target.clone());
    let mut text = |name: Option<String>| match name {
        Some(name) => archive.read(&name).map(Option::unwrap_or_default),
        None => Ok(String::new()),
    };
    let strings = Strings::read(&text(part("sharedStrings"))?)?;
    let styles = styles::read(&text(part("styles"))?)?;
    let (sheets, since_1904) = sheets(&text(Some(main))?, &parts)?;
    let workbook = Workbook { strings, styles, since_1904 };
    let mut budget = Budget::new();
    let mut tables = Vec::new();
    for named in &sheets {
        budget.table()?;
        tables.extend(sheet::read(&mut archive, &workbook, named, &mut budget, mapping)?);
    }
    Ok(tables)
}

/// The main part of a workbook.
fn main(archive: &mut Archive<'_>) -> Result<String, String> {
    /// Parts that other archives have, and what to say of them.
    const OTHERS: &[(&str, &str)] = &[
        ("content.xml", "this is an OpenDocument file; if it is a workbook, its name should end in .ods"),
        ("xl/workbook.bin", "this is a binary workbook (.xlsb); save it as .xlsx"),
        ("word/document.xml", "this is a Word document; copy its tables to a workbook or a Markdown file"),
        ("ppt/presentation.xml", "this is a presentation; copy its tables to a workbook or a Markdown file"),
    ];
    if let Some((_, reason)) = OTHERS.iter().find(|(part, _)| archive.has(part)) {
        return Err((*reason).to_owned());
    }
    let named = relations(archive, "")?.into_iter().find(|part| part.kind == "officeDocument");
    let main = named.map_or_else(|| "xl/workbook.xml".to_owned(), |part| part.target);
    match archive.has(&main) {
        true => Ok(main),
        false => Err("this zip archive holds no workbook".to_owned()),
    }
}

/// Each sheet of cells, hidden ones included; and whether days are counted from 1904.
fn sheets(text: &str, parts: &[Relation]) -> Result<(Vec<Named>, bool), String> {
    let mut reader = xml::reader(text);
    let (mut sheets, mut since_1904) = (Vec::new(), false);
    loop {
        match reader.read_event().map_err(|_| BROKEN)? {
            Event::Start(tag) if tag.local_name().as_ref() == "sheet" => {
                let name = xml::attribute(&tag, "name").unwrap_or_default();
                let id = package::reference(&tag);
                let part = parts.iter().find(|part| Some(&part.id) == id.as_ref());
                // Charts and macros have sheets of their own kind.
                let part = part.filter(|part| part.kind == "worksheet").map(|part| part.target.clone());
                // `hidden`, or `veryHidden`, which only a macro can show.
                let is_hidden = xml::attribute(&tag, "state").is_some_and(|state| state != "visible");
                sheets.extend(part.map(|part| Named { name, part, is_hidden }));
            }
            Event::Start(tag) if tag.local_name().as_ref() == "workbookPr" => {
                since_1904 |=
                    xml::attribute(&tag, "date1904").is_some_and(|value| value == "1" || value == "true");
            }
            Event::Eof => return Ok((sheets, since_1904)),
            _ => {}
        }
    }
}
