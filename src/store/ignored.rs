//! What git ignores, by the patterns of `.gitignore` files and of `.git/info/exclude`.
//!
//! The files are read here rather than by the `ignore` crate, which would follow a link out of the workspace or wait
//! for a pipe. Its patterns are used as they are.

use std::path::Path;
use std::path::PathBuf;

use ignore::gitignore::Gitignore;
use ignore::gitignore::GitignoreBuilder;

use crate::store::read::read_regular;

/// The greatest size of a file of patterns.
const MOST: u64 = 1 << 20;

/// The patterns that hold in a folder: those of its repository, from the top down to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ignored {
    matchers: Vec<Gitignore>,
}

impl Ignored {
    /// The patterns that hold in `folder`, those of the folders above included. Above the top of the repository
    /// (or, where there is none, above `root`) nothing counts.
    pub(super) fn above(root: &Path, folder: &Path) -> Self {
        let is_top = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
        let top = root.ancestors().find(is_top).unwrap_or(root);
        let mut ignored = Self::default();
        ignored.add(top, &top.join(".git/info/exclude"));
        let mut folders: Vec<PathBuf> =
            folder.ancestors().take_while(|above| above.starts_with(top)).map(Path::to_path_buf).collect();
        folders.reverse();
        for folder in folders {
            ignored = ignored.within(&folder);
        }
        ignored
    }

    /// The patterns that hold in a folder below, with its own.
    pub(super) fn within(&self, folder: &Path) -> Self {
        let mut deeper = self.clone();
        deeper.add(folder, &folder.join(".gitignore"));
        deeper
    }

    /// Whether a path is ignored: the nearest file that says something about it decides.
    pub(super) fn covers(&self, path: &Path, is_folder: bool) -> bool {
        let said = self.matchers.iter().rev().map(|matcher| matcher.matched(path, is_folder));
        said.into_iter().find(|matched| !matched.is_none()).is_some_and(|matched| matched.is_ignore())
    }

    fn add(&mut self, folder: &Path, file: &Path) {
        // A link anywhere on the way could lead out of the repository.
        if !file
            .canonicalize()
            .is_ok_and(|whole| folder.canonicalize().is_ok_and(|folder| whole.starts_with(folder)))
        {
            return;
        }
        let Some(text) = read_regular(file, MOST) else { return };
        let mut builder = GitignoreBuilder::new(folder);
        for line in text.lines() {
            // A pattern that is none is passed over, as git does.
            let _ = builder.add_line(None, line);
        }
        self.matchers.extend(builder.build());
    }
}
