//! Files that the user named for a result: they appear complete, or what was there stays.
//!
//! The part of a path outside of workspaces and clones is followed as the system does. Inside, where a stranger may have put links, none is
//! followed: neither on the way nor as the last part.

use std::ffi::OsStr;
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use crate::store::StoreError;
use crate::store::commit::home::Home;
use crate::store::folder;
use crate::store::folder::Folder;
use crate::store::folder::Kind;
use crate::store::root::Root;
use crate::store::stage;
use crate::store::stage::How;
use crate::store::stage::Staged;

/// What marks a folder in which links are not followed, beside the marker of a workspace.
const CLONE: &str = ".git";
const WORKSPACE: &str = "faultbook.toml";

/// A file that is being written. What was there stays until [`Output::finish`]; dropped before, it leaves nothing behind.
#[derive(Debug)]
pub struct Output {
    path: PathBuf,
    folder: Folder,
    name: OsString,
    how: How,
    /// Where it is staged: in `.faultbook/` of the workspace around it, where the next command removes what a killed one left, else beside.
    home: Option<Home>,
    staged: Staged,
    file: BufWriter<Watched>,
}

/// A file whose calls tests watch.
#[derive(Debug)]
struct Watched {
    file: File,
    path: PathBuf,
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        folder::write(&self.file, &self.path, bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output {
    /// Begins a file. One that is there keeps its permissions, and its owner where the system lets us.
    ///
    /// # Errors
    /// There is a link, a folder, something special or a read-only file, a link is on the way in a workspace or clone, or the disk refuses.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        Self::begin(path, None)
    }

    /// Begins a file that must not be there when it is finished.
    ///
    /// # Errors
    /// As [`Output::create`], and the file is there.
    pub fn create_new(path: &Path) -> Result<Self, StoreError> {
        Self::begin(path, Some(How::New))
    }

    fn begin(path: &Path, how: Option<How>) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Write { path: path.to_path_buf(), source };
        let name = match path.components().next_back() {
            Some(Component::Normal(name)) if !path.as_os_str().as_encoded_bytes().ends_with(b"/") => name,
            _ => return Err(failed(io::ErrorKind::IsADirectory.into())),
        };
        let (folder, around) = open_named(path.parent().unwrap_or(Path::new("")), false).map_err(failed)?;
        let present = folder.look(name).map_err(failed)?;
        match &present {
            Some(look) if look.kind != Kind::File => return Err(failed(refusal(look.kind))),
            Some(_) if how == Some(How::New) => return Err(StoreError::Exists { path: path.to_path_buf() }),
            Some(look) if look.permissions.readonly() => {
                return Err(StoreError::ReadOnly { path: path.to_path_buf() });
            }
            _ => {}
        }
        let home =
            around.and_then(|root| Home::make(&root).ok()).filter(|home| home.folder.shares_device(&folder));
        let home = home.filter(|home| home.hide().is_ok());
        let (at, prefix) = home.as_ref().map_or((&folder, stage::BESIDE), |home| (&home.folder, stage::HOME));
        // What a killed command left beside its target; `.faultbook/` is swept by those who hold its lock.
        if home.is_none() {
            stage::sweep(at, prefix);
        }
        let (staged, file) = Staged::new(at, prefix, present.is_some()).map_err(failed)?;
        let written = Watched { file, path: at.path().join(&staged.name) };
        if let Some(look) = &present
            && let Err(error) = folder::dress_like(&written.file, &written.path, look)
        {
            staged.discard(at);
            return Err(failed(error));
        }
        let (how, name) = (how.unwrap_or(How::Replace), name.to_os_string());
        Ok(Self { path: path.to_path_buf(), folder, name, how, home, staged, file: BufWriter::new(written) })
    }

