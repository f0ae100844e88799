//! What a draft says of its entries.

use crate::change::Path;
use crate::change::Refusal;
use crate::change::Value;
use crate::edit::draft::Draft;
use crate::edit::draft::Part;
use crate::edit::draft::missing;
use crate::edit::draft::root;
use crate::edit::pieces;
use crate::edit::references;
use crate::edit::references::Named;
use crate::edit::splice;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Word;

impl Draft {
    /// Whether a list of an entry is spread over `[[headers]]` of their own.
    ///
    /// # Errors
    /// The entry is not in the file.
    pub fn is_spread(&self, entry: &EntryRef, list: &Path) -> Result<bool, Refusal> {
        Ok(splice::is_spread(self.part(self.at(entry)?), &root(entry), list))
    }

    /// What an entry says, as data.
    ///
    /// # Errors
    /// The entry is not in the file, or its text cannot be read.
    pub fn value(&self, entry: &EntryRef) -> Result<Value, Refusal> {
        data(self.part(self.at(entry)?), entry)
    }

    /// What an entry said when the file was read, as data.
    ///
    /// # Errors
    /// The entry was not in the file, or its text cannot be read.
    pub fn value_before(&self, entry: &EntryRef) -> Result<Value, Refusal> {
        data(&self.text[self.parts[self.at(entry)?].range.clone()], entry)
    }

    /// The places that name an entry: who, in which field, and which kinds may be named there.
    pub fn naming(&self, entry: &EntryRef) -> Vec<(EntryRef, Path, &'static [Kind])> {
        let near = self.mentioning(entry.id.as_str());
        let found = near.into_iter().flat_map(|at| references::find(self.part(at), entry));
        found.map(|reference| (reference.entry, reference.field, reference.kinds)).collect()
    }

    /// The fields whose texts hold an id without naming an entry by it.
    pub fn spoken(&self, id: &Id) -> Vec<(EntryRef, Path)> {
        self.mentioning(id.as_str())
            .into_iter()
            .flat_map(|at| references::spoken(self.part(at), id))
            .collect()
    }

    /// The parts that may name an id. What was read is searched at once: to search each part takes much longer where there are very many.
    pub(super) fn mentioning(&self, id: &str) -> Vec<usize> {
        let mut hints: Vec<usize> = references::hints(&self.text, id).collect();
        hints.sort_unstable();
        let is_near = |&at: &usize| match &self.parts[at] {
            Part { new: Some(new), .. } => references::hints(new, id).next().is_some(),
            Part { range, .. } => {
                let next = hints.get(hints.partition_point(|&hint| hint < range.start));
                next.is_some_and(|&hint| hint < range.end)
            }
        };
        (0..self.parts.len()).filter(is_near).collect()
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

    /// Those of some entries that stand in it, with the lines of their headers in the text as it is to be.
    pub fn lines(&self, is_wanted: impl Fn(&EntryRef) -> bool) -> Vec<(EntryRef, usize)> {
        if self.odd {
            let line = |entry: EntryRef| Some((entry.clone(), self.line(&entry)?));
            return self.entries().into_iter().filter(|entry| is_wanted(entry)).filter_map(line).collect();
        }
        let mut above = 0;
        let mut lines = Vec::new();
        for at in 0..self.parts.len() {
            let own = count_lines(&self.part(at)[..self.parts[at].key.start]);
            let entry = pieces::entry(self.key(at)).filter(|entry| is_wanted(entry));
            lines.extend(entry.map(|entry| (entry, above + own + 1)));
            above += count_lines(self.part(at));
        }
        lines
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
}

/// What a text says of an entry.
fn data(text: &str, entry: &EntryRef) -> Result<Value, Refusal> {
    let whole = splice::read(text)?;
    let value = whole.get(entry.kind.word()).and_then(|kind| kind.get(entry.id.as_str()));
    value.cloned().ok_or_else(|| missing(entry))
}

fn count_lines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}
