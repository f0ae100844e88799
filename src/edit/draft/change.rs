//! Changes of a draft. Each is proved before it counts: a part holds the entry that it held, and nothing else.

use std::sync::OnceLock;

use crate::change::Edit;
use crate::change::NewEntry;
use crate::change::Refusal;
use crate::change::Value;
use crate::edit::draft::Draft;
use crate::edit::draft::Part;
use crate::edit::draft::parts;
use crate::edit::draft::root;
use crate::edit::emit::new_entry;
use crate::edit::pieces;
use crate::edit::references;
use crate::edit::splice;
use crate::edit::splice::CannotSplice;
use crate::model::EntryRef;
use crate::model::Id;
use crate::parallel;
use crate::syntax::layout::sign;
use crate::syntax::lines::line_feed;

/// How many entries make it worth to start threads.
const FEW: usize = 256;
/// How many new entries are written at once.
const PART: usize = 4_096;

impl Draft {
    /// Puts another text in the place of all of it. Whoever does so has proved that it says the same.
    pub(crate) fn rewrite(&mut self, text: String) {
        self.parts = vec![Part { range: 0..self.text.len(), new: Some(text), key: 0..0, sign: 0 }];
        self.odd = true;
        self.whole = OnceLock::new();
        self.forget();
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
            let sign = sign([&text[written.clone()]]);
            self.rekey(at, written, sign);
        }
        self.parts[at].new = Some(text);
        self.whole = OnceLock::new();
        Ok(())
    }

    /// Makes one change of an entry.
    ///
    /// # Errors
    /// What is asked does not fit what is written.
    pub fn edit(&mut self, entry: &EntryRef, edit: &Edit) -> Result<(), Refusal> {
        self.edit_all(entry, std::slice::from_ref(edit))
    }

    /// Makes changes of an entry, each after those before it. What is added to one list is added at once.
    ///
    /// # Errors
    /// What is asked does not fit what is written. Some changes may have been made then.
    pub fn edit_all(&mut self, entry: &EntryRef, edits: &[Edit]) -> Result<(), Refusal> {
        for edits in edits.chunk_by(splice::are_one) {
            let at = self.at(entry)?;
            let text = splice::edit_at_once(self.part(at), &root(entry), edits)?;
            if text != self.part(at) {
                self.write(at, text, &entry.key())?;
            }
        }
        Ok(())
    }

    /// Gives what holds an entry a text again that it had.
    ///
    /// # Errors
    /// The entry is not in the file.
    pub fn restore(&mut self, entry: &EntryRef, text: String) -> Result<(), Refusal> {
        let at = self.at(entry)?;
        let is_as_read = self.text[self.parts[at].range.clone()] == text;
        self.write(at, text, &entry.key())?;
        if is_as_read {
            self.parts[at].new = None;
        }
        Ok(())
    }

    /// Adds entries in the order of kinds and ids; at the end where the file can only be read as a whole. To add many at once
    /// takes little more time than to add one, and what each says is made when it is written.
    ///
    /// # Errors
    /// The layout of the file has no place for one of them.
    pub fn insert<T: Send>(
        &mut self,
        mut new: Vec<(EntryRef, T)>,
        make: impl Fn(&EntryRef, T) -> NewEntry + Sync + Send,
    ) -> Result<(), Refusal> {
        let feed = line_feed(&self.text);
        new.sort_by(|(a, _), (b, _)| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
        if self.odd {
            return new.into_iter().try_for_each(|(entry, new)| {
                let NewEntry { fields, comment, .. } = make(&entry, new);
                self.insert_whole(&entry, Value::Table(fields), &comment, feed)
            });
        }
        let places = pieces::places(new.iter().map(|(entry, _)| entry), self.keys());
        self.forget();
        let mut old = std::mem::take(&mut self.parts).into_iter();
        self.parts.reserve_exact(old.len() + new.len());
        let (all, count, mut done) = (new.len(), old.len(), 0);
        let mut new = new.into_iter().zip(places);
        // Part by part, so that only few are there as data, or twice as text.
        while done < all {
            let part: Vec<((EntryRef, T), usize)> = new.by_ref().take(PART).collect();
            let texts = parallel::map(part, 2 * FEW, |((entry, new), place)| {
                let NewEntry { fields, comment, .. } = make(&entry, new);
                let text = new_entry(&entry, &Value::Table(fields), &comment, feed);
                (entry, text, place)
            });
            for (entry, text, place) in texts {
                done += 1;
                let above = place.saturating_sub(count - old.len());
                self.parts.extend(old.by_ref().take(above));
                // Whoever is refused gives the whole draft up.
                self.push_new(&entry, &text, place == count && done == all, feed)?;
            }
        }
        self.parts.extend(old);
        Ok(())
    }

    /// Adds an entry behind all parts so far.
    fn push_new(&mut self, entry: &EntryRef, text: &str, is_last: bool, feed: &str) -> Result<(), Refusal> {
        let at = self.parts.len();
        let before = at.checked_sub(1).map(|before| self.part(before));
        let text = pieces::between(before, is_last, text, feed);
        let start = at.checked_sub(1).map_or(0, |before| self.parts[before].range.end);
        let empty = Part { range: start..start, new: None, key: 0..0, sign: 0 };
        // An empty line above belongs to what stands above, and stays there when more is put between.
        let own = text.trim_start_matches(['\r', '\n']);
        if own.len() < text.len() {
            self.parts.push(Part { new: Some(text[..text.len() - own.len()].to_owned()), ..empty.clone() });
        }
        self.parts.push(empty);
        self.write(self.parts.len() - 1, own.to_owned(), &entry.key())
    }

    fn insert_whole(
        &mut self,
        entry: &EntryRef,
        value: Value,
        comment: &str,
        feed: &str,
    ) -> Result<(), Refusal> {
        let part = self.part(0);
        let text = new_entry(entry, &value, comment, feed);
        let add = Edit::Set(root(entry).to_vec().into(), value);
        let mut wanted = splice::read(part)?;
        add.apply(&mut wanted).map_err(CannotSplice::from)?;
        let whole = format!("{part}{}", pieces::between(Some(part), true, &text, feed));
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
        self.rekey(at, 0..0, 0);
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
        for at in self.mentioning(entry.id.as_str()) {
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

fn unfit() -> Refusal {
    Refusal::new("the text would hold something else than this one entry".to_owned())
}
