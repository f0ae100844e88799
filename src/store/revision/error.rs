//! Why a revision could not be read.

use std::io;
use std::path::PathBuf;

use crate::limits::LISTING;

/// Why a revision could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RevisionError {
    /// The program is missing.
    #[error(
        "git could not be started, and a revision is read with it; install git, or add its folder to PATH"
    )]
    NoGit(#[source] io::Error),
    /// The folder is in no repository.
    #[error("{} is not in a git repository; name a folder of a clone", folder.display())]
    NoRepository {
        /// The folder.
        folder: PathBuf,
    },
    /// Git does not look at the repository.
    #[error("git refuses to look at the repository of {}: {said}", folder.display())]
    Refused {
        /// The folder.
        folder: PathBuf,
        /// What git said.
        said: String,
    },
    /// What was named would be taken for a flag.
    #[error("a revision cannot begin with `-`: `{revision}`; name a commit, a branch or a tag")]
    Flag {
        /// What was named.
        revision: String,
    },
    /// No commit is called so.
    #[error(
        "there is no commit `{revision}` in the repository of {}; name a commit, a branch or a tag, as `git log --all` shows them",
        folder.display()
    )]
    Unknown {
        /// What was named.
        revision: String,
        /// The folder.
        folder: PathBuf,
    },
    /// Several commits are called so.
    #[error("`{revision}` is the beginning of several names in the repository of {}; write more of it", folder.display())]
    Ambiguous {
        /// What was named.
        revision: String,
        /// The folder.
        folder: PathBuf,
    },
    /// The clone holds only the newest commits.
    #[error(
        "there is no commit `{revision}` in this clone, which holds only a part of the history; `git fetch --unshallow` gets the rest"
    )]
    Shallow {
        /// What was named.
        revision: String,
    },
    /// The list of files is too long.
    #[error("`{revision}` has too many files below the workspace: their names take more than {} MiB", LISTING >> 20)]
    TooMany {
        /// What was named.
        revision: String,
    },
    /// Git began to answer and failed.
    #[error(
        "git could not read all of `{revision}`; where the clone is a partial one, `git fetch --refetch` gets what is missing, and `git fsck` says what is damaged"
    )]
    Broken {
        /// What was named.
        revision: String,
        /// What became of git.
        source: io::Error,
    },
}
