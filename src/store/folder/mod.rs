//! Open folders: the only place that changes the disk.
//!
//! Everything is named by an open folder and one part of a path, and no link is followed, so that nobody who exchanges a folder for a link
//! leads a reader or a writer somewhere else. `unix` does this with the `*at` calls of the system; other systems have the same functions
//! over paths. Tests let any of the calls that change or sync the disk fail, or be the last one of the process.

#[cfg(test)]
pub(super) mod fault;
mod look;
#[cfg(not(unix))]
#[path = "other.rs"]
mod system;
#[cfg(unix)]
#[path = "unix.rs"]
mod system;

use std::ffi::OsStr;
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

#[cfg(test)]
use crate::store::folder::fault::crosses;
#[cfg(test)]
use crate::store::folder::fault::pass;

pub(super) use look::Identity;
pub(super) use look::Kind;
pub(super) use look::Look;

#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "its twin for tests fails")]
#[inline]
fn pass(_: &'static str, _: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "its twin for tests fails")]
#[inline]
fn crosses(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

/// An open folder. It stays the same folder whatever becomes of its name.
#[derive(Debug)]
pub(super) struct Folder {
    system: system::Folder,
    path: PathBuf,
}

impl Folder {
    /// Opens a folder by its path, and follows links as the system does.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        // What a path without a folder before its name means.
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self { system: system::Folder::open(path)?, path: path.to_path_buf() })
    }

    /// Opens a folder in this one. A link is refused.
    pub(super) fn enter(&self, name: &OsStr) -> io::Result<Self> {
        Ok(Self { system: self.system.enter(name)?, path: self.path.join(name) })
    }

    /// Opens the folder above this one, called `path`.
    pub(super) fn above(&self, path: PathBuf) -> io::Result<Self> {
        Ok(Self { system: self.system.enter(OsStr::new(".."))?, path })
    }

    /// Opens the folder anew and locks it, alone or with others, as long as what comes back is open. `None`: somebody else has locked it.
    ///
    /// # Errors
    /// Folders cannot be locked here.
    pub(super) fn lock(&self, alone: bool) -> io::Result<Option<Self>> {
        let system = self.system.enter(OsStr::new("."))?;
        Ok(system.lock(alone)?.then(|| Self { system, path: self.path.clone() }))
    }

    /// When a name in this folder was last made, moved or removed, in seconds and nanoseconds.
    pub(super) fn changed(&self) -> io::Result<(i64, i64)> {
        self.system.changed()
    }

    /// The path under which it was opened.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn identity(&self) -> io::Result<Identity> {
        self.system.identity()
    }

    /// What is under a name; `None`: nothing.
    pub(super) fn look(&self, name: &OsStr) -> io::Result<Option<Look>> {
        match self.system.look(name) {
            Ok(look) => Ok(Some(look)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether a name is this very file or folder, and no link to it.
    pub(super) fn is(&self, name: &OsStr, identity: Identity) -> io::Result<bool> {
        Ok(self.look(name)?.is_some_and(|look| look.identity == identity && look.kind != Kind::Link))
    }

    /// Where a link leads, as it is written.
    pub(super) fn link_target(&self, name: &OsStr) -> io::Result<PathBuf> {
        self.system.link_target(name)
    }

    /// Opens a regular file to read it: no link, no pipe that would wait for ever, no device.
    pub(super) fn open_file(&self, name: &OsStr) -> io::Result<File> {
        self.open_regular(name, false)
    }

    /// Opens a file to lock it. Who may not write it can still hold it.
    pub(super) fn open_lock(&self, name: &OsStr) -> io::Result<File> {
        match self.open_regular(name, true) {
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                ) =>
            {
                self.open_regular(name, false)
            }
            opened => opened,
        }
    }

    fn open_regular(&self, name: &OsStr, write: bool) -> io::Result<File> {
        // To open a device may do something; what is opened is looked at again, since it may be another file by now. A regular one will do:
        // writers exchange files all the time.
        if let Some(refusal) = self.system.look(name)?.refusal() {
            return Err(refusal);
        }
        let file = self.system.open_file(name, write)?;
        match Look::of(&file)?.refusal() {
            Some(refusal) => Err(refusal),
            None => Ok(file),
        }
    }

    /// The names in this folder, in no order, each with what it is.
    pub(super) fn entries(&self) -> io::Result<impl Iterator<Item = io::Result<(OsString, Kind)>> + '_> {
        self.system.entries()
    }

    /// Makes a file where nothing is, not even a link. A `private` one is for its owner alone until it gets the permissions of the file that
    /// it is to replace.
    pub(super) fn create_new(&self, name: &OsStr, private: bool) -> io::Result<File> {
        pass("create", &self.path.join(name))?;
        self.system.create_new(name, private)
    }

    /// Makes a folder where nothing is.
    pub(super) fn make_folder(&self, name: &OsStr) -> io::Result<()> {
        pass("create folder", &self.path.join(name))?;
        self.system.make_folder(name)
    }

    /// Moves a file, over another one too; a link that is there is replaced and not followed.
    pub(super) fn rename(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        pass("rename", &to.path.join(new))?;
        crosses(&self.path.join(name), &to.path.join(new))?;
        self.system.rename(name, &to.system, new)
    }

    /// Moves a file to where nothing is.
    pub(super) fn rename_new(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        pass("rename new", &to.path.join(new))?;
        crosses(&self.path.join(name), &to.path.join(new))?;
        self.system.rename_new(name, &to.system, new)
    }

    /// Removes a file, or a link.
    pub(super) fn remove(&self, name: &OsStr) -> io::Result<()> {
        pass("remove", &self.path.join(name))?;
        self.system.remove(name)
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        pass("remove folder", &self.path.join(name))?;
        self.system.remove_folder(name)
    }

    /// Waits until the names in this folder are on the disk. Where folders cannot be synced, the system does it in its time.
    pub(super) fn sync(&self) -> io::Result<()> {
        pass("sync folder", &self.path)?;
        // Tests see the order of the calls, and are many.
        match if cfg!(test) { Ok(()) } else { self.system.sync() } {
            Err(error)
                if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
            {
                Ok(())
            }
            synced => synced,
        }
    }

    /// Whether files can be moved between two folders, as far as that can be known before it is tried.
    pub(super) fn shares_device(&self, other: &Self) -> bool {
        #[cfg(test)]
        if let Some(answer) = fault::shares_device(&self.path, &other.path) {
            return answer;
        }
        match (self.identity(), other.identity()) {
            (Ok(one), Ok(other)) => one.0 == other.0 || cfg!(not(unix)),
            _ => false,
        }
    }
}

