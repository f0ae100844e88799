//! How a transaction comes to be: from a folder, to change it or to look; or from texts.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use crate::change::Refusal;
use crate::config::Config;
use crate::edit::Draft;
use crate::finding::Finding;
use crate::read::read_config;
use crate::store;
use crate::store::FileSet;
use crate::store::Lock;
use crate::store::Root;
use crate::workspace::Error;
use crate::workspace::open::find_root;
use crate::workspace::reading;
use crate::workspace::transaction::Transaction;
use crate::workspace::transaction::open_file::OpenFile;
use crate::workspace::transaction::open_file::shown;
use crate::workspace::transaction::open_files::OpenFiles;

impl Transaction {
    /// Opens the workspace that `folder` lies in to change it; waits up to `patience` for whoever is changing it now.
    ///
    /// # Errors
    /// There is no workspace, it is of a newer format, its configuration cannot be read, somebody else keeps the lock, or the
    /// disk refuses.
    pub fn open(folder: &Path, patience: Duration) -> Result<Self, Error> {
        Self::open_root(&find_root(folder)?, patience)
    }

    /// The same for a folder that holds `faultbook.toml`.
    ///
    /// # Errors
    /// As [`Transaction::open`], but for a missing workspace.
    #[doc(hidden)]
    pub fn open_root(root: &Root, patience: Duration) -> Result<Self, Error> {
        Self::locked(root, patience).map_err(|error| error.below(root))
    }

    fn locked(root: &Root, patience: Duration) -> Result<Self, Error> {
        loop {
            // What is refused is refused before anything is written.
            let transaction = Self::bare(root)?;
            let lock = Lock::take(root, transaction.file_set(), patience)?;
            let recovered = lock.recovered().cloned();
            let mut transaction = Self::bare(root)?;
            // Another command may have changed which files these are, while this one waited.
            if transaction.file_set() == *lock.files() {
                transaction.read(root)?;
                return Ok(Self { lock: Some(lock), recovered, ..transaction });
            }
        }
    }

    /// Opens the workspace that `folder` lies in to see what a change would do. Nothing is locked, and nothing is written but
    /// what a killed command had left unfinished.
    ///
    /// # Errors
    /// As [`Transaction::open`].
    pub fn look(folder: &Path) -> Result<Self, Error> {
        Self::look_root(&find_root(folder)?)
    }

    /// The same for a folder that holds `faultbook.toml`.
    ///
    /// # Errors
    /// As [`Transaction::look`], but for a missing workspace.
    #[doc(hidden)]
    pub fn look_root(root: &Root) -> Result<Self, Error> {
        let mut recovered = None;
        let transaction = store::read_steadily(root, || {
            let mut transaction = Self::bare(root)?;
            recovered = recovered.take().or_else(|| store::recover(root, &transaction.file_set()));
            transaction.read(root).map(|()| transaction)
        });
        let transaction = transaction.map_err(|error: Error| error.below(root))?;
        Ok(Self { recovered, ..transaction })
    }

    /// A transaction of texts in memory, of which nothing is ever written: the text of `faultbook.toml`, and files, each with its path.
    /// A file's playbook is what its path names below the first folder.
    ///
    /// # Errors
    /// The configuration cannot be read.
    #[doc(hidden)]
    pub fn from_texts<'t>(
        config: &str,
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, Error> {
        let files_open = files.into_iter().map(|(path, text)| {
            OpenFile::read(Draft::new(path.into(), reading::playbook(path).into(), text.to_owned()))
        });
        Self::new(None, config.to_owned(), files_open.collect())
    }

    fn new(root: Option<Root>, text: String, files_open: Vec<OpenFile>) -> Result<Self, Error> {
        let config = writable(&text, &shown(root.as_ref(), Config::FILE))?;
        Ok(Self {
            root,
            lock: None,
            recovered: None,
            config,
            config_text: text,
            files_open: OpenFiles::new(files_open),
            schema: OnceLock::new(),
            closed: Vec::new(),
            touched: Vec::new(),
            deeds: HashMap::new(),
            strangers: Vec::new(),
            spoilt: None,
            today: None,
        })
    }

    /// A workspace of which only the configuration was read.
    fn bare(root: &Root) -> Result<Self, Error> {
        let text =
            reading::config_text(root).map_err(|finding| unreadable(&finding, &root.shown(Config::FILE)))?;
        Self::new(Some(root.clone()), text, Vec::new())
    }

    /// The files that it consists of.
    fn file_set(&self) -> FileSet {
        FileSet::new(Config::FILE, &self.config.playbooks)
    }

    /// Reads the playbooks.
    fn read(&mut self, root: &Root) -> Result<(), Error> {
        let found = store::find_playbooks(root, &self.file_set())?;
        self.closed = reading::passed_over(&found);
        let mut files_open = Vec::with_capacity(found.files.len());
        for (path, playbook) in found.files {
            match reading::text(root, &path) {
                Ok(text) => files_open.push(OpenFile::read(Draft::new(path, playbook, text))),
                Err(finding) => self.closed.push(*finding),
            }
        }
        self.files_open = OpenFiles::new(files_open);
        Ok(())
    }
}

/// The configuration, if it names a format that this program writes. `file` is how people find it.
///
/// # Errors
/// The format is newer, or cannot be read.
fn writable(text: &str, file: &str) -> Result<Config, Error> {
    let (config, findings) = read_config(text);
    if config.format > Config::FORMAT {
        return Err(Error::NewerFormat { format: config.format });
    }
    let hides_format = |finding: &&Finding| {
        matches!(finding.rule, "syntax" | "unreadable-file" | "conflict-marker")
            || finding.at.field == "format"
    };
    match findings.iter().find(hides_format) {
        Some(finding) => Err(unreadable(finding, file).into()),
        None => Ok(config),
    }
}

fn unreadable(finding: &Finding, file: &str) -> Refusal {
    let refusal = Refusal::new(format!("{file}: {}", finding.message));
    let is_about_format = finding.at.field == "format";
    refusal.help(match finding.help.clone().filter(|_| finding.rule != "syntax") {
        Some(help) => help.into_owned(),
        None if is_about_format => {
            format!("write `format = {}`; until then nothing is written", Config::FORMAT)
        }
        None => "fix it first, `faultbook lint` shows the place; until then nothing is written".to_owned(),
    })
}
