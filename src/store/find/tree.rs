//! The same for a tree of files that is not on the disk: the paths are known, and the content is numbered.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::ffi::OsString;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use crate::store::file_set::FileSet;
use crate::store::file_set::Start;
use crate::store::find::Found;
use crate::store::find::selection::Claim;
use crate::store::find::selection::Selection;
use crate::store::find::selection::Target;
use crate::store::find::selection::is_hidden;
use crate::store::find::selection::is_toml;
use crate::store::ignored;
use crate::store::ignored::Ignored;
use crate::store::root::LINKS;
use crate::store::root::OUTSIDE;

const SUBMODULE: &str = "it is in a submodule, whose files are kept in another repository";

/// What a path of a tree is, where it is no folder.
#[derive(Clone, Debug)]
pub enum Node {
    /// A file, with the number of its content.
    File(usize),
    /// A link, with what it says; `None`: that is not known.
    Link(Option<PathBuf>),
    /// A folder whose files are kept elsewhere.
    Submodule,
}

/// A tree of files: each with its path from the root of the workspace.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: BTreeMap<PathBuf, Node>,
    /// The path of the root of the workspace in its repository.
    base: PathBuf,
    /// What `.gitignore` files say, by the path of their folder in the repository; or why they do not count.
    patterns: BTreeMap<PathBuf, Result<Vec<u8>, String>>,
}

/// What a path leads to.
enum End {
    File(usize),
    /// The path on which no link is.
    Folder(PathBuf),
    Submodule,
    Nothing,
    Outside,
}

impl Tree {
    /// An empty tree, whose root has this path in its repository.
    pub fn new(base: PathBuf) -> Self {
        Self { base, ..Self::default() }
    }

    /// Adds what is at a path. One that no file can have is passed over.
    pub fn add(&mut self, path: PathBuf, node: Node) {
        if path.components().all(|part| matches!(part, Component::Normal(_))) && path.file_name().is_some() {
            self.nodes.insert(path, node);
        }
    }

    /// Adds what the `.gitignore` of a folder says, which is named from the repository.
    pub(in crate::store) fn ignore(&mut self, folder: PathBuf, patterns: Result<Vec<u8>, String>) {
        self.patterns.insert(folder, patterns);
    }

    /// The number of the content that a path leads to.
    ///
    /// # Errors
    /// Says in words why there is none.
    pub fn content(&self, path: &str) -> Result<usize, String> {
        match self.resolve(Path::new(path)) {
            End::File(content) => Ok(content),
            End::Folder(_) => Err("it is a folder".to_owned()),
            End::Submodule => Err(SUBMODULE.to_owned()),
            End::Nothing => Err("there is no such file".to_owned()),
            End::Outside => Err(OUTSIDE.to_owned()),
        }
    }

    /// Finds the TOML files of a workspace by the rules of [`find_playbooks`](crate::store::find_playbooks).
    pub fn find(&self, set: &FileSet) -> Found {
        let mut selection = Selection::default();
        for (path, start) in &set.starts {
            match self.resolve(path) {
                End::Outside => selection.refuse_start(path, start, OUTSIDE),
                End::Submodule => selection.refuse_start(path, start, SUBMODULE),
                End::Nothing => {}
                End::File(_) => {
                    selection.hit(start);
                    let claim = Claim::default().below(path, start, start.plain);
                    selection.take(path, false, Target::File, &claim, true);
                }
                End::Folder(real) => {
                    selection.hit(start);
                    Walk::new(self, &mut selection, path, start, &real).run();
                }
            }
        }
        selection.found(set)
    }

    /// What a path leads to. Links are followed as long as they stay in the workspace.
    fn resolve(&self, path: &Path) -> End {
        let (mut real, mut parts, mut links) = (PathBuf::new(), Vec::new(), 0);
        if !push(path, &mut parts) {
            return End::Outside;
        }
        while let Some(part) = parts.pop() {
            if part == ".." {
                if !real.pop() {
                    return End::Outside;
                }
                continue;
            }
            real.push(&part);
            match self.nodes.get(&real) {
                Some(Node::File(content)) if parts.is_empty() => return End::File(*content),
                Some(Node::File(_)) | Some(Node::Link(None)) => return End::Nothing,
                Some(Node::Submodule) => return End::Submodule,
                Some(Node::Link(Some(target))) => {
                    links += 1;
                    real.pop();
                    match links > LINKS {
                        true => return End::Nothing,
                        false if push(target, &mut parts) => {}
                        false => return End::Outside,
                    }
                }
                None if self.below(&real).next().is_some() => {}
                None => return End::Nothing,
            }
        }
        End::Folder(real)
    }

    /// What lies below a folder: paths are in order part by part, so that it stands together.
    fn below<'t>(&'t self, folder: &'t Path) -> impl Iterator<Item = (&'t PathBuf, &'t Node)> {
        self.nodes.range(folder.to_path_buf()..).take_while(move |(path, _)| path.starts_with(folder))
    }

    /// The path by which patterns of `.gitignore` files know it.
    fn full(&self, path: &Path) -> PathBuf {
        Path::new("/").join(&self.base).join(path)
    }
}

