//! Logs of CI runners, in which some texts are commands.

use std::io;
use std::io::Write;

/// Writes text into a log that a runner reads, and parts what the runner would take for a command by a space. GitHub Actions
/// obeys a line that begins with `::` behind white space, and `##[` anywhere; Azure Pipelines obeys `##[` and `##vso[`, and
/// TeamCity `##teamcity[`. So `::` at the begin of a line becomes `: :`, `##[` becomes `## [`, and `##vso[` becomes `##vso [`.
///
/// It stands below everything that is written for people, so that no command can forget it.
pub(in crate::cli) struct Log<W> {
    out: W,
    /// Whether a runner reads along; else bytes pass as they are.
    heard: bool,
    line: Line,
    sign: Sign,
    style: Style,
}

/// What stands before the next byte on its line.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    /// Nothing but white space. What is not ASCII may be such, and counts as such.
    Empty,
    /// A first colon.
    Colon,
    /// Text.
    Text,
}

/// How much of `##word[` stands before the next byte.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Nothing,
    Hash,
    /// Two or more, and perhaps a word.
    Hashes,
}

/// Our own colours, which may be taken out further down and so do not count as text.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    Outside,
    Escape,
    Inside,
}

impl<W: Write> Log<W> {
    pub(in crate::cli) fn new(out: W, heard: bool) -> Self {
        Self { out, heard, line: Line::Empty, sign: Sign::Nothing, style: Style::Outside }
    }

    /// Whether a space must stand before a byte.
    fn parts(&mut self, byte: u8) -> bool {
        match (self.style, byte) {
            (Style::Outside, b'\x1b') => self.style = Style::Escape,
            (Style::Outside, _) => return self.parts_text(byte),
            (Style::Escape, b'[') => self.style = Style::Inside,
            (Style::Inside, 0x20..=0x3f) => {}
            _ => self.style = Style::Outside,
        }
        false
    }

    fn parts_text(&mut self, byte: u8) -> bool {
        let command =
            (self.line == Line::Colon && byte == b':') || (self.sign == Sign::Hashes && byte == b'[');
        self.line = match (self.line, byte) {
            (_, b'\n' | b'\r') => Line::Empty,
            (Line::Empty, ..=b' ' | 0x7f..) => Line::Empty,
            (Line::Empty, b':') => Line::Colon,
            _ => Line::Text,
        };
        self.sign = match (self.sign, byte) {
            (Sign::Nothing, b'#') => Sign::Hash,
            (Sign::Hash | Sign::Hashes, b'#') => Sign::Hashes,
            (Sign::Hashes, letter) if letter.is_ascii_alphabetic() => Sign::Hashes,
            _ => Sign::Nothing,
        };
        command
    }
}

impl<W: Write> Write for Log<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.heard {
            return self.out.write(bytes);
        }
        let mut harmless = Vec::with_capacity(bytes.len() + 8);
        for &byte in bytes {
            if self.parts(byte) {
                harmless.push(b' ');
            }
            harmless.push(byte);
        }
        self.out.write_all(&harmless)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(text: &str) -> String {
        let mut out = Vec::new();
        let mut log = Log::new(&mut out, true);
        // Byte by byte, as the worst caller would.
        text.bytes().for_each(|byte| log.write_all(&[byte]).unwrap());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_runner_hears_a_command() {
        assert_eq!(logged("::error::x\n a::b\n"), ": :error::x\n a::b\n");
        assert_eq!(logged("a\n \t\u{a0}\u{3000}:::x\n: ::\n"), "a\n \t\u{a0}\u{3000}: ::x\n: ::\n");
        assert_eq!(logged("a ##[group]x ###[b] #[c] # #["), "a ## [group]x ### [b] #[c] # #[");
        assert_eq!(
            logged("##vso[task.x] ##VSO[y] ##teamcity[z] ## a[0] #vso[ ##v##vso["),
            "##vso [task.x] ##VSO [y] ##teamcity [z] ## a[0] #vso[ ##v##vso ["
        );
        assert_eq!(logged("\u{1b}[1m::\u{1b}[0mx #\u{1b}[31m#["), "\u{1b}[1m: :\u{1b}[0mx #\u{1b}[31m# [");
        assert_eq!(logged("\r::a"), "\r: :a");
    }

    #[test]
    fn where_no_runner_reads_nothing_changes() {
        let mut out = Vec::new();
        Log::new(&mut out, false).write_all(b"::error::x ##[a]").unwrap();
        assert_eq!(out, b"::error::x ##[a]");
    }
}
