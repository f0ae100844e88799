//! Writes files that did not exist, and outputs that the user named.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;

use crate::store::StoreError;
use crate::store::is_inside;

/// Writes a new file below `root`, with its folders: whole or not at all, and never over another.
///
/// # Errors
/// Something stands there, the path leaves `root`, or the disk refuses.
#[expect(clippy::disallowed_methods, reason = "this is the door to the disk")]
pub fn write_new(root: &Path, relative: &str, text: &str) -> Result<(), StoreError> {
    let path = root.join(relative);
    let failed = |source| StoreError::Write { path: relative.into(), source };
    if path.symlink_metadata().is_ok() {
        return Err(StoreError::Exists { path: relative.into() });
    }
    let folder = path.parent().unwrap_or(root);
    let standing = folder.ancestors().find(|folder| folder.exists()).unwrap_or(root);
    if !is_inside(root, standing) {
        return Err(failed(io::Error::new(io::ErrorKind::PermissionDenied, "the path leaves the workspace")));
    }
    fs::create_dir_all(folder).map_err(failed)?;
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".tmp");
    let beside = path.with_file_name(name);
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside).map_err(failed)?;
    let write = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    // A link to the new file appears whole or not at all, and never in place of another file.
    let written =
        write.and_then(|()| fs::hard_link(&beside, &path).or_else(|error| rename(error, &beside, &path)));
    let _ = fs::remove_file(&beside);
    written.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => StoreError::Exists { path: relative.into() },
        _ => failed(source),
    })
}

/// Where the disk knows no hard links, a rename must do.
#[expect(clippy::disallowed_methods, reason = "this is the door to the disk")]
fn rename(error: io::Error, from: &Path, to: &Path) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::rename(from, to),
    }
}

/// Makes a folder, and those above it; one that exists is fine.
///
/// # Errors
/// The disk refuses, or a file stands there.
#[expect(clippy::disallowed_methods, reason = "this is the door to the disk")]
pub fn make_folder(path: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(path).map_err(|source| StoreError::Write { path: path.to_path_buf(), source })
}

/// Adds a line to a file, unless the file has it; makes the file where there is none.
///
/// # Errors
/// The disk refuses.
#[expect(clippy::disallowed_methods, reason = "this is the door to the disk")]
pub fn append_line(path: &Path, line: &str) -> Result<(), StoreError> {
    let failed = |source| StoreError::Write { path: path.to_path_buf(), source };
    if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, "it is a link, or no regular file")));
    }
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(failed(error)),
    };
    if text.lines().any(|present| present.trim() == line) {
        return Ok(());
    }
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
    file.write_all(format!("{gap}{line}\n").as_bytes()).map_err(failed)
}

/// Opens an output that the user named, replacing what was there.
///
/// # Errors
/// The disk refuses.
#[expect(clippy::disallowed_methods, reason = "this is the door to the disk")]
pub fn write_output(path: &Path) -> Result<File, StoreError> {
    File::create(path).map_err(|source| StoreError::Write { path: path.to_path_buf(), source })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at the disk")]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_replaces_nothing_and_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        write_new(root.path(), "a/b.toml", "one").unwrap();
        assert!(matches!(write_new(root.path(), "a/b.toml", "two"), Err(StoreError::Exists { .. })));
        assert_eq!(fs::read_to_string(root.path().join("a/b.toml")).unwrap(), "one");
        assert_eq!(root.path().join("a").read_dir().unwrap().count(), 1);

        fs::write(root.path().join("c.toml.tmp"), "somebody's").unwrap();
        assert!(write_new(root.path(), "c.toml", "three").is_err());
        assert_eq!(fs::read_to_string(root.path().join("c.toml.tmp")).unwrap(), "somebody's");
    }

    #[cfg(unix)]
    #[test]
    fn no_file_is_written_outside() {
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(outside.path(), root.path().join("out")).unwrap();
        assert!(write_new(root.path(), "out/a.toml", "x").is_err());
        assert!(write_new(root.path(), "out/deep/a.toml", "x").is_err());
        assert_eq!(outside.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_line_is_added_once() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(".gitignore");
        fs::write(&path, "target").unwrap();
        append_line(&path, ".faultbook/").unwrap();
        append_line(&path, ".faultbook/").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "target\n.faultbook/\n");
    }
}
