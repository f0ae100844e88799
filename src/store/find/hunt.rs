//! The walk through the folders of a workspace.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::limits::PATH;
use crate::store::StoreError;
use crate::store::file_set::Start;
use crate::store::find::is_toml;
use crate::store::find::playbook;
use crate::store::find::shown;
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
    /// Each file with the number of the first pattern that names it, and its playbook.
    pub(super) files: BTreeMap<Arc<str>, (usize, Arc<str>)>,
    /// The patterns that name something.
    pub(super) hit: BTreeSet<usize>,
    pub(super) refused: BTreeMap<Arc<str>, String>,
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

/// Which patterns name a folder and what is below it.
#[derive(Clone, Default)]
struct Claim {
    /// The first pattern, and the path of the folder that it names.
    first: Option<(usize, PathBuf)>,
    /// The patterns that name this folder itself, until something was found in it.
    own: Vec<usize>,
}

impl<'a> Hunt<'a> {
    pub(super) fn new(root: &'a Root) -> Self {
        Self {
            root,
            path: PathBuf::new(),
            files: BTreeMap::new(),
            hit: BTreeSet::new(),
            refused: BTreeMap::new(),
        }
    }

    /// Looks for files from one folder on.
    pub(super) fn run(&mut self, path: &Path, start: &Start) -> Result<(), StoreError> {
        self.path = path.to_path_buf();
        let spot = match self.root.resolve(path, Last::Follow) {
            Ok(spot) => spot,
            Err(Astray::Outside) => {
                self.hit.extend(start.plain.iter().chain(&start.numbers));
                self.refuse(OUTSIDE);
                return Ok(());
            }
            Err(Astray::Refused(_)) => return Ok(()),
        };
        match spot.look.as_ref().map(|look| look.kind) {
            None => Ok(()),
            Some(Kind::Folder) => {
                self.hit.extend(start.plain);
                let failed = |source| StoreError::Read { path: self.shown().as_ref().into(), source };
                let folder = spot.folder.enter(&spot.name).map_err(failed)?;
                let ignored = self.ignored_above(path);
                let above =
                    Claim { first: start.plain.map(|number| (number, path.to_path_buf())), own: Vec::new() };
                self.walk(folder, start, above, ignored)
            }
            Some(kind) => {
                self.hit.extend(start.plain);
                let claim = self.claim(start, &Claim::default(), start.plain);
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
        levels.push(first.map_err(|source| StoreError::Read { path: self.shown().as_ref().into(), source })?);
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
                    self.refuse(&error.kind().to_string());
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
        let claim = self.claim(start, &above, None);
        let ignoring = ignored.depth();
        let full = self.root.path().join(&self.path);
        let added = ignored.add(&folder, ignored::FILE, &full);
        let path = self.path.join(ignored::FILE);
        self.note(&path, added);
        let mut level = Level { folder: None, identity, deeper: Vec::new(), claim, ignoring };
        for entry in folder.entries()? {
            let (name, kind) = entry?;
            let hidden = name.as_encoded_bytes().starts_with(b".");
            if hidden || ignored.covers(&full.join(&name), kind == Kind::Folder) {
                continue;
            }
            self.path.push(&name);
            if self.path.as_os_str().len() > PATH {
                self.refuse(&format!("its path is longer than {PATH} bytes"));
            } else if kind == Kind::Folder {
                level.deeper.push(name);
            } else {
                // Most files beside playbooks are something else, and are passed over at a glance.
                if kind == Kind::Link || is_toml(&self.path) {
                    let claim = self.claim(start, &level.claim, None);
                    self.take(kind, &claim, false);
                }
            }
            self.path.pop();
        }
        level.folder = Some(folder);
        Ok(level)
    }

    /// Which patterns name the present path, where `above` holds for the folder around it.
    fn claim(&self, start: &Start, above: &Claim, plain: Option<usize>) -> Claim {
        let mut claim = above.clone();
        let own = start.globs.matches(&self.path).into_iter().map(|index| start.numbers[index]).chain(plain);
        for number in own {
            claim.own.push(number);
            if claim.first.as_ref().is_none_or(|(first, _)| number < *first) {
                claim.first = Some((number, self.path.clone()));
            }
        }
        claim
    }

    /// Takes what is at the present path if it is, or looks like, a file of a playbook.
    fn take(&mut self, kind: Kind, claim: &Claim, is_start: bool) {
        let Some((number, base)) = &claim.first else { return };
        let is_toml = is_toml(&self.path);
        // A link that was named was followed; one that was met is looked at.
        let target =
            if kind == Kind::Link { Some(self.root.resolve(&self.path, Last::Follow)) } else { None };
        let target_kind = match &target {
            Some(Ok(spot)) => spot.look.as_ref().map(|look| look.kind),
            Some(Err(_)) => None,
            None => Some(kind),
        };
        let linked_folder = kind == Kind::Link && target_kind == Some(Kind::Folder);
        let outside = matches!(target, Some(Err(Astray::Outside)));
        let is_meant = is_toml || linked_folder || is_start || (outside && self.leads_to_a_folder());
        if !is_meant {
            return;
        }
        self.hit.extend(&claim.own);
        let refusal = match target_kind {
            _ if self.path.to_str().is_none() => Some("its name is not UTF-8"),
            _ if outside => Some(OUTSIDE),
            None => Some("the link leads nowhere"),
            Some(Kind::Folder) => Some("a linked folder is not followed; name it in `playbooks`"),
            Some(Kind::Link | Kind::Special) => Some("it is not a regular file, and is not opened"),
            Some(Kind::File) if !is_toml => Some("its name does not end in .toml"),
            Some(Kind::File) => None,
        };
        match refusal {
            Some(reason) => self.refuse(reason),
            None => {
                let (path, found) = (self.shown(), (*number, playbook(&self.path, base)));
                let present = self.files.entry(path).or_insert_with(|| found.clone());
                if found.0 < present.0 {
                    *present = found;
                }
            }
        }
    }

    /// Whether a link that leaves the workspace leads to a folder. The folder itself is not opened.
    fn leads_to_a_folder(&self) -> bool {
        self.root.path().join(&self.path).is_dir()
    }

    fn refuse(&mut self, reason: &str) {
        self.refused.insert(self.shown(), reason.to_owned());
    }

    /// Reports a file of patterns that does not count.
    fn note(&mut self, path: &Path, added: Result<(), String>) {
        if let Err(reason) = added {
            self.refused.insert(shown(path), reason);
        }
    }

    fn shown(&self) -> Arc<str> {
        shown(&self.path)
    }
}
