//! What an import would change: new entries, entries that the file says something new of, and those that it holds no more.

mod apart;
mod base;
mod change;
mod conflict;
mod edits;
mod existing;
mod facts;
mod ids;
mod late;
mod lists;
mod matching;
mod new_entries;
mod news;
mod placed;
mod removed;

pub use change::Change;
pub use conflict::Conflict;
pub use conflict::Settle;
pub use conflict::Side;
pub use edits::Outcome;
pub use edits::Shown;
pub use new_entries::NewEntries;

use crate::change::Path;
use crate::change::Value;
use crate::finding::listed;
use crate::import::Field;
use crate::import::ImportedEntries;
use crate::import::ImportedEntry;
use crate::import::Note;
use crate::import::Remark;
use crate::import::packed::PackedEntry;
use crate::import::plan::change::How;
use crate::import::plan::existing::ExistingEntries;
use crate::import::plan::ids::Ids;
use crate::import::plan::late::Late;
use crate::import::plan::matching::Match;
use crate::import::plan::matching::matches;
use crate::import::plan::removed::is_written_here;
use crate::import::plan::removed::removed;
use crate::import::remark::notes;
use crate::model::Book;
use crate::model::EntryRef;
use crate::model::Kind;
use crate::model::Scales;

/// What an import would change.
#[derive(Debug, Default)]
pub struct Plan {
    /// Entries that are not there yet, in the order of the file.
    pub new: NewEntries,
    /// Entries of which the file says something new.
    pub changed: Vec<Change>,
    /// How many entries stay as they are.
    pub unchanged: usize,
    /// Entries that came from the file and stand in it no more, each with its row at that time. They stay.
    pub gone: Vec<(EntryRef, Option<u32>)>,
    /// Rows that say nearly the same as an entry from elsewhere, and were left out.
    pub alike: Vec<(usize, EntryRef)>,
    /// What both sides changed.
    pub conflicts: Vec<Conflict>,
    /// What a person should look at.
    pub notes: Vec<Note>,
}

/// What a plan is made of, beside the rows.
pub struct PlanContext<'a> {
    /// The name of the file, by which its entries are known again.
    pub from: &'a str,
    /// What the workspace holds.
    pub book: &'a Book,
    /// Whether an entry has an id already, be it one that cannot be read.
    pub is_taken: &'a dyn Fn(&EntryRef) -> bool,
    /// The levels that there are.
    pub scales: &'a Scales,
    /// The columns in which our own tables show a field; none where they do not.
    pub columns: &'a dyn Fn(&Path) -> Vec<String>,
    /// The texts by which they show an entry in such a column.
    pub shown: &'a dyn Fn(&EntryRef, &str) -> Vec<String>,
    /// Which side has its way where both changed something.
    pub settle: &'a Settle,
    /// An entry as data, with the evidence that it carries; `None` where it cannot be read.
    pub held: &'a dyn Fn(&EntryRef) -> Option<Held>,
    /// Whether the whole file was read, so that what is missing in it is gone.
    pub whole: bool,
}

/// An entry with its evidence.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its keys and values.
    pub value: Value,
    /// Its own keys that are evidence, and the entries whose evidence is about it.
    pub evidence: Vec<String>,
}

