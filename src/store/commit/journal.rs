//! The journal: what is to be done to several files, written down before it is begun.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::io::Read;

use serde::Deserialize;
use serde::Serialize;

use crate::limits::JOURNAL;
use crate::store::commit::home::Home;
use crate::store::commit::lock::Held;
use crate::store::commit::mark::Mark;
use crate::store::commit::place;
use crate::store::file_set::FileSet;
use crate::store::folder::Identity;
use crate::store::stage;
use crate::store::stage::Content;
use crate::store::stage::How;
use crate::store::stage::Staged;

/// The journal's name in `.faultbook/`.
pub(super) const NAME: &str = "journal";
/// The greatest length of the words for the command.
const LONGEST_WORDS: usize = 1000;
const VERSION: u32 = 2;

/// What is to be done.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    version: u32,
    /// The folder that the journal was written in, which a repository cannot ship.
    folder: Identity,
    /// The command, in words.
    pub(super) what: String,
    pub(super) entries: Vec<Entry>,
}

/// What is to be done to one file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// The file, relative to the root, as the workspace names it.
    pub(super) path: String,
    /// The file with the new content.
    pub(super) stage: Option<Staged>,
    /// The content before; `None`: there was no file.
    pub(super) old: Option<Mark>,
    /// The content after; `None`: there will be no file.
    pub(super) new: Option<Mark>,
}

impl Entry {
    fn is_believable(&self, files: &FileSet) -> bool {
        let marks = [self.old, self.new];
        place::is_for_journals(&self.path)
            && files.covers(&self.path)
            && marks.iter().any(Option::is_some)
            && marks.iter().flatten().all(Mark::is_possible)
            && self.stage.is_some() == self.new.is_some()
            && self.stage.as_ref().is_none_or(|staged| Staged::is_name(stage::HOME, &staged.name))
    }
}

/// What is where a journal would be.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    /// Something that faultbook did not write here.
    Foreign,
    Ours(Journal),
}

impl Journal {
    /// A journal of what is to be done.
    pub(super) fn new(home: &Home, what: &str, entries: Vec<Entry>) -> Self {
        let end = what.floor_char_boundary(LONGEST_WORDS);
        Self { version: VERSION, folder: home.identity(), what: what[..end].to_owned(), entries }
    }

    /// Reads the journal. It is ours only if faultbook could have written every word of it, in this very folder.
    pub(super) fn read(home: &Home, files: &FileSet) -> Found {
        if !Self::is_in_the_way(home) {
            return Found::Nothing;
        }
        let bytes = || {
            let mut bytes = Vec::new();
            home.folder.open_file(OsStr::new(NAME))?.take(JOURNAL as u64 + 1).read_to_end(&mut bytes)?;
            io::Result::Ok(bytes)
        };
        let bytes = bytes().ok().filter(|bytes| bytes.len() <= JOURNAL);
        let journal = bytes.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        journal.filter(|journal| journal.is_believable(home, files)).map_or(Found::Foreign, Found::Ours)
    }

    /// Whether something is where the journal would be.
    pub(super) fn is_in_the_way(home: &Home) -> bool {
        home.has(NAME)
    }

    /// Writes the journal: complete or not at all.
    pub(super) fn write(&self, home: &Home, files: &FileSet) -> io::Result<()> {
        let bytes = serde_json::to_vec(self).map_err(io::Error::other)?;
        if bytes.len() > JOURNAL || !self.is_believable(home, files) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "these are too many files at once"));
        }
        let (staged, _file) = Staged::filled(&home.folder, stage::HOME, None, Content::Parts(&[&bytes]))?;
        staged.put(&home.folder, &home.folder, OsStr::new(NAME), How::New)?;
        home.folder.sync()
    }

    /// Removes the journal: what it says is done, or will not be. Whoever reads beside it learns of it.
    pub(super) fn remove(held: &Held) -> io::Result<()> {
        held.note_change();
        match held.home.folder.remove(OsStr::new(NAME)) {
            // Somebody deleted the folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            removed => removed?,
        }
        held.home.folder.sync()
    }

    fn is_believable(&self, home: &Home, files: &FileSet) -> bool {
        let (mut paths, mut stages) = (HashSet::new(), HashSet::new());
        self.version == VERSION
            && self.folder == home.identity()
            && self.what.len() <= LONGEST_WORDS
            && self.entries.iter().all(|entry| {
                entry.is_believable(files)
                    && paths.insert(entry.path.as_str())
                    && entry.stage.as_ref().is_none_or(|staged| stages.insert(staged))
            })
    }
}
