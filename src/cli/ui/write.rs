//! What all commands that write share: `--dry-run`, `--json`, and what is told when it is done.

use std::fmt::Display;
use std::fmt::Formatter;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::builder::styling::AnsiColor;
use faultbook::export::write_json;
use faultbook::finding::listed;
use faultbook::model::EntryRef;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::workspace::Changed;
use faultbook::workspace::EntryChange;
use faultbook::workspace::PATIENCE;
use faultbook::workspace::Transaction;
use serde::Serialize;
use similar::ChangeTag;
use similar::TextDiff;

use crate::cli::Context;
use crate::cli::ui::recovered;
use crate::cli::ui::sanitize::brief;
use crate::cli::ui::sanitize::plain;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::state;

#[derive(Clone, Copy, Debug, clap::Args)]
pub(in crate::cli) struct Options {
    /// Print what would change as a diff, and write nothing.
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Print what was done as JSON.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

impl Options {
    /// Whether a person reads what is done.
    pub(in crate::cli) fn is_plain(self) -> bool {
        !self.dry_run && !self.json
    }

    /// The same, writing nothing.
    pub(in crate::cli) fn look(self) -> Self {
        Self { dry_run: true, ..self }
    }

    /// The workspace around the current folder, ready to be changed.
    pub(in crate::cli) fn open(self, context: &Context) -> anyhow::Result<Transaction> {
        self.open_at(&[], context)
    }

    /// The workspace that the paths are in, ready to be changed.
    pub(in crate::cli) fn open_at(self, paths: &[PathBuf], context: &Context) -> anyhow::Result<Transaction> {
        let root = context.root(paths)?;
        let mut transaction = if self.dry_run {
            Transaction::look_root(&root)?
        } else {
            Transaction::open_root(&root, PATIENCE)?
        };
        transaction.refuse_facts_after(context.today().ok());
        recovered::tell(transaction.recovered(), &context.console);
        let unread: Vec<String> = transaction.unread().map(|file| transaction.shown(file)).collect();
        if !unread.is_empty() {
            let unread = listed(unread.iter().map(String::as_str));
            let note = format!("{unread} could not be read; `faultbook lint` tells why");
            context.console.note(&plain_line(&note));
        }
        Ok(transaction)
    }

    /// Writes what was changed, or makes a diff of it: the files, and the diff.
    pub(in crate::cli) fn commit(
        self,
        transaction: &mut Transaction,
        what: &str,
    ) -> anyhow::Result<(Vec<Changed>, Option<String>)> {
        // What would be refused is refused in a dry run, which writes nothing.
        let written = transaction.commit(what)?;
        Ok(match self.dry_run {
            true => (
                transaction.changes().into_iter().map(|(changed, ..)| changed).collect(),
                Some(diff(transaction)),
            ),
            false => (written, None),
        })
    }

    /// Writes what was changed, and tells it: the entries with their places, or the diff.
    pub(in crate::cli) fn finish(
        self,
        mut transaction: Transaction,
        what: &str,
        context: &Context,
    ) -> anyhow::Result<()> {
        let is_diff = self.dry_run && !self.json;
        let entries = if is_diff { Vec::new() } else { outcomes(&transaction) };
        let strangers = transaction.strangers();
        let (changed, diff) = self.commit(&mut transaction, what)?;
        // The process ends soon: to free a large text, and the lock, by itself takes longer than to let it go.
        std::mem::forget(transaction);
        if changed.is_empty() {
            return self.nothing("nothing to change", context);
        }
        let told = self.tell(&entries, &changed, diff.as_deref(), context);
        for EntryRef { kind, id } in strangers {
            let way_out = match kind {
                Kind::Component => format!("`faultbook add component {id}` adds it"),
                _ => format!("add [{kind}.{id}]"),
            };
            context.console.note(&format!(
                "there is no {kind} `{id}` yet; {way_out}, or write words, with a capital letter or a space"
            ));
        }
        match self.dry_run {
            true => told,
            false => told.context(UNPRINTED),
        }
    }

    /// Tells that nothing was done, and why.
    pub(in crate::cli) fn nothing(self, why: &str, context: &Context) -> anyhow::Result<()> {
        self.tell(&[], &[], self.dry_run.then_some(""), context)?;
        context.console.note(why);
        Ok(())
    }

