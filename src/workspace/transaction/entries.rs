//! Changes of entries that exist.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use crate::change::Edit;
use crate::change::Refusal;
use crate::change::Value;
use crate::change::facts;
use crate::finding::Finding;
use crate::finding::Place;
use crate::lint::RULES;
use crate::lint::future_fact;
use crate::lint::is_future;
use crate::lint::unknown_in_allow;
use crate::model::EntryRef;
use crate::model::missing;
use crate::workspace::Error;
use crate::workspace::transaction::Transaction;
use crate::workspace::transaction::changes::Deed;
use crate::workspace::transaction::open_file::Fate;
use crate::workspace::transaction::references::UNKNOWN;

impl Transaction {
    /// Makes changes of one entry, all or none.
    ///
    /// # Errors
    /// A change does not fit what is written, or a value is impossible.
    pub fn edit(&mut self, entry: &EntryRef, edits: &[Edit]) -> Result<(), Error> {
        let known = self.known(entry)?;
        let loose = self.loose(entry)?;
        let draft = &mut self.file(entry)?.draft;
        let before = draft.holding(entry)?.to_owned();
        let made = draft.edit_all(entry, edits);
        let is_same = draft.holding(entry)? == before;
        match made.map_err(Error::from).and_then(|()| self.judge(entry, &known)) {
            Ok(()) if is_same => Ok(()),
            Ok(()) => {
                self.touch(entry, Deed::Edited);
                self.meet(entry, &loose)
            }
            Err(refusal) => {
                // What was refused is not written by a later commit.
                self.file(entry)?.draft.restore(entry, before)?;
                Err(refusal)
            }
        }
    }

    /// What an entry says, as data.
    ///
    /// # Errors
    /// There is no such entry, or its text cannot be read.
    pub fn value(&mut self, entry: &EntryRef) -> Result<Value, Error> {
        Ok(self.file(entry)?.draft.value(entry)?)
    }

    /// The text of an entry with the comments right above it.
    ///
    /// # Errors
    /// There is no such entry, its file cannot be read, or it does not stand by itself there.
    pub fn entry_text(&mut self, entry: &EntryRef) -> Result<String, Error> {
        Ok(self.file(entry)?.draft.entry_text(entry)?.to_owned())
    }

    /// Puts another text in the place of an entry's own. It comes back with what is wrong with it; then nothing was changed.
    ///
    /// # Errors
    /// The text holds something else than that entry.
    pub fn replace(&mut self, entry: &EntryRef, text: &str) -> Result<Vec<Finding>, Error> {
        let known = self.known(entry)?;
        let loose = self.loose(entry)?;
        let old = self.entry_text(entry)?;
        self.file(entry)?.draft.replace(entry, text)?;
        let wrong = self.wrong(entry, &known)?;
        if wrong.is_empty() {
            self.touch(entry, Deed::Edited);
            self.meet(entry, &loose)?;
        } else {
            self.file(entry)?.draft.replace(entry, &old)?;
        }
        Ok(wrong)
    }

    /// Takes an entry away. Unless `force` is given it stays where others name it; with it, they are told.
    ///
    /// # Errors
    /// It is named, or its file cannot be read.
    pub fn remove(&mut self, entry: &EntryRef, force: bool) -> Result<Vec<String>, Error> {
        let naming: Vec<String> = self.naming(entry);
        if !naming.is_empty() && !force {
            let refusal = Refusal::new(format!(
                "{entry} is named by {}",
                crate::finding::listed(naming.iter().map(String::as_str))
            ));
            return Err(refusal.help("change those first, or --force to leave them without it").into());
        }
        if !force {
            self.refuse_unread(entry)?;
        }
        let at = self.sheet_of(entry)?;
        let file = self.files_open.get_mut(at);
        // What is too large to be read can be removed, so that the rest can be written again.
        if !file.draft.can_be_cut_off(entry) {
            file.examine(self.root.as_ref())?;
        }
        file.draft.remove(entry)?;
        // A line that names the schema is ours, and says nothing by itself.
        let is_nothing = |line: &str| line.trim().is_empty() || line.starts_with("#:schema ");
        let path = Arc::clone(file.draft.path());
        let is_blank =
            file.draft.pieces().all(|piece| piece.trim_start_matches('\u{feff}').lines().all(is_nothing));
        if is_blank {
            file.fate = Fate::Gone;
        }
        self.touch(entry, Deed::Removed(path));
        Ok(naming)
    }

