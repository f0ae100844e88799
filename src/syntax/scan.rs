//! Makes the nodes of most texts much faster than the parser does: bare keys, and values as people write them. Whatever else
//! stands there, right or wrong, makes it give up; then the parser is asked, which makes the same nodes: a test holds both
//! against each other.

use memchr::memmem;
use toml_parser::Span;
use toml_parser::decoder::Encoding;

use crate::syntax::events::Builder;
use crate::syntax::events::is_text;
use crate::syntax::nodes::Form;

/// How deep lists and inline tables may lie in each other.
const DEPTH: usize = 16;

/// A place in a text.
pub(super) struct Scanner<'b, 't> {
    builder: &'b mut Builder<'t>,
    bytes: &'t [u8],
    at: usize,
}

impl<'b, 't> Scanner<'b, 't> {
    pub(super) fn new(builder: &'b mut Builder<'t>, text: &'t str) -> Self {
        Self { builder, bytes: text.as_bytes(), at: 0 }
    }

    /// Makes the nodes of the whole text. `None`: the parser must.
    pub(super) fn run(&mut self) -> Option<()> {
        loop {
            self.blank_lines()?;
            match self.peek() {
                None => return Some(()),
                Some(b'[') => self.header()?,
                Some(_) => self.pair(DEPTH)?,
            }
            self.line_end()?;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_it = self.peek() == Some(byte);
        self.at += usize::from(is_it);
        is_it
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.takes(byte).then_some(())
    }

    fn spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    fn span(&self, start: usize) -> Span {
        Span::new_unchecked(start, self.at)
    }

    /// The rest of a line on which nothing but a comment may stand.
    fn line_end(&mut self) -> Option<()> {
        self.spaces();
        if self.takes(b'#') {
            let rest = &self.bytes[self.at..];
            let comment = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
            let comment = comment.strip_suffix(b"\r").unwrap_or(comment);
            self.at += comment.len();
            is_text(comment).then_some(())?;
        }
        if self.at == self.bytes.len() {
            return Some(());
        }
        self.takes(b'\r');
        self.take(b'\n')
    }

    /// Spaces, line ends and comments.
    fn blank_lines(&mut self) -> Option<()> {
        loop {
            self.spaces();
            match self.peek() {
                Some(b'#' | b'\r' | b'\n') => self.line_end()?,
                _ => return Some(()),
            }
        }
    }

    fn header(&mut self) -> Option<()> {
        let start = self.at;
        self.at += 1;
        let is_element = self.takes(b'[');
        let header = self.builder.begin(if is_element { Form::Element } else { Form::Header }, start);
        self.keys()?;
        self.take(b']')?;
        if is_element {
            self.take(b']')?;
        }
        self.builder.complete(header, self.at);
        Some(())
    }

    /// Bare keys with dots between them.
    fn keys(&mut self) -> Option<()> {
        loop {
            let start = self.at;
            let rest = &self.bytes[start..];
            self.at += rest.iter().position(|&byte| !is_bare(byte)).unwrap_or(rest.len());
            (self.at > start).then_some(())?;
            self.builder.push(Form::Name, self.span(start));
            if !self.takes(b'.') {
                return Some(());
            }
        }
    }

    fn pair(&mut self, depth: usize) -> Option<()> {
        let pair = self.builder.begin(Form::Pair, self.at);
        self.keys()?;
        self.spaces();
        self.take(b'=')?;
        self.spaces();
        self.value(depth)?;
        self.builder.complete(pair, self.at);
        Some(())
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        match self.peek()? {
            quote @ (b'"' | b'\'') => self.string(quote),
            b'[' => self.list(depth.checked_sub(1)?),
            b'{' => self.table(depth.checked_sub(1)?),
            _ => self.word(),
        }
    }

    fn string(&mut self, quote: u8) -> Option<()> {
        let start = self.at;
        let rest = &self.bytes[start..];
        if rest.starts_with(&[quote; 3]) {
            return self.long_string(quote);
        }
        let end = 1 + memchr::memchr(quote, &rest[1..])?;
        let (is_text, has_escape) = look(&rest[..end]);
        is_text.then_some(())?;
        if has_escape && quote == b'"' {
            return self.escaped(end);
        }
        self.at += end + 1;
        self.builder.push(Form::Text, self.span(start));
        Some(())
    }

    /// A text with escapes, whose next quote may be one.
    fn escaped(&mut self, mut end: usize) -> Option<()> {
        let start = self.at;
        let rest = &self.bytes[start..];
        let is_escape =
            |at: usize| rest[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1;
        while is_escape(end) {
            end += 1 + memchr::memchr(b'"', &rest[end + 1..])?;
        }
        is_text(&rest[..end]).then_some(())?;
        self.at += end + 1;
        let (span, encoding) = (self.span(start), Some(Encoding::BasicString));
        self.builder.push(Form::Scalar(encoding), span);
        self.builder.quoted(span, encoding);
        Some(())
    }

    /// A text over several lines.
    fn long_string(&mut self, quote: u8) -> Option<()> {
        let start = self.at;
        let mut end = start + 3;
        let encoding = if quote == b'"' { Encoding::MlBasicString } else { Encoding::MlLiteralString };
        loop {
            let found = memmem::find(&self.bytes[end..], &[quote; 3])?;
            let escape = memchr::memchr(b'\\', &self.bytes[end..end + found]).filter(|_| quote == b'"');
            let Some(escape) = escape else {
                end += found + 3;
                break;
            };
            end += escape + 1;
            end += usize::from(matches!(self.bytes.get(end), Some(b'"' | b'\\')));
        }
        let more = self.bytes[end..].iter().take(2).take_while(|&&byte| byte == quote).count();
        self.at = end + more;
        let span = self.span(start);
        self.builder.push(Form::Scalar(Some(encoding)), span);
        self.builder.quoted(span, Some(encoding));
        Some(())
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        let list = self.builder.begin(Form::List, self.at);
        self.at += 1;
        loop {
            self.blank_lines()?;
            if self.takes(b']') {
                break;
            }
            self.value(depth)?;
            self.blank_lines()?;
            if !self.takes(b',') {
                self.take(b']')?;
                break;
            }
        }
        self.builder.complete(list, self.at);
        Some(())
    }

    /// An inline table on one line.
    fn table(&mut self, depth: usize) -> Option<()> {
        let table = self.builder.begin(Form::Table, self.at);
        self.at += 1;
        self.spaces();
        if !self.takes(b'}') {
            loop {
                self.spaces();
                self.pair(depth)?;
                self.spaces();
                if !self.takes(b',') {
                    self.take(b'}')?;
                    break;
                }
            }
        }
        self.builder.complete(table, self.at);
        Some(())
    }

    /// A number, a date, `true` or `false`: what it is shows later.
    fn word(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| is_bare(byte) || matches!(byte, b'+' | b'.')) {
            self.at += 1;
        }
        (self.at > start).then_some(())?;
        // A time may follow a date behind a space.
        let behind = self.bytes[self.at..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
        matches!(behind, None | Some(b'\r' | b'\n' | b',' | b']' | b'}' | b'#')).then_some(())?;
        self.builder.push(Form::Scalar(None), self.span(start));
        Some(())
    }
}

/// Whether bytes hold no control character but tabs, and whether they hold an escape.
fn look(bytes: &[u8]) -> (bool, bool) {
    // Without an early exit, so that many bytes are looked at in one step.
    bytes.iter().fold((true, false), |(is_text, has_escape), &byte| {
        let is_letter = (byte >= 0x20 && byte != 0x7f) || byte == b'\t';
        (is_text & is_letter, has_escape | (byte == b'\\'))
    })
}

/// Whether a byte may stand in a key without quotes.
pub(super) fn is_bare(byte: u8) -> bool {
    const BARE: [bool; 256] = {
        let mut bare = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            bare[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'_');
            byte += 1;
        }
        bare
    };
    BARE[usize::from(byte)]
}
