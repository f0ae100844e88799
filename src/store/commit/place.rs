//! Where a step really leads: inside the workspace, or nowhere.

use std::ffi::OsStr;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use crate::store::StoreError;
use crate::store::commit::Step;
use crate::store::commit::home;
use crate::store::commit::lock::PAUSE;
use crate::store::commit::refused;
use crate::store::commit::unwritten;
use crate::store::folder;
use crate::store::folder::Folder;
use crate::store::folder::Kind;
use crate::store::folder::Look;
use crate::store::root::Astray;
use crate::store::root::Last;
use crate::store::root::Open;
use crate::store::root::Root;
use crate::store::root::Spot;

/// How long a command waits for another one that is about to exchange the same file, which only happens where they do not share a lock.
const PATIENCE: Duration = Duration::from_secs(2);

/// The place of a step, with links followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The name that is changed, relative to the root. No link is on the way to it.
    pub(super) real: PathBuf,
    /// Where its present bytes are: elsewhere only where a link is removed.
    content: PathBuf,
    /// What the bytes are in; `None`: there is no file yet.
    pub(super) look: Option<Look>,
}

impl Place {
    /// Finds the place, and looks whether the step may be done there at all. Changes nothing.
    pub(super) fn of(root: &Root, step: &Step<'_>) -> Result<Self, StoreError> {
        let path = step.path();
        if !is_plain(path) {
            return Err(StoreError::Outside { path: path.into() });
        }
        let resolve = |last| {
            root.resolve(Path::new(path), last).map_err(|astray| match astray {
                Astray::Outside => StoreError::Outside { path: path.into() },
                Astray::Refused(error)
                    if error.kind() == io::ErrorKind::NotFound && step.read().is_some() =>
                {
                    StoreError::Changed { path: path.into() }
                }
                Astray::Refused(error) => unwritten(path, &error),
            })
        };
        let last = if matches!(step, Step::Replace { .. }) { Last::Follow } else { Last::Keep };
        let Spot { real, look, missing, .. } = resolve(last)?;
        if is_reserved(&real) {
            return Err(refused(path, "faultbook does not write in this folder"));
        }
        if step.read().is_none() {
            return match look {
                Some(_) => Err(StoreError::Exists { path: path.into() }),
                None => Ok(Self { content: real.clone(), real, look }),
            };
        }
        let (content, look) = match look {
            Some(look) if look.kind == Kind::Link => {
                let spot = resolve(Last::Follow)?;
                (spot.real, spot.look)
            }
            look => (real.clone(), look),
        };
        let Some(look) = look.filter(|_| missing.is_empty()) else {
            return Err(StoreError::Changed { path: path.into() });
        };
        if look.kind != Kind::File {
            return Err(refused(path, "it is not a regular file"));
        }
        if look.permissions.readonly() {
            return Err(StoreError::ReadOnly { path: path.into() });
        }
        Ok(Self { real, content, look: Some(look) })
    }

    /// Opens the folder that the name is in, through which no link leads astray.
    pub(super) fn folder<'r>(&self, root: &'r Root) -> io::Result<Open<'r>> {
        root.down(self.real.parent().unwrap_or(Path::new("")))
    }

    /// The name in that folder.
    pub(super) fn name(&self) -> &OsStr {
        self.real.file_name().unwrap_or_default()
    }

    /// Whether the file in its open folder is still the one that was found; a link that is to be removed is only looked at when it is found.
    pub(super) fn is_same(&self, folder: &Folder) -> io::Result<bool> {
        let now = folder.look(self.name())?.map(|look| look.identity);
        Ok(self.real != self.content || now == self.look.as_ref().map(|look| look.identity))
    }

    /// Makes sure, right before the commit point, that the place is the same and holds what was read. As long as what comes back is open, no
    /// other command exchanges the file, even one that does not share our lock.
    pub(super) fn check(&self, root: &Root, step: &Step<'_>) -> Result<Option<File>, StoreError> {
        let path = step.path();
        let changed = || StoreError::Changed { path: path.into() };
        let (Some(read), Some(look)) = (step.read(), &self.look) else {
            return if Self::of(root, step)? == *self { Ok(None) } else { Err(changed()) };
        };
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => changed(),
            _ => unwritten(path, &error),
        };
        let folder = root.down(self.content.parent().unwrap_or(Path::new(""))).map_err(failed)?;
        let file = folder.open_file(self.content.file_name().unwrap_or_default()).map_err(failed)?;
        hold(&file).map_err(|error| unwritten(path, &error))?;
        // Once it is held, it must still be the file that has the name.
        if Look::of(&file).map_err(failed)?.identity != look.identity || Self::of(root, step)? != *self {
            return Err(changed());
        }
        match holds(&file, read) {
            Ok(true) => Ok(Some(file)),
            Ok(false) => Err(changed()),
            Err(error) => Err(unwritten(path, &error)),
        }
    }
}

/// Locks a file that is to be exchanged. Where files cannot be locked, the lock of the workspace must do.
pub(super) fn hold(file: &File) -> io::Result<()> {
    let mut waited = Duration::ZERO;
    while let Err(TryLockError::WouldBlock) = file.try_lock() {
        if waited >= PATIENCE {
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, "another program keeps it locked"));
        }
        std::thread::sleep(PAUSE);
        waited += PAUSE;
    }
    Ok(())
}

/// Whether a file holds exactly these bytes.
fn holds(file: &File, bytes: &[u8]) -> io::Result<bool> {
    if file.metadata()?.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let (mut rest, mut equal) = (bytes, true);
    folder::pieces(file, |piece| {
        match rest.strip_prefix(piece) {
            Some(after) => rest = after,
            None => equal = false,
        }
        equal
    })?;
    Ok(equal && rest.is_empty())
}

/// Whether a path only goes down.
pub(in crate::store) fn is_plain(path: &str) -> bool {
    let foreign: &[char] = if cfg!(windows) { &['\0', '\\', ':'] } else { &['\0'] };
    let down = |part: &str| !part.is_empty() && part != "." && part != "..";
    !path.contains(foreign)
        && path.split('/').all(down)
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a path leads into a folder where a written file may do harm.
fn is_reserved(real: &Path) -> bool {
    real.iter().any(|part| [".git", home::NAME].iter().any(|name| part.eq_ignore_ascii_case(name)))
}

/// Whether a journal may name this path: a TOML file of which no part is hidden. So a journal that somebody made up
/// reaches no configuration of another tool.
pub(super) fn is_for_journals(relative: &str) -> bool {
    let suffix = relative.len().checked_sub(5).and_then(|at| relative.get(at..));
    is_plain(relative)
        && relative.split('/').all(|part| !part.starts_with('.'))
        && suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case(".toml"))
}
