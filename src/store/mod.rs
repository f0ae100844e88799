//! The only door to the disk. Bytes only: what they mean is read elsewhere.

mod find;
mod ignored;
mod read;
mod write;

pub use find::Found;
pub use find::find_playbooks;
pub use find::find_root;
pub use find::is_inside;
pub use read::read_file;
pub use read::read_input;
pub use write::append_line;
pub use write::make_folder;
pub use write::write_new;
pub use write::write_output;

use std::io;
use std::path::PathBuf;

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
    /// Something stands there already.
    #[error("{} exists already", path.display())]
    Exists {
        /// What was to be written.
        path: PathBuf,
    },
}
