//! Lines, their ends and what surrounds a place in a text.

use std::ops::Range;

/// The byte where the line begins that a byte stands on.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |found| found + 1);
    // A byte order mark is no part of the first line.
    if start == 0 && at > 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start }
}

/// The byte behind the line feed of the line that a byte stands on; the end of the text on its last line.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found + 1)
}

/// How lines end: as the first one does, since files rarely mix.
pub(crate) fn line_feed(text: &str) -> &'static str {
    let end = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(0);
    if end > 0 && text.as_bytes()[end - 1] == b'\r' { "\r\n" } else { "\n" }
}

/// The white space before the first word of the line that a byte stands on.
pub(crate) fn indent(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..at];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The line that holds a range and nothing else but white space, a comma or a comment perhaps.
pub(crate) struct OwnLine {
    /// The whole line with its end.
    pub(crate) line: Range<usize>,
    /// The comment behind it.
    pub(crate) comment: Option<Range<usize>>,
}

/// Whether a range, which may span lines, shares its lines with nothing but a comment behind it.
pub(crate) fn own_line(text: &str, range: &Range<usize>) -> Option<OwnLine> {
    let start = line_start(text, range.start);
    let end = line_end(text, range.end);
    let before = text[start..range.start].trim_matches([' ', '\t']);
    let rest = text[range.end..end].trim_start_matches([' ', '\t']);
    let after = rest.trim_end();
    let comment = after.starts_with('#').then(|| {
        let at = end - rest.len();
        at..at + after.len()
    });
    (before.is_empty() && (after.is_empty() || comment.is_some()))
        .then_some(OwnLine { line: start..end, comment })
}

/// What is to be taken away so that the line of a range goes. A comment behind it stays, on a line of its own; a text that
/// ends without a line feed goes on doing so.
pub(crate) fn without(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let OwnLine { line, comment } = own_line(text, range)?;
    if let Some(comment) = comment {
        return Some(range.start..comment.start);
    }
    if text[line.clone()].ends_with('\n') || line.start == 0 {
        return Some(line);
    }
    let before = text[..line.start].strip_suffix('\n').unwrap_or(&text[..line.start]);
    Some(before.strip_suffix('\r').unwrap_or(before).len()..line.end)
}

/// The first comma in a stretch of white space and comments.
pub(crate) fn comma(text: &str, range: Range<usize>) -> Option<usize> {
    let mut at = range.start;
    while at < range.end {
        match text.as_bytes()[at] {
            b',' => return Some(at),
            b'#' => at = line_end(text, at),
            _ => at += 1,
        }
    }
    None
}
