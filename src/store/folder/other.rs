//! Folders where the system has no calls relative to an open one: paths, with a look before each step.

#![expect(clippy::disallowed_methods, reason = "this is the door to the disk")]

use std::ffi::OsStr;
use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::fs::Metadata;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use crate::store::folder::Identity;
use crate::store::folder::Kind;
use crate::store::folder::Look;

/// Owners are not kept here.
pub(in crate::store) type Owner = ();

#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        match path.metadata()?.is_dir() {
            true => Ok(Self(path.to_path_buf())),
            false => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(super) fn enter(&self, name: &OsStr) -> io::Result<Self> {
        match self.look(name)?.kind {
            Kind::Folder => Ok(Self(self.0.join(name))),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(super) fn identity(&self) -> io::Result<Identity> {
        Ok(look_at(&self.0.metadata()?).identity)
    }

    pub(super) fn lock(&self, _alone: bool) -> io::Result<bool> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn changed(&self) -> io::Result<(i64, i64)> {
        let changed = self.0.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok((i64::try_from(changed.as_secs()).unwrap_or(0), i64::from(changed.subsec_nanos())))
    }

    pub(super) fn look(&self, name: &OsStr) -> io::Result<Look> {
        Ok(look_at(&self.0.join(name).symlink_metadata()?))
    }

    pub(super) fn link_target(&self, name: &OsStr) -> io::Result<PathBuf> {
        self.0.join(name).read_link()
    }

    pub(super) fn open_file(&self, name: &OsStr, write: bool) -> io::Result<File> {
        OpenOptions::new().read(true).write(write).open(self.0.join(name))
    }

    pub(super) fn entries(&self) -> io::Result<impl Iterator<Item = io::Result<(OsString, Kind)>> + '_> {
        let named = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            Ok((entry.file_name(), kind(entry.file_type()?)))
        };
        Ok(self.0.read_dir()?.map(named))
    }

    pub(super) fn create_new(&self, name: &OsStr, _private: bool) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(self.0.join(name))
    }

    pub(super) fn make_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::create_dir(self.0.join(name))
    }

    pub(super) fn rename(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        fs::rename(self.0.join(name), to.0.join(new))
    }

    pub(super) fn rename_new(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        match fs::hard_link(self.0.join(name), to.0.join(new)) {
            // The file has its name. If the old one stays, the next command removes it.
            Ok(()) => {
                let _ = self.remove(name);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            Err(_) if to.look(new).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => self.rename(name, to, new),
        }
    }

    pub(super) fn remove(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    pub(super) fn sync(&self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

fn kind(file_type: fs::FileType) -> Kind {
    match file_type {
        kind if kind.is_symlink() => Kind::Link,
        kind if kind.is_dir() => Kind::Folder,
        kind if kind.is_file() => Kind::File,
        _ => Kind::Special,
    }
}

pub(super) fn look_at(metadata: &Metadata) -> Look {
    let made = metadata.created().ok().and_then(|made| made.duration_since(UNIX_EPOCH).ok());
    Look {
        kind: kind(metadata.file_type()),
        identity: Identity(0, made.map_or(0, |made| u64::try_from(made.as_nanos()).unwrap_or(0))),
        length: metadata.len(),
        names: 1,
        owner: (),
        permissions: metadata.permissions(),
    }
}

pub(super) fn give(_: &File, (): &Owner) {}
