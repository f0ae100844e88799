//! Paths of playbooks that people type: the workspace that they are in, and the files below them.

use std::collections::HashSet;
use std::path::Path;
use std::path::PathBuf;

use faultbook::change::Refusal;
use faultbook::config::Config;
use faultbook::store::Root;
use faultbook::workspace::Error;

/// The folder of the workspace that all paths are in; without a path, of the workspace that `here` is in. Messages name its files as they
/// are found from `started`.
pub(in crate::cli) fn root(paths: &[PathBuf], here: &Path, started: &Path) -> anyhow::Result<Root> {
    let missing = |from: &Path| Error::NoWorkspace { from: from.to_path_buf() };
    let mut roots = Vec::with_capacity(paths.len().max(1));
    for path in paths {
        roots.push((path, above(path)?.ok_or_else(|| missing(path))?.seen_from(started)));
    }
    let Some((first, root)) = roots.first() else {
        let root = Root::find(here, Config::FILE).map_err(Error::from)?;
        return Ok(root.ok_or_else(|| missing(Path::new(".")))?.seen_from(started));
    };
    let real = |root: &Root| root.path().canonicalize().ok();
    if let Some((path, other)) = roots.iter().find(|(_, other)| real(other) != real(root)) {
        let refusal = Refusal::new(format!(
            "{} and {} are in different workspaces: {} and {}",
            first.display(),
            path.display(),
            root.shown(Config::FILE),
            other.shown(Config::FILE)
        ));
        return Err(refusal.help("name paths of one workspace at a time").into());
    }
    Ok(root.clone())
}

/// The folder of the workspace that a path is in: by its name, or else by what its links lead to.
fn above(path: &Path) -> anyhow::Result<Option<Root>> {
    let real = real(path)?;
    let named = match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => Path::new(".").join(parent).canonicalize()?.join(name),
        _ => real.clone(),
    };
    for path in [named, real] {
        if let Some(root) = Root::find(&path, Config::FILE).map_err(Error::from)? {
            return Ok(Some(root));
        }
    }
    Ok(None)
}

fn real(path: &Path) -> anyhow::Result<PathBuf> {
    path.canonicalize().map_err(|error| anyhow::anyhow!("cannot read {}: {error}", path.display()))
}

/// Those of the files of a workspace, named from its root, that are below any of the paths; without a path, all.
pub(in crate::cli) fn below<'f>(
    paths: &[PathBuf],
    root: &Path,
    files: impl Iterator<Item = &'f str>,
) -> anyhow::Result<HashSet<&'f str>> {
    if paths.is_empty() {
        return Ok(files.collect());
    }
    let root = root.canonicalize()?;
    // A file is where its name says, and where a link leads.
    let places = |file: &str| [Some(root.join(file)), root.join(file).canonicalize().ok()];
    let places: Vec<(&str, Vec<PathBuf>)> =
        files.map(|file| (file, places(file).into_iter().flatten().collect())).collect();
    let mut found = HashSet::new();
    for path in paths {
        let whole = real(path)?;
        let is_below = |places: &[PathBuf]| places.iter().any(|place| place.starts_with(&whole));
        let mut below =
            places.iter().filter(|(_, places)| is_below(places)).map(|(file, _)| *file).peekable();
        if below.peek().is_none() {
            anyhow::bail!("{} holds no playbook of this workspace", path.display());
        }
        found.extend(below);
    }
    Ok(found)
}
