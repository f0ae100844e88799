//! What git ignores, by the patterns of `.gitignore` files and of `.git/info/exclude`.
//!
//! The files are read here rather than by the `ignore` crate, which would follow a link out of the workspace or wait for a pipe. Its
//! patterns are used as they are.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use ignore::gitignore::Gitignore;
use ignore::gitignore::GitignoreBuilder;

use crate::limits::IGNORE_FILE;
use crate::limits::IGNORE_PATTERNS;
use crate::store::folder::Folder;

/// The file of patterns of a folder.
pub(super) const FILE: &str = ".gitignore";

/// The patterns that hold in a folder: those of its repository, from the top down to it.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    /// The patterns of each file, with the number of all patterns up to it.
    matchers: Vec<(Gitignore, usize)>,
}

impl Ignored {
    /// The patterns that hold in the folder `root` because of those above it. Above the top of the repository (or, where there is none,
    /// above `root`) nothing counts.
    pub(super) fn above(root: &Path) -> Self {
        let is_top = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
        let top = root.ancestors().find(is_top).unwrap_or(root);
        let mut ignored = Self::default();
        let mut folders: Vec<PathBuf> = root
            .ancestors()
            .skip(1)
            .take_while(|above| above.starts_with(top))
            .map(Path::to_path_buf)
            .collect();
        folders.reverse();
        let Ok(folder) = Folder::open(top) else { return ignored };
        let info = folder.enter(OsStr::new(".git")).and_then(|git| git.enter(OsStr::new("info")));
        if let Ok(info) = info {
            // Too many patterns above the workspace are not the business of its playbooks.
            let _ = ignored.add(&info, "exclude", top);
        }
        for path in folders {
            if let Ok(folder) = Folder::open(&path) {
                let _ = ignored.add(&folder, FILE, &path);
            }
        }
        ignored
    }

    /// How many files of patterns count.
    pub(super) fn depth(&self) -> usize {
        self.matchers.len()
    }

    /// Goes back up, to where so many files of patterns counted.
    pub(super) fn truncate(&mut self, depth: usize) {
        self.matchers.truncate(depth);
    }

    /// Whether a path is ignored: the nearest file that says something about it decides.
    pub(super) fn covers(&self, path: &Path, is_folder: bool) -> bool {
        let said = self.matchers.iter().rev().map(|(matcher, _)| matcher.matched(path, is_folder));
        said.into_iter().find(|matched| !matched.is_none()).is_some_and(|matched| matched.is_ignore())
    }

    /// Adds the patterns of a file in an open folder, which hold below `path`. A link is not followed.
    ///
    /// # Errors
    /// The file is too large, or the patterns are too many: none of the file counts.
    pub(super) fn add(&mut self, folder: &Folder, name: &str, path: &Path) -> Result<(), String> {
        let Ok(file) = folder.open_file(OsStr::new(name)) else { return Ok(()) };
        let mut bytes = Vec::new();
        if file.take(IGNORE_FILE as u64 + 1).read_to_end(&mut bytes).is_err() {
            return Ok(());
        }
        self.add_patterns(&bytes, path)
    }

    /// Adds patterns that hold below `path`.
    ///
    /// # Errors
    /// They are too large, or too many: none of them counts.
    pub(super) fn add_patterns(&mut self, bytes: &[u8], path: &Path) -> Result<(), String> {
        if bytes.len() > IGNORE_FILE {
            return Err(too_large());
        }
        let text = String::from_utf8_lossy(bytes);
        let lines = || text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let before = self.matchers.last().map_or(0, |(_, number)| *number);
        let number = before + lines().count();
        if number > IGNORE_PATTERNS {
            return Err(format!(
                "more than {IGNORE_PATTERNS} patterns hold here, and none of this file counts"
            ));
        }
        let mut builder = GitignoreBuilder::new(path);
        for line in lines() {
            // An invalid pattern is skipped, as git does.
            let _ = builder.add_line(None, line);
        }
        self.matchers.extend(builder.build().ok().map(|matcher| (matcher, number)));
        Ok(())
    }
}

/// Why no pattern of a file counts that is larger than allowed.
pub(super) fn too_large() -> String {
    format!("it is larger than {} KiB, and no pattern of it counts", IGNORE_FILE >> 10)
}
