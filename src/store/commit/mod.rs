//! Changes files of a workspace: one writer at a time, all steps or none, whatever is killed and whenever.
//!
//! New content is staged in `.faultbook/`, next to nothing that people or watchers look at, and synced. Then every
//! target is compared once more with what was read. A single file is renamed into place, which is its commit point.
//! Several are first written down in a journal, whose appearance is the commit point: whoever comes after a kill
//! carries it out ([`recover()`]).
//!
//! What lies in `.faultbook/` may have been checked in by anybody, and is believed only where it can do no harm.

mod apply;
mod draft;
pub(in crate::store) mod home;
mod journal;
mod lock;
mod mark;
mod place;
mod recover;
mod scratch;
mod steady;

#[cfg(test)]
mod tests;

pub use lock::Lock;
pub use recover::Recovered;
pub use recover::recover;
pub use scratch::Scratch;
pub use steady::read_steadily;

pub(in crate::store) use apply::make_folder;
pub(in crate::store) use place::is_plain;

use std::io;

use crate::store::StoreError;

/// What is done to one file. Paths are relative to the root, with `/` between their parts.
///
/// The new content is the concatenation of `parts`, which is never made in memory. A link that leads to another place
/// of the workspace is followed and stays, but for `Remove`, which removes the link.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// Gives a file new content.
    Replace {
        /// The file.
        path: &'a str,
        /// The bytes that were read, and that the file must still hold.
        read: &'a [u8],
        /// The new content, in pieces.
        parts: &'a [&'a [u8]],
    },
    /// Makes a file, with its folders, where nothing stands.
    Create {
        /// The file.
        path: &'a str,
        /// The content, in pieces.
        parts: &'a [&'a [u8]],
    },
    /// Removes a file.
    Remove {
        /// The file.
        path: &'a str,
        /// The bytes that were read, and that the file must still hold.
        read: &'a [u8],
    },
}

impl<'a> Step<'a> {
    /// The file that the step is about.
    pub fn path(&self) -> &'a str {
        match self {
            Step::Replace { path, .. } | Step::Create { path, .. } | Step::Remove { path, .. } => path,
        }
    }

    /// What the file must hold before; `None`: it must not be there.
    fn read(&self) -> Option<&'a [u8]> {
        match self {
            Step::Replace { read, .. } | Step::Remove { read, .. } => Some(read),
            Step::Create { .. } => None,
        }
    }

    /// What the file will hold; `None`: it will not be there.
    fn parts(&self) -> Option<&'a [&'a [u8]]> {
        match self {
            Step::Replace { parts, .. } | Step::Create { parts, .. } => Some(parts),
            Step::Remove { .. } => None,
        }
    }
}

/// An error before the commit point, which says that nothing was written.
fn unwritten(path: &str, source: &io::Error) -> StoreError {
    let source = io::Error::new(source.kind(), format!("{source}; nothing was written"));
    StoreError::Write { path: path.into(), source }
}

/// The same, for a reason that is ours.
fn refused(path: &str, reason: &str) -> StoreError {
    unwritten(path, &io::Error::new(io::ErrorKind::InvalidInput, reason))
}