/// Writes all the bytes to a file called `path`.
pub(super) fn write(mut file: &File, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let passed = pass("write", path);
    // A write that is cut off leaves a part.
    #[cfg(test)]
    if passed.is_err() {
        file.write_all(&bytes[..bytes.len() / 2])?;
    }
    passed?;
    file.write_all(bytes)
}

/// Waits until the content of a file called `path` is on the disk.
pub(super) fn sync(file: &File, path: &Path) -> io::Result<()> {
    pass("sync", path)?;
    if cfg!(test) { Ok(()) } else { file.sync_all() }
}

/// Gives a file called `path` the permissions of another one, and where the system lets us its owner and group.
pub(super) fn dress_like(file: &File, path: &Path, model: &Look) -> io::Result<()> {
    let fresh = Look::of(file)?;
    if fresh.owner != model.owner {
        pass("chown", path)?;
        // Only root may give files away, but anybody may choose among his own groups.
        system::give(file, &model.owner);
    }
    // After the owner, since a change of owner takes bits away.
    if fresh.permissions != model.permissions {
        pass("chmod", path)?;
        file.set_permissions(model.permissions.clone())?;
    }
    Ok(())
}

/// Opens what the user named to read it, whatever it is and wherever links lead.
#[expect(clippy::disallowed_methods, reason = "this is the door to the disk")]
pub(super) fn open_input(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// How much is read at once.
const PIECE: usize = 64 << 10;

/// Gives the content of a file to `take`, piece by piece, until it says `false`.
pub(super) fn pieces(mut file: &File, mut take: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(length) if take(&piece[..length]) => {}
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
