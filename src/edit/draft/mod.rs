//! One file while it is changed: what stays of the text that was read, and what takes the place of the rest. Files may be
//! large, so what stays is never copied.

mod bounds;
mod change;
mod check;
mod look;

use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use crate::change::Refusal;
use crate::change::Step;
use crate::edit::pieces;
use crate::edit::pieces::Piece;
use crate::edit::pieces::pieces;
use crate::edit::references;
use crate::edit::splice::CannotSplice;
use crate::limits::WHOLE;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Word;
use crate::syntax::cut::cut;
use crate::syntax::layout::is_scattered_by;
use crate::syntax::layout::sign;
use crate::syntax::layout::signs;
use crate::syntax::weight::fits;

/// A playbook file while it is changed.
#[derive(Debug)]
pub struct Draft {
    path: Arc<str>,
    playbook: Arc<str>,
    text: String,
    parts: Vec<Part>,
    /// Whether its layout is such that it can only be read, and changed, as a whole.
    odd: bool,
    /// The entries of a file that can only be read as a whole, once they were asked for.
    whole: OnceLock<Whole>,
    /// Where the parts of each sign are, once many were looked for.
    index: OnceLock<HashMap<u64, Vec<usize>>>,
    sought: AtomicUsize,
}

/// The entries of a text, in their order and to be looked up.
#[derive(Debug)]
struct Whole {
    entries: Vec<EntryRef>,
    known: HashSet<EntryRef>,
}

/// A piece of the file: what was read, or what takes its place.
#[derive(Clone, Debug)]
struct Part {
    /// The bytes that were read.
    range: Range<usize>,
    new: Option<String>,
    /// The bytes of `kind.id` within the part; empty where no entry stands in it.
    key: Range<usize>,
    /// A number by which most other keys are told from this one without a look at the text, which may be far away.
    sign: u64,
}

/// How many entries are looked for before it is worth to remember where all are.
const FEW: usize = 200;

impl From<CannotSplice> for Refusal {
    fn from(reason: CannotSplice) -> Self {
        Self::new(reason.to_string())
    }
}

impl Draft {
    /// The draft of a file as it was read.
    pub fn new(path: Arc<str>, playbook: Arc<str>, text: String) -> Self {
        let (parts, odd) = parts(&text);
        Self {
            path,
            playbook,
            text,
            parts,
            odd,
            whole: OnceLock::new(),
            index: OnceLock::new(),
            sought: AtomicUsize::new(0),
        }
    }

    /// The path relative to the root.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The playbook that it belongs to.
    pub fn playbook(&self) -> &Arc<str> {
        &self.playbook
    }

    /// The text that was read.
    pub fn before(&self) -> &str {
        &self.text
    }

    /// The text as it is to be, entry by entry.
    pub fn pieces(&self) -> impl Iterator<Item = &str> {
        (0..self.parts.len()).map(|at| self.part(at))
    }

    /// The text as it is to be, in stretches: what stays is told as one.
    pub fn after(&self) -> Vec<&str> {
        let mut after = Vec::new();
        let mut kept: Option<Range<usize>> = None;
        for part in &self.parts {
            match (&part.new, &mut kept) {
                (None, Some(kept)) if kept.end == part.range.start => kept.end = part.range.end,
                (new, _) => {
                    after.extend(kept.take().map(|kept| &self.text[kept]));
                    after.extend(new.as_deref());
                    kept = new.is_none().then(|| part.range.clone());
                }
            }
        }
        after.extend(kept.map(|kept| &self.text[kept]));
        after
    }

    /// Whether it is not what was read.
    pub fn is_changed(&self) -> bool {
        self.parts.iter().any(|part| part.new.is_some())
    }

    /// Whether it can only be read as a whole.
    pub(super) fn is_odd(&self) -> bool {
        self.odd
    }

    /// How many parts it has.
    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// The text of a part.
    pub(super) fn part(&self, at: usize) -> &str {
        let part = &self.parts[at];
        part.new.as_deref().unwrap_or(&self.text[part.range.clone()])
    }

    fn key(&self, at: usize) -> &str {
        &self.part(at)[self.parts[at].key.clone()]
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        (0..self.parts.len()).map(|at| self.key(at))
    }

