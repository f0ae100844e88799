//! Cuts a file into blocks at its headers, by a scanner that knows strings and comments and nothing else.
//!
//! A block is everything that belongs to one `[kind.id]`. A line such as `[failure.zone-outage]` can be neither a
//! value nor part of one, so brackets need not be counted, and an unclosed one harms its own entry alone. Whoever asks says
//! which kinds there are.

use std::ops::Range;

use crate::limits::BLOCKS;
use crate::syntax::strings::Triples;
use crate::syntax::strings::begins_value;
use crate::syntax::strings::closing;
use crate::syntax::strings::lines;
use crate::syntax::strings::unclosed;

/// The words that a header begins with which opens an entry.
pub(crate) type Kinds = &'static [&'static str];

/// A piece of a file that is parsed alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The bytes of the piece, from its header to the next.
    pub(crate) range: Range<usize>,
    /// The bytes of `kind.id` (or of `playbook`) in its first header; empty for what stands before all headers.
    pub(crate) key: Range<usize>,
    /// Whether the first header is `[kind.id]` itself, and not one of its sub-tables.
    pub(crate) opens: bool,
}

/// The blocks of a text.
#[derive(Debug)]
pub(crate) struct Cut {
    pub(crate) blocks: Vec<Block>,
    /// Whether the layout is such that blocks alone may not say the same as the whole.
    pub(crate) odd: bool,
}

/// Cuts a text at the headers that stand outside strings.
pub(crate) fn cut(text: &str, kinds: Kinds) -> Cut {
    cut_with(text, kinds, false)
}

/// Cuts a text of which something could not be read. A string that holds a header, and ends where another value
/// begins or not at all, was never closed: the cut goes back to that header and on from there.
pub(crate) fn cut_doubting(text: &str, kinds: Kinds) -> Cut {
    cut_with(text, kinds, true)
}

/// A multi-line string that is not closed yet.
struct Open {
    quote: u8,
    /// The first line in it that looks like a header.
    header: Option<usize>,
}

fn cut_with(text: &str, kinds: Kinds, doubting: bool) -> Cut {
    let mut scanner = Scanner::new(text, kinds, 0..text.len());
    let mut open: Option<Open> = None;
    let mut triples = Triples::new(text);
    let mut next = 0;
    // Going back costs time; a text made to waste it is cut as if its strings could be trusted.
    let mut patience = if doubting { text.len().saturating_mul(4) } else { 0 };
    loop {
        let line = lines(text, next..text.len()).next();
        let bytes = line.clone().map_or(&[][..], |line| &text.as_bytes()[line]);
        if let Some(Open { quote, header: Some(header) }) = open
            && (line.is_none() || begins_value(bytes, quote))
            && next - header <= patience
        {
            patience -= next - header;
            (next, open) = (header, None);
            continue;
        }
        let Some(line) = line else { break };
        next = line.end + 1;
        let mut at = 0;
        if let Some(string) = &mut open {
            let Some(end) = closing(bytes, 0, string.quote) else {
                if string.header.is_none() && Header::of_entry(&text[line.clone()], kinds) {
                    string.header = Some(line.start);
                }
                continue;
            };
            at = end;
        } else if scanner.header(&line) {
            continue;
        }
        if triples.may_stand_in(&line) {
            open = unclosed(&bytes[at..]).map(|quote| Open { quote, header: None });
        } else {
            open = None;
        }
    }
    scanner.finish()
}

/// Cuts a range of a text at every line that looks like a header, even inside what looks like a string.
pub(crate) fn cut_everywhere(text: &str, kinds: Kinds, range: Range<usize>) -> Vec<Block> {
    let mut scanner = Scanner::new(text, kinds, range.clone());
    for line in lines(text, range) {
        scanner.header(&line);
    }
    scanner.finish().blocks
}

/// Whether a text has more than so many lines that look like a header.
pub(crate) fn has_more_headers(text: &str, most: usize) -> bool {
    let is_header = |line: &Range<usize>| text[line.clone()].trim_start_matches([' ', '\t']).starts_with('[');
    text.len() > most && lines(text, 0..text.len()).filter(is_header).nth(most).is_some()
}

struct Scanner<'a> {
    text: &'a str,
    kinds: Kinds,
    end: usize,
    blocks: Vec<Block>,
    current: Block,
    odd: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, kinds: Kinds, range: Range<usize>) -> Self {
        let current = Block { range: range.start..range.start, key: range.start..range.start, opens: false };
        Self { text, kinds, end: range.end, blocks: Vec::new(), current, odd: false }
    }

    /// Takes a line that stands outside strings; whether it is a header, so that nothing else is on it.
    fn header(&mut self, line: &Range<usize>) -> bool {
        // A byte order mark stands before the first line.
        let content = self.text[line.clone()].trim_start_matches(['\u{feff}', ' ', '\t']);
        if !content.starts_with('[') || self.blocks.len() >= BLOCKS {
            return false;
        }
        let Some(header) = Header::read(content, self.kinds) else {
            self.odd = true;
            return false;
        };
        self.odd |= header.odd;
        let start = line.end - content.len() + header.brackets;
        let key = start..start + header.key;
        if header.opens || self.text[key.clone()] != self.text[self.current.key.clone()] {
            let next = Block { range: line.start..line.start, key, opens: header.opens };
            let mut done = std::mem::replace(&mut self.current, next);
            done.range.end = line.start;
            self.push(done);
        }
        header.closed
    }

    fn push(&mut self, block: Block) {
        if !block.range.is_empty() {
            self.blocks.push(block);
        }
    }

    fn finish(mut self) -> Cut {
        let mut last = std::mem::replace(&mut self.current, Block { range: 0..0, key: 0..0, opens: false });
        last.range.end = self.end;
        self.push(last);
        Cut { blocks: self.blocks, odd: self.odd }
    }
}

