use std::io::Cursor;
use std::io::Read as _;
use std::io::Write as _;

use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Url;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::import::Mapping;
use crate::import::Read;
use crate::import::Table;
use crate::import::source::workbook::xml::BROKEN;
use crate::import::source::xlsx::SOURCE;

fn read(bytes: &[u8]) -> Result<Vec<Table>, String> {
    match SOURCE.read {
        Read::Tables(read) => read(bytes, &Mapping::default()),
        Read::Entries(_) => unreachable!("a workbook holds tables"),
    }
}

fn workbook(write: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    write(workbook.add_worksheet().set_name("Checkout").unwrap());
    workbook.save_to_buffer().unwrap()
}

/// The same workbook with a text of its parts replaced, and with sizes as they are.
fn edited(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let (mut old, mut new) =
        (ZipArchive::new(Cursor::new(bytes)).unwrap(), ZipWriter::new(Cursor::new(Vec::new())));
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        new.start_file(part.name().unwrap(), SimpleFileOptions::default()).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        new.write_all(text.replace(from, to).as_bytes()).unwrap();
    }
    new.finish().unwrap().into_inner()
}

fn headed(sheet: &mut Worksheet) {
    for (column, heading) in ["Component", "Problem", "Severity", "Due"].into_iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), heading).unwrap();
    }
}

fn texts(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| &*cell.text).collect()).collect()
}

#[test]
fn values_are_what_the_sheet_shows() {
    let bytes = workbook(|sheet| {
        headed(sheet);
        let (day, time) =
            (Format::new().set_num_format("d mmm yy"), Format::new().set_num_format("yyyy-mm-dd hh:mm"));
        sheet.write(1, 0, " A\n  B ").unwrap().write(1, 1, "'=1 +  1 ").unwrap().write(1, 2, 8).unwrap();
        sheet.write_with_format(1, 3, ExcelDateTime::from_ymd(2026, 11, 1).unwrap(), &day).unwrap();
        sheet.write(2, 0, true).unwrap().write(2, 1, 0.1 + 0.2).unwrap();
        sheet.write(2, 2, Formula::new("=1+7").set_result("8")).unwrap();
        let moment = ExcelDateTime::from_ymd(2026, 11, 1).unwrap().and_hms(10, 2, 0).unwrap();
        sheet.write_with_format(2, 3, &moment, &time).unwrap();
        sheet.write(4, 0, Url::new("https://e.x/a").set_text("a")).unwrap();
        sheet.write(4, 1, "x").unwrap();
        sheet.write(4, 2, Formula::new("=A99/0").set_result("#DIV/0!")).unwrap();
    });
    let tables = read(&bytes).unwrap();
    assert_eq!(tables.len(), 1);
    assert_eq!((tables[0].sheet.as_deref(), tables[0].line), (Some("Checkout"), 1));
    assert_eq!(
        texts(&tables[0]),
        [
            vec!["A\nB", "=1 +  1 ", "8", "2026-11-01"],
            vec!["TRUE", "0.3", "8", "2026-11-01T10:02:00"],
            vec!["a", "x"],
        ]
    );
    assert!(tables[0].rows[0].cells[1].is_literal());
    assert_eq!(tables[0].rows[2].cells[0].links(), ["https://e.x/a"]);
    let remark = "the cell under “Severity” holds the error #DIV/0!, and is read as empty";
    assert_eq!(tables[0].remarks, [(5, remark.to_owned())]);
}

#[test]
fn merged_cells_and_titles_across_are_understood() {
    let format = Format::new();
    let bytes = workbook(|sheet| {
        sheet.merge_range(0, 0, 0, 3, "FMEA of the shop", &format).unwrap();
        sheet.merge_range(2, 0, 3, 0, "Component", &format).unwrap();
        sheet.merge_range(2, 1, 3, 1, "Problem", &format).unwrap();
        sheet.merge_range(2, 2, 2, 3, "Rating", &format).unwrap();
        sheet.write(3, 2, "Sev").unwrap().write(3, 3, "Occ").unwrap();
        sheet.merge_range(4, 0, 4, 3, "Payment", &format).unwrap();
        sheet.merge_range(5, 0, 7, 0, "Gateway", &format).unwrap();
        for row in 5..8 {
            sheet
                .write(row, 1, format!("mode {row}"))
                .unwrap()
                .write(row, 2, row)
                .unwrap()
                .write(row, 3, 2)
                .unwrap();
        }
    });
    let table = &read(&bytes).unwrap()[0];
    assert_eq!(table.headings, ["Component", "Problem", "Sev", "Occ"]);
    assert_eq!(table.groups, ["", "", "Rating", "Rating"]);
    assert_eq!((table.section.as_deref(), table.line), (Some("Payment"), 5));
    assert_eq!(
        texts(table),
        [["Gateway", "mode 5", "5", "2"], ["Gateway", "mode 6", "6", "2"], ["Gateway", "mode 7", "7", "2"],]
    );
}

