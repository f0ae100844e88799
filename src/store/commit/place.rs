//! Where a step really leads: inside the workspace, or nowhere.

use std::io;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use crate::store::StoreError;
use crate::store::commit::Step;
use crate::store::commit::home;
use crate::store::commit::refused;
use crate::store::commit::regular;
use crate::store::commit::unwritten;

/// The place of a step, with links followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The name that is changed.
    pub(super) full: PathBuf,
    /// Where its present bytes lie: elsewhere only where a link is removed.
    pub(super) content: PathBuf,
    /// The name relative to the root, with `/`.
    pub(super) relative: String,
}

impl Place {
    /// Finds the place, and looks whether the step may be done there at all. Changes nothing.
    pub(super) fn of(root: &Path, step: &Step<'_>) -> Result<Self, StoreError> {
        let path = step.path();
        if !is_plain(path) {
            return Err(StoreError::Outside { path: path.into() });
        }
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound if step.read().is_some() => StoreError::Changed { path: path.into() },
            _ => unwritten(path, &error),
        };
        let named = root.join(path);
        let (full, content) = match step {
            Step::Create { .. } if named.symlink_metadata().is_ok() => {
                return Err(StoreError::Exists { path: path.into() });
            }
            Step::Create { .. } => {
                let full = future(&named).map_err(failed)?;
                (full.clone(), full)
            }
            Step::Replace { .. } => {
                let full = named.canonicalize().map_err(failed)?;
                (full.clone(), full)
            }
            Step::Remove { .. } => {
                let folder = named.parent().unwrap_or(root).canonicalize().map_err(failed)?;
                let full = folder.join(named.file_name().unwrap_or_default());
                (full, named.canonicalize().map_err(failed)?)
            }
        };
        let (Some(relative), Some(_)) = (relative(root, &full), relative(root, &content)) else {
            return Err(StoreError::Outside { path: path.into() });
        };
        if is_reserved(&relative) {
            return Err(refused(path, "this folder is not faultbook's to write in"));
        }
        if step.read().is_some() {
            let metadata = content.symlink_metadata().map_err(failed)?;
            if !metadata.is_file() {
                return Err(refused(path, "it is no regular file"));
            }
            if metadata.permissions().readonly() {
                return Err(StoreError::ReadOnly { path: path.into() });
            }
        }
        Ok(Self { full, content, relative })
    }

    /// The folder that the name stands in.
    pub(super) fn folder<'a>(&'a self, root: &'a Path) -> &'a Path {
        self.full.parent().unwrap_or(root)
    }

    /// Looks once more, right before the commit point: the place is the same, and holds what was read.
    pub(super) fn check(&self, root: &Path, step: &Step<'_>) -> Result<(), StoreError> {
        let changed = || StoreError::Changed { path: step.path().into() };
        if Self::of(root, step)? != *self {
            return Err(changed());
        }
        let Some(read) = step.read() else { return Ok(()) };
        match regular::holds(&self.content, read) {
            Ok(true) => Ok(()),
            Ok(false) => Err(changed()),
            Err(error) => Err(unwritten(step.path(), &error)),
        }
    }
}

/// Where a file will be that does not exist yet: the folders that do are followed, the others are only named.
fn future(named: &Path) -> io::Result<PathBuf> {
    let standing = named.ancestors().skip(1).find(|folder| folder.symlink_metadata().is_ok());
    let standing = standing.ok_or(io::ErrorKind::NotFound)?;
    let folder = standing.canonicalize()?;
    if !folder.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    Ok(folder.join(named.strip_prefix(standing).unwrap_or(named)))
}

/// A path relative to the root, with `/`; `None` where it lies elsewhere or is not UTF-8.
fn relative(root: &Path, full: &Path) -> Option<String> {
    let parts = full.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str());
    parts.collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
}

/// Whether a path only goes down.
pub(super) fn is_plain(path: &str) -> bool {
    let foreign: &[char] = if cfg!(windows) { &['\0', '\\', ':'] } else { &['\0'] };
    let down = |part: &str| !part.is_empty() && part != "." && part != "..";
    !path.contains(foreign)
        && path.split('/').all(down)
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a path leads into a folder where a written file may do harm.
fn is_reserved(relative: &str) -> bool {
    relative.split('/').any(|part| [".git", home::NAME].iter().any(|name| part.eq_ignore_ascii_case(name)))
}

/// Whether a journal may name this path: a TOML file of which no part is hidden. So a journal that somebody made up
/// reaches no configuration of another tool.
pub(super) fn is_for_journals(relative: &str) -> bool {
    let suffix = relative.len().checked_sub(5).and_then(|at| relative.get(at..));
    is_plain(relative)
        && relative.split('/').all(|part| !part.starts_with('.'))
        && suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case(".toml"))
}
