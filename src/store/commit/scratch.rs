//! A file for what a person has written and is not in the workspace yet.

use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;

use crate::store::StoreError;
use crate::store::commit::home::Home;
use crate::store::commit::unwritten;
use crate::store::root::Root;
use crate::store::root::read_all;
use crate::store::stage::How;

/// A file in `.faultbook/` that holds what a person writes: their editor is opened on it, or their answers are kept in it. It is for its
/// owner alone, and stays until it is discarded, so that nothing written in it is ever lost.
#[derive(Debug)]
pub struct Scratch {
    home: Home,
    file: String,
}

impl Scratch {
    /// Makes a file that holds `text`; `name` ends in `.toml`. One that was kept from an earlier time stays as it is, and the new one gets
    /// a number.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn new(root: &Root, name: &str, text: &str) -> Result<Self, StoreError> {
        Self::unused(root, name, text).map_err(|error| error.below(root))
    }

    fn unused(root: &Root, name: &str, text: &str) -> Result<Self, StoreError> {
        /// How many texts may be kept under one name.
        const MOST: usize = 1_000;
        let home = Home::make(root)?;
        home.hide()?;
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        let names = (1..MOST).map(|number| match number {
            1 => format!("{stem}.toml"),
            _ => format!("{stem}-{number}.toml"),
        });
        for file in names {
            match home.put(&file, text.as_bytes(), How::New) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(unwritten(&Home::shown(&file), &error)),
                Ok(_) => return Ok(Self { home, file }),
            }
        }
        Err(unwritten(&Home::shown(name), &io::Error::other("too many texts are kept there; remove some")))
    }

    /// Where it is, for the editor.
    pub fn path(&self) -> PathBuf {
        let path = self.home.folder.path().join(&self.file);
        std::path::absolute(&path).unwrap_or(path)
    }

    /// How people find it.
    pub fn name(&self) -> String {
        self.home.root.shown(&self.relative())
    }

    /// Its path from the root.
    pub fn relative(&self) -> String {
        Home::shown(&self.file)
    }

    /// What it holds now.
    ///
    /// # Errors
    /// The editor left no regular file, or one larger than 256 MiB.
    pub fn read(&self) -> Result<Vec<u8>, StoreError> {
        let read = self.home.folder.open_file(OsStr::new(&self.file)).and_then(read_all);
        read.map_err(|source| StoreError::Read { path: self.name().into(), source })
    }

    /// Gives it another text. What the editor put in its place, a link too, is replaced and not followed.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn rewrite(&self, text: &str) -> Result<(), StoreError> {
        let put = self.home.put(&self.file, text.as_bytes(), How::Replace);
        put.map(drop).map_err(|error| unwritten(&self.name(), &error))
    }

    /// Removes it. What cannot be removed stays, and harms nobody.
    pub fn discard(self) {
        let _ = self.home.folder.remove(OsStr::new(&self.file));
    }
}
