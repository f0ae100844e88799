//! A file in pieces: each entry with the comments right above it, and what follows up to the next one. What people move,
//! remove and merge are pieces.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Word;
use crate::syntax::cut::Block;
use crate::syntax::lines::line_end;
use crate::syntax::lines::line_start;

/// A stretch of a file, and the bytes of `kind.id` (or `playbook`) in its header, from the start of the stretch; empty for
/// what stands before all headers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) range: Range<usize>,
    pub(crate) key: Range<usize>,
}

/// Moves the border between blocks up, so that comments right above a header go with it. A comment that begins the file
/// speaks of the file, and stays where it is.
pub(crate) fn pieces(text: &str, blocks: Vec<Block>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let mut start = block.range.start;
        if let Some(last) = pieces.last_mut() {
            let floor = last.range.start + last.key.end;
            while start > floor {
                let line = line_start(text, start - 1);
                if line < floor || !is_comment(&text[line..start]) {
                    break;
                }
                start = line;
            }
            if matches!(&text[..start], "" | "\u{feff}") {
                start = block.range.start;
            }
            last.range.end = start;
        }
        let key = block.key.start - start..block.key.end - start;
        let key = if block.key.is_empty() { 0..0 } else { key };
        pieces.push(Piece { range: start..block.range.end, key });
    }
    pieces
}

/// Whether a line is a comment alone. One that holds three quotes may be the end of a text.
fn is_comment(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).starts_with('#') && !line.contains("\"\"\"") && !line.contains("'''")
}

/// Where what belongs to the entry of a piece ends: empty lines behind it, and comments behind those, speak of no entry.
pub(crate) fn own_end(piece: &str) -> usize {
    let mut end = piece.len();
    let mut own = piece.len();
    while end > 0 {
        let line = line_start(piece, end - 1);
        let content = &piece[line..end];
        if content.trim().is_empty() {
            own = line;
        } else if !is_comment(content) {
            break;
        }
        end = line;
    }
    own
}

/// The entry that a key names.
pub(crate) fn entry(key: &str) -> Option<EntryRef> {
    let (kind, id) = key.split_once('.')?;
    Some(EntryRef { kind: Kind::from_word(kind)?, id: Id::new(id).ok()? })
}

/// Where entries belong among the keys of pieces: before the first of their kind with a greater id, else behind the last of
/// their kind, else behind the kinds that come before it in the order of the format.
pub(crate) fn places<'k, 'e>(
    wanted: impl Iterator<Item = &'e EntryRef>,
    keys: impl Iterator<Item = &'k str> + Clone,
) -> Vec<usize> {
    // Of each kind the greatest id so far, and the entries behind which it became that: the first greater one is among them.
    let mut greater: BTreeMap<Kind, Vec<(&str, usize)>> = BTreeMap::new();
    for (at, (kind, id)) in keys.clone().enumerate().filter_map(|(at, key)| Some((at, key.split_once('.')?)))
    {
        let Some(kind) = Kind::from_word(kind) else { continue };
        let rising = greater.entry(kind).or_default();
        if rising.last().is_none_or(|(greatest, _)| id > *greatest) {
            rising.push((id, at));
        }
    }
    let mut behind: BTreeMap<Kind, usize> = BTreeMap::new();
    let place = |wanted: &EntryRef| {
        let rising = greater.get(&wanted.kind).map_or(&[][..], Vec::as_slice);
        let at = rising.partition_point(|(id, _)| *id <= wanted.id.as_str());
        let greatest = || *behind.entry(wanted.kind).or_insert_with(|| end(wanted.kind, keys.clone()));
        rising.get(at).map_or_else(greatest, |(_, at)| *at)
    };
    wanted.map(place).collect()
}

/// The same for one entry.
pub(crate) fn place<'k>(wanted: &EntryRef, keys: impl Iterator<Item = &'k str> + Clone) -> usize {
    places(std::iter::once(wanted), keys).first().copied().unwrap_or(0)
}

/// Where the last entry of a kind ends, or where the first belongs.
fn end<'k>(wanted: Kind, keys: impl Iterator<Item = &'k str>) -> usize {
    let mut behind = 0;
    for (at, key) in keys.enumerate() {
        let (kind, _) = key.split_once('.').unwrap_or((key, ""));
        match Kind::from_word(kind) {
            Some(kind) if kind <= wanted => behind = at + 1,
            None if key == "playbook" || (key.is_empty() && at == behind) => behind = at + 1,
            _ => {}
        }
    }
    behind
}

/// The text of a new piece between two others, an empty line above and below as the others have it, and what the piece before
/// it becomes where its last line has no end.
pub(crate) fn between(before: Option<&str>, is_last: bool, entry: &str, feed: &str) -> String {
    let Some(before) = before.filter(|before| !matches!(*before, "" | "\u{feff}")) else {
        return if is_last { format!("{entry}{feed}") } else { format!("{entry}{feed}{feed}") };
    };
    let is_blank = |line: &str| line.trim().is_empty();
    let last_line = line_start(before, before.len().saturating_sub(1));
    match (is_last, before.ends_with('\n')) {
        // A text that ends without a line feed goes on doing so.
        (true, false) => format!("{feed}{feed}{entry}"),
        (true, true) if is_blank(&before[last_line..]) => format!("{entry}{feed}"),
        (true, true) => format!("{feed}{entry}{feed}"),
        (false, _) if is_blank(&before[last_line..]) => format!("{entry}{feed}{feed}"),
        (false, _) if own_end(before) == 0 || is_comment(&before[last_line..]) => {
            format!("{feed}{entry}{feed}{feed}")
        }
        (false, _) => format!("{entry}{feed}"),
    }
}

/// What stays of a piece when its entry goes: comments that speak of no entry.
pub(crate) fn remains(piece: &str) -> &str {
    piece[own_end(piece)..].trim_start_matches([' ', '\t', '\r', '\n'])
}

/// A piece that has become the last, without the empty lines that parted it from the next.
pub(crate) fn as_last(piece: &str, with_feed: bool) -> &str {
    let text = piece.trim_end();
    if with_feed { &piece[..line_end(piece, text.len())] } else { text }
}
