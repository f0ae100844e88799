//! The folder `.faultbook/`: the lock, the journal, and what is staged.

use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::store::StoreError;
use crate::store::commit::disk;
use crate::store::commit::regular;
use crate::store::commit::unwritten;

/// The folder's name, in the root.
pub(super) const NAME: &str = ".faultbook";
/// What staged files are called, before their number.
const STAGE: &str = "stage-";
/// How many files of a folder are looked at, and how many names are tried. Somebody may have checked in a million.
const MOST: usize = 10_000;

/// The folder, which exists, and is neither a link nor a file.
#[derive(Debug)]
pub(super) struct Home {
    /// The root, with every link in it followed.
    pub(super) root: PathBuf,
}

impl Home {
    /// The folder, if it is there. Changes nothing.
    pub(super) fn standing(root: &Path) -> io::Result<Self> {
        let home = Self { root: root.canonicalize()? };
        match home.folder().symlink_metadata()?.is_dir() {
            true => Ok(home),
            false => Err(io::Error::new(
                io::ErrorKind::NotADirectory,
                "it is a link, or no folder; remove it: it holds nothing that is needed",
            )),
        }
    }

    /// The folder, made where it is missing.
    pub(super) fn make(root: &Path) -> Result<Self, StoreError> {
        let make = || {
            let root = root.canonicalize()?;
            match disk::create_folder(&root.join(NAME)) {
                // A journal must not vanish with the folder that it lies in.
                Ok(()) => disk::sync_folder(&root)?,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
            Self::standing(&root)
        };
        let standing = Self::standing(root).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => make(),
            _ => Err(error),
        });
        standing.map_err(|error| unwritten(NAME, &error))
    }

    /// The folder's path.
    pub(super) fn folder(&self) -> PathBuf {
        self.root.join(NAME)
    }

    /// The path of something in the folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// How people find something in the folder.
    pub(super) fn shown(name: &str) -> String {
        format!("{NAME}/{name}")
    }

    /// Makes an empty staged file under the first free number from `number` on, which moves behind it.
    pub(super) fn stage(&self, number: &mut usize, private: bool) -> io::Result<(String, File)> {
        for _ in 0..MOST {
            let name = format!("{STAGE}{number}");
            *number += 1;
            match disk::create_new(&self.path(&name), private) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => return Ok((name, made?)),
            }
        }
        Err(io::Error::other(
            "too many files are in the way; remove the folder: it holds nothing that is needed",
        ))
    }

    /// Whether a name is one that staged files have.
    pub(super) fn is_stage(name: &str) -> bool {
        let number = name.strip_prefix(STAGE).unwrap_or_default();
        (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The staged files that lie there. Links, pipes and folders of such a name are none.
    pub(super) fn stages(&self) -> Vec<PathBuf> {
        let Ok(entries) = self.folder().read_dir() else { return Vec::new() };
        let named = entries
            .take(MOST)
            .flatten()
            .filter(|entry| entry.file_name().to_str().is_some_and(Self::is_stage));
        named.map(|entry| entry.path()).filter(|path| regular::is_regular(path)).collect()
    }

    /// Removes what was staged and never used. What cannot be removed now is removed by the next command.
    pub(super) fn sweep(&self) {
        for stage in self.stages() {
            let _ = disk::remove_file(&stage);
        }
    }

    /// Hides the folder from git, whatever the workspace's own patterns say.
    pub(super) fn hide(&self) -> Result<(), StoreError> {
        let path = self.path(".gitignore");
        if path.symlink_metadata().is_ok() {
            return Ok(());
        }
        let write = || {
            let (name, file) = self.stage(&mut 0, false)?;
            let stage = self.path(&name);
            let hidden = disk::write(&file, &stage, b"*\n").and_then(|()| disk::rename_new(&stage, &path));
            hidden.inspect_err(|_| drop(disk::remove_file(&stage)))
        };
        write().map_err(|error| unwritten(&Self::shown(".gitignore"), &error))
    }
}
