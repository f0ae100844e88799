use std::io::Cursor;
use std::io::Write as _;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::import::Mapping;
use crate::import::Read;
use crate::import::Table;
use crate::import::source::ods::SOURCE;
use crate::import::source::workbook::archive::PROTECTED;
use crate::import::source::workbook::xml::BROKEN;

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(bytes: &[u8]) -> Result<Vec<Table>, String> {
    match SOURCE.read {
        Read::Tables(read) => read(bytes, &Mapping::default()),
        Read::Entries(_) => unreachable!("a workbook holds tables"),
    }
}

/// A workbook with one sheet.
fn sheet(rows: &str) -> Result<Vec<Table>, String> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"S\"><table:table-column \
         table:number-columns-repeated=\"16384\"/>{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    read(&archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ]))
}

/// A row of texts.
fn row(cells: &[&str]) -> String {
    let cell = |text: &&str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}

fn texts(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| &*cell.text).collect()).collect()
}

#[test]
fn values_are_what_the_sheet_shows() {
    let cells = "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"9\"/>\
        </table:table-row><table:table-row>\
        <table:table-cell office:value-type=\"string\"><text:p>a <text:span>b</text:span><text:s text:c=\"3\"/>&amp;c</text:p>\
        <office:annotation><text:p>a note</text:p></office:annotation><text:p><text:a xlink:href=\"https://e.x\">d</text:a>\
        </text:p></table:table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"8\"><text:p>8.00</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"date\" office:date-value=\"2026-11-01\"><text:p>1 Nov</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#REF!</text:p></table:table-cell>\
        </table:table-row><table:table-row>\
        <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/>\
        <table:table-cell office:value-type=\"time\" office:time-value=\"PT10H02M00S\"/>\
        <table:table-cell office:value-type=\"string\"><text:p>'=1<text:s text:c=\"2\"/>+ 1</text:p></table:table-cell>\
        </table:table-row>";
    let tables = sheet(&(row(&["Problem", "Severity", "Due", "Risk"]) + cells)).unwrap();
    assert_eq!((tables.len(), tables[0].sheet.as_deref()), (1, Some("S")));
    assert_eq!(
        texts(&tables[0]),
        [vec!["a b &c\nd", "8", "2026-11-01"], vec!["TRUE", "10:02:00", "=1  + 1"]]
    );
    assert_eq!(tables[0].rows[0].line, 5);
    assert_eq!(tables[0].rows[0].cells[0].links(), ["https://e.x"]);
    let remark = "the cell under “Risk” holds the error #REF!, and is read as empty";
    assert_eq!(tables[0].remarks, [(5, remark.to_owned())]);
}

#[test]
fn merged_and_repeated_cells_take_their_value() {
    let merged = "<table:table-row><table:table-cell table:number-rows-spanned=\"2\"><text:p>A</text:p></table:table-cell>\
        <table:table-cell table:number-columns-repeated=\"2\"><text:p>x</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated=\"2\"><table:covered-table-cell/><table:table-cell><text:p>y</text:p>\
        </table:table-cell></table:table-row>";
    let tables = sheet(&(row(&["Component", "Problem", "Risk"]) + merged)).unwrap();
    assert_eq!(texts(&tables[0]), [vec!["A", "x", "x"], vec!["A", "y"], vec!["", "y"]]);
    assert_eq!(tables[0].rows[2].line, 4);
}

#[test]
fn repetitions_are_no_bombs() {
    let many = usize::MAX;
    let full = "<table:table-cell><text:p>x</text:p></table:table-cell>";
    let rows = format!("<table:table-row table:number-rows-repeated=\"{many}\">{full}</table:table-row>");
    assert!(
        sheet(&rows)
            .is_err_and(|reason| reason.starts_with("this file is too large: more than 2000000 cells"))
    );
    let columns = full.replace("-cell>", &format!("-cell table:number-columns-repeated=\"{many}\">"));
    let columns = columns.replacen(
        &format!("/text:p></table:table-cell table:number-columns-repeated=\"{many}\">"),
        "/text:p></table:table-cell>",
        1,
    );
    let wide = format!("<table:table-row>{columns}</table:table-row>");
    assert_eq!(sheet(&wide), Err("the sheet “S” has more than 1000 columns".to_owned()));
    let spaces = format!(
        "<table:table-row><table:table-cell><text:p>'=<text:s text:c=\"{many}\"/></text:p></table:table-cell></table:table-row>"
    );
    assert_eq!(sheet(&spaces).unwrap()[0].headings.len(), 1);
    let empty = format!(
        "<table:table-row table:number-rows-repeated=\"{many}\"><table:table-cell table:number-columns-repeated=\"{many}\"/></table:table-row>"
    );
    assert_eq!(sheet(&(empty.clone() + &empty + &row(&["Problem", "Risk"]))).unwrap().len(), 1);
    let spaces = format!(
        "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>",
        "<text:s text:c=\"999\"/>".repeat(9_000)
    );
    let tables = sheet(&(row(&["Problem", "Risk"]) + &spaces)).unwrap();
    assert_eq!(
        tables[0].remarks[0].1,
        "the cell under “Problem” holds more than 1 MiB of text, and is read as empty"
    );
    let error = format!(
        "<table:table-row><table:table-cell calcext:value-type=\"error\" table:number-columns-repeated=\"{many}\"/></table:table-row>"
    );
    assert!(sheet(&error).is_err());
}

#[test]
fn what_is_cut_off_is_refused() {
    for odd in [
        "<table:table-row>",
        "<table:table-row><table:table-cell><office:annotation>",
        "<table:table-row><table:table-cell></table:table-row>",
    ] {
        assert_eq!(sheet(odd), Err(BROKEN.to_owned()), "{odd}");
    }
    assert_eq!(read(&archive(&[("a", "")])), Err("this zip archive holds no workbook".to_owned()));
    assert!(read(&archive(&[("[Content_Types].xml", "")])).expect_err("it is refused").ends_with(".xlsx"));
    let locked = archive(&[("META-INF/manifest.xml", "<manifest:encryption-data/>"), ("content.xml", "x")]);
    assert_eq!(read(&locked), Err(PROTECTED.to_owned()));
}

#[test]
fn a_table_within_a_drawing_is_not_the_sheet() {
    let shapes =
        "<table:shapes><draw:frame><table:table><table:table-row/></table:table></draw:frame></table:shapes>";
    let tables = sheet(&(shapes.to_owned() + &row(&["Problem", "Risk"]) + &row(&["a", "b"]))).unwrap();
    assert_eq!(texts(&tables[0]), [["a", "b"]]);
}
