//! Values parted by commas, semicolons, tabs or pipes, which are told apart by how evenly they part the rows.

use std::collections::HashSet;

use csv::Reader;
use csv::ReaderBuilder;
use csv::StringRecord;

use crate::import::Cell;
use crate::import::Mapping;
use crate::import::Read;
use crate::import::Row;
use crate::import::Source;
use crate::import::Table;
use crate::import::source::encoding::decode;
use crate::import::source::grid::Grid;
use crate::import::source::grid::budget::Budget;
use crate::import::source::grid::is_heading;
use crate::limits::CELLS;
use crate::limits::COLUMNS;
use crate::limits::WHOLE;

pub(in crate::import) const SOURCE: Source =
    Source { id: "csv", extensions: &["csv", "tsv"], read: Read::Tables(read) };

fn read(bytes: &[u8], mapping: &Mapping) -> Result<Vec<Table>, String> {
    let (text, remark) = decode(bytes)?;
    let mut grid = Grid { named: mapping.named(), ..grid(&text)? };
    grid.remarks.extend(remark);
    Ok(grid.tables())
}

/// The rows of a text. An empty line is a row without cells.
///
/// # Errors
/// There are too many.
fn grid(text: &str) -> Result<Grid, String> {
    let advice = " (put double quotes around a cell with a comma)";
    let (mut grid, mut budget) = (Grid { advice, ..Grid::default() }, Budget::new());
    let (delimiter, rest) = named(text).unwrap_or_else(|| (delimiter(text), text));
    let skipped = text.len() - rest.len();
    // A Macintosh ended lines so, and some programs still do.
    let end = if memchr::memchr(b'\n', text.as_bytes()).is_some() { b'\n' } else { b'\r' };
    let (mut line, mut counted) = (1, 0);
    bound_rows(rest.as_bytes(), delimiter)?;
    let mut reader = reader(rest, delimiter);
    let mut record = StringRecord::new();
    loop {
        let from = skipped + position(&reader);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(grid),
            Err(reason) => {
                grid.remarks.push((line, format!("what follows cannot be read: {reason}")));
                return Ok(grid);
            }
        }
        let until = skipped + position(&reader);
        // The reader stops between the two characters of a Windows line end, so it counts one line too few there.
        let gap = text[from..until].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = from + gap;
        line += memchr::memchr_iter(end, &text.as_bytes()[counted..start]).count();
        counted = start;
        let ends = memchr::memchr_iter(end, &text.as_bytes()[from..start]).count();
        if ends > usize::from(text[..from].ends_with('\r') && end == b'\n') {
            budget.row()?;
            grid.rows.push(Row { line: line - 1, ..Row::default() });
        }
        if torn(&text.as_bytes()[start..until], delimiter) {
            let message = "a quote is not closed here, so that several rows may have become one";
            grid.remarks.push((line, message.to_owned()));
        }
        if record.len() > COLUMNS {
            let message =
                format!("this row has {} cells; those after the first {COLUMNS} are left out", record.len());
            grid.remarks.push((line, message));
        }
        budget.row()?;
        budget.cells(record.len().min(COLUMNS))?;
        let cells = record.iter().take(COLUMNS).map(|cell| Cell::foreign(cell, Vec::new())).collect();
        grid.rows.push(Row { line, cells, said: None });
    }
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes())
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

/// The delimiter that Excel names in a line of its own, and what follows that line.
fn named(text: &str) -> Option<(u8, &str)> {
    let quoted = text.strip_prefix("\"sep=").map(|rest| (rest, "\""));
    let (rest, quote) = quoted.or_else(|| text.strip_prefix("sep=").map(|rest| (rest, "")))?;
    let delimiter = *rest.as_bytes().first().filter(|byte| byte.is_ascii() && !b"\"\r\n".contains(byte))?;
    let rest = rest[1..].strip_prefix(quote)?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n']))?;
    Some((delimiter, rest))
}

/// The delimiter that parts the first rows most evenly, and best into headings that are known.
fn delimiter(text: &str) -> u8 {
    const ALL: [u8; 4] = [b',', b';', b'\t', b'|'];
    /// How far to look.
    const HEAD: usize = 256 << 10;
    let head = &text[..text.floor_char_boundary(HEAD)];
    let mut best = (b',', 0, 0);
    for delimiter in ALL {
        let (score, width) = evenness(head, delimiter);
        if (score, width) > (best.1, best.2) {
            best = (delimiter, score, width);
        }
    }
    best.0
}

