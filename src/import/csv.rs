//! Comma-separated values; semicolons and tabs are found by the first line.

use crate::import::Cell;
use crate::import::Row;
use crate::import::Source;
use crate::import::Table;
use crate::model::begins_formula;

pub(super) const SOURCE: Source = Source { id: "csv", extensions: &["csv", "tsv"], read };

fn read(text: &str) -> Vec<Table> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |delimiter: u8| first.bytes().filter(|&byte| byte == delimiter).count();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let (mut line, mut counted) = (1, 0);
    let mut rows = reader.records().flatten().map(|record| {
        // The reader stops between the two characters of a Windows line end, so it counts one line too few there.
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let start = start + text[start..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start]).count();
        counted = start;
        Row { line, cells: record.iter().map(cell).collect() }
    });
    let Some(headings) = rows.next() else {
        return Vec::new();
    };
    let line = headings.line;
    let headings = headings.cells.iter().map(Cell::line).collect();
    let rows: Vec<Row> = rows.collect();
    // The last row holds whatever an unclosed quote swallowed.
    let unclosed = text.bytes().filter(|&byte| byte == b'"').count() % 2 == 1;
    let said = "a quote is not closed, so that several rows may have become one".to_owned();
    let remarks = rows.last().filter(|_| unclosed).map(|row| (row.line, said)).into_iter().collect();
    vec![Table { line, headings, rows, remarks, ..Table::default() }]
}

/// Takes off the one apostrophe that our own CSV puts before what a spreadsheet would take for a formula.
fn cell(text: &str) -> Cell {
    let ours = begins_formula(text.trim_start_matches('\''));
    Cell::new(text.strip_prefix('\'').filter(|_| ours).unwrap_or(text), Vec::new())
}
