//! The only door to the disk. Bytes only: what they mean is read elsewhere.

mod commit;
mod file_set;
mod find;
mod folder;
mod fresh;
mod git;
mod ignored;
mod output;
mod read;
mod revision;
mod root;
mod stage;
mod viewpoint;

pub use commit::Lock;
pub use commit::Recovered;
pub use commit::Scratch;
pub use commit::Step;
pub use commit::read_steadily;
pub use commit::recover;
pub use file_set::FileSet;
pub use find::Found;
pub use find::Node;
pub use find::Tree;
pub use find::find_playbooks;
pub use fresh::append_line;
pub use fresh::check_new;
pub use fresh::write_new;
pub use output::Output;
pub use output::make_folder;
pub use output::write_output;
pub use read::read_input;
pub use revision::Revision;
pub use revision::RevisionError;
pub use root::Root;

use std::io;
use std::path::PathBuf;

/// The greatest size of a file, in bytes; a larger one is neither read nor written.
const LARGEST: u64 = crate::limits::FILE as u64;

/// Why the disk did not do what was asked. What the system said is the source of the error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file or folder could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder could not be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something is there already.
    #[error("{} exists already", path.display())]
    Exists {
        /// What was to be written.
        path: PathBuf,
    },
    /// Somebody else is writing in the workspace.
    #[error(
        "the workspace is being changed by {holder}, says .faultbook/lock; nothing was written; try again"
    )]
    Busy {
        /// Who, as far as that is known: `process 1234`.
        holder: String,
    },
    /// Somebody removed or exchanged `.faultbook/` while it was needed.
    #[error("`.faultbook/` was removed by somebody else meanwhile; nothing was written; try again")]
    Unlocked,
    /// A file is not what it was when it was read.
    #[error("{} was changed by somebody else meanwhile; nothing was written; try again", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A path leads out of the workspace.
    #[error("{} lies outside the workspace; nothing was written", path.display())]
    Outside {
        /// The path as it was given.
        path: PathBuf,
    },
    /// A file is not to be written.
    #[error("{} is read-only; nothing was written; make it writable first", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The change is made or written down, and the disk refused what had to follow.
    #[error("cannot finish {}; what is missing, the next command does", path.display())]
    Unfinished {
        /// Where the disk refused.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A revision could not be read.
    #[error(transparent)]
    Revision(#[from] RevisionError),
}

impl StoreError {
    /// The same, its path named as people find it, where it is that of a file of a workspace.
    #[must_use]
    pub fn below(mut self, root: &Root) -> Self {
        let path = match &mut self {
            Self::Read { path, .. }
            | Self::Write { path, .. }
            | Self::Exists { path }
            | Self::Changed { path }
            | Self::Outside { path }
            | Self::ReadOnly { path }
            | Self::Unfinished { path, .. } => path,
            Self::Busy { .. } | Self::Unlocked | Self::Revision(_) => return self,
        };
        if path.is_relative() {
            *path = root.shown(&path.to_string_lossy()).into();
        }
        self
    }
}
