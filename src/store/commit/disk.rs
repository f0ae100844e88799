//! Everything that changes or syncs the disk. Tests let any of these calls fail, or be the last one of the process.

#![expect(clippy::disallowed_methods, reason = "this is the door to the disk")]

use std::fs;
use std::fs::File;
use std::fs::Metadata;
use std::fs::OpenOptions;
use std::fs::Permissions;
use std::io;
use std::io::Write;
use std::path::Path;

#[cfg(test)]
use crate::store::commit::fault::crosses;
#[cfg(test)]
use crate::store::commit::fault::pass;

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

/// Makes a file where nothing stands, not even a link. A `private` one is for its owner alone until it gets the
/// permissions of the file that it is to replace.
pub(super) fn create_new(path: &Path, private: bool) -> io::Result<File> {
    pass("create", path)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    options.open(path)
}

/// Writes all the bytes.
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

/// Empties a file.
pub(super) fn truncate(file: &File, path: &Path) -> io::Result<()> {
    pass("truncate", path)?;
    file.set_len(0)
}

/// Waits until the content of a file is on the disk.
pub(super) fn sync(file: &File, path: &Path) -> io::Result<()> {
    pass("sync", path)?;
    // Tests see the order of the calls, and are many.
    if cfg!(test) { Ok(()) } else { file.sync_all() }
}

/// Waits until the names in a folder are on the disk. Where folders cannot be synced, the system does it in its time.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    pass("sync folder", path)?;
    #[cfg(all(unix, not(test)))]
    match File::open(path)?.sync_all() {
        Err(error) if !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            return Err(error);
        }
        _ => {}
    }
    Ok(())
}

/// Gives a file the permissions of another one, and where the system lets us its owner and group.
pub(super) fn dress_like(file: &File, path: &Path, model: &Metadata) -> io::Result<()> {
    let fresh = file.metadata()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        use std::os::unix::fs::fchown;
        if fresh.uid() != model.uid() || fresh.gid() != model.gid() {
            pass("chown", path)?;
            // Only root may give files away, but anybody may choose among his own groups.
            let _ = fchown(file, Some(model.uid()), Some(model.gid()))
                .or_else(|_| fchown(file, None, Some(model.gid())));
        }
    }
    // After the owner, since a change of owner takes bits away.
    if fresh.permissions() != model.permissions() {
        pass("chmod", path)?;
        set_permissions(file, model.permissions())?;
    }
    Ok(())
}

fn set_permissions(file: &File, permissions: Permissions) -> io::Result<()> {
    file.set_permissions(permissions)
}

/// Moves a file, over another one too.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    pass("rename", to)?;
    crosses(from, to)?;
    fs::rename(from, to)
}

/// Moves a file to where nothing stands. Where the disk knows no hard links, a look and a rename must do.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    pass("link", to)?;
    crosses(from, to)?;
    match fs::hard_link(from, to) {
        Ok(()) => {
            // The file has its name. If the old one stays, the next command removes it.
            let _ = remove_file(from);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if to.symlink_metadata().is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => rename(from, to),
    }
}

/// Removes a file, or a link.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    pass("remove", path)?;
    fs::remove_file(path)
}

/// Makes a folder.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    pass("create folder", path)?;
    fs::create_dir(path)
}

/// Removes an empty folder.
pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    pass("remove folder", path)?;
    fs::remove_dir(path)
}

/// Opens the lock file. Who may not write it can still hold it.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    match OpenOptions::new().read(true).write(true).open(path) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            File::open(path)
        }
        opened => opened,
    }
}

/// Opens a file to read it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Whether two folders are on one device, so that files can be moved between them. Elsewhere than on Unix only the
/// attempt tells.
pub(super) fn share_a_device(one: &Path, other: &Path) -> bool {
    #[cfg(test)]
    if let Some(answer) = crate::store::commit::fault::share_a_device(one, other) {
        return answer;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &Path| path.metadata().map(|metadata| metadata.dev()).ok();
        device(one) == device(other)
    }
    #[cfg(not(unix))]
    {
        let _ = (one, other);
        true
    }
}
