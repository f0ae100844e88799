//! What all commands that write share: `--dry-run`, `--json`, and what is told when it is done.

use std::io::Write;

use anyhow::Context as _;
use clap::builder::styling::AnsiColor;
use faultbook::export::write_json;
use faultbook::finding::listed;
use faultbook::model::EntryRef;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::workspace::Changed;
use faultbook::workspace::Desk;
use faultbook::workspace::PATIENCE;
use serde::Serialize;
use similar::ChangeTag;
use similar::TextDiff;

use crate::cli::Context;
use crate::cli::plain::plain;
use crate::cli::plain::plain_line;
use crate::cli::recovered;

#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Options {
    /// Print what would change as a diff, and write nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print what was done as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

impl Options {
    /// Whether a person reads what is done.
    pub(super) fn is_plain(self) -> bool {
        !self.dry_run && !self.json
    }

    /// The same, writing nothing.
    pub(super) fn look(self) -> Self {
        Self { dry_run: true, ..self }
    }

    /// The workspace around the current folder, ready to be changed.
    pub(super) fn open(self, context: &Context) -> anyhow::Result<Desk> {
        let here = std::env::current_dir().context("the current folder cannot be told; it may be gone")?;
        let mut desk = if self.dry_run { Desk::look(&here)? } else { Desk::open(&here, PATIENCE)? };
        desk.refuse_facts_after(context.today().ok());
        recovered::tell(desk.recovered(), &context.console);
        let unread: Vec<&str> = desk.unread().collect();
        if !unread.is_empty() {
            let note =
                format!("{} could not be read; `faultbook lint` tells why", listed(unread.iter().copied()));
            context.console.note(&plain_line(&note));
        }
        Ok(desk)
    }

    /// Writes what was changed, or makes a diff of it: the files, and the diff.
    pub(super) fn commit(
        self,
        desk: &mut Desk,
        what: &str,
    ) -> anyhow::Result<(Vec<Changed>, Option<String>)> {
        // What would be refused is refused in a dry run, which writes nothing.
        let written = desk.commit(what)?;
        Ok(match self.dry_run {
            true => (desk.changes().into_iter().map(|(changed, ..)| changed).collect(), Some(diff(desk))),
            false => (written, None),
        })
    }

    /// Writes what was changed, and tells it: the entries with their places, or the diff.
    pub(super) fn finish(self, mut desk: Desk, what: &str, context: &Context) -> anyhow::Result<()> {
        let places = desk.places();
        let entries: Vec<(EntryRef, Option<(String, usize)>)> = desk
            .touched()
            .iter()
            .map(|entry| {
                let place = places.get(entry).map(|(file, line)| (file.to_string(), *line));
                (entry.clone(), place)
            })
            .collect();
        let strangers = desk.strangers();
        let (changed, diff) = self.commit(&mut desk, what)?;
        // The process ends soon: to free a large text, and the lock, by itself takes longer than to let it go.
        std::mem::forget(desk);
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
    pub(super) fn nothing(self, why: &str, context: &Context) -> anyhow::Result<()> {
        self.tell(&[], &[], self.dry_run.then_some(""), context)?;
        context.console.note(why);
        Ok(())
    }

    fn tell(
        self,
        entries: &[(EntryRef, Option<(String, usize)>)],
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
                for (entry, place) in entries {
                    match place {
                        Some((file, line)) => writeln!(out, "{entry}  {}:{line}", plain_line(file))?,
                        None => writeln!(out, "{entry}  removed")?,
                    }
                }
            }
        }
        Ok(out.flush()?)
    }
}

/// What is said where standard output refuses the result of a change that is made.
pub(super) const UNPRINTED: &str = "the change was written, but its result could not be printed";

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
}

/// A file before and after: new where `before` is null, gone where `after` is.
#[derive(Serialize)]
pub(super) struct ToldFile<'a> {
    before: Option<&'a str>,
    after: Option<&'a str>,
}

impl<'a> From<&'a Changed> for ToldFile<'a> {
    fn from(changed: &'a Changed) -> Self {
        Self { before: changed.before.as_deref(), after: changed.after.as_deref() }
    }
}

impl<'a> Told<'a> {
    fn new(
        dry_run: bool,
        entries: &'a [(EntryRef, Option<(String, usize)>)],
        changed: &'a [Changed],
        diff: Option<&'a str>,
    ) -> Self {
        let entries = entries.iter().map(|(entry, place)| ToldEntry {
            kind: entry.kind,
            id: &entry.id,
            file: place.as_ref().map(|(file, _)| file.as_str()),
            line: place.as_ref().map(|(_, line)| *line),
        });
        let files = changed.iter().map(ToldFile::from);
        Self { version: 1, dry_run, entries: entries.collect(), files: files.collect(), diff }
    }
}

/// What would be written, as `git apply` takes it.
fn diff(desk: &Desk) -> String {
    let mut diff = String::new();
    for (changed, before, after) in desk.changes() {
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
pub(super) fn print_diff(diff: &str, out: &mut impl Write) -> std::io::Result<()> {
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
