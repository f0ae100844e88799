//! Where a workspace is changed: its files are read as they are, changed as text, and written all at once or not at all.
//!
//! ```no_run
//! use std::time::Duration;
//! use faultbook::change::{Edit, Path, Value};
//! use faultbook::workspace::{Transaction, Error};
//!
//! let mut transaction = Transaction::open(std::path::Path::new("."), Duration::from_secs(10))?;
//! let entry = transaction.find("zone-outage")?;
//! transaction.edit(&entry, &[Edit::Set(Path::key("severity"), Value::text("high"))])?;
//! transaction.commit("edit zone-outage")?;
//! # Ok::<(), Error>(())
//! ```

mod add;
mod adopt;
mod changes;
mod entries;
mod held;
mod import;
mod measures;
mod naming;
mod open;
mod open_file;
mod open_files;
mod proposed;
mod references;
mod schema_line;
mod shown;
mod starter_fields;
mod starter_plan;

pub use adopt::Adopted;
pub use adopt::Wanted;
pub use changes::EntryChange;
pub use import::Foreign;
pub use import::ImportOutcome;
pub use proposed::Proposed;

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::change::Refusal;
use crate::config::Config;
use crate::edit;
use crate::edit::Draft;
use crate::edit::Named;
use crate::finding::Finding;
use crate::model::Date;
use crate::model::EntryRef;
use crate::model::Kind;
use crate::store;
use crate::store::Lock;
use crate::store::Recovered;
use crate::store::Root;
use crate::workspace::Error;
use crate::workspace::name;
use crate::workspace::transaction::changes::Deed;
use crate::workspace::transaction::open_file::OpenFile;
use crate::workspace::transaction::open_files::OpenFiles;

/// A workspace that is being changed. Nothing is written before [`Transaction::commit`], and nobody else who asks for the lock writes
/// before this is dropped.
#[derive(Debug)]
pub struct Transaction {
    /// `None`: made of texts.
    root: Option<Root>,
    /// `None`: it only shows what would be written.
    lock: Option<Lock>,
    recovered: Option<Recovered>,
    config: Config,
    config_text: String,
    files_open: OpenFiles,
    /// The schema that files name, from the root, once it was sought.
    schema: OnceLock<Option<String>>,
    /// Files that cannot be taken as text, or were not opened.
    closed: Vec<Finding>,
    /// The entries that were changed, in the order in which they were.
    touched: Vec<EntryRef>,
    /// What was done to each of them.
    deeds: HashMap<EntryRef, Deed>,
    /// Names that came with changes, and could be words as well.
    strangers: Vec<Named>,
    /// Why a change was refused that was half made.
    spoilt: Option<String>,
    /// The date after which nothing has happened yet; `None`: every date is believed.
    today: Option<Date>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// Its path before, relative to the root; `None` where it is new.
    pub before: Option<Arc<str>>,
    /// Its path now; `None` where it is gone.
    pub after: Option<Arc<str>>,
}

impl Transaction {
    /// The folder that holds `faultbook.toml`.
    pub fn root(&self) -> &Path {
        self.root.as_ref().map_or(Path::new(""), Root::path)
    }

    /// How people find a file, which is named from the root.
    pub fn shown(&self, file: &str) -> String {
        open_file::shown(self.root.as_ref(), file)
    }

    /// The folder that holds `faultbook.toml`, open.
    ///
    /// # Errors
    /// The transaction was made of texts.
    #[doc(hidden)]
    pub fn root_folder(&self) -> Result<Root, Error> {
        Ok(self.root.clone().ok_or_else(|| Refusal::new("there is no folder"))?)
    }

    /// Refuses changes that date what has happened later than a day after this date; `None`: every date is believed.
    pub fn refuse_facts_after(&mut self, today: Option<Date>) {
        self.today = today;
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What a killed command had left, and what became of it.
    pub fn recovered(&self) -> Option<&Recovered> {
        self.recovered.as_ref()
    }

    /// The files that could not be taken as text: what they hold is not known here.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        let unreadable = self.closed.iter().filter(|finding| finding.rule == "unreadable-file");
        unreadable.filter_map(|finding| Some(finding.at.text.as_ref()?.file.as_ref()))
    }

    /// The names of all playbooks.
    pub fn playbooks(&self) -> BTreeSet<&str> {
        self.drafts().map(|draft| draft.playbook().as_ref()).collect()
    }

    fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.files_open.present().map(|file| &file.draft)
    }

    /// Whether an entry exists.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.files_open.holding(kind, id).next().is_some()
    }

    /// All entries, in the order of files.
    pub fn entries(&self) -> impl Iterator<Item = EntryRef> {
        self.drafts().flat_map(Draft::entries)
    }

    /// The entry that a person names: `KIND/ID`, or the bare id where one kind alone has it.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub fn find(&self, name: &str) -> Result<EntryRef, Error> {
        Ok(name::resolve(
            name,
            |kind, id| self.has(kind, id),
            || self.entries().map(|entry| entry.id.to_string()).collect(),
        )?)
    }

    /// The file that holds an entry, if it can be read in full: else nothing is written to it.
    ///
    /// # Errors
    /// No file or several hold it, or it cannot be read in full.
    fn file(&mut self, entry: &EntryRef) -> Result<&mut OpenFile, Error> {
        let at = self.sheet_of(entry)?;
        let file = self.files_open.get_mut(at);
        file.examine(self.root.as_ref())?;
        Ok(file)
    }

    /// Which file holds an entry.
    ///
    /// # Errors
    /// None does, or two do.
    fn sheet_of(&self, entry: &EntryRef) -> Result<usize, Refusal> {
        let mut holding = self.files_open.holding(entry.kind, entry.id.as_str());
        let first = holding.next().ok_or_else(|| Refusal::new(format!("there is no {entry}")))?;
        if let Some(second) = holding.next() {
            let path = |at| self.shown(self.files_open.get(at).draft.path());
            let (a, b) = (path(first), path(second));
            let refusal = Refusal::new(format!("{entry} is defined twice: in {a} and in {b}"));
            return Err(refusal.help("give one of them another id in an editor"));
        }
        Ok(first)
    }

    /// The path of the file that holds an entry, and the line of its header.
    pub fn place(&self, entry: &EntryRef) -> Option<(Arc<str>, usize)> {
        let at = self.files_open.holding(entry.kind, entry.id.as_str()).next()?;
        let file = self.files_open.get(at);
        Some((file.path(), file.draft.line(entry).unwrap_or(1)))
    }

    /// The files, by path.
    pub fn files(&self) -> impl Iterator<Item = &Arc<str>> {
        self.drafts().map(Draft::path)
    }

    /// The files that are to be written, by the path that they have, or had.
    pub fn changed(&self) -> impl Iterator<Item = Arc<str>> {
        let changed = self.files_open.iter().filter_map(OpenFile::plan).map(|plan| plan.changed);
        changed.filter_map(|changed| changed.after.or(changed.before))
    }

    /// Puts files into the order of the format, and changes nothing else. Those that cannot be come back, with the reason.
    pub fn format(&mut self, is_meant: impl Fn(&str) -> bool) -> Vec<(Arc<str>, Refusal)> {
        let mut left = Vec::new();
        for file in self.files_open.iter_mut().filter(|file| is_meant(file.draft.path())) {
            match edit::format(file.draft.before()) {
                Ok(Some(text)) => file.draft.rewrite(text),
                Ok(None) => {}
                Err(refusal) => left.push((Arc::clone(file.draft.path()), refusal)),
            }
        }
        left
    }

    /// The files that are to be written, each with its text before and after.
    pub fn changes(&self) -> Vec<(Changed, String, String)> {
        let changed = self.files_open.iter().filter_map(OpenFile::changed);
        changed.collect()
    }

    /// Writes everything that was changed, all or nothing. `what` says for whoever finishes it after a kill what was meant.
    ///
    /// # Errors
    /// A file was changed by somebody else meanwhile, an entry could not be added, renamed or removed before, something would be
    /// too large to be read, or the disk refuses. Nothing is written then. A transaction that was opened to look writes nothing.
    pub fn commit(&mut self, what: &str) -> Result<Vec<Changed>, Error> {
        if let Some(reason) = &self.spoilt {
            return Err(Refusal::new(format!("nothing is written after what was refused: {reason}")).into());
        }
        for draft in self.drafts().filter(|draft| draft.is_changed()) {
            draft.stays_within_bounds(&self.shown(draft.path()))?;
        }
        let Some(lock) = &mut self.lock else { return Ok(Vec::new()) };
        let plans: Vec<_> = self.files_open.iter().filter_map(OpenFile::plan).collect();
        let steps: Vec<store::Step<'_>> = plans.iter().flat_map(|plan| plan.steps()).collect();
        if !steps.is_empty() {
            lock.commit(what, &steps).map_err(|error| match &self.root {
                Some(root) => error.below(root),
                None => error,
            })?;
        }
        drop(steps);
        let changed = plans.iter().map(|plan| plan.changed.clone()).collect();
        Ok(changed)
    }

    /// Makes a change that may be refused when half of it is made: then nothing on this transaction is written any more.
    fn whole<T>(&mut self, change: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let made = change(self);
        if let Err(reason) = &made {
            self.spoilt = Some(reason.to_string());
        }
        made
    }
}
