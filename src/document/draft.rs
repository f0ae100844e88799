//! One file while it is changed: what stays of the text that was read, and what takes the place of the rest. Files may be
//! large, so what stays is never copied.

use std::ops::Range;
use std::sync::Arc;

use crate::change::Edit;
use crate::change::Path;
use crate::change::Refusal;
use crate::change::Step;
use crate::change::Value;
use crate::document::cut::cut;
use crate::document::emit::new_entry;
use crate::document::layout::is_scattered;
use crate::document::pieces;
use crate::document::pieces::pieces;
use crate::document::references;
use crate::document::references::Named;
use crate::document::splice;
use crate::document::splice::CannotSplice;
use crate::document::splice::line_feed;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Word;

/// A playbook file while it is changed.
#[derive(Debug)]
pub struct Draft {
    path: Arc<str>,
    playbook: Arc<str>,
    text: String,
    parts: Vec<Part>,
    /// Whether its layout is such that it can only be read, and changed, as a whole.
    odd: bool,
}

/// A piece of the file: what was read, or what takes its place.
#[derive(Clone, Debug)]
struct Part {
    /// The bytes that were read.
    range: Range<usize>,
    new: Option<String>,
    /// The bytes of `kind.id` within the part; empty where no entry stands in it.
    key: Range<usize>,
}

impl From<CannotSplice> for Refusal {
    fn from(reason: CannotSplice) -> Self {
        Self::new(reason.to_string())
    }
}

impl Draft {
    /// The draft of a file as it was read.
    pub fn new(path: Arc<str>, playbook: Arc<str>, text: String) -> Self {
        let (parts, odd) = parts(&text);
        Self { path, playbook, text, parts, odd }
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

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        (0..self.parts.len()).map(|at| self.key(at))
    }

    /// The entries in it, in their order.
    pub fn entries(&self) -> Vec<EntryRef> {
        match self.odd {
            true => references::entries(self.part(0)),
            false => self.keys().filter_map(pieces::entry).collect(),
        }
    }

