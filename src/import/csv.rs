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
    let mut remarks = Vec::new();
    let mut rows = reader.records().flatten().map(|record| {
        // The reader stops between the two characters of a Windows line end, so it counts one line too few there.
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let start = start + text[start..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start]).count();
        counted = start;
        if torn(&text.as_bytes()[start..], delimiter) {
            remarks.push((
                line,
                "a quote is not closed here, so that several rows may have become one".to_owned(),
            ));
        }
        Row { line, cells: record.iter().map(cell).collect() }
    });
    let Some(headings) = rows.next() else {
        return Vec::new();
    };
    let line = headings.line;
    let headings: Vec<String> = headings.cells.iter().map(Cell::line).collect();
    let rows = rows.collect();
    vec![Table { line, headings, rows, remarks, ..Table::default() }]
}

/// Whether the row that the text begins with has a quote that does not end at the end of its cell, as after a quote
/// that is not closed: the next one, which was to open a cell, then stands before text.
fn torn(text: &[u8], delimiter: u8) -> bool {
    let (mut quoted, mut begins) = (false, true);
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if quoted && bytes.next_if_eq(&b'"').is_some() => {}
            b'"' if quoted => {
                quoted = false;
                if bytes.peek().is_some_and(|&next| next != delimiter && !next.is_ascii_whitespace()) {
                    return true;
                }
            }
            b'"' if begins => quoted = true,
            b'\r' | b'\n' if !quoted => return false,
            _ => {}
        }
        begins = byte == delimiter && !quoted;
    }
    quoted
}

/// Takes off the one apostrophe that our own CSV puts before what a spreadsheet would take for a formula.
fn cell(text: &str) -> Cell {
    let ours = begins_formula(text.trim_start_matches('\''));
    Cell::new(text.strip_prefix('\'').filter(|_| ours).unwrap_or(text), Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_that_is_not_closed_is_said() {
        let said = |text: &str| read(text)[0].remarks.iter().map(|(line, _)| *line).collect::<Vec<_>>();
        assert_eq!(said("a,b,c\n1,\"x, \"\"y\"\"\n2,\"\",z\",3\n4,\"\",6 \"in\"\n"), [0; 0]);
        assert_eq!(said("a,b,c\n1,\"x,2\n4,5,6\n"), [2]);
        assert_eq!(said("a,b,c\n1,2,3\n1,\"x,2\n4,\"y\",6\n7,8,9\n"), [3]);
        assert_eq!(said("a;b;c\r\n1;\"x\";2\r\n1;\"x;2\r\n4;\"\";6\r\n7;\"y\";9\r\n"), [3]);
    }
}
