//! Files of a workspace that is being created. Each is written complete; a file that already holds what it should is left as it is, so that
//! an interrupted command can be repeated.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use crate::store::StoreError;
use crate::store::commit::is_plain;
use crate::store::commit::make_folder;
use crate::store::folder::Folder;
use crate::store::root::Open;
use crate::store::root::Root;
use crate::store::root::read_all;
use crate::store::stage;
use crate::store::stage::Content;
use crate::store::stage::How;
use crate::store::stage::Staged;

/// Makes sure that a file can be created, or holds `text` already.
///
/// # Errors
/// Something else is there.
pub fn check_new(root: &Root, relative: &str, text: &str) -> Result<(), StoreError> {
    let parent = Path::new(relative).parent().unwrap_or(Path::new(""));
    let (Ok(folder), Some(name)) = (root.down(parent), Path::new(relative).file_name()) else {
        return Ok(());
    };
    match folder.look(name) {
        Ok(None) => Ok(()),
        Ok(Some(_)) if holds(&folder, name, text) => Ok(()),
        Ok(Some(_)) => Err(StoreError::Exists { path: relative.into() }),
        Err(source) => Err(StoreError::Write { path: relative.into(), source }),
    }
}

/// Creates a file below `root`, with its folders: complete or not at all, and never over another. No link is followed. Says whether it was
/// missing.
///
/// # Errors
/// Something else is there, the path leaves `root`, or the disk refuses.
pub fn write_new(root: &Root, relative: &str, text: &str) -> Result<bool, StoreError> {
    let failed = |source: io::Error| StoreError::Write { path: relative.into(), source };
    if !is_plain(relative) {
        return Err(StoreError::Outside { path: relative.into() });
    }
    let path = Path::new(relative);
    let (parent, name) = (path.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or_default());
    let write = || -> io::Result<bool> {
        let folder = make_folders(root, parent)?;
        stage::sweep(&folder, stage::BESIDE);
        if holds(&folder, name, text) {
            return Ok(false);
        }
        put(&folder, name, How::New, &[text.as_bytes()])?;
        // Those above too: one of them may have been made, now or by a command that was killed.
        parent.ancestors().try_for_each(|folder| root.down(folder)?.sync())?;
        Ok(true)
    };
    write().map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => StoreError::Exists { path: relative.into() },
        _ => failed(error),
    })
}

/// Adds a line to a file in `root`, unless the file has it; makes the file where there is none. Says whether it was missing.
///
/// # Errors
/// It is a link or no regular file, somebody else changed it meanwhile, or the disk refuses.
pub fn append_line(root: &Root, name: &str, line: &str) -> Result<bool, StoreError> {
    let folder = root.folder();
    let append = || -> io::Result<bool> {
        let at = OsStr::new(name);
        stage::sweep(folder, stage::BESIDE);
        let text = match folder.look(at)? {
            Some(_) => read_all(folder.open_file(at)?)?,
            None => Vec::new(),
        };
        if text.split(|byte| *byte == b'\n').any(|present| present.trim_ascii() == line.as_bytes()) {
            return Ok(false);
        }
        let gap: &[u8] = if text.is_empty() || text.ends_with(b"\n") { b"" } else { b"\n" };
        let how = if folder.look(at)?.is_some() { How::Replace } else { How::New };
        put(folder, at, how, &[&text, gap, line.as_bytes(), b"\n"])?;
        folder.sync()?;
        Ok(true)
    };
    append().map_err(|source| StoreError::Write { path: name.into(), source })
}

/// Stages a file beside its place, and puts it there.
fn put(folder: &Folder, name: &OsStr, how: How, parts: &[&[u8]]) -> io::Result<()> {
    let model = if how == How::Replace { folder.look(name)? } else { None };
    let (staged, _file) = Staged::filled(folder, stage::BESIDE, model.as_ref(), Content::Parts(parts))?;
    staged.put(folder, folder, name, how).inspect_err(|_| staged.discard(folder))
}

fn make_folders<'r>(root: &'r Root, path: &Path) -> io::Result<Open<'r>> {
    let mut above = std::path::PathBuf::new();
    for part in path {
        make_folder(root, &above, part)?;
        above.push(part);
    }
    root.down(path)
}

/// Whether a regular file holds exactly this text.
fn holds(folder: &Folder, name: &OsStr, text: &str) -> bool {
    folder.open_file(name).and_then(read_all).is_ok_and(|bytes| bytes == text.as_bytes())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at the disk")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_new_file_replaces_nothing_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(folder.path()).unwrap();
        write_new(&root, "a/b.toml", "one").unwrap();
        write_new(&root, "a/b.toml", "one").unwrap();
        assert!(matches!(write_new(&root, "a/b.toml", "two"), Err(StoreError::Exists { .. })));
        assert!(check_new(&root, "a/b.toml", "one").is_ok() && check_new(&root, "c/d.toml", "x").is_ok());
        assert!(matches!(check_new(&root, "a/b.toml", "two"), Err(StoreError::Exists { .. })));
        assert_eq!(fs::read_to_string(folder.path().join("a/b.toml")).unwrap(), "one");
        assert_eq!(folder.path().join("a").read_dir().unwrap().count(), 1);
        // What a killed command left goes; what only looks like it stays.
        let stray = format!("a/{}{}", stage::BESIDE, "0".repeat(32));
        fs::write(folder.path().join(&stray), "half").unwrap();
        fs::write(folder.path().join("a/.faultbook-mine"), "somebody's").unwrap();
        write_new(&root, "a/b.toml", "one").unwrap();
        assert_eq!(folder.path().join("a").read_dir().unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn no_file_is_written_outside() {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = Root::open(folder.path()).unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("x"), folder.path().join("link")).unwrap();
        assert!(write_new(&root, "out/a.toml", "x").is_err());
        assert!(write_new(&root, "out/deep/a.toml", "x").is_err());
        assert!(write_new(&root, "link", "x").is_err());
        assert!(write_new(&root, "../x", "x").is_err());
        assert!(append_line(&root, "link", "x").is_err());
        assert_eq!(outside.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_line_is_added_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(folder.path()).unwrap();
        let path = folder.path().join(".gitignore");
        fs::write(&path, "target").unwrap();
        append_line(&root, ".gitignore", ".faultbook/").unwrap();
        append_line(&root, ".gitignore", ".faultbook/").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "target\n.faultbook/\n");
    }
}
