//! What unfinished merges left in a text.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;

use crate::finding::Finding;
use crate::finding::Place;
use crate::limits::MARKERS;
use crate::syntax::strings::lines;

/// The size of the markers that git writes by default. From that size on, a single line with a label counts as a marker.
const USUAL: usize = 7;

/// The first and last lines of unfinished merges, inside strings too. Markers of any size count: smaller ones, and those without
/// a label, where a conflict is complete. A row of `=` alone is an underline, and means nothing by itself.
pub(crate) fn conflict_markers(text: &str) -> Vec<Range<usize>> {
    let mut markers = Vec::new();
    let mut doubtful = None;
    for start in line_starts(text) {
        let Some(marker) = Marker::read(text, start) else { continue };
        if marker.is_plain() {
            markers.push(marker.range);
        } else if marker.sign == b'<' {
            doubtful = doubtful.or(Some(start));
        }
    }
    markers.extend(escaped(text));
    if let Some(from) = doubtful {
        markers.extend(complete(text, from));
    }
    markers.sort_by_key(|range| range.start);
    markers.dedup();
    markers
}

/// Whether a range lies in what an unfinished merge left, so that nothing else need be reported of its syntax.
pub(crate) fn is_in_conflict(text: &str, markers: &[Range<usize>], range: &Range<usize>) -> bool {
    // The line above the base neither begins a conflict nor ends one.
    let is = |marker: &Range<usize>, sign: char| text[marker.clone()].starts_with(sign);
    let next = markers.partition_point(|marker| marker.end <= range.start);
    let inside =
        next > 0 && !is(&markers[next - 1], '>') && markers.get(next).is_some_and(|marker| !is(marker, '<'));
    inside || markers.get(next).is_some_and(|marker| marker.start < range.end)
}

/// The finding about a marker.
pub(crate) fn unfinished(place: Place) -> Finding {
    Finding::new("conflict-marker", place, "a merge was not finished here")
        .help("choose what stays, and delete the marker lines")
}

/// The lines that begin with a sign of markers, in order.
fn line_starts(text: &str) -> Vec<usize> {
    let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut starts: Vec<usize> = Vec::from_iter(text[first..].starts_with(['<', '>', '|']).then_some(first));
    for sign in ["\n<", "\n>", "\n|||||||"] {
        starts.extend(memmem::find_iter(text.as_bytes(), sign).map(|at| at + 1).take(MARKERS));
    }
    starts.sort_unstable();
    starts
}

/// A line that may be a marker.
struct Marker<'t> {
    sign: u8,
    size: usize,
    label: &'t str,
    range: Range<usize>,
}

impl<'t> Marker<'t> {
    /// Reads the line that begins at a byte: one sign several times, and a label behind a space.
    fn read(text: &'t str, start: usize) -> Option<Self> {
        let rest = &text[start..];
        let line = &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
        let sign = *line.as_bytes().first().filter(|sign| matches!(sign, b'<' | b'=' | b'>' | b'|'))?;
        let size = line.bytes().take_while(|byte| *byte == sign).count();
        let label = line[size..].trim_end_matches('\r');
        let is_marker = label.is_empty() || label.starts_with(' ');
        is_marker.then(|| Self { sign, size, label, range: start..start + line.len() })
    }

    /// Whether it can be nothing else. The base has bars, as empty cells of a table have.
    fn is_plain(&self) -> bool {
        self.size >= USUAL && !self.label.is_empty() && self.sign != b'=' && !self.label.contains('|')
    }
}

/// The markers of complete conflicts from a byte on: one that begins it, a row of `=`, and one that ends it, of one size.
fn complete(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut markers = Vec::new();
    // By size: the line that began a conflict, and whether its middle was seen.
    let mut open: HashMap<usize, (Range<usize>, bool)> = HashMap::new();
    for line in lines(text, from..text.len()) {
        let Some(Marker { sign, size, label, range }) = Marker::read(text, line.start) else { continue };
        match sign {
            b'<' => drop(open.insert(size, (range, false))),
            b'=' if label.is_empty() => {
                if let Some((_, middle)) = open.get_mut(&size) {
                    *middle = true;
                }
            }
            b'>' => {
                if let Some((begin, _)) = open.remove(&size).filter(|(_, middle)| *middle) {
                    markers.extend([begin, range]);
                }
            }
            _ => {}
        }
    }
    markers
}

/// Markers behind the line feed of an escape: `"a\n<<<<<<< HEAD\n…"`.
fn escaped(text: &str) -> impl Iterator<Item = Range<usize>> {
    let signs = ["\\n<<<<<<<", "\\n>>>>>>>"];
    let found =
        signs.into_iter().flat_map(|sign| memmem::find_iter(text.as_bytes(), sign).collect::<Vec<_>>());
    found.filter_map(|at| {
        let start = at + 2;
        let end = start + text[start..].find(['\\', '"', '\n'])?;
        let marker = Marker::read(&text[..end], start)?;
        marker.is_plain().then_some(marker.range)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        conflict_markers(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn conflict_markers_stand_at_the_start_of_a_line() {
        assert_eq!(
            found("a\n<<<<<<< HEAD\nb <<<<<<< x\n=======\n>>>>>>> theirs"),
            ["<<<<<<< HEAD", ">>>>>>> theirs"]
        );
        assert_eq!(found("\u{feff}<<<<<<< HEAD\n"), ["<<<<<<< HEAD"]);
        assert_eq!(found("<<<<<<< HEAD\r\n>>>>>>> x\r\n"), ["<<<<<<< HEAD\r", ">>>>>>> x\r"]);
        assert_eq!(
            found("x = \"a\\n<<<<<<< HEAD\\nb\\n=======\\nc\\n>>>>>>> x\\n\"\n"),
            ["<<<<<<< HEAD", ">>>>>>> x"]
        );
    }

    #[test]
    fn markers_of_every_size_are_found() {
        for size in [1, 2, 3, 5, 7, 8, 12, 32, 200] {
            for feed in ["\n", "\r\n"] {
                for (ours, theirs) in [(" HEAD", " theirs"), ("", "")] {
                    let row = |sign: &str| sign.repeat(size);
                    let begin = format!("{}{ours}", row("<"));
                    let end = format!("{}{theirs}", row(">"));
                    let base = format!("{} base{feed}a{feed}", row("|"));
                    for base in ["", &base] {
                        let text =
                            format!("x{feed}{begin}{feed}b{feed}{base}{}{feed}c{feed}{end}{feed}", row("="));
                        let found: Vec<_> = found(&text).into_iter().map(str::trim_end).collect();
                        let wanted = [begin.as_str(), &row("|"), end.as_str()];
                        let wanted =
                            wanted.iter().filter(|line| !line.starts_with('|')).copied().collect::<Vec<_>>();
                        let found: Vec<_> = found.into_iter().filter(|line| !line.starts_with('|')).collect();
                        assert_eq!(found, wanted, "{text:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_no_conflict_is_left_alone() {
        for text in [
            "Summary\n=======\ntext\n",
            "=====\nTitle\n=====\n",
            "> quoted\n>> twice\n>>> thrice\n",
            ">>> print(1)\n1\n",
            "< 20 orders/h\n> 100 orders/h\n",
            "| a | b |\n|---|---|\n||||||||\n||||||| |\n",
            "cat <<EOF\n<html>\n=\n</html>\nEOF\n",
            "< a\n---\n> b\n",
            "<<< a\n====\n>>> b\n",
            "a line with \"<<<<<<< HEAD\" in it\n",
            "<<<<<<<\nnothing else\n",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text:?}");
        }
    }
}
