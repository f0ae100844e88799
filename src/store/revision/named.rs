//! Which folder of a repository, and which commit, people mean.

use std::path::PathBuf;

use crate::store::git::Git;
use crate::store::revision::RevisionError;
use crate::store::revision::listed::path;

/// The path of a folder from the top of its repository.
pub(super) fn prefix(git: Git<'_>) -> Result<PathBuf, RevisionError> {
    let folder = || git.0.to_path_buf();
    match git.ask(&["rev-parse", "--show-prefix"]).map_err(RevisionError::NoGit)? {
        Ok(prefix) => Ok(path(prefix.strip_suffix(b"\n").unwrap_or(&prefix)).components().collect()),
        Err(said) if said.contains("not a git repository") => {
            Err(RevisionError::NoRepository { folder: folder() })
        }
        Err(said) => {
            let said = said.strip_prefix("fatal: ").unwrap_or(&said).to_owned();
            Err(RevisionError::Refused { folder: folder(), said })
        }
    }
}

/// The name of the commit that a person means.
pub(super) fn commit(git: Git<'_>, revision: &str) -> Result<String, RevisionError> {
    let (name, folder) = (|| revision.to_owned(), || git.0.to_path_buf());
    if revision.starts_with('-') {
        return Err(RevisionError::Flag { revision: name() });
    }
    let unknown = RevisionError::Unknown { revision: name(), folder: folder() };
    if revision.is_empty() || revision.contains('\0') {
        return Err(unknown);
    }
    let asked = format!("{revision}^{{commit}}");
    let said = git.ask(&["rev-parse", "--verify", "--end-of-options", &asked]);
    match said.map_err(RevisionError::NoGit)? {
        Ok(commit) => {
            let commit = String::from_utf8_lossy(&commit).trim().to_owned();
            let is_name = !commit.is_empty() && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_name { Ok(commit) } else { Err(unknown) }
        }
        Err(said) if said.contains("is ambiguous") => {
            Err(RevisionError::Ambiguous { revision: name(), folder: folder() })
        }
        Err(_) => {
            let shallow = git.ask(&["rev-parse", "--is-shallow-repository"]).map_err(RevisionError::NoGit)?;
            let is_shallow = shallow.is_ok_and(|said| said.trim_ascii() == b"true");
            Err(if is_shallow { RevisionError::Shallow { revision: name() } } else { unknown })
        }
    }
}
