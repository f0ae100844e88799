//! The door for library users: opens a workspace, reports on it, judges it.
//!
//! ```no_run
//! use faultbook::model::Date;
//! use faultbook::rank;
//! use faultbook::report::ReportOptions;
//! use faultbook::workspace::Workspace;
//!
//! let workspace = Workspace::open(std::path::Path::new("."))?;
//! let method = rank::find("matrix").expect("matrix is a method");
//! let today = Date::new(2026, 11, 20).expect("a date");
//! for row in &workspace.report(ReportOptions::new(method, today)).rows {
//!     println!("{} {}", row.case.priority, row.failure().id);
//! }
//! # Ok::<(), faultbook::workspace::Error>(())
//! ```

mod catalogue;
#[cfg(feature = "sqlite")]
mod database;
mod error;
mod judge;
mod locate;
mod name;
mod open;
mod reading;
mod source;
mod transaction;

pub use error::Error;
pub use transaction::Adopted;
pub use transaction::Changed;
pub use transaction::EntryChange;
pub use transaction::Foreign;
pub use transaction::ImportOutcome;
pub use transaction::Proposed;
pub use transaction::Transaction;
pub use transaction::Wanted;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::analyse::budget::Budget;
use crate::analyse::budget::NamedFactor;
use crate::analyse::coverage::Ask;
use crate::analyse::coverage::Coverage;
use crate::analyse::next::Next;
use crate::config::Config;
use crate::finding::Finding;
use crate::finding::Subject;
use crate::graph::Graph;
use crate::model::Book;
use crate::model::Date;
use crate::model::EntryRef;
use crate::model::Kind;
use crate::model::Origin;
use crate::model::Word;
use crate::rank::Method;
use crate::read::Document;
use crate::report::Report;
use crate::report::ReportOptions;
use crate::store::Recovered;
use crate::store::Root;

/// How long a command waits for another one that is writing.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// All playbooks below a `faultbook.toml`, read.
#[derive(Debug)]
pub struct Workspace {
    /// `None`: not on the disk.
    root: Option<Root>,
    config: Config,
    config_text: String,
    book: Book,
    documents: Vec<Document>,
    /// The names of the playbooks that files belong to.
    playbooks: BTreeSet<Arc<str>>,
    findings: Vec<Finding>,
    recovered: Option<Recovered>,
}

impl Workspace {
    /// The same without the texts of its files, which may be very large, for one who needs only what they say.
    fn without_texts(mut self) -> Self {
        self.documents = Vec::new();
        self
    }

    /// The folder that holds `faultbook.toml`; empty where the workspace is not on the disk.
    pub fn root(&self) -> &Path {
        self.root.as_ref().map_or(Path::new(""), Root::path)
    }

    /// How people find a file, which is named from the root.
    pub fn shown(&self, file: &str) -> String {
        self.root.as_ref().map_or_else(|| file.to_owned(), |root| root.shown(file))
    }

    /// What a killed command had left, and what became of it when the workspace was opened.
    pub fn recovered(&self) -> Option<&Recovered> {
        self.recovered.as_ref()
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The union of all playbooks.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The names of all playbooks.
    pub fn playbooks(&self) -> impl Iterator<Item = &str> {
        self.playbooks.iter().map(AsRef::as_ref)
    }

    /// The method that the configuration names; the default where it names none that exists.
    pub fn method(&self) -> &'static Method {
        crate::rank::configured(&self.config)
    }

    /// Ranks and filters the failures.
    pub fn report(&self, view: ReportOptions) -> Report<'_> {
        Report { unread: self.unread(), ..Report::new(&self.book, &self.config, view) }
    }

    /// What failures are expected to cost on a day, against the error budgets of flows.
    pub fn budget<'a>(&'a self, today: Date, factors: &'a [NamedFactor]) -> Budget<'a> {
        Budget::new(&self.book, &self.config, &Graph::new(&self.book), today, factors)
    }

    /// What the components that flows need are asked, and what nobody answered.
    pub fn coverage(&self, ask: &Ask<'_>) -> Coverage<'_> {
        Coverage::new(&self.book, &self.config, &Graph::new(&self.book), ask)
    }

    /// What to do first on a day.
    pub fn next(&self, today: Date) -> Next<'_> {
        Next::new(&self.book, &self.config, today)
    }

    /// How many entries, files and settings could not be read, and are missing from every result.
    pub fn unread(&self) -> usize {
        let is_lost = |finding: &&Finding| match finding.at.subject {
            Subject::Config => {
                let is_lost = matches!(finding.rule, "syntax" | "unreadable-file");
                let is_in_conflict = finding.rule == "conflict-marker" && finding.at.field.is_empty();
                is_lost || is_in_conflict || finding.at.field == "playbooks"
            }
            _ => finding.is_of_lost_text(),
        };
        self.book.mentions.len() + self.findings.iter().filter(is_lost).count()
    }

    /// The entry that a person names: `KIND/ID`, or the bare id where one kind alone has it.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub fn find(&self, name: &str) -> Result<EntryRef, Error> {
        let ids = || Kind::ALL.iter().flat_map(|&kind| self.book.ids(kind)).map(str::to_owned).collect();
        Ok(name::resolve(name, |kind, id| self.book.has(kind, id), ids)?)
    }

    /// The text of a file, by its path relative to the root.
    pub fn text(&self, file: &str) -> Option<&str> {
        if file == Config::FILE {
            return Some(&self.config_text);
        }
        self.document(file).map(Document::text)
    }

    /// A playbook file, by its path relative to the root.
    fn document(&self, file: &str) -> Option<&Document> {
        let index = self.book.files.binary_search_by(|path| path.as_ref().cmp(file)).ok()?;
        self.documents.get(index)
    }

    /// The text of one entry as it stands in its file.
    pub fn block(&self, origin: Origin) -> &str {
        let document = self.documents.get(origin.file as usize);
        document.map_or("", |document| document.block(origin.offset as usize))
    }
}