    /// The places of the entries that were changed: the file of each, and the line of its header.
    pub fn places(&self) -> HashMap<EntryRef, (Arc<str>, usize)> {
        /// From here on it is worth to go through whole files once.
        const MANY: usize = 8;
        if self.touched.len() < MANY {
            let place = |entry: &EntryRef| Some((entry.clone(), self.place(entry)?));
            return self.touched.iter().filter_map(place).collect();
        }
        let places = self.files_open.present().flat_map(|file| {
            let (path, lines) = (file.path(), file.draft.lines(|entry| self.deeds.contains_key(entry)));
            lines.into_iter().map(move |(entry, line)| (entry, (Arc::clone(&path), line)))
        });
        places.collect()
    }

    /// What is wrong with how an entry is written, and what it says of the future.
    fn findings(&mut self, entry: &EntryRef) -> Result<Vec<Finding>, Error> {
        let (scales, today) = (self.config.scales.clone(), self.today);
        let draft = &self.file(entry)?.draft;
        let mut findings = draft.findings(entry, &scales)?;
        // To read an entry as data takes time, and few silence rules or hold dates.
        let text = draft.holding(entry)?;
        let is_read = text.contains("allow") || today.is_some() && may_hold_date(text);
        let value = if is_read { draft.value(entry).ok() } else { None };
        let at = |field: String| Place::entry(entry.clone()).field(field);
        if let Some(Value::Table(allow)) = value.as_ref().and_then(|value| value.get("allow")) {
            let unknown = allow.iter().filter_map(|(name, _)| Some((name, unknown_in_allow(name, RULES)?)));
            findings.extend(unknown.map(|(name, (message, help))| {
                Finding::new("unknown-rule", at(format!("allow.{name}")), message).help(help)
            }));
        }
        if let (Some(today), Some(value)) = (today, &value) {
            let future = facts(entry.kind, value).into_iter().filter(|(_, date)| is_future(*date, today));
            findings.extend(future.map(|(path, date)| future_fact(at(path.to_string()), date)));
        }
        Ok(findings)
    }

    /// What is wrong with an entry, and whom it names in vain, before it is changed.
    fn known(&mut self, entry: &EntryRef) -> Result<Known, Error> {
        let mut known: Known = self
            .findings(entry)?
            .into_iter()
            .map(|finding| (finding.rule, finding.message.into_owned()))
            .collect();
        known.extend(self.dangling(entry)?.iter().map(|named| (UNKNOWN, missing(named.kinds, &named.id))));
        Ok(known)
    }

    /// The same after it was changed, as far as it was not known.
    fn wrong(&mut self, entry: &EntryRef, known: &Known) -> Result<Vec<Finding>, Error> {
        /// More references that lead nowhere help nobody.
        const MOST: usize = 100;
        let mut wrong = self.findings(entry)?;
        wrong.retain(|finding| !known.contains(&(finding.rule, finding.message.to_string())));
        let mut dangling = self.dangling(entry)?;
        dangling.retain(|named| !known.contains(&(UNKNOWN, missing(named.kinds, &named.id))));
        wrong.extend(dangling.iter().take(MOST).map(|named| self.unknown_reference(entry, named)));
        Ok(wrong)
    }

    /// Refuses what made an entry worse than it was.
    pub(super) fn judge(&mut self, entry: &EntryRef, known: &Known) -> Result<(), Error> {
        match self.wrong(entry, known)?.first() {
            Some(finding) => Err(Refusal::from(finding).into()),
            None => Ok(()),
        }
    }
}

/// Whether a text holds what may be a date: a hyphen behind four digits.
fn may_hold_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'-', bytes).any(|at| at >= 4 && bytes[at - 4..at].iter().all(u8::is_ascii_digit))
}

/// Findings that were there before, by rule and message. Their places may have moved.
pub(super) type Known = HashSet<(&'static str, String)>;
