//! Why a workspace could not be opened or changed.

use std::path::PathBuf;

use crate::change::Refusal;
use crate::config::Config;
use crate::store::Root;
use crate::store::StoreError;

/// Why a workspace could not be opened. Bad content is no error: it is a finding.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Neither the folder nor one above it holds `faultbook.toml`.
    #[error("could not find {} in {} or any parent folder", Config::FILE, from.display())]
    NoWorkspace {
        /// Where the search began.
        from: PathBuf,
    },
    /// At a revision, neither the folder nor one above it, up to the top of its repository, holds `faultbook.toml`.
    #[error(
        "could not find {} at `{revision}` in {} or any parent folder of its repository; \
         name a revision after the one that added it",
        Config::FILE,
        from.display()
    )]
    NoWorkspaceAt {
        /// The revision as it was named.
        revision: String,
        /// Where the search began.
        from: PathBuf,
    },
    /// The workspace is of a format that this program can read but not write.
    #[error(
        "the workspace has format {format}, and this program writes format {}; use a newer faultbook",
        Config::FORMAT
    )]
    NewerFormat {
        /// The format of the workspace.
        format: u32,
    },
    /// What is asked is not done, and why.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The disk refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Error {
    /// The same, a path in it named as people find it.
    pub(super) fn below(self, root: &Root) -> Self {
        match self {
            Self::Store(error) => Self::Store(error.below(root)),
            error => error,
        }
    }
}