/// How many in a thousand rows have the same number of cells, with more for headings; and that number.
fn evenness(head: &str, delimiter: u8) -> (usize, usize) {
    const ROWS: usize = 100;
    /// What each known heading of a row is worth, up to so many of them.
    const KNOWN: usize = 250;
    const MOST_KNOWN: usize = 4;
    /// How many rows, and how many cells of each, are searched for headings.
    const FAR: usize = 20;
    const WIDE: usize = 100;
    let (mut widths, mut known, none) = (Vec::new(), 0, &HashSet::new());
    for record in reader(head, delimiter).records().take(ROWS).flatten() {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push(record.len());
            if known < MOST_KNOWN && widths.len() <= FAR {
                let headings = record.iter().take(WIDE).filter(|cell| is_heading(cell, none));
                known = known.max(headings.take(MOST_KNOWN).count());
            }
        }
    }
    let count = |width: usize| widths.iter().filter(|&&other| other == width).count();
    let wide = widths.iter().copied().filter(|&width| width > 1);
    let Some(width) = wide.max_by_key(|&width| (count(width), width)) else { return (0, 0) };
    (count(width) * 1000 / widths.len() + known * KNOWN, width)
}

/// Makes sure that no row is too much to be held at once, as the reader does.
///
/// # Errors
/// A row has too many cells or bytes.
fn bound_rows(text: &[u8], delimiter: u8) -> Result<(), String> {
    if text.len() <= WHOLE && memchr::memchr_iter(delimiter, text).nth(CELLS).is_none() {
        return Ok(());
    }
    let too_long = |length: usize| match length > WHOLE {
        true => Err(format!("a row of this file is longer than {} MiB; is a quote not closed?", WHOLE >> 20)),
        false => Ok(()),
    };
    let (mut at, mut start, mut cells) = (0, 0, 0);
    while at < text.len() {
        if text[at] == b'"' {
            at += 1;
            // To the quote that ends the cell; two stand for one.
            loop {
                let Some(quote) = memchr::memchr(b'"', &text[at..]) else {
                    return too_long(text.len() - start);
                };
                at += quote + 1;
                if text.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
        }
        let end = memchr::memchr3(delimiter, b'\n', b'\r', &text[at..]).map_or(text.len(), |end| at + end);
        too_long(end - start)?;
        match text.get(end) == Some(&delimiter) {
            true => cells += 1,
            false => (cells, start) = (0, end + 1),
        }
        if cells > CELLS {
            return Err(format!("a row of this file has more than {CELLS} cells"));
        }
        at = end + 1;
    }
    Ok(())
}

/// Whether a row has a quote that does not end at the end of its cell, as after a quote that is not closed: the next
/// one, which was to open a cell, then stands before text.
fn torn(row: &[u8], delimiter: u8) -> bool {
    let mut at = 0;
    loop {
        if row.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let Some(quote) = memchr::memchr(b'"', &row[at..]) else { return true };
                at += quote + 1;
                if row.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
            if row.get(at).is_some_and(|&next| next != delimiter && !next.is_ascii_whitespace()) {
                return true;
            }
        }
        let Some(next) = memchr::memchr(delimiter, &row[at..]) else { return false };
        at += next + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::ROW;

    fn grid(text: &str) -> Grid {
        super::grid(text).unwrap()
    }
    fn rows(text: &str) -> Vec<(usize, String)> {
        let join = |row: &Row| row.cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join("/");
        grid(text).rows.iter().map(|row| (row.line, join(row))).collect()
    }

    #[test]
    fn a_quote_that_is_not_closed_is_said() {
        let said = |text: &str| grid(text).remarks.iter().map(|(line, _)| *line).collect::<Vec<_>>();
        assert_eq!(said("a,b,c\n1,\"x, \"\"y\"\"\n2,\"\",z\",3\n4,\"\",6 \"in\"\n"), [0; 0]);
        assert_eq!(said("a,b,c\n1,\"x,2\n4,5,6\n"), [2]);
        assert_eq!(said("a,b,c\n1,2,3\n1,\"x,2\n4,\"y\",6\n7,8,9\n"), [3]);
        assert_eq!(said("a;b;c\r\n1;\"x\";2\r\n1;\"x;2\r\n4;\"\";6\r\n7;\"y\";9\r\n"), [3]);
    }

    #[test]
    fn the_delimiter_is_the_one_that_parts_evenly() {
        for (text, expected) in [
            ("Fehler\tFolge, grob\nx, y, z\ta, b\nx, y, z\ta\n", b'\t'),
            ("Modus;S;O\nA, b;1,5;2,5\nC;2,5;3,5\nD;2,0;3,0\n", b';'),
            ("Problem,Risk\n\"a;b;c\",\"d;e;f\"\n\"a;b;c\",\"d;e;f\"\n", b','),
            ("Title\nA note, with a comma\nProblem|Risk|Owner\na, b|c|d\n", b'|'),
            ("Problem\nx\n", b','),
            ("", b','),
            ("\"Problem; it\",Severity\n\"a;b\",high\n\"c;d\",low\n", b','),
        ] {
            assert_eq!(char::from(delimiter(text)), char::from(expected), "{text}");
        }
    }

    #[test]
    fn a_named_delimiter_is_obeyed_and_its_line_dropped() {
        assert_eq!(rows("sep=;\r\na,b;c\r\n1,2;3\r\n"), [(2, "a,b/c".to_owned()), (3, "1,2/3".to_owned())]);
        assert_eq!(rows("\"sep=|\"\na,b|c\n")[0], (2, "a,b/c".to_owned()));
        assert_eq!(rows("sep=\na,b\n")[1], (2, "a/b".to_owned()));
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        let expected = |numbers: [usize; 3]| {
            numbers.into_iter().zip(["a/b", "", "1/2"].map(str::to_owned)).collect::<Vec<_>>()
        };
        assert_eq!(rows("a,b\n\n1,2\n"), expected([1, 2, 3]));
        assert_eq!(rows("a,b\r\n\r\n1,2\r\n"), expected([1, 2, 3]));
        assert_eq!(rows("a,b\r\r1,2\r"), expected([1, 2, 3]));
        assert_eq!(
            rows("a,b\r\n1,\"x\r\ny\"\r\n3,4"),
            [(1, "a/b".to_owned()), (2, "1/x\ny".to_owned()), (4, "3/4".to_owned())]
        );
        assert_eq!(rows("\n\na,b\n")[1], (3, "a/b".to_owned()));
    }

    #[test]
    fn a_row_without_end_is_cut_and_that_is_said() {
        let grid = grid(&format!("a,b\n{}\n", "x,".repeat(5_000)));
        assert_eq!((grid.rows[1].cells.len(), grid.remarks[0].0), (1_000, 2));
    }

    #[test]
    fn a_row_without_any_end_is_refused() {
        let commas = ",".repeat(CELLS + 1);
        let is_bounded = |text: &str| bound_rows(text.as_bytes(), b',').is_ok();
        assert!(!is_bounded(&commas));
        assert!(!is_bounded(&format!("a\n\"x\ny\"{commas}")));
        assert!(!is_bounded(&",\"\n\"".repeat(CELLS + 1)), "line ends in quotes end no row");
        assert!(is_bounded(&format!("a,\"{commas}\",b")));
        assert!(is_bounded(&format!("a,\"x\"\"{commas}")));
        assert!(is_bounded(&",,\n".repeat(CELLS)));
        let long = "x".repeat(WHOLE);
        assert!(is_bounded(&format!("a,b\n{long}\n{long}")) && !is_bounded(&format!("a,b\n{long},x\n")));
        assert!(!is_bounded(&format!("a\n\"{}", "x\n".repeat(WHOLE / 2))), "a quote is not closed");
        assert_eq!(super::grid(&commas).unwrap_err(), "a row of this file has more than 2000000 cells");
        let many = super::grid(&"a\n".repeat(CELLS / (ROW + 1) + 1)).unwrap_err();
        assert!(many.starts_with("this file is too large"));
    }

    #[test]
    fn an_old_encoding_is_said() {
        let tables = read(b"Problem,Owner\nGr\xf6\xdfe,x\n", &Mapping::default()).unwrap();
        assert_eq!(tables[0].rows[0].cells[0].text, "Größe");
        assert_eq!(tables[0].remarks[0].0, 2);
    }
}
