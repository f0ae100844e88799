//! The files of a workspace as a revision in git has them. Nothing is checked out: git is asked for what it keeps.

mod error;
mod listed;
mod named;

pub use error::RevisionError;

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::limits::IGNORE_FILE;
use crate::limits::PATH;
use crate::store::FileSet;
use crate::store::Found;
use crate::store::LARGEST;
use crate::store::Node;
use crate::store::Tree;
use crate::store::git::Git;
use crate::store::git::Size;
use crate::store::ignored;
use crate::store::revision::listed::Kind;
use crate::store::revision::listed::Listed;
use crate::store::revision::listed::list;
use crate::store::revision::listed::path;
use crate::store::revision::listed::slashed;
use crate::store::revision::named::commit;
use crate::store::revision::named::prefix;
use crate::store::root::too_large;

/// The tree of a revision, from the folder of the workspace down.
#[derive(Debug)]
pub struct Revision {
    folder: PathBuf,
    /// What was named.
    name: String,
    tree: Tree,
    /// The names that git knows contents by.
    objects: Vec<String>,
    /// Contents that were read and not asked for yet.
    read: Mutex<HashMap<usize, Result<Vec<u8>, Lack>>>,
}

impl Revision {
    /// Finds the folder that holds `marker` at a revision: `folder` or one above it, up to the top of the repository. `None`: there is none.
    ///
    /// # Errors
    /// The folder is in no repository, there is no such revision, or git cannot be started or fails.
    pub fn find(folder: &Path, revision: &str, marker: &str) -> Result<Option<Self>, RevisionError> {
        let git = Git(folder);
        let prefix = prefix(git)?;
        let commit = commit(git, revision)?;
        let failed = |source| broken(revision, source);
        let files = [marker, ignored::FILE];
        let files = prefix.ancestors().flat_map(|folder| files.map(|file| slashed(&folder.join(file))));
        let mut above = list(git, &commit, &[], files).map_err(failed)?;
        let is_marked = |folder: &&Path| {
            above.iter().any(|listed| listed.path == folder.join(marker) && listed.kind != Kind::Submodule)
        };
        let Some(root) = prefix.ancestors().find(is_marked) else { return Ok(None) };
        above.retain(|listed| listed.is_patterns() && !listed.path.starts_with(root));
        let below = Some(slashed(root)).filter(|root| !root.is_empty());
        let listed = list(git, &commit, &["-r"], below).map_err(failed)?;
        let mut found = Self {
            folder: folder.to_path_buf(),
            name: revision.to_owned(),
            tree: Tree::new(root.to_path_buf()),
            objects: Vec::with_capacity(listed.len()),
            read: Mutex::default(),
        };
        found.plant(root, above, listed).map_err(failed)?;
        Ok(Some(found))
    }

    /// Makes the tree of what is listed. Of links, and of patterns, it needs the content.
    fn plant(&mut self, root: &Path, above: Vec<Listed>, listed: Vec<Listed>) -> io::Result<()> {
        let wanted = |listed: &&Listed| listed.kind == Kind::Link || listed.is_patterns();
        let wanted: Vec<&Listed> = above.iter().chain(&listed).filter(wanted).collect();
        let limit = |listed: &Listed| if listed.kind == Kind::Link { PATH } else { IGNORE_FILE };
        let asked: Vec<(&str, u64)> =
            wanted.iter().map(|listed| (&*listed.object, limit(listed) as u64)).collect();
        let contents = fetch(Git(&self.folder), &asked)?;
        let mut links = HashMap::new();
        for (wanted, content) in wanted.into_iter().zip(contents) {
            if wanted.kind == Kind::Link {
                links.insert(&wanted.path, content.ok().map(|content| path(&content)));
                continue;
            }
            let content = content.map_err(|lack| match lack {
                Lack::TooLarge => ignored::too_large(),
                Lack::Missing => MISSING.to_owned(),
            });
            self.tree.ignore(wanted.path.parent().unwrap_or(Path::new("")).to_path_buf(), content);
        }
        for Listed { kind, object, path } in &listed {
            let node = match kind {
                Kind::File => Node::File(self.objects.len()),
                Kind::Link => Node::Link(links.remove(path).flatten()),
                Kind::Submodule => Node::Submodule,
            };
            if let (Kind::File, object) = (kind, object.clone()) {
                self.objects.push(object);
            }
            self.tree.add(path.strip_prefix(root).unwrap_or(path).to_path_buf(), node);
        }
        Ok(())
    }

    /// Finds the files of a workspace, and reads them in one go.
    ///
    /// # Errors
    /// Git cannot be started or fails.
    pub fn find_playbooks(&self, set: &FileSet) -> Result<Found, RevisionError> {
        let found = self.tree.find(set);
        let numbers: BTreeSet<usize> =
            found.files.keys().filter_map(|path| self.tree.content(path).ok()).collect();
        let asked: Vec<_> = numbers.iter().map(|&number| (&*self.objects[number], LARGEST)).collect();
        let contents = fetch(Git(&self.folder), &asked).map_err(|source| broken(&self.name, source))?;
        self.kept().extend(numbers.into_iter().zip(contents));
        Ok(found)
    }

    /// Reads a file below the root.
    ///
    /// # Errors
    /// Says in words why it cannot be read.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let number = self.tree.content(path)?;
        let kept = self.kept().remove(&number);
        let content = match kept {
            Some(content) => content,
            None => fetch(Git(&self.folder), &[(&self.objects[number], LARGEST)])
                .map_err(|_| "git cannot read it".to_owned())?
                .pop()
                .unwrap_or(Err(Lack::Missing)),
        };
        content.map_err(|lack| match lack {
            Lack::TooLarge => too_large(),
            Lack::Missing => MISSING.to_owned(),
        })
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<usize, Result<Vec<u8>, Lack>>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why there is no content.
#[derive(Clone, Copy, Debug)]
enum Lack {
    TooLarge,
    Missing,
}

const MISSING: &str = "this clone has not got its content; `git fetch --refetch` gets it";

/// The contents of objects, each with the greatest size that is read.
fn fetch(git: Git<'_>, objects: &[(&str, u64)]) -> io::Result<Vec<Result<Vec<u8>, Lack>>> {
    let names: Vec<&str> = objects.iter().map(|(name, _)| *name).collect();
    let sizes = git.sizes(&names)?;
    let fitting = objects.iter().zip(&sizes).filter_map(|((name, limit), size)| match size {
        Size::Bytes(size) if size <= limit => Some((*name, *size)),
        _ => None,
    });
    let mut contents = git.contents(&fitting.collect::<Vec<_>>())?.into_iter();
    let content = |((_, limit), size): (&(&str, u64), Size)| match size {
        Size::Bytes(size) if size <= *limit => contents.next().ok_or(Lack::Missing),
        Size::Bytes(_) => Err(Lack::TooLarge),
        Size::Missing => Err(Lack::Missing),
    };
    Ok(objects.iter().zip(sizes).map(content).collect())
}

fn broken(revision: &str, source: io::Error) -> RevisionError {
    match source.kind() {
        io::ErrorKind::FileTooLarge => RevisionError::TooMany { revision: revision.to_owned() },
        _ => RevisionError::Broken { revision: revision.to_owned(), source },
    }
}
