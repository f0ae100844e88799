//! The text of an entry in units: each header and each key with the comments above it. What people move and merge within an
//! entry are units.

use crate::syntax::lines::line_end;
use crate::syntax::lines::line_start;
use crate::syntax::outline::Statement;
use crate::syntax::outline::outline;

/// A header, or a key with its value, and what stands above it.
#[derive(Debug)]
pub(crate) struct Unit<'t> {
    /// The empty lines above it.
    pub(crate) gap: &'t str,
    /// The comments above it.
    pub(crate) lead: &'t str,
    /// Its lines, up to the last line feed.
    pub(crate) line: &'t str,
    /// Where its lines begin in the text of the entry.
    pub(crate) at: usize,
    pub(crate) statement: Statement,
}

/// A header with the keys below it.
#[derive(Debug)]
pub(crate) struct Section<'t> {
    /// `None`: the keys before all headers.
    pub(crate) head: Option<Unit<'t>>,
    pub(crate) pairs: Vec<Unit<'t>>,
    /// The comments at its end that stand above nothing of the entry.
    pub(crate) tail: &'t str,
    /// All of it but the gap above.
    pub(crate) text: &'t str,
}

/// The sections of a text, which must be sound TOML without a byte order mark.
pub(crate) fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for statement in outline(text) {
        let at = line_start(text, statement.span.start);
        let next = line_end(text, statement.span.end);
        let between = &text[end..at];
        let line = &text[at..next];
        if statement.is_pair() {
            let (gap, lead) = between.split_at(blank(between));
            let unit = Unit { gap, lead, line, at, statement };
            match sections.last_mut() {
                Some(section) => section.pairs.push(unit),
                None => sections.push(Section { head: None, pairs: vec![unit], tail: "", text: "" }),
            }
        } else {
            let (rest, lead) = between.split_at(lead(between));
            // Above the first header stands nothing that the comments could belong to.
            let tail = if sections.is_empty() { 0 } else { rest.trim_end().len() };
            let tail = if tail == 0 { 0 } else { line_end(rest, tail) };
            let (tail, gap) = rest.split_at(tail);
            close(&mut sections, text, &mut start, end, tail);
            start = at - lead.len();
            let unit = Unit { gap, lead, line, at, statement };
            sections.push(Section { head: Some(unit), pairs: Vec::new(), tail: "", text: "" });
        }
        end = next;
    }
    let tail = &text[end..];
    if sections.is_empty() {
        return vec![Section { head: None, pairs: Vec::new(), tail: text, text }];
    }
    close(&mut sections, text, &mut start, end, tail);
    sections
}

/// Gives the last section what stands at its end.
fn close<'t>(sections: &mut [Section<'t>], text: &'t str, start: &mut usize, end: usize, tail: &'t str) {
    if let Some(section) = sections.last_mut() {
        section.tail = tail;
        section.text = &text[*start..end + tail.len()];
    }
}

/// How many bytes of empty lines begin a text.
pub(crate) fn blank(text: &str) -> usize {
    let lines = text.split_inclusive('\n');
    lines.take_while(|line| line.trim().is_empty()).map(str::len).sum()
}

/// Where the comments begin that end a text.
fn lead(text: &str) -> usize {
    let mut at = text.len();
    while at > 0 {
        let line = line_start(text, at - 1);
        if text[line..at].trim().is_empty() {
            break;
        }
        at = line;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stand_with_what_is_below_them() {
        let text = "# about\n[failure.a] # t\n\n# p\n\n# q\nproblem = '''\n\n# no\n''' # x\nrisk = 1\n# tail\n\n# e\n\
                    [failure.a.estimate]\ndetect = 1\n# end\n";
        let sections = sections(text);
        let [first, second] = sections.as_slice() else { panic!("{sections:?}") };
        let head = first.head.as_ref().unwrap();
        assert_eq!((head.lead, head.line), ("# about\n", "[failure.a] # t\n"));
        assert_eq!((first.pairs[0].gap, first.pairs[0].lead), ("\n", "# p\n\n# q\n"));
        assert_eq!(first.pairs[0].line, "problem = '''\n\n# no\n''' # x\n");
        assert_eq!(first.tail, "# tail\n");
        let head = second.head.as_ref().unwrap();
        assert_eq!((head.gap, head.lead), ("\n", "# e\n"));
        assert_eq!(second.tail, "# end\n");
        assert_eq!(format!("{}\n{}", first.text, second.text), text);
    }
}