    /// Whether an entry stands in it.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.find(kind, id).is_some()
    }

    fn find(&self, kind: Kind, id: &str) -> Option<usize> {
        if self.odd {
            let is_it = |entry: &EntryRef| entry.kind == kind && entry.id.as_str() == id;
            return self.entries().iter().any(is_it).then_some(0);
        }
        let is_it =
            |key: &str| key.strip_suffix(id).and_then(|key| key.strip_suffix('.')) == Some(kind.word());
        self.keys().position(is_it)
    }

    /// The part that an entry stands in.
    pub(super) fn at(&self, entry: &EntryRef) -> Result<usize, Refusal> {
        self.find(entry.kind, entry.id.as_str()).ok_or_else(|| missing(entry))
    }

    /// Gives a part another text, which must hold one entry, known by `key`.
    fn write(&mut self, at: usize, text: String, key: &str) -> Result<(), Refusal> {
        if !self.odd {
            let (parts, odd) = parts(&text);
            let mut named = parts.iter().filter(|part| !part.key.is_empty());
            let (Some(one), None, false) = (named.next(), named.next(), odd) else { return Err(unfit()) };
            let start = one.range.start + one.key.start;
            let written = start..start + one.key.len();
            if text[written.clone()] != *key {
                return Err(unfit());
            }
            self.parts[at].key = written;
        }
        self.parts[at].new = Some(text);
        Ok(())
    }

    /// Makes one change of an entry.
    ///
    /// # Errors
    /// What is asked does not fit what is written.
    pub fn edit(&mut self, entry: &EntryRef, edit: &Edit) -> Result<(), Refusal> {
        let at = self.at(entry)?;
        let text = splice::edit(self.part(at), &root(entry), edit)?;
        if text == self.part(at) { Ok(()) } else { self.write(at, text, &entry.key()) }
    }

    /// What an entry says, as data.
    ///
    /// # Errors
    /// The entry is not in the file, or its text cannot be read.
    pub fn value(&self, entry: &EntryRef) -> Result<Value, Refusal> {
        let whole = splice::read(self.part(self.at(entry)?))?;
        let value = whole.get(entry.kind.word()).and_then(|kind| kind.get(entry.id.as_str()));
        value.cloned().ok_or_else(|| missing(entry))
    }

    /// Adds an entry in the order of kinds and ids; at the end where the file can only be read as a whole.
    ///
    /// # Errors
    /// The layout of the file has no place for it.
    pub fn insert(
        &mut self,
        entry: &EntryRef,
        fields: &[(String, Value)],
        comment: &str,
    ) -> Result<(), Refusal> {
        let feed = line_feed(&self.text);
        let text = new_entry(entry, fields, comment, feed);
        if self.odd {
            return self.insert_whole(entry, fields, &text, feed);
        }
        let at = pieces::place(entry, self.keys());
        let before = at.checked_sub(1).map(|before| self.part(before));
        let text = pieces::between(before, at == self.parts.len(), &text, feed);
        let start = at.checked_sub(1).map_or(0, |before| self.parts[before].range.end);
        self.parts.insert(at, Part { range: start..start, new: None, key: 0..0 });
        self.write(at, text, &entry.key())
    }

    fn insert_whole(
        &mut self,
        entry: &EntryRef,
        fields: &[(String, Value)],
        text: &str,
        feed: &str,
    ) -> Result<(), Refusal> {
        let part = self.part(0);
        let add = Edit::Set(root(entry).to_vec().into(), Value::Table(fields.to_vec()));
        let mut wanted = splice::read(part)?;
        add.apply(&mut wanted).map_err(CannotSplice::from)?;
        let whole = format!("{part}{}", pieces::between(Some(part), true, text, feed));
        // Where a header cannot continue what dotted keys began, a dotted key can.
        let whole = match splice::read(&whole) {
            Ok(value) if value == wanted => whole,
            _ => splice::edit(part, &[], &add)?,
        };
        self.write(0, whole, "")
    }

    /// Takes an entry away, with the comments right above it.
    ///
    /// # Errors
    /// The entry is not in the file, or is written in a way that only an editor can change.
    pub fn remove(&mut self, entry: &EntryRef) -> Result<(), Refusal> {
        let at = self.at(entry)?;
        if self.odd {
            let text = splice::edit(self.part(0), &[], &Edit::Clear(root(entry).to_vec().into()))?;
            return self.write(0, text, "");
        }
        let remains = pieces::remains(self.part(at)).to_owned();
        let ends_in_feed = self.part(at).ends_with('\n');
        // What stood before the last entry of a file ends the file now.
        if let Some(before) = at.checked_sub(1).filter(|_| remains.is_empty() && at + 1 == self.parts.len()) {
            let text = pieces::as_last(self.part(before), ends_in_feed);
            if text.len() < self.part(before).len() {
                self.parts[before].new = Some(text.to_owned());
            }
        }
        self.parts[at].new = Some(remains);
        self.parts[at].key = 0..0;
        Ok(())
    }

    /// Gives an entry another id where it is defined.
    ///
    /// # Errors
    /// The entry is not in the file.
    pub fn rename(&mut self, entry: &EntryRef, id: &Id) -> Result<(), Refusal> {
        let at = self.at(entry)?;
        let renamed = EntryRef { kind: entry.kind, id: id.clone() };
        let text = references::rename(self.part(at), entry, id);
        self.write(at, text, &renamed.key())
    }

    /// Lets every reference to an entry name another id. How many there were.
    ///
    /// # Errors
    /// A text that holds one cannot be read.
    pub fn follow(&mut self, entry: &EntryRef, id: &Id) -> Result<usize, Refusal> {
        let mut followed = 0;
        for at in 0..self.parts.len() {
            let found = references::find(self.part(at), entry);
            if !found.is_empty() {
                followed += found.len();
                let text = references::renamed(self.part(at), &found, id);
                let key = self.key(at).to_owned();
                self.write(at, text, &key)?;
            }
        }
        Ok(followed)
    }

    /// The places that name an entry: who, in which field, and which kinds may be named there.
    pub fn naming(&self, entry: &EntryRef) -> Vec<(EntryRef, Path, &'static [Kind])> {
        let found = (0..self.parts.len()).flat_map(|at| references::find(self.part(at), entry));
        found.map(|reference| (reference.entry, reference.field, reference.kinds)).collect()
    }

    /// The ids that an entry names.
    ///
    /// # Errors
    /// The entry is not in the file.
    pub fn named(&self, entry: &EntryRef) -> Result<Vec<Named>, Refusal> {
        Ok(references::named(self.part(self.at(entry)?), entry))
    }

    /// The text that holds an entry: its own with what surrounds it, or the whole file where it does not stand by itself.
    ///
    /// # Errors
    /// The entry is not in the file.
    pub fn holding(&self, entry: &EntryRef) -> Result<&str, Refusal> {
        Ok(self.part(self.at(entry)?))
    }

    /// The line of an entry's header in the text as it is to be.
    pub fn line(&self, entry: &EntryRef) -> Option<usize> {
        let at = self.at(entry).ok()?;
        let above: usize = (0..at).map(|at| count_lines(self.part(at))).sum();
        let own = match self.odd {
            true => references::place(self.part(at), entry)?,
            false => self.parts[at].key.start,
        };
        Some(above + count_lines(&self.part(at)[..own]) + 1)
    }

    /// The text of an entry with the comments right above it, as a person edits it.
    ///
    /// # Errors
    /// The entry is not in the file, or does not stand by itself.
    pub fn entry_text(&self, entry: &EntryRef) -> Result<&str, Refusal> {
        let part = self.part(self.at(entry)?);
        match self.odd {
            true => Err(Refusal::new(format!("{entry} does not stand by itself in its file"))),
            false => Ok(&part[..pieces::own_end(part)]),
        }
    }

    /// Puts another text in the place of an entry's own, comments above included.
    ///
    /// # Errors
    /// The text holds something else than that entry.
    pub fn replace(&mut self, entry: &EntryRef, text: &str) -> Result<(), Refusal> {
        let at = self.at(entry)?;
        let own = self.entry_text(entry)?;
        let rest = &self.part(at)[own.len()..];
        let feed = if own.ends_with('\n') { line_feed(&self.text) } else { "" };
        let text = format!("{}{feed}{rest}", text.trim_end());
        self.write(at, text, &entry.key())
    }
}

/// The parts of a text, and whether it can only be read as a whole.
fn parts(text: &str) -> (Vec<Part>, bool) {
    let cut = cut(text);
    if cut.odd || is_scattered(text, &cut.blocks) {
        return (vec![Part { range: 0..text.len(), new: None, key: 0..0 }], true);
    }
    let pieces = pieces(text, cut.blocks).into_iter();
    (pieces.map(|piece| Part { range: piece.range, new: None, key: piece.key }).collect(), false)
}

fn count_lines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

fn unfit() -> Refusal {
    Refusal::new("the text would hold something else than this one entry".to_owned())
}

fn missing(entry: &EntryRef) -> Refusal {
    Refusal::new(format!("{entry} does not stand in this file"))
}

fn root(entry: &EntryRef) -> [Step; 2] {
    [Step::Key(entry.kind.word().to_owned()), Step::Key(entry.id.to_string())]
}
