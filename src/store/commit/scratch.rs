//! A file for a person's editor.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::store::StoreError;
use crate::store::commit::disk;
use crate::store::commit::home::Home;
use crate::store::commit::unwritten;

/// A file in `.faultbook/` that a person's editor is opened on. It stays until it is discarded, so that nothing written in it
/// is ever lost.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    name: String,
}

impl Scratch {
    /// Makes a file that holds `text`; `name` says what is edited, and ends in `.toml`. One that was kept from an earlier time
    /// stays as it is.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn new(root: &Path, name: &str, text: &str) -> Result<Self, StoreError> {
        /// How many texts may be kept for one entry.
        const MOST: usize = 1_000;
        let home = Home::make(root)?;
        home.hide()?;
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        let names = (1..MOST).map(|number| match number {
            1 => format!("edit-{stem}.toml"),
            _ => format!("edit-{stem}-{number}.toml"),
        });
        for name in names {
            let path = home.path(&name);
            match write(&path, text) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(unwritten(&Home::shown(&name), &error)),
                Ok(()) => return Ok(Self { path, name: Home::shown(&name) }),
            }
        }
        Err(unwritten(&Home::shown(name), &io::Error::other("too many texts are kept there; remove some")))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How people find it from the root of the workspace.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives it another text.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn rewrite(&self, text: &str) -> Result<(), StoreError> {
        // An editor may have put a link or another file in its place, through which nothing is written.
        let rewrite = disk::remove_file(&self.path).and_then(|()| write(&self.path, text));
        rewrite.map_err(|error| unwritten(&self.name, &error))
    }

    /// Removes it. What cannot be removed stays, and harms nobody.
    pub fn discard(self) {
        let _ = disk::remove_file(&self.path);
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let file = disk::create_new(path, false)?;
    disk::write(&file, path, text.as_bytes()).and_then(|()| disk::sync(&file, path))
}
