//! A workspace with a few files, and what may be seen of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;

use crate::store::FileSet;
use crate::store::Root;
use crate::store::StoreError;
use crate::store::commit::Lock;
use crate::store::commit::Recovered;
use crate::store::commit::Step;
use crate::store::folder;
use crate::store::folder::Folder;

pub(super) const A: &str = "playbooks/a.toml";
pub(super) const B: &str = "playbooks/b.toml";
pub(super) const C: &str = "playbooks/deep/er/c.toml";
pub(super) const D: &str = "playbooks/d.toml";

/// Files and what they hold.
pub(super) type Files = BTreeMap<String, String>;

pub(super) fn old(path: &str) -> String {
    format!("# the old {path}\n").repeat(20)
}

pub(super) fn new(path: &str) -> String {
    format!("# the new text of {path}\n").repeat(30)
}

/// A workspace with A, B and D, all old.
pub(super) fn world() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("playbooks")).unwrap();
    for path in [A, B, D] {
        fs::write(root.path().join(path), old(path)).unwrap();
    }
    root
}

/// The files that the worlds consist of.
pub(super) fn file_set() -> FileSet {
    FileSet::new("faultbook.toml", &[("playbooks".to_owned(), 0..0)])
}

pub(super) fn take(root: &Path, patience: Duration) -> Result<Lock, StoreError> {
    Lock::take(&Root::open(root).unwrap(), file_set(), patience)
}

pub(super) fn recover(root: &Path) -> Option<Recovered> {
    crate::store::recover(&Root::open(root).unwrap(), &file_set())
}

/// Every file below a folder, but the lock and the patterns in `.faultbook/`. Links are listed, not followed.
pub(super) fn files(root: &Path) -> Files {
    let mut files = Files::new();
    let mut folders: Vec<PathBuf> = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap().map(Result::unwrap) {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if matches!(&name[..], ".faultbook/lock" | ".faultbook/.gitignore") {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                let text = fs::read(path).unwrap();
                drop(files.insert(name, String::from_utf8_lossy(&text).into_owned()));
            } else {
                drop(files.insert(name, format!("{kind:?} {:?}", path.read_link().ok())));
            }
        }
    }
    files
}

/// What is seen without `.faultbook/` and what is hidden.
pub(super) fn visible(root: &Path) -> Files {
    let mut files = files(root);
    files.retain(|name, _| !name.split('/').any(|part| part.starts_with('.')));
    files
}

/// Which steps a command takes; each of them is tried in every way to fail.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change {
    ReplaceOne,
    CreateOne,
    RemoveOne,
    /// Replaces A and B, makes C, removes D.
    Rename,
}

pub(super) const CHANGES: [Change; 4] =
    [Change::ReplaceOne, Change::CreateOne, Change::RemoveOne, Change::Rename];

impl Change {
    fn paths(self) -> (&'static [&'static str], &'static [&'static str], &'static [&'static str]) {
        match self {
            Change::ReplaceOne => (&[A], &[], &[]),
            Change::CreateOne => (&[], &[C], &[]),
            Change::RemoveOne => (&[], &[], &[D]),
            Change::Rename => (&[A, B], &[C], &[D]),
        }
    }

    pub(super) fn before() -> Files {
        [A, B, D].map(|path| (path.to_owned(), old(path))).into()
    }

    pub(super) fn after(self) -> Files {
        let (replaced, created, removed) = self.paths();
        let mut files = Self::before();
        files.extend(replaced.iter().chain(created).map(|path| (String::from(*path), new(path))));
        files.retain(|path, _| !removed.contains(&&path[..]));
        files
    }

    /// Takes the lock and commits.
    pub(super) fn run(self, root: &Path) -> Result<(), StoreError> {
        let mut lock = take(root, Duration::ZERO)?;
        self.commit(&mut lock)
    }

    pub(super) fn commit(self, lock: &mut Lock) -> Result<(), StoreError> {
        let (replaced, created, removed) = self.paths();
        let texts: BTreeMap<&str, (String, String)> =
            [A, B, C, D].into_iter().map(|path| (path, (old(path), new(path)))).collect();
        let pieces: BTreeMap<&str, [&[u8]; 3]> = texts
            .iter()
            .map(|(path, (_, new))| (*path, [&new[..9], &new[9..300], &new[300..]].map(str::as_bytes)))
            .collect();
        let read = |path: &str| texts[path].0.as_bytes();
        let mut steps: Vec<Step<'_>> = Vec::new();
        steps.extend(replaced.iter().map(|path| Step::Replace {
            path,
            read: read(path),
            parts: &pieces[path],
        }));
        steps.extend(created.iter().map(|path| Step::Create { path, parts: &pieces[path] }));
        steps.extend(removed.iter().map(|path| Step::Remove { path, read: read(path) }));
        lock.commit("rename d c", &steps)
    }

    /// What somebody would write who never heard of kills: in place, one file after the other.
    pub(super) fn run_naively(self, root: &Path) -> std::io::Result<()> {
        let (replaced, created, removed) = self.paths();
        for path in replaced.iter().chain(created) {
            let full = root.join(path);
            fs::create_dir_all(full.parent().unwrap())?;
            folder::fault::pass("truncate", &full)?;
            let file = fs::OpenOptions::new().write(true).create(true).truncate(true).open(&full)?;
            folder::write(&file, &full, new(path).as_bytes())?;
        }
        removed.iter().try_for_each(|path| Folder::open(root)?.remove(path.as_ref()))
    }

    /// Atomic for each file, but not for all: renames without a journal.
    pub(super) fn run_without_journal(self, root: &Path) -> std::io::Result<()> {
        let (replaced, created, removed) = self.paths();
        let open = Folder::open(root)?;
        for path in replaced.iter().chain(created) {
            let beside = format!("{path}.tmp");
            fs::create_dir_all(root.join(path).parent().unwrap())?;
            let file = open.create_new(beside.as_ref(), false)?;
            folder::write(&file, &root.join(&beside), new(path).as_bytes())?;
            open.rename(beside.as_ref(), &open, path.as_ref())?;
        }
        removed.iter().try_for_each(|path| open.remove(path.as_ref()))
    }
}
