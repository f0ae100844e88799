//! Where the texts of a workspace come from: the disk, a revision in git, or memory.

use std::convert::Infallible;

use crate::store;
use crate::store::FileSet;
use crate::store::Found;
use crate::store::Node;
use crate::store::Revision;
use crate::store::Root;
use crate::store::StoreError;
use crate::store::Tree;

/// Where the texts of a workspace come from.
pub(super) trait Source: Sync {
    /// Why nothing can be found.
    type Error;

    /// Finds the files of playbooks.
    ///
    /// # Errors
    /// A folder that is named cannot be listed, or git fails.
    fn find(&self, set: &FileSet) -> Result<Found, Self::Error>;

    /// Reads a file, which is named from the root.
    ///
    /// # Errors
    /// Says in words why it cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

impl Source for Root {
    type Error = StoreError;

    fn find(&self, set: &FileSet) -> Result<Found, Self::Error> {
        store::find_playbooks(self, set)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.read(path)
    }
}

impl Source for Revision {
    type Error = StoreError;

    fn find(&self, set: &FileSet) -> Result<Found, Self::Error> {
        Ok(self.find_playbooks(set)?)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.read(path)
    }
}

/// Texts in memory, each with its path.
pub(super) struct Texts<'t> {
    tree: Tree,
    texts: Vec<&'t str>,
}

impl<'t> Texts<'t> {
    pub(super) fn new(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut memory = Self { tree: Tree::default(), texts: Vec::new() };
        for (path, text) in texts {
            memory.tree.add(path.into(), Node::File(memory.texts.len()));
            memory.texts.push(text);
        }
        memory
    }
}

impl Source for Texts<'_> {
    type Error = Infallible;

    fn find(&self, set: &FileSet) -> Result<Found, Self::Error> {
        Ok(self.tree.find(set))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.tree.content(path).map(|text| self.texts[text].into())
    }
}
