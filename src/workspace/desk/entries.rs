//! Changes of entries that exist.

use std::collections::HashMap;
use std::sync::Arc;

use crate::change::Edit;
use crate::change::Refusal;
use crate::change::Value;
use crate::finding::Finding;
use crate::model::EntryRef;
use crate::workspace::Error;
use crate::workspace::desk::Desk;
use crate::workspace::desk::sheet::Fate;

impl Desk {
    /// Makes changes of one entry, all or none.
    ///
    /// # Errors
    /// A change does not fit what is written, or a value is impossible.
    pub fn edit(&mut self, entry: &EntryRef, edits: &[Edit]) -> Result<(), Error> {
        let known = self.findings(entry)?;
        let loose = self.loose(entry)?;
        let draft = &mut self.sheet(entry)?.draft;
        let before = draft.holding(entry)?.to_owned();
        let made = edits.iter().try_for_each(|edit| draft.edit(entry, edit));
        let is_same = draft.holding(entry)? == before;
        match made.map_err(Error::from).and_then(|()| self.judge(entry, &known)) {
            Ok(()) if is_same => Ok(()),
            Ok(()) => {
                self.touch(entry);
                self.meet(entry, &loose)
            }
            Err(refusal) => {
                // What was refused is not written by a later commit.
                self.sheet(entry)?.draft.restore(entry, before)?;
                Err(refusal)
            }
        }
    }

    /// What an entry says, as data.
    ///
    /// # Errors
    /// There is no such entry, or its text cannot be read.
    pub fn value(&mut self, entry: &EntryRef) -> Result<Value, Error> {
        Ok(self.sheet(entry)?.draft.value(entry)?)
    }

    /// The text of an entry with the comments right above it.
    ///
    /// # Errors
    /// There is no such entry, its file cannot be read, or it does not stand by itself there.
    pub fn entry_text(&mut self, entry: &EntryRef) -> Result<String, Error> {
        Ok(self.sheet(entry)?.draft.entry_text(entry)?.to_owned())
    }

    /// Puts another text in the place of an entry's own. It comes back with what is wrong with it; then nothing was changed.
    ///
    /// # Errors
    /// The text holds something else than that entry.
    pub fn replace(&mut self, entry: &EntryRef, text: &str) -> Result<Vec<Finding>, Error> {
        let known = self.findings(entry)?;
        let loose = self.loose(entry)?;
        let old = self.entry_text(entry)?;
        self.sheet(entry)?.draft.replace(entry, text)?;
        let mut wrong = self.findings(entry)?;
        wrong.retain(|finding| !is_known(finding, &known));
        wrong.extend(self.dangling(entry)?.into_iter().filter(|finding| !is_known(finding, &known)));
        if wrong.is_empty() {
            self.touch(entry);
            self.meet(entry, &loose)?;
        } else {
            self.sheet(entry)?.draft.replace(entry, &old)?;
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
        let sheet = self.sheet(entry)?;
        sheet.draft.remove(entry)?;
        // A line that names the schema is ours, and says nothing by itself.
        let left: String = sheet.draft.after().concat();
        let is_ours = |line: &&str| line.starts_with("#:schema ");
        let is_blank = left
            .trim_start_matches('\u{feff}')
            .lines()
            .skip_while(is_ours)
            .all(|line| line.trim().is_empty());
        if is_blank {
            sheet.fate = Fate::Gone;
        }
        self.touch(entry);
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
        let sheets = self.sheets.iter().filter(|sheet| sheet.fate != Fate::Gone);
        let places = sheets.flat_map(|sheet| {
            let (path, lines) = (sheet.path(), sheet.draft.lines(&self.seen));
            lines.into_iter().map(move |(entry, line)| (entry, (Arc::clone(&path), line)))
        });
        places.collect()
    }

    /// What is wrong with how an entry is written, and whom it names in vain.
    fn findings(&mut self, entry: &EntryRef) -> Result<Vec<Finding>, Error> {
        let scales = self.config.scales.clone();
        let mut findings = self.sheet(entry)?.draft.findings(entry, &scales)?;
        findings.extend(self.dangling(entry)?);
        Ok(findings)
    }

    /// Refuses what made an entry worse than it was.
    pub(super) fn judge(&mut self, entry: &EntryRef, known: &[Finding]) -> Result<(), Error> {
        match self.findings(entry)?.iter().find(|finding| !is_known(finding, known)) {
            Some(finding) => Err(Refusal::from(finding).into()),
            None => Ok(()),
        }
    }
}

/// Whether a finding was there before. Its place may have moved.
fn is_known(finding: &Finding, known: &[Finding]) -> bool {
    known.iter().any(|other| other.rule == finding.rule && other.message == finding.message)
}
