//! The folder `.faultbook/`: the lock, the journal, and what is staged.

use std::ffi::OsStr;
use std::fs::File;
use std::io;

use crate::store::StoreError;
use crate::store::commit::unwritten;
use crate::store::folder;
use crate::store::folder::Folder;
use crate::store::folder::Identity;
use crate::store::folder::Kind;
use crate::store::root::Root;
use crate::store::stage;
use crate::store::stage::Content;
use crate::store::stage::How;
use crate::store::stage::Staged;

/// The folder's name, in the root.
pub(in crate::store) const NAME: &str = ".faultbook";

/// The folder, open. It may lose its name while it is open, since anybody may delete it.
#[derive(Debug)]
pub(in crate::store) struct Home {
    pub(super) root: Root,
    pub(in crate::store) folder: Folder,
    identity: Identity,
}

impl Home {
    /// The folder, if it is there. Changes nothing.
    pub(in crate::store) fn standing(root: &Root) -> io::Result<Self> {
        let name = OsStr::new(NAME);
        match root.folder().look(name)? {
            None => return Err(io::ErrorKind::NotFound.into()),
            Some(look) if look.kind == Kind::Folder => {}
            Some(_) => {
                return Err(io::Error::new(
                    io::ErrorKind::NotADirectory,
                    "it is a link or not a folder; remove it: nothing in it is needed",
                ));
            }
        }
        let folder = root.folder().enter(name)?;
        let identity = folder.identity()?;
        Ok(Self { root: root.clone(), folder, identity })
    }

    /// The folder, made where it is missing.
    pub(in crate::store) fn make(root: &Root) -> Result<Self, StoreError> {
        let make = || {
            match root.folder().make_folder(OsStr::new(NAME)) {
                // A journal must not vanish with the folder that it lies in.
                Ok(()) => root.folder().sync()?,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
            Self::standing(root)
        };
        let standing = Self::standing(root).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => make(),
            _ => Err(error),
        });
        standing.map_err(|error| unwritten(NAME, &error))
    }

    /// Whether the folder still has its name.
    pub(super) fn is_in_place(&self) -> io::Result<bool> {
        self.root.folder().is(OsStr::new(NAME), self.identity)
    }

    /// What the folder is known by.
    pub(super) fn identity(&self) -> Identity {
        self.identity
    }

    /// Whether something has a name in the folder.
    pub(super) fn has(&self, name: &str) -> bool {
        !matches!(self.folder.look(OsStr::new(name)), Ok(None))
    }

    /// How people find something in the folder.
    pub(super) fn shown(name: &str) -> String {
        format!("{NAME}/{name}")
    }

    /// Removes what was staged and never used.
    pub(super) fn sweep(&self) {
        stage::sweep(&self.folder, stage::HOME);
    }

    /// Writes a file in the folder for its owner alone: complete, or not at all.
    pub(super) fn put(&self, name: &str, bytes: &[u8], how: How) -> io::Result<File> {
        let (staged, file) = Staged::new(&self.folder, stage::HOME, true)?;
        let path = self.folder.path().join(&staged.name);
        let put = folder::write(&file, &path, bytes)
            .and_then(|()| folder::sync(&file, &path))
            .and_then(|()| staged.put(&self.folder, &self.folder, OsStr::new(name), how));
        match put {
            Ok(()) => Ok(file),
            Err(error) => {
                staged.discard(&self.folder);
                Err(error)
            }
        }
    }

    /// Hides the folder from git, whatever the workspace's own patterns say.
    pub(in crate::store) fn hide(&self) -> Result<(), StoreError> {
        const FILE: &str = ".gitignore";
        if self.has(FILE) {
            return Ok(());
        }
        let hidden = Staged::filled(&self.folder, stage::HOME, None, Content::Parts(&[b"*\n"])).and_then(
            |(staged, _file)| {
                let put = staged.put(&self.folder, &self.folder, OsStr::new(FILE), How::New);
                put.inspect_err(|_| staged.discard(&self.folder))
            },
        );
        match hidden {
            // Somebody else was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            hidden => hidden.map_err(|error| unwritten(&Self::shown(FILE), &error)),
        }
    }
}
