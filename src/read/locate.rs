//! Finds the text of a place, and the line of a byte.

use std::ops::Range;

use crate::finding::Position;
use crate::limits::CONFIG;
use crate::limits::WHOLE;
use crate::model::Kind;
use crate::model::Word;
use crate::read::Document;
use crate::syntax::tree;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;
use crate::syntax::weight::Permit;
use crate::syntax::weight::admit;

/// Finds lines and columns in a text. It remembers a little at each step of a few hundred bytes, so that a text of
/// line feeds alone, or one of a single line, costs no more than any other.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    marks: Vec<Mark>,
}

/// What stands before a byte of a text.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    /// How many line feeds.
    lines: usize,
    /// Where the last line begins.
    line_start: usize,
    /// How many characters.
    characters: usize,
}

impl<'a> Lines<'a> {
    const STEP: usize = 256;

    /// Reads a text once.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / Self::STEP + 2);
        marks.push(Mark::default());
        for (index, chunk) in text.as_bytes().chunks(Self::STEP).enumerate() {
            let before = marks[index];
            marks.push(before.after(index * Self::STEP, chunk));
        }
        Self { text, marks }
    }

    /// The line and column of a byte; one inside a character or behind the end counts for the nearest before.
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte);
        let mark = self.mark(byte);
        let column = mark.characters - self.mark(mark.line_start).characters;
        let skipped = usize::from(mark.lines == 0 && byte > 0 && self.text.starts_with('\u{feff}'));
        Position { line: mark.lines + 1, column: column - skipped.min(column) + 1 }
    }

    /// The line of a byte, or as much of its beginning as `most` bytes hold.
    pub fn line(&self, byte: usize, most: usize) -> &'a str {
        let start = self.mark(self.text.floor_char_boundary(byte)).line_start;
        let end = self.text.floor_char_boundary(start.saturating_add(most));
        let line = &self.text[start..end];
        line.split_once('\n').map_or(line, |(line, _)| line)
    }

    fn mark(&self, byte: usize) -> Mark {
        let index = byte / Self::STEP;
        let start = index * Self::STEP;
        self.marks[index].after(start, &self.text.as_bytes()[start..byte])
    }
}

impl Mark {
    /// What stands before the end of `bytes`, which begin at `start`.
    fn after(self, start: usize, bytes: &[u8]) -> Self {
        let begins_character = |byte: &&u8| (**byte & 0b1100_0000) != 0b1000_0000;
        Self {
            lines: self.lines + memchr::memchr_iter(b'\n', bytes).count(),
            line_start: memchr::memrchr(b'\n', bytes).map_or(self.line_start, |at| start + at + 1),
            characters: self.characters
                + if bytes.is_ascii() { bytes.len() } else { bytes.iter().filter(begins_character).count() },
        }
    }
}

/// A field whose text is looked for: an entry, the byte where its id stands, and the way to the field.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What the entry is.
    pub kind: Kind,
    /// Its id.
    pub id: &'a str,
    /// Where its id stands.
    pub offset: usize,
    /// The way to the field; empty for the id itself.
    pub field: &'a str,
}

/// A block that is held parsed, with the right to the memory that this takes; `None`: it is too large.
type Parsed<'t> = Option<(Tree<'t>, Permit)>;

