//! One version of a file: its entries, and the comments between them.

use crate::edit::pieces::own_end;
use crate::edit::pieces::pieces;
use crate::syntax::cut::Block;
use crate::syntax::units::blank;

/// A version of a file.
pub(super) struct Side<'t> {
    pub(super) items: Vec<Item<'t>>,
    /// The empty lines at its end.
    pub(super) end: &'t str,
}

/// An entry with the comments right above it, or what stands before all headers; then comments that an empty line parts
/// from what is around them.
pub(super) struct Item<'t> {
    /// `kind.id`, or `playbook`; empty for what stands before all headers.
    pub(super) key: &'t str,
    pub(super) gap: GapKind<'t>,
    pub(super) own: &'t str,
    pub(super) notes: Vec<Note<'t>>,
}

pub(super) struct Note<'t> {
    pub(super) gap: GapKind<'t>,
    pub(super) text: &'t str,
}

/// The empty lines above something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct GapKind<'t> {
    pub(super) text: &'t str,
    /// Whether the file begins here, so that nothing needs to be parted.
    pub(super) is_first: bool,
}

impl<'t> Side<'t> {
    pub(super) fn new(text: &'t str, blocks: Vec<Block>) -> Self {
        let mut items = Vec::new();
        let mut gap = GapKind { text: "", is_first: true };
        for piece in pieces(text, blocks) {
            let key = piece.range.start + piece.key.start..piece.range.start + piece.key.end;
            let piece = &text[piece.range];
            let (own, rest) = piece.split_at(own_end(piece));
            let mut item = Item { key: &text[key], gap, own, notes: Vec::new() };
            if !own.is_empty() {
                gap = GapKind { text: "", is_first: false };
            }
            let mut rest = rest;
            loop {
                let (empty, behind) = rest.split_at(blank(rest));
                gap.text = empty;
                let lines = behind.split_inclusive('\n');
                let note = lines.take_while(|line| !line.trim().is_empty()).map(str::len).sum();
                if note == 0 {
                    break;
                }
                item.notes.push(Note { gap, text: &behind[..note] });
                gap = GapKind { text: "", is_first: false };
                rest = &behind[note..];
            }
            if !item.own.is_empty() || !item.notes.is_empty() {
                items.push(item);
            }
        }
        Self { items, end: gap.text }
    }
}

/// The empty lines above something that at least one side has.
pub(super) fn gap<'t>(
    base: Option<GapKind<'t>>,
    ours: Option<GapKind<'t>>,
    theirs: Option<GapKind<'t>>,
) -> GapKind<'t> {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) if base == Some(ours) => theirs,
        (Some(gap), _) | (None, Some(gap)) => gap,
        (None, None) => GapKind { text: "", is_first: false },
    }
}