    fn tell(
        self,
        entries: &[Outcome],
        changed: &[Changed],
        diff: Option<&str>,
        context: &Context,
    ) -> anyhow::Result<()> {
        if self.json {
            let mut out = context.console.raw();
            write_json(&Told::new(self.dry_run, entries, changed, diff), &mut out)?;
            return Ok(out.flush()?);
        }
        let mut out = context.console.out();
        match diff {
            Some(diff) => print_diff(diff, &mut out)?,
            None => {
                for outcome in entries {
                    writeln!(out, "{outcome}")?;
                }
            }
        }
        Ok(out.flush()?)
    }
}

/// What became of an entry, and where it is.
pub(in crate::cli) struct Outcome {
    pub(in crate::cli) entry: EntryRef,
    /// The file that holds it, or held it, named from the root.
    file: Arc<str>,
    /// The same as people find it.
    shown: String,
    /// The line of its header; `None`: it was removed.
    pub(in crate::cli) line: Option<usize>,
    /// What is new about it.
    pub(in crate::cli) state: String,
}

impl Outcome {
    /// The file that holds it; `None`: it was removed.
    pub(in crate::cli) fn file(&self) -> Option<&str> {
        self.line.map(|_| self.file.as_ref())
    }
}

impl Display for Outcome {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        write!(f, "{}{line}: {}: {}", plain_line(&self.shown), self.entry, brief(&self.state))
    }
}

/// What became of the entries that were changed.
pub(in crate::cli) fn outcomes(transaction: &Transaction) -> Vec<Outcome> {
    let places = transaction.places();
    let outcome = |entry: &EntryRef| {
        let change = transaction.change_of(entry);
        let (file, line) = match (&change, places.get(entry)) {
            (Some(EntryChange::Removed { file }), _) => (Arc::clone(file), None),
            (_, place) => place.map(|(file, line)| (Arc::clone(file), Some(*line)))?,
        };
        let (shown, state) = (transaction.shown(&file), state::of(change.as_ref()));
        Some(Outcome { entry: entry.clone(), file, shown, line, state })
    };
    transaction.touched().iter().filter_map(outcome).collect()
}

/// What is said where standard output refuses the result of a change that is made.
pub(in crate::cli) const UNPRINTED: &str = "the change was written, but its result could not be printed";

/// What was done, as JSON.
#[derive(Serialize)]
struct Told<'a> {
    version: u32,
    dry_run: bool,
    entries: Vec<ToldEntry<'a>>,
    files: Vec<ToldFile<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<&'a str>,
}

#[derive(Serialize)]
struct ToldEntry<'a> {
    kind: Kind,
    id: &'a Id,
    file: Option<&'a str>,
    line: Option<usize>,
    state: &'a str,
}

/// A file before and after: new where `before` is null, gone where `after` is.
#[derive(Serialize)]
pub(in crate::cli) struct ToldFile<'a> {
    before: Option<&'a str>,
    after: Option<&'a str>,
}

impl<'a> From<&'a Changed> for ToldFile<'a> {
    fn from(changed: &'a Changed) -> Self {
        Self { before: changed.before.as_deref(), after: changed.after.as_deref() }
    }
}

impl<'a> Told<'a> {
    fn new(dry_run: bool, entries: &'a [Outcome], changed: &'a [Changed], diff: Option<&'a str>) -> Self {
        let entries = entries.iter().map(|outcome| ToldEntry {
            kind: outcome.entry.kind,
            id: &outcome.entry.id,
            file: outcome.file(),
            line: outcome.line,
            state: &outcome.state,
        });
        let files = changed.iter().map(ToldFile::from);
        Self { version: 1, dry_run, entries: entries.collect(), files: files.collect(), diff }
    }
}

/// What would be written, as `git apply` takes it.
fn diff(transaction: &Transaction) -> String {
    let mut diff = String::new();
    for (changed, before, after) in transaction.changes() {
        let name = |side: &str, path: Option<&str>| {
            path.map_or("/dev/null".to_owned(), |path| format!("{side}/{path}"))
        };
        let (old, new) = (name("a", changed.before.as_deref()), name("b", changed.after.as_deref()));
        if let (Some(from), Some(to)) = (&changed.before, &changed.after)
            && from != to
        {
            // Without these lines git would look for the new file, and not move the old one.
            diff.push_str(&format!("diff --git {old} {new}\nrename from {from}\nrename to {to}\n"));
        }
        let lines = TextDiff::from_lines(&before, &after);
        let unchanged = lines.iter_all_changes().all(|change| change.tag() == ChangeTag::Equal);
        if unchanged {
            diff.push_str(&format!("--- {old}\n+++ {new}\n"));
        }
        diff.push_str(&lines.unified_diff().header(&old, &new).to_string());
    }
    diff
}

/// A diff for people: its text is a playbook's, and harmless.
pub(in crate::cli) fn print_diff(diff: &str, out: &mut impl Write) -> std::io::Result<()> {
    let (red, green, cyan) =
        (AnsiColor::Red.on_default(), AnsiColor::Green.on_default(), AnsiColor::Cyan.on_default());
    for line in diff.lines() {
        let line = plain(line);
        let style = match line.as_bytes().first() {
            Some(b'-') => red,
            Some(b'+') => green,
            Some(b'@') => cyan,
            _ => clap::builder::styling::Style::new(),
        };
        writeln!(out, "{style}{line}{style:#}")?;
    }
    Ok(())
}