/// Finds the entries that rows speak of, and what is to be done to them.
pub fn plan(mut entries: ImportedEntries, context: &PlanContext<'_>) -> Plan {
    let existing = ExistingEntries::new(context.book, context.from);
    let found = matches(&entries, &existing, context);
    let is_new = |found: &Match| matches!(found, Match::New | Match::Apart(..));
    let mut ids = Ids::new(context, Some(&entries).filter(|_| found.iter().any(is_new)));
    let mut plan = Plan::default();
    let mut remarks = Vec::new();
    let mut met = vec![false; existing.known.len()];
    let is_written_here = is_written_here(&entries, &existing);
    let late = Late::new(context.book);
    for (row, found) in found.into_iter().enumerate() {
        let packed = entries.take(row);
        let foreign = entries.unpack(&packed);
        let (at, how) = match found {
            Match::New => {
                if let Some(entry) = removed(&foreign).filter(|_| is_written_here) {
                    let is_edited = foreign.fields.iter().any(|field| !context.is_old(&foreign, field));
                    match context.settle.side(None) {
                        Some(Side::Theirs) => {}
                        None if is_edited => {
                            plan.conflicts.push(Conflict::of_entry(entry, &foreign));
                            continue;
                        }
                        _ => {
                            let message = "not imported: removed or renamed in the workspace after the export; --theirs adds it again";
                            plan.notes.push(note(&foreign, &Path::key("id"), message.to_owned()));
                            plan.unchanged += 1;
                            continue;
                        }
                    }
                }
                remarks.extend(told(&foreign, &foreign.fields));
                plan.add(&foreign, packed, &mut ids);
                continue;
            }
            Match::Alike(at) => {
                plan.alike.push((foreign.row, existing.known[at].entry()));
                continue;
            }
            Match::Apart(at, key) => {
                remarks.extend(told(&foreign, &foreign.fields));
                if let Some(new) = plan.add(&foreign, packed, &mut ids) {
                    let old = existing.known[at].entry();
                    let message = format!(
                        "imported as new {new}: {old} is about something else and keeps its evidence ({})",
                        evidence(&old, context)
                    );
                    plan.notes.push(note(&foreign, &Path::key(key), message));
                }
                continue;
            }
            Match::Conflict(at, key) => {
                met[at] = true;
                plan.unchanged += 1;
                let entry = existing.known[at].entry();
                let way_out =
                    if foreign.ours { "clear its id to add it" } else { "rename it there to add it" };
                let message = format!(
                    "row not imported: it is about something else than {entry}, which has evidence ({}); {way_out}, or run `faultbook edit {entry} {key}=…` first",
                    evidence(&entry, context)
                );
                plan.notes.push(note(&foreign, &Path::key(key), message));
                continue;
            }
            // What it said when it was written is nearer than what another file of the same name said.
            Match::OfFile(at) if foreign.base.is_some() => (at, How::Edit),
            Match::OfFile(at) => (at, How::Follow),
            Match::Named(at) if foreign.ours => (at, How::Edit),
            Match::Named(at) | Match::Adopted(at) => (at, How::Fill),
        };
        met[at] = true;
        remarks.extend(plan.follow(foreign, &existing.known[at], how, &late, context));
    }
    plan.notes.extend(notes(remarks, context.scales));
    if context.whole {
        let of_file = existing.known.iter().zip(met).filter(|(known, met)| !met && !known.is_retired());
        let gone = of_file.filter_map(|(known, _)| {
            let imported =
                known.imported.filter(|imported| imported.from.as_deref() == Some(context.from))?;
            Some((known.entry(), imported.row))
        });
        plan.gone = gone.collect();
    }
    plan.new.entries = entries;
    plan
}

/// What is to be said of a row of which these fields are taken over.
fn told<'w>(
    foreign: &'w ImportedEntry,
    fields: &'w [Field],
) -> impl Iterator<Item = (Option<String>, usize, Remark)> + 'w {
    let remarks = fields.iter().flat_map(Field::remarks).chain(&foreign.remarks);
    remarks.map(|remark| (foreign.sheet.clone(), foreign.row, remark.clone()))
}

fn note(foreign: &ImportedEntry, path: &Path, message: String) -> Note {
    Note { sheet: foreign.sheet.clone(), line: foreign.row, column: path.to_string(), message }
}

impl Plan {
    /// Adds an entry, if there is enough to make one of.
    fn add(&mut self, foreign: &ImportedEntry, packed: PackedEntry, ids: &mut Ids<'_>) -> Option<EntryRef> {
        if foreign.kind == Kind::Failure && foreign.text("problem").is_none() {
            let which = foreign.id.as_ref().map_or("an empty id".to_owned(), |id| format!("`{id}`"));
            let message = format!(
                "there is no failure {which}, and the row says no problem of a new one; it is left out"
            );
            self.notes.push(note(foreign, &Path::key("id"), message));
            return None;
        }
        let preferred = ids.preferred(foreign)?;
        let id = ids.take(foreign, &preferred);
        if id != preferred {
            let message = format!("the id `{preferred}` is taken; this {} is `{id}`", foreign.kind);
            let (sheet, line) = (foreign.sheet.clone(), foreign.row);
            self.notes.push(Note { sheet, line, column: String::new(), message });
        }
        let entry = EntryRef { kind: foreign.kind, id };
        self.new.all.push((entry.clone(), packed));
        Some(entry)
    }
}

/// The evidence of an entry, in words.
fn evidence(entry: &EntryRef, context: &PlanContext<'_>) -> String {
    let evidence = (context.held)(entry).map(|held| held.evidence).unwrap_or_default();
    listed(evidence.iter().map(String::as_str))
}
