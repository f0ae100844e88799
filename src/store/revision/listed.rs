//! What git lists of a commit.

use std::ffi::OsStr;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::limits::LISTING;
use crate::store::git::Git;
use crate::store::ignored;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Link,
    Submodule,
}

/// What git keeps under a path, which begins at the top of the repository.
pub(super) struct Listed {
    pub(super) kind: Kind,
    pub(super) object: String,
    pub(super) path: PathBuf,
}

impl Listed {
    /// Of `MODE TYPE OBJECT<tab>PATH`; `None`: a folder.
    fn of(record: &[u8]) -> Option<Self> {
        let tab = record.iter().position(|&byte| byte == b'\t')?;
        let mut words = str::from_utf8(&record[..tab]).ok()?.split(' ');
        let kind = match (words.next()?, words.next()?) {
            ("120000", "blob") => Kind::Link,
            (_, "blob") => Kind::File,
            (_, "commit") => Kind::Submodule,
            _ => return None,
        };
        Some(Self { kind, object: words.next()?.to_owned(), path: path(&record[tab + 1..]) })
    }

    pub(super) fn is_patterns(&self) -> bool {
        self.kind == Kind::File && self.path.file_name().is_some_and(|name| name == ignored::FILE)
    }
}

/// What a commit holds under some paths; under all where none is named.
pub(super) fn list(
    git: Git<'_>,
    commit: &str,
    how: &[&str],
    paths: impl IntoIterator<Item = OsString>,
) -> io::Result<Vec<Listed>> {
    let how = ["ls-tree", "-z", "--full-tree"].iter().chain(how);
    let args = how.copied().chain([commit, "--"]).map(OsString::from);
    let mut listed = Vec::new();
    git.records(args.chain(paths), LISTING, |record| listed.extend(Listed::of(record)))?;
    Ok(listed)
}

#[cfg(unix)]
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// A path as git writes it on every system.
pub(super) fn slashed(path: &Path) -> OsString {
    path.iter().collect::<Vec<_>>().join(OsStr::new("/"))
}
