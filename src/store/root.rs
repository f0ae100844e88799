//! The folder of a workspace, opened once, and paths below it.

use std::ffi::OsStr;
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::io::Read;
use std::ops::Deref;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::store::LARGEST;
use crate::store::StoreError;
use crate::store::folder::Folder;
use crate::store::folder::Kind;
use crate::store::folder::Look;
use crate::store::viewpoint::Viewpoint;

/// How many links are followed on the way to one file, as most systems do.
pub(super) const LINKS: usize = 40;

/// The folder that holds a workspace, open. Everything in the workspace is reached from here, and nothing outside is: links are followed as
/// long as they stay below, each checked in the folder that is open and not by its name.
#[derive(Clone, Debug)]
pub struct Root {
    folder: Arc<Folder>,
    /// The path without links.
    real: Arc<Path>,
    /// From where people see the files.
    viewpoint: Arc<Viewpoint>,
}

impl Root {
    /// Finds the folder that holds `marker`: `start` or one above it. `None`: there is none.
    ///
    /// # Errors
    /// The folder cannot be opened.
    pub fn find(start: &Path, marker: &str) -> Result<Option<Self>, StoreError> {
        let found = start.ancestors().find(|folder| folder.join(marker).is_file());
        found.map(Self::open).transpose()
    }

    /// Opens a folder as the root.
    ///
    /// # Errors
    /// The folder cannot be opened.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Read { path: path.to_path_buf(), source };
        let folder = Folder::open(path).map_err(failed)?;
        let real = folder.path().canonicalize().map_err(failed)?;
        Ok(Self { folder: Arc::new(folder), real: real.into(), viewpoint: Arc::default() })
    }

    /// The same, whose files are named in messages as somebody finds them who stands in `folder`; without it they are named from the root.
    #[must_use]
    pub fn seen_from(self, folder: &Path) -> Self {
        match folder.canonicalize() {
            Ok(folder) => Self { viewpoint: Arc::new(Viewpoint::new(&self.real, &folder)), ..self },
            Err(_) => self,
        }
    }

    /// How people find a file, which is named from the root.
    pub fn shown(&self, file: &str) -> String {
        self.viewpoint.path(file)
    }

    /// The path under which it was opened.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Reads a file below the root.
    ///
    /// # Errors
    /// Says in words why it cannot be read.
    pub fn read(&self, relative: &str) -> Result<Vec<u8>, String> {
        let read = || -> Result<Vec<u8>, Astray> {
            let spot = self.resolve(Path::new(relative), Last::Follow)?;
            Ok(read_all(spot.folder.open_file(&spot.name)?)?)
        };
        read().map_err(|astray| match astray {
            Astray::Outside => OUTSIDE.to_owned(),
            Astray::Refused(error) if error.kind() == io::ErrorKind::NotFound => {
                "it was removed while it was being read".to_owned()
            }
            Astray::Refused(error) if error.kind() == io::ErrorKind::FileTooLarge => too_large(),
            Astray::Refused(error) if error.kind() == io::ErrorKind::InvalidInput => error.to_string(),
            Astray::Refused(error) => error.kind().to_string(),
        })
    }

    /// Opens a folder below the root by a path on which no link may be.
    pub(super) fn down(&self, path: &Path) -> io::Result<Open<'_>> {
        let mut open = Open::Root(self.folder());
        for part in path {
            open = Open::Below(open.enter(part)?);
        }
        Ok(open)
    }

    /// Finds what a path below the root leads to. Links on the way are followed, the last part by the reader's choice.
    ///
    /// # Errors
    /// The path leaves the root, or the system refuses.
    pub(super) fn resolve(&self, path: &Path, last: Last) -> Result<Spot<'_>, Astray> {
        let (mut open, mut real) = (Open::Root(self.folder()), PathBuf::new());
        let mut links = 0;
        // The next part is at the end.
        let mut parts = Vec::new();
        if self.push(path, &mut parts)? {
            real.clear();
        }
        while let Some(part) = parts.pop() {
            if part == ".." {
                if !real.pop() {
                    return Err(Astray::Outside);
                }
                open = self.down(&real)?;
                continue;
            }
            let (look, is_last) = (open.look(&part)?, parts.is_empty());
            match look.as_ref().map(|look| look.kind) {
                Some(Kind::Link) if last == Last::Follow || !is_last => {
                    links += 1;
                    if links > LINKS {
                        return Err(io::Error::new(io::ErrorKind::NotFound, "too many links").into());
                    }
                    if self.push(&open.link_target(&part)?, &mut parts)? {
                        (open, real) = (Open::Root(self.folder()), PathBuf::new());
                    }
                }
                _ if is_last => {
                    real.push(&part);
                    return Ok(Spot { folder: open, missing: Vec::new(), name: part, look, real });
                }
                Some(Kind::Folder) => {
                    open = Open::Below(open.enter(&part)?);
                    real.push(part);
                }
                Some(_) => return Err(io::Error::from(io::ErrorKind::NotADirectory).into()),
                None => {
                    parts.push(part);
                    return Spot::missing(open, parts, real);
                }
            }
        }
        let look = open.look(OsStr::new("."))?;
        Ok(Spot { folder: open, missing: Vec::new(), name: ".".into(), look, real })
    }

    /// Puts the parts of a path on the stack; says whether the path began anew at the root, since it is absolute.
    fn push(&self, path: &Path, parts: &mut Vec<OsString>) -> Result<bool, Astray> {
        let real;
        let below = match path.is_absolute() {
            true => {
                real = path.canonicalize()?;
                real.strip_prefix(&self.real).map_err(|_| Astray::Outside)?
            }
            false => path,
        };
        let named = below.components().rev().filter(|part| !matches!(part, Component::CurDir));
        parts.extend(named.map(|part| part.as_os_str().to_os_string()));
        Ok(path.is_absolute())
    }
}