struct Header {
    /// How many bytes stand before the key: one or two brackets.
    brackets: usize,
    /// The length of `kind.id`, or of a single word.
    key: usize,
    opens: bool,
    odd: bool,
    closed: bool,
}

impl Header {
    /// Whether a line looks like the header of an entry.
    fn of_entry(line: &str, kinds: Kinds) -> bool {
        let content = line.trim_start_matches([' ', '\t']);
        content.starts_with('[')
            && Self::read(content, kinds).is_some_and(|header| header.closed && !header.odd)
    }

    /// Reads a line that begins with a bracket; `None` where it need not be a header at all.
    fn read(content: &str, kinds: Kinds) -> Option<Self> {
        let brackets = if content.starts_with("[[") { 2 } else { 1 };
        let path = &content[brackets..];
        let bare = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let first = path.bytes().take_while(bare).count();
        if !path.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Self::quoted(path, brackets, kinds);
        }
        let is_kind = kinds.contains(&&path[..first]);
        let rest = &path[first..];
        let second = match rest.strip_prefix('.') {
            Some(rest) => rest.bytes().take_while(bare).count(),
            None => 0,
        };
        let is_playbook = &path[..first] == "playbook";
        let key = if second == 0 || is_playbook { first } else { first + 1 + second };
        let whole = path.bytes().take_while(|b| bare(b) || *b == b'.').count();
        let tail = path[whole..].strip_prefix(&"]]"[..brackets]).map(str::trim_start);
        let bare_path = !path[..whole].ends_with('.') && !path[..whole].contains("..");
        let closed = bare_path && tail.is_some_and(|tail| tail.is_empty() || tail.starts_with('#'));
        let meant = is_kind && rest.starts_with(['.', ' ', '\t']);
        if !closed && !meant {
            return None;
        }
        let alone = second == 0 && !is_playbook;
        let opens = !path[key..].starts_with('.');
        Some(Self { brackets, key, opens, odd: !closed || alone || (opens && brackets == 2), closed })
    }

    /// A header whose kind stands in quotes, closed or not: `["failure".a]`. A whole parse must tell what it is.
    fn quoted(path: &str, brackets: usize, kinds: Kinds) -> Option<Self> {
        let word = path.strip_prefix(['"', '\''])?;
        let length = word.bytes().take_while(u8::is_ascii_lowercase).count();
        let meant = kinds.contains(&&word[..length]) && word[length..].starts_with(['.', '"', '\'']);
        meant.then_some(Self { brackets: brackets + 1, key: length, opens: true, odd: true, closed: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: Kinds = &["failure", "flow"];

    fn keys(text: &str) -> (Vec<&str>, bool) {
        let cut = cut(text, KINDS);
        (cut.blocks.iter().map(|block| &text[block.key.clone()]).collect(), cut.odd)
    }

    #[test]
    fn headers_cut_and_strings_do_not() {
        let text = "# top\n[playbook]\ntitle = \"[failure.no]\"\n[failure.a]\nrisk = \"\"\"\n[failure.b]\n\"\"\"\n\
                    [failure.a.estimate]\n[[failure.a.preventative]]\nx = '''[failure.c]'''\n  [flow.d] # here\n";
        assert_eq!(keys(text), (vec!["", "playbook", "failure.a", "flow.d"], false));
    }

    #[test]
    fn odd_layouts_are_noticed() {
        for odd in [
            "[failure]\n",
            "[[failure.a]]\n",
            "[failure.\"a\"]\n",
            "[failure . a]\n",
            "[\"failure\".a]\n",
            "x = [\n[1, 2],\n]\n",
            "[failure.a\n",
        ] {
            assert!(cut(odd, KINDS).odd, "{odd}");
        }
        for plain in ["[failure.a]\r\n", "[x.y.z]\n", "[playbook]\n[playbook.x-a]\n", "a.b = 1\n"] {
            assert!(!cut(plain, KINDS).odd, "{plain}");
        }
    }

    #[test]
    fn an_unclosed_header_begins_a_block_of_its_own() {
        assert_eq!(
            keys("[failure.a]\n[failure.b\nproblem = 1\n[failure.c]\n").0,
            ["failure.a", "failure.b", "failure.c"]
        );
    }

    #[test]
    fn quotes_at_the_end_of_a_multi_line_string_belong_to_it() {
        assert_eq!(keys("[failure.a]\nx = \"\"\"a\"\"\"\"\"\n[failure.b]\n").0, ["failure.a", "failure.b"]);
        assert_eq!(
            keys("[failure.a]\nx = \"\"\"a\\\"\"\"\n[failure.b]\n\"\"\"\n[failure.c]\n").0,
            ["failure.a", "failure.c"]
        );
        assert_eq!(keys("[failure.a]\nx = '\\'\n[failure.b]\n").0, ["failure.a", "failure.b"]);
    }

    #[test]
    fn an_unclosed_string_can_be_cut_through() {
        let text = "[failure.a]\nx = \"\"\"\n[failure.b]\n[failure.b.estimate]\n[failure.c]\n";
        assert_eq!(keys(text).0, ["failure.a"]);
        let again = cut_everywhere(text, KINDS, 0..text.len());
        assert_eq!(
            again.iter().map(|b| &text[b.key.clone()]).collect::<Vec<_>>(),
            ["failure.a", "failure.b", "failure.c"]
        );
    }
}
