//! Finds the files of playbooks.

mod hunt;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::store::StoreError;
use crate::store::file_set::FileSet;
use crate::store::find::hunt::Hunt;
use crate::store::root::Root;

/// The files that playbooks are made of, and what was passed over.
#[derive(Debug, Default)]
pub struct Found {
    /// Paths relative to the root with `/` between their parts, sorted, each with the playbook it belongs to.
    pub files: BTreeMap<Arc<str>, Arc<str>>,
    /// Paths that look like playbooks and are not opened, each with the reason.
    pub refused: BTreeMap<Arc<str>, String>,
    /// Patterns that name nothing, or do not count, each with its place in the configuration and the reason.
    pub empty: Vec<(String, Range<usize>, String)>,
}

/// Finds the TOML files of a workspace, but for the one that marks its root. What git ignores is skipped, and so is what is hidden.
/// Links that leave the root, linked folders and special files are refused.
///
/// # Errors
/// A folder that is named cannot be listed.
pub fn find_playbooks(root: &Root, set: &FileSet) -> Result<Found, StoreError> {
    let mut hunt = Hunt::new(root);
    for (path, start) in &set.starts {
        hunt.run(path, start)?;
    }
    let mut reasons: BTreeMap<usize, String> = set.refused.iter().cloned().collect();
    for number in (0..set.patterns.len()).filter(|number| !hunt.hit.contains(number)) {
        reasons.entry(number).or_insert_with(|| "no such folder or file".to_owned());
    }
    let empty = reasons.into_iter().map(|(number, reason)| {
        let (pattern, place) = set.patterns[number].clone();
        (pattern, place, reason)
    });
    hunt.files.remove(set.marker());
    let files = hunt.files.into_iter().map(|(path, (_, playbook))| (path, playbook)).collect();
    Ok(Found { files, refused: hunt.refused, empty: empty.collect() })
}

fn is_toml(path: &Path) -> bool {
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
fn shown(path: &Path) -> Arc<str> {
    let part = |part: &OsStr| match part.to_str() {
        Some(part) => part.to_owned(),
        None => part.as_encoded_bytes().escape_ascii().to_string(),
    };
    path.iter().map(part).collect::<Vec<_>>().join("/").into()
}
