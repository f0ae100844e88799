//! Finds the files of playbooks.

mod hunt;
mod selection;
mod tree;

pub use tree::Node;
pub use tree::Tree;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::store::StoreError;
use crate::store::file_set::FileSet;
use crate::store::find::hunt::Hunt;
use crate::store::root::Root;

/// The files that playbooks are made of, and what was passed over.
#[derive(Debug, Default)]
pub struct Found {
    /// Paths relative to the root with `/` between their parts, sorted, each with the playbook it belongs to.
    pub files: BTreeMap<Arc<str>, Arc<str>>,
    /// Paths that look like playbooks and are not opened, each with the reason.
    pub refused: BTreeMap<Arc<str>, String>,
    /// Patterns that name nothing, or do not count, each with its place in the configuration and the reason.
    pub empty: Vec<(String, Range<usize>, String)>,
}

/// Finds the TOML files of a workspace, but for the one that marks its root. What git ignores is skipped, and so is what is hidden.
/// Links that leave the root, linked folders and special files are refused.
///
/// # Errors
/// A folder that is named cannot be listed.
pub fn find_playbooks(root: &Root, set: &FileSet) -> Result<Found, StoreError> {
    let mut hunt = Hunt::new(root);
    for (path, start) in &set.starts {
        hunt.run(path, start)?;
    }
    Ok(hunt.selection.found(set))
}
