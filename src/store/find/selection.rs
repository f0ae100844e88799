//! Which of the paths that a walk meets are files of playbooks: one set of rules, whatever the tree of files is.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::limits::PATH;
use crate::store::file_set::FileSet;
use crate::store::file_set::Start;
use crate::store::find::Found;
use crate::store::root::OUTSIDE;

/// What was selected so far.
#[derive(Default)]
pub(super) struct Selection {
    /// Each file with the number of the first pattern that names it, and its playbook.
    files: BTreeMap<Arc<str>, (usize, Arc<str>)>,
    /// The patterns that name something.
    hit: BTreeSet<usize>,
    refused: BTreeMap<Arc<str>, String>,
}

/// Which patterns name a folder and what is below it.
#[derive(Clone, Default)]
pub(super) struct Claim {
    /// The first pattern, and the path of the folder that it names.
    pub(super) first: Option<(usize, PathBuf)>,
    /// The patterns that name this folder itself, until something was found in it.
    own: Vec<usize>,
}

impl Claim {
    /// The claim of the folder from which a walk starts.
    pub(super) fn of_start(path: &Path, start: &Start) -> Self {
        Self { first: start.plain.map(|number| (number, path.to_path_buf())), own: Vec::new() }
    }

    /// Which patterns name a path, where this holds for the folder around it.
    pub(super) fn below(&self, path: &Path, start: &Start, plain: Option<usize>) -> Self {
        let mut claim = self.clone();
        let own = start.globs.matches(path).into_iter().map(|index| start.numbers[index]).chain(plain);
        for number in own {
            claim.own.push(number);
            if claim.first.as_ref().is_none_or(|(first, _)| number < *first) {
                claim.first = Some((number, path.to_path_buf()));
            }
        }
        claim
    }
}

/// What a path is, or leads to where it is a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    File,
    Folder,
    Special,
    Nothing,
    /// It leaves the workspace, as far as is known to a folder.
    Outside {
        to_folder: bool,
    },
}

impl Selection {
    /// Notes that what a start names is there.
    pub(super) fn hit(&mut self, start: &Start) {
        self.hit.extend(start.plain);
    }

    /// Refuses the start of a walk, whatever is looked for from there.
    pub(super) fn refuse_start(&mut self, path: &Path, start: &Start, reason: &str) {
        self.hit.extend(start.plain.iter().chain(&start.numbers));
        self.refuse(path, reason);
    }

    /// Refuses what a claim names.
    pub(super) fn refuse_claimed(&mut self, path: &Path, claim: &Claim, reason: &str) {
        if claim.first.is_some() {
            self.hit.extend(&claim.own);
            self.refuse(path, reason);
        }
    }

    pub(super) fn refuse(&mut self, path: &Path, reason: &str) {
        self.refused.insert(shown(path), reason.to_owned());
    }

    /// Whether a path is short enough to be looked at; a longer one is refused.
    pub(super) fn is_short(&mut self, path: &Path) -> bool {
        let is_short = path.as_os_str().len() <= PATH;
        if !is_short {
            self.refuse(path, &format!("its path is longer than {PATH} bytes"));
        }
        is_short
    }

    /// Takes what is at a path if it is, or looks like, a file of a playbook.
    pub(super) fn take(&mut self, path: &Path, is_link: bool, target: Target, claim: &Claim, is_start: bool) {
        let Some((number, base)) = &claim.first else { return };
        let is_toml = is_toml(path);
        let leads_to_folder =
            is_link && matches!(target, Target::Folder | Target::Outside { to_folder: true });
        if !(is_toml || leads_to_folder || is_start) {
            return;
        }
        self.hit.extend(&claim.own);
        let refusal = match target {
            _ if path.to_str().is_none() => Some("its name is not UTF-8"),
            Target::Outside { .. } => Some(OUTSIDE),
            Target::Nothing => Some("the link leads nowhere"),
            Target::Folder => Some("a linked folder is not followed; name it in `playbooks`"),
            Target::Special => Some("it is not a regular file, and is not opened"),
            Target::File if !is_toml => Some("its name does not end in .toml"),
            Target::File => None,
        };
        match refusal {
            Some(reason) => self.refuse(path, reason),
            None => {
                let found = (*number, playbook(path, base));
                let present = self.files.entry(shown(path)).or_insert_with(|| found.clone());
                if found.0 < present.0 {
                    *present = found;
                }
            }
        }
    }

    /// What was found in the end.
    pub(super) fn found(mut self, set: &FileSet) -> Found {
        let mut reasons: BTreeMap<usize, String> = set.refused.iter().cloned().collect();
        for number in (0..set.patterns.len()).filter(|number| !self.hit.contains(number)) {
            reasons.entry(number).or_insert_with(|| "no such folder or file".to_owned());
        }
        let empty = reasons.into_iter().map(|(number, reason)| {
            let (pattern, place) = set.patterns[number].clone();
            (pattern, place, reason)
        });
        self.files.remove(set.marker());
        let files = self.files.into_iter().map(|(path, (_, playbook))| (path, playbook)).collect();
        Found { files, refused: self.refused, empty: empty.collect() }
    }
}

pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

pub(super) fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// The first path part below the folder that a pattern names; for a file that it names itself, the stem.
fn playbook(path: &Path, base: &Path) -> Arc<str> {
    let part = path.strip_prefix(base).ok().and_then(|below| below.iter().next());
    let name = Path::new(part.or(path.file_name()).unwrap_or(OsStr::new("")));
    let stem = if path.ends_with(name) { name.file_stem() } else { Some(name.as_os_str()) };
    stem.unwrap_or_default().to_string_lossy().into()
}

/// A path relative to the root, as people read it. What is not UTF-8 in it is escaped, so that two names stay two.
pub(super) fn shown(path: &Path) -> Arc<str> {
    let part = |part: &OsStr| match part.to_str() {
        Some(part) => part.to_owned(),
        None => part.as_encoded_bytes().escape_ascii().to_string(),
    };
    path.iter().map(part).collect::<Vec<_>>().join("/").into()
}
