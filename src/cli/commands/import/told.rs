//! What became of imported files, for people and as JSON.

use std::collections::HashMap;
use std::collections::HashSet;
use std::io::Write;

use anyhow::Context as _;
use faultbook::export::write_json;
use faultbook::import::Conflict;
use faultbook::import::Note;
use faultbook::model::EntryRef;
use faultbook::model::MeasureClass;
use faultbook::workspace::ImportOutcome;
use faultbook::workspace::Transaction;

use crate::cli::Context;
use crate::cli::commands::import::json::Document;
use crate::cli::commands::import::json::Whole;
use crate::cli::ui::console::counted;
use crate::cli::ui::sanitize::brief;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::write;
use crate::cli::ui::write::Outcome;
use crate::cli::ui::write::ToldFile;

/// How many notes are shown of one file; `--json` has them all.
pub(super) const SHOWN: usize = 100;

/// A file, and what became of it.
pub(super) struct Told {
    pub(super) name: String,
    pub(super) taken: ImportOutcome,
}

/// Writes what was changed, and tells it.
pub(super) fn finish(
    mut transaction: Transaction,
    write: write::Options,
    all: &[Told],
    context: &Context,
) -> anyhow::Result<()> {
    let (changed, diff) = write.commit(&mut transaction, "import")?;
    // Whatever is in a new file is new.
    let grown: HashSet<&str> = changed
        .iter()
        .filter(|file| file.before.is_some())
        .filter_map(|file| file.after.as_deref())
        .collect();
    let is_named =
        |taken: &ImportOutcome| !taken.changed.is_empty() || !taken.new.is_empty() && !grown.is_empty();
    let outcomes: HashMap<EntryRef, Outcome> =
        if write.json || diff.is_none() && all.iter().any(|told| is_named(&told.taken)) {
            let outcomes = write::outcomes(&transaction).into_iter();
            outcomes.map(|outcome| (outcome.entry.clone(), outcome)).collect()
        } else {
            HashMap::new()
        };
    let names: Vec<String> = changed
        .iter()
        .filter(|changed| changed.before.is_none())
        .map(|changed| transaction.shown(changed.after.as_deref().unwrap_or_default()))
        .collect();
    // The process ends soon: to free large texts by themselves takes longer than to let them go.
    std::mem::forget(transaction);
    let told = (|| -> anyhow::Result<()> {
        if write.json {
            let mut out = context.console.raw();
            let files = changed.iter().map(ToldFile::from).collect();
            let imports = all.iter().map(|told| Document::new(told, &outcomes)).collect();
            write_json(
                &Whole { version: 1, dry_run: diff.is_some(), imports, files, diff: diff.as_deref() },
                &mut out,
            )?;
            return Ok(out.flush()?);
        }
        let mut out = context.console.out();
        match &diff {
            Some(diff) => write::print_diff(diff, &mut out)?,
            None => {
                for name in &names {
                    writeln!(out, "{}", plain_line(name))?;
                }
                let is_grown = |outcome: &&Outcome| outcome.file().is_some_and(|file| grown.contains(file));
                let found = |entry: &EntryRef| outcomes.get(entry);
                let new = all.iter().flat_map(|told| &told.taken.new).filter_map(found).filter(is_grown);
                let edited = all.iter().flat_map(|told| &told.taken.changed);
                for outcome in new.chain(edited.filter_map(|(entry, _)| found(entry))) {
                    writeln!(out, "{outcome}")?;
                }
            }
        }
        Ok(out.flush()?)
    })();
    all.iter().for_each(|told| told.summarise(context));
    match changed.iter().find_map(|changed| changed.after.as_ref()).filter(|_| diff.is_none()) {
        Some(path) => told.with_context(|| format!("{path} was written, but its name could not be printed")),
        None => told,
    }
}