/// A folder that is the root or below it.
#[derive(Debug)]
pub(super) enum Open<'r> {
    Root(&'r Folder),
    Below(Folder),
}

impl Deref for Open<'_> {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        match self {
            Self::Root(folder) => folder,
            Self::Below(folder) => folder,
        }
    }
}

/// What is done with a link that is the last part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Last {
    Follow,
    Keep,
}

/// A name in an open folder of the workspace.
#[derive(Debug)]
pub(super) struct Spot<'r> {
    /// The folder, or the last one on the way that exists.
    pub(super) folder: Open<'r>,
    /// The folders that do not exist yet, the outermost first.
    pub(super) missing: Vec<OsString>,
    pub(super) name: OsString,
    /// What is there; `None`: nothing.
    pub(super) look: Option<Look>,
    /// The path from the root, on which no link is.
    pub(super) real: PathBuf,
}

impl<'r> Spot<'r> {
    /// A spot in folders that do not exist yet. `parts` are those that are left, the last one first.
    fn missing(folder: Open<'r>, mut parts: Vec<OsString>, mut real: PathBuf) -> Result<Self, Astray> {
        if parts.iter().any(|part| part == "..") {
            return Err(io::Error::from(io::ErrorKind::NotFound).into());
        }
        parts.reverse();
        real.extend(&parts);
        let name = parts.pop().unwrap_or_default();
        Ok(Self { folder, missing: parts, name, look: None, real })
    }
}

/// Why a path leads to nothing that may be used.
#[derive(Debug)]
pub(super) enum Astray {
    /// It leaves the root.
    Outside,
    /// The system refuses.
    Refused(io::Error),
}

impl From<io::Error> for Astray {
    fn from(error: io::Error) -> Self {
        Self::Refused(error)
    }
}

/// How people read that a path leaves the root.
pub(super) const OUTSIDE: &str = "the link leaves the workspace, and is not followed";

pub(super) fn too_large() -> String {
    format!("this file is larger than {} MiB", LARGEST >> 20)
}

/// Reads a file to its end, or to the greatest size of a file.
pub(super) fn read_all(file: File) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(LARGEST)).unwrap_or(0));
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}