    /// The entries in it, in their order.
    pub fn entries(&self) -> Vec<EntryRef> {
        match self.odd {
            true => self.whole().entries.clone(),
            false => self.keys().filter_map(pieces::entry).collect(),
        }
    }

    fn whole(&self) -> &Whole {
        self.whole.get_or_init(|| {
            let text = self.part(0);
            // Of what is too large to be parsed only the headers are known, to readers as well.
            let entries = match fits(text, WHOLE) {
                true => references::entries(text),
                false => cut(text, Kind::WORDS)
                    .blocks
                    .into_iter()
                    .filter_map(|block| pieces::entry(&text[block.key]))
                    .collect(),
            };
            Whole { known: entries.iter().cloned().collect(), entries }
        })
    }

    /// Whether an entry stands in it.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.find(kind, id).is_some()
    }

    fn find(&self, kind: Kind, id: &str) -> Option<usize> {
        if self.odd {
            let entry = EntryRef { kind, id: Id::new(id).ok()? };
            return self.whole().known.contains(&entry).then_some(0);
        }
        let is_it =
            |key: &str| key.strip_suffix(id).and_then(|key| key.strip_suffix('.')) == Some(kind.word());
        let wanted = sign([kind.word(), ".", id]);
        // To go through all signs is cheap; to do so for each of many entries is not.
        if self.sought.fetch_add(1, Ordering::Relaxed) < FEW {
            let mut signed = self.parts.iter().enumerate().filter(|(_, part)| part.sign == wanted);
            return signed.find(|(at, _)| is_it(self.key(*at))).map(|(at, _)| at);
        }
        let index = self.index.get_or_init(|| {
            let mut index: HashMap<u64, Vec<usize>> = HashMap::with_capacity(self.parts.len());
            for (at, part) in self.parts.iter().enumerate() {
                index.entry(part.sign).or_default().push(at);
            }
            index
        });
        index.get(&wanted)?.iter().copied().find(|&at| is_it(self.key(at)))
    }

    /// Gives a part another key, or none.
    fn rekey(&mut self, at: usize, key: Range<usize>, sign: u64) {
        let part = &mut self.parts[at];
        if let Some(index) = self.index.get_mut().filter(|_| !key.is_empty() && part.sign != sign) {
            // Where a part was it may stay listed: whoever finds it there looks at its key.
            let listed = index.entry(sign).or_default();
            if let Err(place) = listed.binary_search(&at) {
                listed.insert(place, at);
            }
        }
        (part.key, part.sign) = (key, sign);
    }

    /// Forgets where parts are, since they move.
    fn forget(&mut self) {
        self.index = OnceLock::new();
        self.sought = AtomicUsize::new(0);
    }

    /// The part that an entry stands in.
    pub(super) fn at(&self, entry: &EntryRef) -> Result<usize, Refusal> {
        self.find(entry.kind, entry.id.as_str()).ok_or_else(|| missing(entry))
    }
}

/// The parts of a text, and whether it can only be read as a whole. A byte order mark is a part of its own, so that it stays
/// in front whatever comes first.
fn parts(text: &str) -> (Vec<Part>, bool) {
    let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = text.len() - rest.len();
    let cut = cut(rest, Kind::WORDS);
    let signs = signs(rest, &cut.blocks);
    if cut.odd || is_scattered_by(&signs, rest, Kind::WORDS, &cut.blocks) {
        return (vec![Part { range: 0..text.len(), new: None, key: 0..0, sign: 0 }], true);
    }
    let mut parts = Vec::with_capacity(cut.blocks.len() + 1);
    if mark > 0 {
        parts.push(Part { range: 0..mark, new: None, key: 0..0, sign: 0 });
    }
    // There is a piece for each block.
    let part = |(Piece { range, key }, sign): (Piece, u64)| Part {
        range: range.start + mark..range.end + mark,
        new: None,
        key,
        sign,
    };
    parts.extend(pieces(rest, cut.blocks).into_iter().zip(signs).map(part));
    (parts, false)
}

fn missing(entry: &EntryRef) -> Refusal {
    Refusal::new(format!("{entry} does not stand in this file"))
}

fn root(entry: &EntryRef) -> [Step; 2] {
    [Step::Key(entry.kind.word().to_owned()), Step::Key(entry.id.to_string())]
}