impl Told {
    /// Whether the file held nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        let ImportOutcome { new, changed, unchanged, alike, conflicts, .. } = &self.taken;
        let is_idle = new.is_empty() && changed.is_empty() && conflicts.is_empty();
        is_idle && *unchanged == 0 && alike.is_empty()
    }

    /// Whether the file says nothing new, so that all was told before.
    fn is_old(&self) -> bool {
        let ImportOutcome { new, changed, unchanged, alike, gone, conflicts, import, .. } = &self.taken;
        *unchanged > 0
            && new.is_empty()
            && changed.is_empty()
            && alike.is_empty()
            && gone.is_empty()
            && conflicts.is_empty()
            && import.notes.is_empty()
    }

    pub(super) fn place(&self, sheet: Option<&str>, line: usize) -> String {
        let name = plain_line(&self.name);
        match sheet {
            Some(sheet) => format!("{name}[{}]:{line}", brief(sheet)),
            None => format!("{name}:{line}"),
        }
    }

    /// Says what was imported, what a person should look at, and which tables were skipped.
    pub(super) fn summarise(&self, context: &Context) {
        let console = &context.console;
        if self.is_old() {
            return console.status(format_args!("{}: {}", plain_line(&self.name), self.total()));
        }
        self.imported(context);
        self.notes(context);
        for (row, entry) in self.taken.alike.iter().take(SHOWN) {
            let place = self.place(None, *row);
            console.status(format_args!("{place}: this says nearly the same as {entry}, and is left out; a column `id` with {} changes that one", entry.id));
        }
        for (entry, row) in self.taken.gone.iter().take(SHOWN) {
            let row = row.map(|row| format!(" (in row {row})")).unwrap_or_default();
            console.status(format_args!("{}: {entry} came from here{row} and is here no more; it stays, `faultbook remove {entry}` takes it away", plain_line(&self.name)));
        }
        for conflict in self.taken.conflicts.iter().take(SHOWN) {
            let place = self.place(conflict.sheet.as_deref(), conflict.row);
            console.status(format_args!("{place}: {}", conflicting(conflict)));
        }
        for (what, all) in [
            ("conflicts", self.taken.conflicts.len()),
            ("rows that are nearly the same", self.taken.alike.len()),
            ("entries that are here no more", self.taken.gone.len()),
        ] {
            if all > SHOWN {
                console.status(format_args!("… and {} more {what}; --json has them all", all - SHOWN));
            }
        }
        if let Some(proposed) = &self.taken.proposed {
            console.status(format_args!("{}: {}", plain_line(&self.name), plain_line(&proposed.message)));
            console.copied(&proposed.lines);
        }
        self.skipped(context);
        if !self.is_empty() {
            console.status(self.total());
        }
        if self.taken.is_unrecorded && !self.taken.changed.is_empty() {
            console.status(
                "the file has no column `said`: every cell that differs from the workspace was imported",
            );
        }
    }

    /// All notes in the order of the file.
    pub(super) fn all_notes(&self) -> Vec<&Note> {
        let import = &self.taken.import;
        let sheet = |note: &Note| import.tables.iter().position(|table| table.sheet == note.sheet);
        let mut notes: Vec<&Note> =
            import.tables.iter().flat_map(|table| &table.notes).chain(&import.notes).collect();
        notes.sort_by_key(|note| (sheet(note), note.line));
        notes
    }

    /// Says the notes, of which what holds for many rows is said once.
    fn notes(&self, context: &Context) {
        let notes = self.all_notes();
        let mut rows: HashMap<(&Option<String>, &str, &str), usize> = HashMap::new();
        for note in &notes {
            *rows.entry((&note.sheet, &note.column, &note.message)).or_default() += 1;
        }
        let different = rows.len();
        let mut shown = 0;
        for note in notes {
            let Some(number) = rows.remove(&(&note.sheet, &*note.column, &*note.message)) else { continue };
            if shown == SHOWN {
                context
                    .console
                    .status(format_args!("… and {} more notes; --json has them all", different - SHOWN));
                break;
            }
            shown += 1;
            let column =
                if note.column.is_empty() { String::new() } else { format!("{}: ", brief(&note.column)) };
            let more = if number > 1 {
                format!(" (and in {})", counted(number - 1, "more place"))
            } else {
                String::new()
            };
            let place = self.place(note.sheet.as_deref(), note.line);
            context.console.status(format_args!("{place}: {column}{}{more}", brief(&note.message)));
        }
    }

    fn total(&self) -> String {
        let ImportOutcome { new, changed, unchanged, actions, alike, gone, conflicts, .. } = &self.taken;
        let mut parts = vec![
            format!("{} new", new.len()),
            format!("{} changed", changed.len()),
            format!("{unchanged} unchanged"),
        ];
        parts.extend((!alike.is_empty()).then(|| format!("{} left out", alike.len())));
        parts.extend((!conflicts.is_empty()).then(|| counted(conflicts.len(), "conflict").into_owned()));
        parts.extend((!gone.is_empty()).then(|| format!("{} gone from the file", gone.len())));
        let count = |class| actions.get(&class).copied().unwrap_or(0);
        let (reactive, preventative, other) = (
            count(MeasureClass::Reactive),
            count(MeasureClass::Preventative),
            count(MeasureClass::Mitigation),
        );
        let actions = match reactive + preventative + other {
            0 => String::new(),
            _ => format!(
                "; {reactive} reactive and {preventative} preventative actions, {other} not yet classified"
            ),
        };
        format!("{}{actions}", parts.join(", "))
    }
}

/// A conflict, in words.
fn conflicting(conflict: &Conflict) -> String {
    let side = |text: &Option<String>| {
        text.as_ref().map_or("nothing".to_owned(), |text| format!("“{}”", brief(text)))
    };
    let entry = &conflict.entry;
    match &conflict.field {
        Some(field) => format!(
            "conflict in {field} of {entry}: the workspace has {} and the file {}; keep one with --ours {field} or --theirs {field}",
            side(&conflict.here),
            side(&conflict.file),
        ),
        None => format!(
            "conflict: {entry} was removed or renamed in the workspace and edited in the file; leave it out with --ours, or add it again with --theirs"
        ),
    }
}
