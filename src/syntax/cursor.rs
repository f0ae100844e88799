//! Goes through a text byte by byte, and gives up where something else stands than is expected.

use std::borrow::Cow;

use toml::Spanned;

use crate::syntax::tree::Key;

/// A place in a text.
pub(crate) struct Cursor<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: usize,
}

impl<'a> Cursor<'a> {
    /// The beginning of a text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Takes a byte that must be there.
    pub(crate) fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Takes a byte that may be there.
    pub(crate) fn takes(&mut self, byte: u8) -> bool {
        self.take(byte).is_some()
    }

    /// Takes spaces and tabs.
    pub(crate) fn spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// Takes the rest of a line on which nothing but a comment may stand.
    pub(crate) fn line_end(&mut self) -> Option<()> {
        self.spaces();
        if self.takes(b'#') {
            let rest = &self.text.as_bytes()[self.at..];
            let comment = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
            let comment = comment.strip_suffix(b"\r").unwrap_or(comment);
            self.at += comment.len();
            is_text(comment).then_some(())?;
        }
        if self.peek().is_none() {
            return Some(());
        }
        self.takes(b'\r');
        self.take(b'\n')
    }

    /// Takes what may stand between lines: spaces, line ends, comments.
    pub(crate) fn blank_lines(&mut self) -> Option<()> {
        loop {
            self.spaces();
            match self.peek() {
                Some(b'#' | b'\r' | b'\n') => self.line_end()?,
                _ => return Some(()),
            }
        }
    }

    /// Takes a bare key.
    pub(crate) fn key(&mut self) -> Option<Key<'a>> {
        let start = self.at;
        let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        while self.peek().is_some_and(bare) {
            self.at += 1;
        }
        (self.at > start).then(|| Spanned::new(start..self.at, Cow::Borrowed(&self.text[start..self.at])))
    }
}

/// Whether bytes hold no control character but tabs.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    // Without an early exit, so that many bytes are looked at in one step.
    bytes.iter().fold(true, |all, &byte| all & ((byte >= 0x20 && byte != 0x7f) || byte == b'\t'))
}
