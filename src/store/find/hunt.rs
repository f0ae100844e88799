//! The walk through the folders of a workspace.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::store::StoreError;
use crate::store::file_set::Start;
use crate::store::find::selection::Claim;
use crate::store::find::selection::Selection;
use crate::store::find::selection::Target;
use crate::store::find::selection::is_hidden;
use crate::store::find::selection::is_toml;
use crate::store::find::selection::shown;
use crate::store::folder::Folder;
use crate::store::folder::Identity;
use crate::store::folder::Kind;
use crate::store::ignored;
use crate::store::ignored::Ignored;
use crate::store::root::Astray;
use crate::store::root::Last;
use crate::store::root::OUTSIDE;
use crate::store::root::Root;

/// How many folders of one branch are open at a time. Those above are opened again when they are needed.
const OPEN: usize = 64;

/// A walk through the workspace.
pub(super) struct Hunt<'a> {
    root: &'a Root,
    /// Where the walk is, relative to the root.
    path: PathBuf,
    pub(super) selection: Selection,
}

/// A folder that is being walked.
struct Level {
    /// `None`: closed for the time being.
    folder: Option<Folder>,
    identity: Identity,
    /// The folders in it that are still to be walked.
    deeper: Vec<OsString>,
    claim: Claim,
    /// How many files of patterns counted above it.
    ignoring: usize,
}

impl<'a> Hunt<'a> {
    pub(super) fn new(root: &'a Root) -> Self {
        Self { root, path: PathBuf::new(), selection: Selection::default() }
    }

    /// Looks for files from one folder on.
    pub(super) fn run(&mut self, path: &Path, start: &Start) -> Result<(), StoreError> {
        self.path = path.to_path_buf();
        let spot = match self.root.resolve(path, Last::Follow) {
            Ok(spot) => spot,
            Err(Astray::Outside) => {
                self.selection.refuse_start(path, start, OUTSIDE);
                return Ok(());
            }
            Err(Astray::Refused(_)) => return Ok(()),
        };
        match spot.look.as_ref().map(|look| look.kind) {
            None => Ok(()),
            Some(Kind::Folder) => {
                self.selection.hit(start);
                let failed = |source| StoreError::Read { path: shown(&self.path).as_ref().into(), source };
                let folder = spot.folder.enter(&spot.name).map_err(failed)?;
                let ignored = self.ignored_above(path);
                self.walk(folder, start, Claim::of_start(path, start), ignored)
            }
            Some(kind) => {
                self.selection.hit(start);
                let claim = Claim::default().below(path, start, start.plain);
                self.take(kind, &claim, true);
                Ok(())
            }
        }
    }

    /// The patterns that hold in a folder because of those above it.
    fn ignored_above(&mut self, start: &Path) -> Ignored {
        let mut ignored = Ignored::above(self.root.path());
        let above: Vec<&Path> = start.ancestors().skip(1).collect();
        for path in above.into_iter().rev() {
            let Ok(folder) = self.root.down(path) else { break };
            let added = ignored.add(&folder, ignored::FILE, &self.root.path().join(path));
            self.note(&path.join(ignored::FILE), added);
        }
        ignored
    }

    /// Walks down without recursion, however deep the folders are.
    fn walk(
        &mut self,
        folder: Folder,
        start: &Start,
        claim: Claim,
        mut ignored: Ignored,
    ) -> Result<(), StoreError> {
        let mut levels: Vec<Level> = Vec::new();
        let first = self.list(folder, start, claim, &mut ignored);
        levels.push(
            first.map_err(|source| StoreError::Read { path: shown(&self.path).as_ref().into(), source })?,
        );
        while let Some(level) = levels.last_mut() {
            let Some(name) = level.deeper.pop() else {
                let done = levels.pop();
                if let Some(done) = done {
                    ignored.truncate(done.ignoring);
                    self.reopen(&done, levels.last_mut());
                }
                if !levels.is_empty() {
                    self.path.pop();
                }
                continue;
            };
            self.path.push(&name);
            let below = match level.folder.as_ref().map(|folder| folder.enter(&name)) {
                Some(Ok(folder)) => self.list(folder, start, level.claim.clone(), &mut ignored),
                Some(Err(error)) => Err(error),
                None => Err(io::Error::other("the folder above it was moved meanwhile")),
            };
            match below {
                Ok(below) => {
                    levels.push(below);
                    if let Some(far) = levels.len().checked_sub(OPEN) {
                        levels[far].folder = None;
                    }
                }
                Err(error) => {
                    self.selection.refuse(&self.path, &error.kind().to_string());
                    self.path.pop();
                }
            }
        }
        Ok(())
    }

    /// Opens a folder again that was closed, from the one below it. It must be the same.
    fn reopen(&self, below: &Level, level: Option<&mut Level>) {
        if let (Some(level), Some(folder)) = (level, &below.folder)
            && level.folder.is_none()
        {
            let above = folder.above(self.root.path().join(self.path.parent().unwrap_or(Path::new(""))));
            let is_same = |above: &Folder| above.identity().is_ok_and(|identity| identity == level.identity);
            level.folder = above.ok().filter(is_same);
        }
    }

    /// Takes the files of a folder, and finds the folders in it.
    fn list(
        &mut self,
        folder: Folder,
        start: &Start,
        above: Claim,
        ignored: &mut Ignored,
    ) -> io::Result<Level> {
        let identity = folder.identity()?;
        let claim = above.below(&self.path, start, None);
        let ignoring = ignored.depth();
        let full = self.root.path().join(&self.path);
        let added = ignored.add(&folder, ignored::FILE, &full);
        let path = self.path.join(ignored::FILE);
        self.note(&path, added);
        let mut level = Level { folder: None, identity, deeper: Vec::new(), claim, ignoring };
        for entry in folder.entries()? {
            let (name, kind) = entry?;
            if is_hidden(&name) || ignored.covers(&full.join(&name), kind == Kind::Folder) {
                continue;
            }
            self.path.push(&name);
            // Most files beside playbooks are something else, and are passed over at a glance.
            match kind {
                _ if !self.selection.is_short(&self.path) => {}
                Kind::Folder => level.deeper.push(name),
                _ if kind == Kind::Link || is_toml(&self.path) => {
                    let claim = level.claim.below(&self.path, start, None);
                    self.take(kind, &claim, false);
                }
                _ => {}
            }
            self.path.pop();
        }
        level.folder = Some(folder);
        Ok(level)
    }

    /// Takes what is at the present path. A link that was named was followed; one that was met is looked at.
    fn take(&mut self, kind: Kind, claim: &Claim, is_start: bool) {
        if claim.first.is_none() {
            return;
        }
        let target = match kind {
            Kind::Link => match self.root.resolve(&self.path, Last::Follow) {
                Ok(spot) => spot.look.map_or(Target::Nothing, |look| target(look.kind)),
                // The folder itself is not opened.
                Err(Astray::Outside) => {
                    Target::Outside { to_folder: self.root.path().join(&self.path).is_dir() }
                }
                Err(Astray::Refused(_)) => Target::Nothing,
            },
            kind => target(kind),
        };
        self.selection.take(&self.path, kind == Kind::Link, target, claim, is_start);
    }

    /// Reports a file of patterns that does not count.
    fn note(&mut self, path: &Path, added: Result<(), String>) {
        if let Err(reason) = added {
            self.selection.refuse(path, &reason);
        }
    }
}

fn target(kind: Kind) -> Target {
    match kind {
        Kind::File => Target::File,
        Kind::Folder => Target::Folder,
        Kind::Link | Kind::Special => Target::Special,
    }
}
