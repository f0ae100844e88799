//! The journal: what is to be done to several files, written down before it is begun.

use std::collections::HashSet;
use std::io;
use std::io::Read;

use serde::Deserialize;
use serde::Serialize;

use crate::store::commit::disk;
use crate::store::commit::home::Home;
use crate::store::commit::mark::Mark;
use crate::store::commit::place;
use crate::store::commit::regular;

/// The journal's name in `.faultbook/`.
pub(super) const NAME: &str = "journal";
/// The greatest size of a journal, in bytes.
const LARGEST: u64 = 16 << 20;
/// The greatest length of the words for the command.
const LONGEST_WORDS: usize = 1000;
const VERSION: u32 = 1;

/// What is to be done.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    version: u32,
    /// The command, in words.
    pub(super) what: String,
    pub(super) entries: Vec<Entry>,
}

/// What is to be done to one file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// The file, relative to the root. No link is on the way to it.
    pub(super) path: String,
    /// The staged file with the new content.
    pub(super) stage: Option<String>,
    /// The content before; `None`: there was no file.
    pub(super) old: Option<Mark>,
    /// The content after; `None`: there will be no file.
    pub(super) new: Option<Mark>,
}

impl Entry {
    /// What the staged file is called where it must lie beside its target, since that is on another device.
    pub(super) fn beside(&self) -> Option<String> {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        let number = self.stage.as_ref()?.rsplit('-').next()?;
        Some(format!(".{name}.faultbook-{number}"))
    }

    fn is_believable(&self) -> bool {
        let marks = [self.old, self.new];
        place::is_for_journals(&self.path)
            && marks.iter().any(Option::is_some)
            && marks.iter().flatten().all(Mark::is_possible)
            && self.stage.is_some() == self.new.is_some()
            && self.stage.as_deref().is_none_or(Home::is_stage)
    }
}

/// What stands where a journal stands.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    /// Something that faultbook did not write.
    Foreign,
    Ours(Journal),
}

impl Journal {
    /// A journal of what is to be done.
    pub(super) fn new(what: &str, entries: Vec<Entry>) -> Self {
        let end = what.floor_char_boundary(LONGEST_WORDS);
        Self { version: VERSION, what: what[..end].to_owned(), entries }
    }

    /// Reads the journal. It is ours only if faultbook could have written every word of it.
    pub(super) fn read(home: &Home) -> Found {
        let path = home.path(NAME);
        if path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Found::Nothing;
        }
        let bytes = || {
            let file = regular::open(&path)?;
            let mut bytes = Vec::new();
            file.take(LARGEST + 1).read_to_end(&mut bytes)?;
            io::Result::Ok(bytes)
        };
        let bytes = bytes().ok().filter(|bytes| bytes.len() as u64 <= LARGEST);
        let journal = bytes.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        journal.filter(Self::is_believable).map_or(Found::Foreign, Found::Ours)
    }

    /// Whether something stands where the journal would.
    pub(super) fn is_in_the_way(home: &Home) -> bool {
        home.path(NAME).symlink_metadata().is_ok()
    }

    /// Writes the journal: whole or not at all.
    pub(super) fn write(&self, home: &Home, number: &mut usize) -> io::Result<()> {
        let bytes = serde_json::to_vec(self).map_err(io::Error::other)?;
        if bytes.len() as u64 > LARGEST || !self.is_believable() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "these are too many files at once"));
        }
        let (name, file) = home.stage(number, false)?;
        let stage = home.path(&name);
        disk::write(&file, &stage, &bytes)?;
        disk::sync(&file, &stage)?;
        drop(file);
        disk::rename(&stage, &home.path(NAME))?;
        disk::sync_folder(&home.folder())
    }

    /// Removes the journal: what it says is done, or will not be.
    pub(super) fn remove(home: &Home) -> io::Result<()> {
        disk::remove_file(&home.path(NAME))?;
        disk::sync_folder(&home.folder())
    }

    fn is_believable(&self) -> bool {
        let (mut paths, mut stages) = (HashSet::new(), HashSet::new());
        self.version == VERSION
            && self.what.len() <= LONGEST_WORDS
            && self.entries.iter().all(|entry| {
                entry.is_believable()
                    && paths.insert(entry.path.as_str())
                    && entry.stage.as_deref().is_none_or(|stage| stages.insert(stage))
            })
    }
}