impl Document {
    /// The bytes of each field. Where a field is not written, those of the id. Each block is parsed once where
    /// the requests are sorted by offset.
    pub fn locate(&self, requests: &[Request<'_>]) -> Vec<Range<usize>> {
        let mut parsed: Option<(usize, usize, Parsed<'_>)> = None;
        let mut find = |request: &Request<'_>| {
            let index = self.blocks.partition_point(|block| block.range.end <= request.offset);
            let block = self.blocks.get(index).filter(|_| !request.field.is_empty())?;
            if parsed.as_ref().is_none_or(|(last, ..)| *last != index) {
                // Whoever holds a heavy text does not wait for another.
                parsed = None;
                let text = &self.text[block.range.clone()];
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                let permit = admit(text, WHOLE);
                let read = permit.and_then(|permit| Some((tree::read(text).ok()?.table, permit)));
                let root = read.map(|(mut root, permit)| {
                    root.iter_mut().for_each(|(_, kind)| sort(kind));
                    (Tree::Table(root), permit)
                });
                parsed = Some((index, block.range.end - text.len(), root));
            }
            let (_, base, Some((root, _))) = parsed.as_ref()? else { return None };
            let Tree::Table(entries) = root.get(request.kind.word())?.get_ref() else { return None };
            let found = entries.binary_search_by(|(id, _)| id.get_ref().as_ref().cmp(request.id)).ok()?;
            let entry = &entries[found].1;
            walk(entry, request.field).map(|span| base + span.start..base + span.end)
        };
        let header =
            |request: &Request<'_>| request.offset..(request.offset + request.id.len()).min(self.text.len());
        requests.iter().map(|request| find(request).unwrap_or_else(|| header(request))).collect()
    }

    /// The text of the block around an offset: an entry, or what could not be told apart.
    pub fn around(&self, offset: usize) -> &str {
        let index = self.blocks.partition_point(|block| block.range.end <= offset);
        self.blocks.get(index).map_or("", |block| &self.text[block.range.clone()])
    }

    /// The text of the entry whose id stands at `offset`, with the comments above it and without those of the next.
    /// Where the file can only be read whole, the lines up to the next header.
    pub fn block(&self, offset: usize) -> &str {
        let index = self.blocks.partition_point(|block| block.range.end <= offset);
        let Some(block) = self.blocks.get(index) else { return "" };
        let is_comment = |line: &&str| line.trim_start().starts_with('#');
        let line_start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let rest = &self.text[line_start..block.range.end];
        let alone = !block.key.is_empty();
        let lines = rest.split_inclusive('\n');
        let own = lines
            .enumerate()
            .take_while(|(index, line)| alone || *index == 0 || !line.trim_start().starts_with('['));
        let mut end = line_start + own.map(|(_, line)| line.len()).sum::<usize>();
        let ending = self.text[line_start..end].split_inclusive('\n').rev();
        end -=
            ending.take_while(|line| is_comment(line) || line.trim().is_empty()).map(str::len).sum::<usize>();
        let above = self.text[..line_start].split_inclusive('\n').rev().take_while(is_comment);
        self.text[line_start - above.map(str::len).sum::<usize>()..end.max(line_start)].trim_end()
    }
}

/// Puts the entries of a kind in the order of their ids: in a file that is read as a whole there may be many.
fn sort(kind: &mut Value<'_>) {
    if let Tree::Table(entries) = kind.get_mut() {
        entries.sort_by(|(a, _), (b, _)| a.get_ref().cmp(b.get_ref()));
    }
}

/// Finds fields of `faultbook.toml`.
pub fn locate_in_config(text: &str, fields: &[&str]) -> Vec<Option<Range<usize>>> {
    if text.len() > CONFIG {
        return vec![None; fields.len()];
    }
    let root = tree::recovered(text).0;
    fields.iter().map(|field| walk(&root, field)).collect()
}

/// Follows a field path such as `preventative[1].use` as far as it goes.
fn walk(root: &Value<'_>, field: &str) -> Option<Range<usize>> {
    let mut value = root;
    let mut found = None;
    for step in field.split(['.', '[']) {
        let next = match step.strip_suffix(']') {
            Some(index) => value.get_ref().element(index.parse().ok()?),
            None => value.get_ref().get(step),
        };
        let Some(next) = next else { break };
        found = Some(next.span());
        value = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_never_fall_inside_one() {
        let lines = Lines::new("\u{feff}añb\r\nx");
        let at = |byte| (lines.position(byte).line, lines.position(byte).column);
        assert_eq!(at(3), (1, 1));
        assert_eq!(at(5), (1, 2), "inside ñ");
        assert_eq!(at(6), (1, 3));
        assert_eq!(at(9), (2, 1));
        assert_eq!(at(1_000), (2, 2));
        let long = "ñ\n".repeat(5_000) + &"é".repeat(9_000);
        let lines = Lines::new(&long);
        assert_eq!(lines.position(15_000 + 2 * 8_000), Position { line: 5_001, column: 8_001 });
        assert_eq!(lines.position(3 * 4_000), Position { line: 4_001, column: 1 });
    }
}
