//! Files on their way to their place: under a name that nobody else can make, until they are complete.

use std::ffi::OsStr;
use std::fs::File;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::io;

use serde::Deserialize;
use serde::Serialize;

use crate::store::folder;
use crate::store::folder::Folder;
use crate::store::folder::Identity;
use crate::store::folder::Kind;
use crate::store::folder::Look;

/// How staged files are called in `.faultbook/`, before what is random.
pub(super) const HOME: &str = "stage-";
/// How they are called beside their target: hidden, and recognisable.
pub(super) const BESIDE: &str = ".faultbook-";
/// How many files of a folder are looked at. Somebody may have checked in a million.
const MOST: usize = 10_000;

/// A staged file. It is known by its name and by its identity, so that another file of that name is never taken for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Staged {
    pub(super) name: String,
    identity: Identity,
}

impl Staged {
    /// Makes an empty file for content. A `private` one is for its owner alone. As long as it is open it is locked, so that nobody who sweeps the
    /// folder takes it for abandoned.
    pub(super) fn new(folder: &Folder, prefix: &str, private: bool) -> io::Result<(Self, File)> {
        let name = format!("{prefix}{:016x}{:016x}", random(), random());
        let file = folder.create_new(OsStr::new(&name), private)?;
        // Where files cannot be locked it is found out when the file is put in its place.
        let _ = file.try_lock();
        let identity = Look::of(&file)?.identity;
        Ok((Self { name, identity }, file))
    }

    /// Makes a file that looks like `model`, fills it, and waits until it is on the disk. `None`: it looks like any new file. A file that
    /// could not be filled is removed.
    pub(super) fn filled(
        folder: &Folder,
        prefix: &str,
        model: Option<&Look>,
        content: Content<'_>,
    ) -> io::Result<(Self, File)> {
        let (staged, file) = Self::new(folder, prefix, model.is_some())?;
        let path = folder.path().join(&staged.name);
        let fill = || {
            if let Some(model) = model {
                folder::dress_like(&file, &path, model)?;
            }
            content.each(|piece| folder::write(&file, &path, piece))?;
            folder::sync(&file, &path)
        };
        match fill() {
            Ok(()) => Ok((staged, file)),
            Err(error) => {
                staged.discard(folder);
                Err(error)
            }
        }
    }

    /// Whether the file is still there.
    pub(super) fn is_in(&self, folder: &Folder) -> io::Result<bool> {
        folder.is(OsStr::new(&self.name), self.identity)
    }

    /// Moves the file to its place, from the folder that it was made in. After an error its place is as it was.
    pub(super) fn put(&self, folder: &Folder, to: &Folder, name: &OsStr, how: How) -> io::Result<()> {
        if !self.is_in(folder)? {
            return Err(io::Error::new(io::ErrorKind::NotFound, LOST));
        }
        match how {
            How::Replace => folder.rename(OsStr::new(&self.name), to, name),
            How::New => folder.rename_new(OsStr::new(&self.name), to, name),
        }
    }

    /// Opens the file to read it.
    pub(super) fn open(&self, folder: &Folder) -> io::Result<File> {
        let file = folder.open_file(OsStr::new(&self.name))?;
        match Look::of(&file)?.identity == self.identity {
            true => Ok(file),
            false => Err(io::Error::new(io::ErrorKind::NotFound, LOST)),
        }
    }

    /// Removes the file. What cannot be removed now is removed by the next command.
    pub(super) fn discard(&self, folder: &Folder) {
        if self.is_in(folder).unwrap_or(false) {
            let _ = folder.remove(OsStr::new(&self.name));
        }
    }

    /// Whether a name is one that staged files have.
    pub(super) fn is_name(prefix: &str, name: &str) -> bool {
        let random = name.strip_prefix(prefix).unwrap_or_default();
        random.len() == 32 && random.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
    }
}

const LOST: &str = "its staged text was removed by somebody else";

/// Whether a file may be where it is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Replace,
    New,
}

/// What a file is filled with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content<'a> {
    Parts(&'a [&'a [u8]]),
    /// What another file holds, from where it is read.
    File(&'a File),
}

impl Content<'_> {
    fn each(self, mut write: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        match self {
            Self::Parts(parts) => {
                parts.iter().filter(|part| !part.is_empty()).try_for_each(|part| write(part))
            }
            Self::File(file) => {
                let mut written = Ok(());
                folder::pieces(file, |piece| {
                    written = write(piece);
                    written.is_ok()
                })?;
                written
            }
        }
    }
}

/// The staged files in a folder that nobody holds open. Links, pipes, folders and files with another name elsewhere are none.
pub(super) fn abandoned(folder: &Folder, prefix: &str) -> Vec<Staged> {
    let Ok(entries) = folder.entries() else { return Vec::new() };
    let staged = |entry: io::Result<(std::ffi::OsString, Kind)>| {
        let (name, kind) = entry.ok()?;
        let name = name.into_string().ok()?;
        if kind != Kind::File || !Staged::is_name(prefix, &name) {
            return None;
        }
        let file = folder.open_file(OsStr::new(&name)).ok()?;
        let look = Look::of(&file).ok()?;
        let is_free = look.names == 1 && !matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock));
        is_free.then_some(Staged { name, identity: look.identity })
    };
    entries.take(MOST).filter_map(staged).collect()
}

/// Removes what was staged and never used. What cannot be removed now is removed by the next command.
pub(super) fn sweep(folder: &Folder, prefix: &str) {
    abandoned(folder, prefix).iter().for_each(|staged| staged.discard(folder));
}

/// A number that nobody can know before.
pub(super) fn random() -> u64 {
    RandomState::new().hash_one(())
}