/// Puts the parts of a path on the stack, if it is relative.
fn push(path: &Path, parts: &mut Vec<OsString>) -> bool {
    let named: Vec<_> = path.components().filter(|part| !matches!(part, Component::CurDir)).collect();
    parts.extend(named.iter().rev().map(|part| part.as_os_str().to_os_string()));
    named.iter().all(|part| matches!(part, Component::Normal(_) | Component::ParentDir))
}

/// A walk through the tree from one folder on.
struct Walk<'w> {
    tree: &'w Tree,
    selection: &'w mut Selection,
    start: &'w Start,
    /// The folder as it was named, and without links.
    named: &'w Path,
    real: &'w Path,
    ignored: Ignored,
    levels: Vec<Level>,
}

/// A folder that is being walked.
struct Level {
    real: PathBuf,
    /// `None`: what is in it is passed over.
    claim: Option<Claim>,
    /// How many files of patterns counted above it.
    ignoring: usize,
}

impl<'w> Walk<'w> {
    fn new(
        tree: &'w Tree,
        selection: &'w mut Selection,
        named: &'w Path,
        start: &'w Start,
        real: &'w Path,
    ) -> Self {
        Self { tree, selection, start, named, real, ignored: Ignored::default(), levels: Vec::new() }
    }

    fn run(mut self) {
        let above = self.tree.base.join(self.named);
        let above: Vec<&Path> = above.ancestors().skip(1).collect();
        above.into_iter().rev().for_each(|folder| self.add_patterns(folder, &Path::new("/").join(folder)));
        self.enter(self.real.to_path_buf(), Some(Claim::of_start(self.named, self.start)));
        for (path, node) in self.tree.below(self.real) {
            while let Some(level) = self.levels.pop_if(|level| !path.starts_with(&level.real)) {
                self.ignored.truncate(level.ignoring);
            }
            if let Some(claim) = self.claim(path) {
                self.meet(path, node, &claim);
            }
        }
    }

    /// Enters the folders on the way to a path; what is claimed of the last one.
    fn claim(&mut self, path: &Path) -> Option<Claim> {
        loop {
            let level = self.levels.last()?;
            let claim = level.claim.clone()?;
            let mut below = path.strip_prefix(&level.real).ok()?.iter();
            let name = below.next()?;
            if below.next().is_none() {
                return Some(claim);
            }
            let real = level.real.join(name);
            let is_walked = self.is_walked(&real, true);
            self.enter(real, is_walked.then_some(claim));
        }
    }

    /// Whether a path counts: it is neither hidden nor ignored, and short enough.
    fn is_walked(&mut self, real: &Path, is_folder: bool) -> bool {
        let path = self.name(real);
        !is_hidden(path.file_name().unwrap_or(OsStr::new("")))
            && !self.ignored.covers(&self.tree.full(&path), is_folder)
            && self.selection.is_short(&path)
    }

    /// Enters a folder, where `above` holds for the folder around it.
    fn enter(&mut self, real: PathBuf, above: Option<Claim>) {
        let ignoring = self.ignored.depth();
        let path = self.name(&real);
        let claim = above.map(|above| above.below(&path, self.start, None));
        if claim.is_some() {
            self.add_patterns(&self.tree.base.join(&real), &self.tree.full(&path));
        }
        self.levels.push(Level { real, claim, ignoring });
    }

    /// Adds the patterns of a folder of the repository.
    fn add_patterns(&mut self, folder: &Path, full: &Path) {
        let Some(patterns) = self.tree.patterns.get(folder) else { return };
        let added = match patterns {
            Ok(patterns) => self.ignored.add_patterns(patterns, full),
            Err(reason) => Err(reason.clone()),
        };
        // Too many patterns above the workspace are not the business of its playbooks.
        if let (Err(reason), Ok(path)) = (added, folder.strip_prefix(&self.tree.base)) {
            self.selection.refuse(&path.join(ignored::FILE), &reason);
        }
    }

    fn meet(&mut self, real: &Path, node: &Node, claim: &Claim) {
        if !self.is_walked(real, matches!(node, Node::Submodule))
            || matches!(node, Node::File(_)) && !is_toml(real)
        {
            return;
        }
        let path = self.name(real);
        let claim = claim.below(&path, self.start, None);
        let target = match (node, self.tree.resolve(real)) {
            (Node::Submodule, _) => return self.selection.refuse_claimed(&path, &claim, SUBMODULE),
            (Node::File(_), _) | (_, End::File(_)) => Target::File,
            (_, End::Folder(_)) => Target::Folder,
            (_, End::Submodule | End::Nothing) => Target::Nothing,
            // What lies there is not known.
            (_, End::Outside) => Target::Outside { to_folder: false },
        };
        self.selection.take(&path, matches!(node, Node::Link(_)), target, &claim, false);
    }

    /// The path as it was named.
    fn name(&self, real: &Path) -> PathBuf {
        match real.strip_prefix(self.real) {
            Ok(below) if below.as_os_str().is_empty() => self.named.to_path_buf(),
            Ok(below) => self.named.join(below),
            Err(_) => real.to_path_buf(),
        }
    }
}
