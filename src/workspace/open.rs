//! How a workspace comes to be: of a folder, of a revision, of texts in memory.

use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::finding::Finding;
use crate::read::read_config;
use crate::read::unite;
use crate::store;
use crate::store::FileSet;
use crate::store::Revision;
use crate::store::Root;
use crate::store::StoreError;
use crate::workspace::Error;
use crate::workspace::Workspace;
use crate::workspace::reading;
use crate::workspace::reading::Named;
use crate::workspace::source::Source;
use crate::workspace::source::Texts;

/// The folder that holds `faultbook.toml`: this one, or one above it.
pub(super) fn find_root(folder: &Path) -> Result<Root, Error> {
    Root::find(folder, Config::FILE)?.ok_or_else(|| Error::NoWorkspace { from: folder.into() })
}

impl Workspace {
    /// Opens the workspace that `folder` lies in. Content that cannot be read becomes findings. What a killed command had left
    /// is finished first, where nobody else is writing and the folder can be written.
    ///
    /// # Errors
    /// There is no workspace, or a playbooks folder cannot be listed.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Self::open_root(find_root(folder)?)
    }

    /// Opens the workspace of a folder that holds `faultbook.toml`.
    ///
    /// # Errors
    /// A playbooks folder cannot be listed.
    #[doc(hidden)]
    pub fn open_root(root: Root) -> Result<Self, Error> {
        let read = Self::read(&root).map_err(|error| error.below(&root))?;
        Ok(Self { root: Some(root), ..read })
    }

    /// Reads everything below a root.
    fn read(root: &Root) -> Result<Self, StoreError> {
        let mut recovered = None;
        let workspace = store::read_steadily(root, || {
            // What it changes makes everything be read again.
            Self::gather(root, |files| recovered = recovered.take().or_else(|| store::recover(root, files)))
        })?;
        Ok(Self { recovered, ..workspace })
    }

    /// Opens the workspace that `folder` lies in as it was at a revision: a commit, a branch, a tag, or what else git knows it by, such as `HEAD~3`.
    /// Git is asked for what it keeps; nothing is checked out or written, and nothing runs or connects, whatever the repository says. The same
    /// files count as on the disk, by the configuration and the `.gitignore` files of that revision. There are no files of submodules.
    ///
    /// ```no_run
    /// use faultbook::workspace::Workspace;
    ///
    /// let folder = std::path::Path::new(".");
    /// let (now, then) = (Workspace::open(folder)?, Workspace::at_revision(folder, "HEAD~3")?);
    /// println!("{} failures, then {}", now.book().failures.len(), then.book().failures.len());
    /// # Ok::<(), faultbook::workspace::Error>(())
    /// ```
    ///
    /// # Errors
    /// There is no workspace at that revision, the folder is in no git repository, there is no such commit, or git is not installed or fails.
    pub fn at_revision(folder: &Path, revision: &str) -> Result<Self, Error> {
        let found = Revision::find(folder, revision, Config::FILE).map_err(StoreError::from)?;
        let missing = || Error::NoWorkspaceAt { revision: revision.to_owned(), from: folder.into() };
        Ok(Self::gather(&found.ok_or_else(missing)?, |_| {})?)
    }

    /// Reads everything that a source of texts has. `before` is called when it is known which files count.
    fn gather<S: Source>(source: &S, before: impl FnOnce(&FileSet)) -> Result<Self, S::Error> {
        let mut findings = Vec::new();
        let config_text = reading::config_text(source).unwrap_or_else(|finding| {
            findings.push(*finding);
            String::new()
        });
        let (config, config_findings) =
            if findings.is_empty() { read_config(&config_text) } else { Default::default() };
        findings.extend(config_findings);
        let files = FileSet::new(Config::FILE, &config.playbooks);
        before(&files);
        let found = source.find(&files)?;
        findings.extend(reading::passed_over(&found));
        let files = found.files.into_iter().collect();
        let read = |path: &Arc<str>| reading::text(source, path);
        Ok(Self::of(files, read, (config, config_text), findings))
    }

    /// Makes a workspace of texts in memory, without a disk: the text of `faultbook.toml`, and files, each with its path from there. The same
    /// files count as on the disk: those that the configuration names, which are those below `playbooks/` where it names none. Of two files
    /// with one path the later one counts.
    ///
    /// ```
    /// use faultbook::workspace::Workspace;
    ///
    /// let playbook = "[failure.zone-outage]\nproblem = \"A zone goes dark\"\n";
    /// let workspace = Workspace::from_texts("format = 1", [("playbooks/main.toml", playbook)]);
    /// assert_eq!(workspace.book().failures.len(), 1);
    /// ```
    pub fn from_texts<'t>(config: &'t str, files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let files = files.into_iter().chain([(Config::FILE, config)]);
        let Ok(workspace) = Self::gather(&Texts::new(files), |_| {});
        workspace
    }

    /// Reads and parses files, in whatever order they come, and unites them. Of a root nothing is known here.
    pub(super) fn of(
        mut files: Vec<Named>,
        read: impl Fn(&Arc<str>) -> Result<String, Box<Finding>> + Sync,
        (config, config_text): (Config, String),
        mut findings: Vec<Finding>,
    ) -> Self {
        // Files are looked for by their paths, and what counts of two entries with one id is that of the first file.
        files.sort();
        let playbooks = files.iter().map(|(_, playbook)| Arc::clone(playbook)).collect();
        let paths: Vec<Arc<str>> = files.iter().map(|(path, _)| Arc::clone(path)).collect();
        let mut documents = Vec::with_capacity(files.len());
        let mut contributions = Vec::with_capacity(files.len());
        for (playbook, (document, items, found)) in reading::parse(files, read, &config) {
            documents.push(document);
            contributions.push((playbook, items));
            findings.extend(found);
        }
        let (book, doubles) = unite(paths, contributions, &config);
        findings.extend(doubles);
        Self { root: None, config, config_text, book, documents, playbooks, findings, recovered: None }
    }
}
