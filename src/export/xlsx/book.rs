//! The archive that a workbook is.

use std::io;
use std::io::Cursor;
use std::io::Write;

use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::export::xlsx::sheet::Sheet;

/// How every part begins.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The parts that are the same in every workbook.
const PARTS: [(&str, &str); 5] = [
    ("[Content_Types].xml", include_str!("parts/content_types.xml")),
    ("_rels/.rels", include_str!("parts/relations.xml")),
    ("docProps/core.xml", include_str!("parts/core.xml")),
    ("xl/_rels/workbook.xml.rels", include_str!("parts/workbook_relations.xml")),
    ("xl/styles.xml", include_str!("parts/styles.xml")),
];

/// The bytes of a workbook. The same sheets are the same bytes, whenever they are written.
pub(super) fn bytes(sheets: &[Sheet; 2]) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let workbook = workbook(sheets);
    for (name, text) in PARTS.into_iter().chain([("xl/workbook.xml", workbook.as_str())]) {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    for (at, sheet) in sheets.iter().enumerate() {
        zip.start_file(format!("xl/worksheets/sheet{}.xml", at + 1), options)?;
        sheet.write(at == 0, &mut zip)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The part that names the sheets. Excel wants the range of a filter to have a hidden name.
fn workbook(sheets: &[Sheet]) -> String {
    let named = sheets.iter().enumerate().map(|(at, sheet)| {
        let (name, number) = (sheet.name, at + 1);
        format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>")
    });
    let filters = sheets.iter().enumerate().map(|(at, sheet)| {
        let (name, range) = (sheet.name, sheet.range("$"));
        format!(
            "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{at}\" hidden=\"1\">{name}!{range}</definedName>"
        )
    });
    format!(
        "{HEAD}<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><bookViews><workbookView/></bookViews>\
         <sheets>{}</sheets><definedNames>{}</definedNames></workbook>",
        named.collect::<String>(),
        filters.collect::<String>()
    )
}
