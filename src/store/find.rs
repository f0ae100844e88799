//! Finds a workspace's root and its playbook files.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::FileType;
use std::io;
use std::ops::Range;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use globset::GlobBuilder;
use globset::GlobMatcher;

use crate::store::StoreError;
use crate::store::ignored::Ignored;

/// Walks up from `start` to the folder that holds `marker`.
pub fn find_root(start: &Path, marker: &str) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(marker).is_file()).map(Path::to_path_buf)
}

/// Whether a path, once every link in it is followed, lies in `root`.
pub fn is_inside(root: &Path, path: &Path) -> bool {
    match (root.canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(path)) => path.starts_with(root),
        _ => false,
    }
}

/// The files that playbooks are made of, and what was passed over.
#[derive(Debug, Default)]
pub struct Found {
    /// Paths relative to the root with `/` between their parts, sorted, each with the playbook it belongs to.
    pub files: BTreeMap<Arc<str>, Arc<str>>,
    /// Paths that look like playbooks and are not opened, each with the reason.
    pub refused: BTreeMap<Arc<str>, String>,
    /// Patterns that name nothing, each with its place in the configuration.
    pub empty: Vec<(String, Range<usize>)>,
}

/// Finds the TOML files below folders and globs, all relative to `root`, but for `marker`, which marks the root.
/// What git ignores is skipped, and so is what is hidden. Links that leave the root, linked folders and special
/// files are refused.
///
/// # Errors
/// A folder that is named cannot be listed.
pub fn find_playbooks(
    root: &Path,
    marker: &str,
    patterns: &[(String, Range<usize>)],
) -> Result<Found, StoreError> {
    let mut found = Found::default();
    for (pattern, place) in patterns {
        let hunt = Hunt::new(root, pattern);
        if hunt.start.exists() {
            hunt.run(&mut found)?;
        }
        if !hunt.start.exists() || (hunt.glob.is_some() && !hunt.hit.get()) {
            found.empty.push((pattern.clone(), place.clone()));
        }
    }
    found.files.remove(marker);
    Ok(found)
}

struct Hunt<'a> {
    root: &'a Path,
    start: PathBuf,
    /// `None`: the pattern is a plain path.
    glob: Option<GlobMatcher>,
    /// Whether it found anything.
    hit: Cell<bool>,
}

impl<'a> Hunt<'a> {
    fn new(root: &'a Path, pattern: &str) -> Self {
        let is_glob = |part: &str| part.contains(['*', '?', '[', '{']);
        if !is_glob(pattern) {
            let start = if pattern == "." { root.to_path_buf() } else { root.join(pattern) };
            return Self { root, start, glob: None, hit: Cell::new(false) };
        }
        let plain: PathBuf = pattern.split('/').take_while(|part| !is_glob(part)).collect();
        let start = if plain.as_os_str().is_empty() { root.to_path_buf() } else { root.join(plain) };
        let glob = GlobBuilder::new(pattern).literal_separator(true).build().ok();
        Self { root, start, glob: glob.map(|glob| glob.compile_matcher()), hit: Cell::new(false) }
    }

    fn run(&self, found: &mut Found) -> Result<(), StoreError> {
        if !is_inside(self.root, &self.start) {
            found.refused.insert(self.relative(&self.start), OUTSIDE.to_owned());
            return Ok(());
        }
        let ignored = Ignored::above(self.root, self.start.parent().unwrap_or(self.root));
        if self.start.is_dir() {
            let folders = self.list(&self.start, &ignored, found);
            let failed =
                |source| StoreError::Read { path: self.relative(&self.start).as_ref().into(), source };
            return self.walk(folders.map_err(failed)?, found);
        }
        if let Ok(metadata) = self.start.symlink_metadata() {
            self.take(&self.start, metadata.file_type(), found);
        }
        Ok(())
    }

    /// Walks down without recursion, however deep the folders are.
    fn walk(&self, mut folders: Vec<(PathBuf, Ignored)>, found: &mut Found) -> Result<(), StoreError> {
        while let Some((folder, ignored)) = folders.pop() {
            match self.list(&folder, &ignored, found) {
                Ok(deeper) => folders.extend(deeper),
                Err(error) => drop(found.refused.insert(self.relative(&folder), error.kind().to_string())),
            }
        }
        Ok(())
    }

    /// Takes the files of a folder, and says which folders are in it.
    fn list(&self, folder: &Path, above: &Ignored, found: &mut Found) -> io::Result<Vec<(PathBuf, Ignored)>> {
        let ignored = above.within(folder);
        let mut folders = Vec::new();
        for entry in folder.read_dir()? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if hidden || ignored.covers(&path, kind.is_dir()) {
                continue;
            }
            if kind.is_dir() {
                folders.push((path, ignored.clone()));
            } else {
                self.take(&path, kind, found);
            }
        }
        Ok(folders)
    }

    fn take(&self, path: &Path, kind: FileType, found: &mut Found) {
        let linked_folder = kind.is_symlink() && path.is_dir();
        let is_toml = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
        if !is_toml && !linked_folder && path != self.start {
            return;
        }
        let Some(playbook) = self.playbook(path) else { return };
        self.hit.set(true);
        let is_file = path.metadata().is_ok_and(|metadata| metadata.is_file());
        let refusal = match () {
            () if path.to_str().is_none() => Some("its name is not UTF-8"),
            () if kind.is_symlink() && !path.exists() => Some("the link leads nowhere"),
            () if kind.is_symlink() && !is_inside(self.root, path) => Some(OUTSIDE),
            () if linked_folder => Some("a linked folder is not followed; name it in `playbooks`"),
            () if !is_file => Some("this is no regular file, and is not opened"),
            () if !is_toml => Some("its name does not end in .toml"),
            () => None,
        };
        match refusal {
            Some(reason) => drop(found.refused.insert(self.relative(path), reason.to_owned())),
            None => drop(found.files.entry(self.relative(path)).or_insert(playbook)),
        }
    }

    /// The first path part below the folder that the pattern names; for a file that it names itself, the stem.
    fn playbook(&self, path: &Path) -> Option<Arc<str>> {
        let base = match &self.glob {
            None => &self.start,
            Some(glob) => {
                let below = path.ancestors().take_while(|above| *above != self.root);
                let matching =
                    below.filter(|above| above.strip_prefix(self.root).is_ok_and(|part| glob.is_match(part)));
                matching.last()?
            }
        };
        let part = path.strip_prefix(base).ok()?.components().next();
        let name = match part {
            Some(Component::Normal(part)) => Path::new(part),
            _ => Path::new(path.file_name()?),
        };
        let stem = if path.ends_with(name) { name.file_stem()? } else { name.as_os_str() };
        Some(stem.to_string_lossy().into())
    }

    /// A path relative to the root. What is not UTF-8 in it is escaped, so that two names stay two.
    fn relative(&self, path: &Path) -> Arc<str> {
        let parts = path.strip_prefix(self.root).unwrap_or(path).components();
        let part = |part: Component<'_>| match part.as_os_str().to_str() {
            Some(part) => part.to_owned(),
            None => part.as_os_str().as_encoded_bytes().escape_ascii().to_string(),
        };
        parts.map(part).collect::<Vec<_>>().join("/").into()
    }
}

const OUTSIDE: &str = "the link leaves the workspace, and is not followed";
