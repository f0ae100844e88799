//! Where lines and strings end. Nothing else of TOML is known here.

use std::ops::Range;

use memchr::memmem;

/// The lines of a range, without their line feed; a carriage return counts as white space.
pub(crate) fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut start = range.start;
    std::iter::from_fn(move || {
        if start >= range.end {
            return None;
        }
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..range.end])
            .map_or(range.end, |found| start + found);
        let line = start..end;
        start = end + 1;
        Some(line)
    })
}

/// Where three quotes stand in a text: lines without any, which are most, need no look at their quotes.
pub(crate) struct Triples<'a> {
    text: &'a str,
    /// For each kind of quote what to look for, and a stretch that has none before its end.
    clear: [(&'static str, Range<usize>); 2],
}

impl<'a> Triples<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, clear: [("\"\"\"", 0..0), ("'''", 0..0)] }
    }

    /// Whether three quotes may stand in a line. It looks at each byte of the text once, even if lines come again.
    pub(crate) fn may_stand_in(&mut self, line: &Range<usize>) -> bool {
        let text = self.text.as_bytes();
        self.clear.iter_mut().any(|(quotes, clear)| {
            if line.start >= clear.end {
                let found = memmem::find(&text[line.start..], quotes.as_bytes());
                *clear = line.start..found.map_or(text.len(), |found| line.start + found);
            }
            line.start < clear.start || line.end > clear.end
        })
    }
}

/// The quote of a multi-line string that a line leaves open. A single-line string ends with its line.
pub(crate) fn unclosed(line: &[u8]) -> Option<u8> {
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'#', b'"', b'\'', &line[at..]) {
        at += found;
        let quote = line[at];
        if quote == b'#' {
            return None;
        }
        if line[at..].starts_with(&[quote; 3]) {
            match closing(line, at + 3, quote) {
                Some(end) => at = end,
                None => return Some(quote),
            }
        } else {
            at = single_line_end(line, at + 1, quote)?;
        }
    }
    None
}

/// Whether the first multi-line quotes of a line begin a string rather than end one: `cause = """…`, `["""…`.
pub(crate) fn begins_value(line: &[u8], quote: u8) -> bool {
    let first = line.windows(3).position(|three| three == [quote; 3]);
    first.is_some_and(|first| matches!(line[..first].trim_ascii_end().last(), Some(b'=' | b'[')))
}

/// The byte behind the closing quotes of a multi-line string, searched from `at`.
pub(crate) fn closing(line: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    while let Some(found) = memchr::memchr2(quote, b'\\', line.get(at..)?) {
        at += found;
        if line[at] == b'\\' {
            at += if quote == b'"' { 2 } else { 1 };
        } else if line[at..].starts_with(&[quote; 3]) {
            let extra = line[at + 3..].iter().take(2).take_while(|&&byte| byte == quote).count();
            return Some(at + 3 + extra);
        } else {
            at += 1;
        }
    }
    None
}

fn single_line_end(line: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    while let Some(found) = memchr::memchr2(quote, b'\\', line.get(at..)?) {
        at += found;
        if line[at] == quote {
            return Some(at + 1);
        }
        at += if quote == b'"' { 2 } else { 1 };
    }
    None
}
/// Where the multi-line string begins that a text does not close.
pub(crate) fn unclosed_string(text: &str) -> Option<Range<usize>> {
    let mut open: Option<(u8, Range<usize>)> = None;
    for line in lines(text, 0..text.len()) {
        let mut from = line.start;
        if let Some((quote, _)) = open {
            let Some(end) = closing(&text.as_bytes()[line.clone()], 0, quote) else {
                continue;
            };
            (open, from) = (None, line.start + end);
        }
        if let Some(quote) = unclosed(&text.as_bytes()[from..line.end]) {
            let sign = if quote == b'"' { "\"\"\"" } else { "'''" };
            let start = from + text[from..line.end].rfind(sign)?;
            open = Some((quote, start..start + sign.len()));
        }
    }
    open.map(|(_, range)| range)
}