    /// Puts the file in its place: complete, and on the disk.
    ///
    /// # Errors
    /// The disk refuses: what was there stays.
    pub fn finish(mut self) -> Result<(), StoreError> {
        let finished = self.put();
        finished.map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => StoreError::Exists { path: self.path.clone() },
            _ => StoreError::Write { path: self.path.clone(), source },
        })
    }

    fn put(&mut self) -> io::Result<()> {
        self.file.flush()?;
        let written = self.file.get_ref();
        folder::sync(&written.file, &written.path)?;
        // Something else may have come meanwhile.
        if let Some(look) = self.folder.look(&self.name)?.filter(|look| look.kind != Kind::File) {
            return Err(refusal(look.kind));
        }
        self.staged.put(self.at(), &self.folder, &self.name, self.how)?;
        self.folder.sync()
    }

    /// The folder that it is staged in.
    fn at(&self) -> &Folder {
        self.home.as_ref().map_or(&self.folder, |home| &home.folder)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // After it was finished nothing has that name.
        self.staged.discard(self.at());
    }
}

/// Writes a file that the user named in one go.
///
/// # Errors
/// As [`Output::create`].
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut output = Output::create(path)?;
    output.write_all(bytes).map_err(|source| StoreError::Write { path: path.to_path_buf(), source })?;
    output.finish()
}

/// Makes a folder that the user named, and those above it; one that exists is fine.
///
/// # Errors
/// A link is on the way in a workspace or clone, something else is there, or the disk refuses.
pub fn make_folder(path: &Path) -> Result<(), StoreError> {
    open_named(path, true).map(drop).map_err(|source| StoreError::Write { path: path.to_path_buf(), source })
}

/// Opens a folder that the user named; says also the workspace that it is in.
fn open_named(path: &Path, make: bool) -> io::Result<(Folder, Option<Root>)> {
    let mut here = PathBuf::new();
    let mut folder = None;
    let mut guard = Guard::of(Path::new("."))?;
    for part in path.components() {
        let name = match part {
            Component::CurDir => continue,
            Component::Normal(name) => Some(name),
            Component::Prefix(_) | Component::RootDir | Component::ParentDir => None,
        };
        here.push(part);
        let Some(name) = name else {
            // Where links were followed, `..` is above what they lead to.
            (folder, guard) = (Some(Folder::open(&here)?), Guard::of(&here)?);
            continue;
        };
        let above = match folder.take() {
            Some(above) => above,
            None => Folder::open(Path::new("."))?,
        };
        if make && above.look(name)?.is_none() {
            match above.make_folder(name) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => above.sync()?,
            }
        }
        if guard.is_on {
            if let Some(look) = above.look(name)?
                && look.kind == Kind::Link
            {
                let reason = format!("{} is a link in a repository, and is not followed", here.display());
                return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
            }
            let below = above.enter(name)?;
            guard.enter(&below, &here);
            folder = Some(below);
        } else {
            (folder, guard) = (Some(Folder::open(&here)?), Guard::of(&here)?);
        }
    }
    let folder = match folder {
        Some(folder) => folder,
        None => Folder::open(Path::new("."))?,
    };
    Ok((folder, guard.workspace.and_then(|path| Root::open(&path).ok())))
}

/// Whether links are followed below a folder.
struct Guard {
    /// Not below a workspace or a clone.
    is_on: bool,
    /// The innermost workspace.
    workspace: Option<PathBuf>,
}

impl Guard {
    /// What holds in a folder because of what it and the folders above it hold.
    fn of(path: &Path) -> io::Result<Self> {
        let real = path.canonicalize()?;
        let has = |folder: &Path, name: &str| folder.join(name).symlink_metadata().is_ok();
        let workspace = real.ancestors().find(|folder| has(folder, WORKSPACE)).map(Path::to_path_buf);
        let is_on = workspace.is_some() || real.ancestors().any(|folder| has(folder, CLONE));
        Ok(Self { is_on, workspace })
    }

    /// Goes down into an open folder.
    fn enter(&mut self, folder: &Folder, path: &Path) {
        if matches!(folder.look(OsStr::new(WORKSPACE)), Ok(Some(_))) {
            self.workspace = Some(path.to_path_buf());
        }
    }
}

fn refusal(kind: Kind) -> io::Error {
    let reason = match kind {
        Kind::Folder => return io::ErrorKind::IsADirectory.into(),
        Kind::Link => "it is a link; name the file that it leads to, or `-` for standard output",
        _ => "it is not a regular file; use `-` for standard output",
    };
    io::Error::new(io::ErrorKind::InvalidInput, reason)
}