#[test]
fn every_sheet_is_read_and_empty_ones_are_passed_over() {
    let mut workbook = Workbook::new();
    headed(workbook.add_worksheet().set_name("a").unwrap());
    workbook.add_worksheet().set_name("b").unwrap();
    headed(workbook.add_worksheet().set_name("c & d").unwrap().set_hidden(true));
    let tables = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        tables.iter().map(|table| table.sheet.as_deref()).collect::<Vec<_>>(),
        [Some("a"), Some("c & d")]
    );
    assert_eq!(tables[0].rows, []);
}

#[test]
fn cells_in_the_farthest_corner_cost_nothing() {
    let corner = |column| {
        read(&workbook(|sheet| {
            headed(sheet);
            sheet.write(1_048_575, column, "x").unwrap();
        }))
    };
    assert_eq!(corner(16_383), Err("the sheet “Checkout” has more than 1000 columns".to_owned()));
    let tables = corner(999).unwrap();
    assert_eq!((tables[0].rows.len(), tables[0].rows[0].line), (1, 1_048_576));
}

#[test]
fn numbers_that_cannot_be_are_no_harm() {
    let bytes = workbook(headed);
    let far = "1".repeat(40);
    for (from, to) in [
        ("uniqueCount=\"4\"", "uniqueCount=\"18446744073709551615\""),
        ("r=\"B1\"", "r=\"ZZZZZZZZZZZZZZ1\""),
        ("<row r=\"1\"", &*format!("<row r=\"{far}\"")),
        ("r=\"B1\"", &*format!("r=\"B{far}\"")),
        ("<v>1</v>", "<v>1e999</v>"),
        ("t=\"s\"", "t=\"zzz\" s=\"99999999999\""),
    ] {
        let odd = edited(&bytes, from, to);
        assert!(odd.len() != bytes.len() && read(&odd).is_ok(), "{to}");
    }
    let lost = read(&edited(&bytes, "<v>2</v>", "<v>99</v>")).unwrap();
    assert_eq!(lost[0].remarks[0].1, "a cell names a text that the workbook does not hold");
    assert_eq!(read(&edited(&bytes, "</sst>", "</ss>")), Err(BROKEN.to_owned()));
}

#[test]
fn other_archives_are_named() {
    let archive = |names: &[&str]| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(b"<a/>").unwrap();
        }
        read(&writer.finish().unwrap().into_inner()).expect_err("it is refused")
    };
    assert_eq!(archive(&["a.txt"]), "this zip archive holds no workbook");
    assert!(archive(&["mimetype", "content.xml"]).ends_with("its name should end in .ods"));
    assert_eq!(archive(&["xl/workbook.bin"]), "this is a binary workbook (.xlsb); save it as .xlsx");
    assert!(archive(&["word/document.xml"]).starts_with("this is a Word document"));
}

#[test]
fn whatever_happens_to_a_workbook_it_is_read_or_refused() {
    let bytes = workbook(|sheet| {
        headed(sheet);
        sheet.merge_range(1, 0, 3, 0, "x", &Format::new()).unwrap();
        for row in 1..4 {
            sheet.write(row, 1, "y").unwrap();
        }
    });
    // Without compression, so that what is changed reaches what reads XML.
    let (mut old, mut new) =
        (ZipArchive::new(Cursor::new(&bytes)).unwrap(), ZipWriter::new(Cursor::new(Vec::new())));
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        new.start_file(part.name().unwrap(), stored).unwrap();
        std::io::copy(&mut part, &mut new).unwrap();
    }
    let stored = new.finish().unwrap().into_inner();
    // A small generator is enough, and the same each time.
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..300 {
        for whole in [&bytes, &stored] {
            let mut odd = whole.clone();
            for _ in 0..=random(4) {
                let at = random(odd.len());
                odd[at] ^= 1 << random(8);
            }
            odd.truncate(if random(4) == 0 { random(odd.len()) } else { odd.len() });
            drop(read(&odd));
        }
    }
}
