//! Folders on Unix: descriptors, and the calls that are relative to one.

use std::ffi::OsStr;
use std::ffi::OsString;
use std::fs::File;
use std::fs::Metadata;
use std::fs::Permissions;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;

use rustix::fs;
use rustix::fs::AtFlags;
use rustix::fs::FileType;
use rustix::fs::FlockOperation;
use rustix::fs::Mode;
use rustix::fs::OFlags;
use rustix::io::Errno;

use crate::store::folder::Identity;
use crate::store::folder::Kind;
use crate::store::folder::Look;

/// User and group.
pub(in crate::store) type Owner = (u32, u32);

#[derive(Debug)]
pub(super) struct Folder(OwnedFd);

impl Folder {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        open_folder(|flags| fs::open(path, flags, Mode::empty()))
    }

    pub(super) fn enter(&self, name: &OsStr) -> io::Result<Self> {
        open_folder(|flags| fs::openat(&self.0, name, flags | OFlags::NOFOLLOW, Mode::empty()))
    }

    pub(super) fn identity(&self) -> io::Result<Identity> {
        let stat = fs::fstat(&self.0)?;
        Ok(Identity(stat.st_dev as u64, stat.st_ino as u64))
    }

    pub(super) fn lock(&self, alone: bool) -> io::Result<bool> {
        let how = match alone {
            true => FlockOperation::NonBlockingLockExclusive,
            false => FlockOperation::NonBlockingLockShared,
        };
        match fs::flock(&self.0, how) {
            Err(Errno::WOULDBLOCK) => Ok(false),
            locked => Ok(locked.map(|()| true)?),
        }
    }

    pub(super) fn changed(&self) -> io::Result<(i64, i64)> {
        let stat = fs::fstat(&self.0)?;
        Ok((stat.st_mtime as i64, stat.st_mtime_nsec as i64))
    }

    pub(super) fn look(&self, name: &OsStr) -> io::Result<Look> {
        let stat = fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(Look {
            kind: kind(FileType::from_raw_mode(stat.st_mode)),
            identity: Identity(stat.st_dev as u64, stat.st_ino as u64),
            length: u64::try_from(stat.st_size).unwrap_or(0),
            names: stat.st_nlink as u64,
            owner: (stat.st_uid, stat.st_gid),
            permissions: Permissions::from_mode(stat.st_mode as u32),
        })
    }

    pub(super) fn link_target(&self, name: &OsStr) -> io::Result<PathBuf> {
        let target = fs::readlinkat(&self.0, name, Vec::new())?;
        Ok(PathBuf::from(OsString::from_vec(target.into_bytes())))
    }

    pub(super) fn open_file(&self, name: &OsStr, write: bool) -> io::Result<File> {
        let access = if write { OFlags::RDWR } else { OFlags::RDONLY };
        let flags = access | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(File::from(fs::openat(&self.0, name, flags, Mode::empty())?))
    }

    pub(super) fn entries(&self) -> io::Result<impl Iterator<Item = io::Result<(OsString, Kind)>> + '_> {
        let entries = fs::Dir::read_from(&self.0)?;
        let named = entries.filter_map(|entry| {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return Some(Err(error.into())),
            };
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                return None;
            }
            let kind = match entry.file_type() {
                FileType::Unknown => match self.look(name) {
                    Ok(look) => look.kind,
                    Err(error) => return Some(Err(error)),
                },
                file_type => kind(file_type),
            };
            Some(Ok((name.to_os_string(), kind)))
        });
        Ok(named)
    }

    pub(super) fn create_new(&self, name: &OsStr, private: bool) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(if private { 0o600 } else { 0o666 });
        Ok(File::from(fs::openat(&self.0, name, flags, mode)?))
    }

    pub(super) fn make_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o777))?)
    }

    pub(super) fn rename(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        Ok(fs::renameat(&self.0, name, &to.0, new)?)
    }

    pub(super) fn rename_new(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
        match fs::renameat_with(&self.0, name, &to.0, new, fs::RenameFlags::NOREPLACE) {
            // This disk does not know such a rename.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            done => return Ok(done?),
        }
        match fs::linkat(&self.0, name, &to.0, new, AtFlags::empty()) {
            // The file has its name. If the old one stays, the next command removes it.
            Ok(()) => {
                let _ = self.remove(name);
                Ok(())
            }
            Err(error @ (Errno::EXIST | Errno::XDEV)) => Err(error.into()),
            // Where there are no hard links either, a look and a rename must do.
            Err(_) if self.system_has(to, new) => Err(Errno::EXIST.into()),
            Err(_) => self.rename(name, to, new),
        }
    }

    fn system_has(&self, to: &Self, new: &OsStr) -> bool {
        !to.look(new).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    }

    pub(super) fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    pub(super) fn sync(&self) -> io::Result<()> {
        match fs::fsync(&self.0) {
            // A folder that may be entered and not listed.
            Err(Errno::BADF) => Err(io::ErrorKind::Unsupported.into()),
            synced => Ok(synced?),
        }
    }
}

/// A folder that may be entered and not listed is opened all the same, where the system can do that.
fn open_folder(open: impl Fn(OFlags) -> Result<OwnedFd, Errno>) -> io::Result<Folder> {
    let flags = OFlags::DIRECTORY | OFlags::CLOEXEC;
    let opened = match open(flags | OFlags::RDONLY) {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        Err(Errno::ACCESS) => open(flags | OFlags::PATH),
        opened => opened,
    };
    match opened {
        // A link to a folder is one of these, depending on the system.
        Err(Errno::LOOP | Errno::MLINK | Errno::NOTDIR) => Err(io::ErrorKind::NotADirectory.into()),
        opened => Ok(Folder(opened?)),
    }
}

fn kind(file_type: FileType) -> Kind {
    match file_type {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        _ => Kind::Special,
    }
}

pub(super) fn look_at(metadata: &Metadata) -> Look {
    Look {
        kind: kind(FileType::from_raw_mode(metadata.mode() as fs::RawMode)),
        identity: Identity(metadata.dev(), metadata.ino()),
        length: metadata.len(),
        names: metadata.nlink(),
        owner: (metadata.uid(), metadata.gid()),
        permissions: metadata.permissions(),
    }
}

/// Gives a file to an owner, or at least to the group, as far as the system lets us.
pub(super) fn give(file: &File, (user, group): &Owner) {
    let _ = std::os::unix::fs::fchown(file, Some(*user), Some(*group))
        .or_else(|_| std::os::unix::fs::fchown(file, None, Some(*group)));
}
