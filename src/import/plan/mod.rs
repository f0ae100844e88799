//! What an import would change: new entries, entries that the file says something new of, and those that it holds no more.

mod edits;
mod ids;
mod known;
mod lists;
mod matching;
mod placed;

pub use edits::Shown;

use crate::change::Edit;
use crate::change::NewEntry;
use crate::change::Path;
use crate::change::Value;
use crate::finding::listed;
use crate::finding::short;
use crate::import::Field;
use crate::import::Note;
use crate::import::Remark;
use crate::import::Wish;
use crate::import::plan::ids::Ids;
use crate::import::plan::known::Library;
use crate::import::plan::known::chunks;
use crate::import::plan::matching::Match;
use crate::import::plan::matching::matches;
use crate::import::plan::matching::shared_slugs;
use crate::import::remark::notes;
use crate::model::Book;
use crate::model::EntryRef;
use crate::model::Kind;
use crate::model::Scales;

/// What an import would change.
#[derive(Debug, Default)]
pub struct Plan {
    /// Entries that are not there yet, in the order of the file.
    pub new: Vec<NewEntry>,
    /// Entries of which the file says something new.
    pub changed: Vec<Change>,
    /// How many entries stay as they are.
    pub unchanged: usize,
    /// Entries that came from the file and stand in it no more, each with its row at that time. They stay.
    pub gone: Vec<(EntryRef, Option<u32>)>,
    /// Rows that say nearly the same as an entry from elsewhere, and were left out.
    pub alike: Vec<(usize, EntryRef)>,
    /// What a person should look at.
    pub notes: Vec<Note>,
}

/// An entry of which the file says something new.
#[derive(Clone, Debug)]
pub struct Change {
    /// The entry.
    pub entry: EntryRef,
    /// What the file says of it.
    wish: Wish,
    /// The fields of which it says something new.
    fields: Vec<Field>,
    how: How,
    from: String,
}

/// How what a file says is put into an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// It came from the file.
    Follow,
    /// The row names it.
    Edit,
    /// It was written by hand: only what is missing is added.
    Fill,
}

/// What a plan is made of, beside the rows.
pub struct Ground<'a> {
    /// The name of the file, by which its entries are known again.
    pub from: &'a str,
    /// What the workspace holds.
    pub book: &'a Book,
    /// Whether an entry has an id already, be it one that cannot be read.
    pub is_taken: &'a dyn Fn(&EntryRef) -> bool,
    /// The levels that there are.
    pub scales: &'a Scales,
    /// How our own tables show a field of an entry; none where they do not.
    pub shown: &'a dyn Fn(&EntryRef, &Path) -> Vec<String>,
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
pub fn plan(wishes: Vec<Wish>, ground: &Ground<'_>) -> Plan {
    let library = Library::new(ground.book, ground.from);
    let found = matches(&wishes, &library, ground);
    let mut ids = Ids::new(ground.is_taken, shared_slugs(&wishes));
    let mut plan = Plan::default();
    let mut remarks = Vec::new();
    let mut met = vec![false; library.known.len()];
    for (wish, found) in wishes.into_iter().zip(found) {
        let (at, how) = match found {
            Match::New => {
                remarks.extend(told(&wish, &wish.fields));
                plan.add(wish, &mut ids, ground);
                continue;
            }
            Match::Alike(at) => {
                plan.alike.push((wish.row, library.known[at].entry.clone()));
                continue;
            }
            Match::Apart(at, key) => {
                remarks.extend(told(&wish, &wish.fields));
                let (row, sheet) = (wish.row, wish.sheet.clone());
                if let Some(new) = plan.add(wish, &mut ids, ground) {
                    let old = &library.known[at].entry;
                    let message = format!(
                        "imported as new {new}: {old} is about something else and keeps its evidence ({})",
                        evidence(old, ground)
                    );
                    plan.notes.push(Note { sheet, line: row, column: key.to_owned(), message });
                }
                continue;
            }
            Match::Conflict(at, key) => {
                met[at] = true;
                plan.unchanged += 1;
                let entry = &library.known[at].entry;
                let way_out = if wish.ours { "clear its id to add it" } else { "rename it there to add it" };
                let message = format!(
                    "row not imported: it is about something else than {entry}, which has evidence ({}); {way_out}, or run `faultbook edit {entry} {key}=…` first",
                    evidence(entry, ground)
                );
                plan.notes.push(note(&wish, &Path::key(key), message));
                continue;
            }
            Match::OfFile(at) => (at, How::Follow),
            Match::Named(at) if wish.ours => (at, How::Edit),
            Match::Named(at) | Match::Adopted(at) => (at, How::Fill),
        };
        met[at] = true;
        let known = &library.known[at];
        let said =
            known.imported.filter(|_| how == How::Follow).and_then(|imported| imported.said.as_deref());
        if said.is_some_and(|said| said == wish.said()) {
            plan.unchanged += 1;
            continue;
        }
        let said: Vec<&str> = chunks(said.unwrap_or_default()).collect();
        let is_less = said.len() > wish.fields.iter().filter(|field| !field.text.is_empty()).count();
        let is_new = |field: &&Field| match how {
            How::Follow if said.contains(&field.said().as_str()) => false,
            How::Follow => !field.text.is_empty() || is_less && edits::is_gone(field, wish.kind),
            How::Edit => !edits::shown_as(&wish, field)
                .iter()
                .flat_map(|path| (ground.shown)(&known.entry, path))
                .any(|shown| edits::is_same(&shown, &field.text)),
            How::Fill => field.value.is_some(),
        };
        for (path, text) in wish.computed.iter().filter(|_| how == How::Edit) {
            if !(ground.shown)(&known.entry, path).iter().any(|shown| edits::is_same(shown, text)) {
                let message = format!(
                    "“{}” is not taken over, since this is computed from other fields; change those",
                    short(text)
                );
                plan.notes.push(note(&wish, path, message));
            }
        }
        let fields: Vec<Field> = wish.fields.iter().filter(is_new).cloned().collect();
        if fields.is_empty() {
            plan.unchanged += 1;
        } else {
            remarks.extend(told(&wish, &fields));
            plan.changed.push(Change {
                entry: known.entry.clone(),
                wish,
                fields,
                how,
                from: ground.from.to_owned(),
            });
        }
    }
    plan.notes.extend(notes(remarks, ground.scales));
    if ground.whole {
        let of_file = library.known.iter().zip(met).filter(|(known, met)| !met && !known.retired);
        let gone = of_file.filter_map(|(known, _)| {
            let imported = known.imported.filter(|imported| imported.from.as_deref() == Some(ground.from))?;
            Some((known.entry.clone(), imported.row))
        });
        plan.gone = gone.collect();
    }
    plan
}

/// What is to be said of a row of which these fields are taken over.
fn told<'w>(
    wish: &'w Wish,
    fields: &'w [Field],
) -> impl Iterator<Item = (Option<String>, usize, Remark)> + 'w {
    let remarks = fields.iter().flat_map(|field| &field.remarks).chain(&wish.remarks);
    remarks.map(|remark| (wish.sheet.clone(), wish.row, remark.clone()))
}

fn note(wish: &Wish, path: &Path, message: String) -> Note {
    Note { sheet: wish.sheet.clone(), line: wish.row, column: path.to_string(), message }
}

impl Plan {
    /// Adds an entry, if there is enough to make one of.
    fn add(&mut self, wish: Wish, ids: &mut Ids<'_>, ground: &Ground<'_>) -> Option<EntryRef> {
        if wish.kind == Kind::Failure && wish.text("problem").is_none() {
            let which = wish.id.as_ref().map_or("an empty id".to_owned(), |id| format!("`{id}`"));
            let message = format!(
                "there is no failure {which}, and the row says no problem of a new one; it is left out"
            );
            self.notes.push(note(&wish, &Path::key("id"), message));
            return None;
        }
        let preferred = ids.preferred(&wish)?;
        let id = ids.take(&wish, &preferred);
        if id != preferred {
            let message = format!("the id `{preferred}` is taken; this {} is `{id}`", wish.kind);
            self.notes.push(Note {
                sheet: wish.sheet.clone(),
                line: wish.row,
                column: String::new(),
                message,
            });
        }
        let imported = provenance(&wish, ground.from);
        let comment = wish.under.as_ref().map(|under| format!("under “{under}”")).unwrap_or_default();
        let kind = wish.kind;
        let mut fields = wish.into_pairs();
        fields.push(("imported".to_owned(), imported));
        let entry = EntryRef { kind, id: id.clone() };
        self.new.push(NewEntry { kind, id: Some(id), fields, comment });
        Some(entry)
    }
}

/// The evidence of an entry, in words.
fn evidence(entry: &EntryRef, ground: &Ground<'_>) -> String {
    let evidence = (ground.held)(entry).map(|held| held.evidence).unwrap_or_default();
    listed(evidence.iter().map(String::as_str))
}

/// Where an entry came from, as it is written.
fn provenance(wish: &Wish, from: &str) -> Value {
    Value::Table(vec![
        ("from".to_owned(), Value::text(from)),
        ("row".to_owned(), Value::Number(wish.row.to_string())),
        ("said".to_owned(), Value::text(wish.said())),
    ])
}

impl Change {
    /// The edits that put what the file says into the entry, which says `now`; and what a person should know.
    pub fn edits(&self, now: &Value, shown: &Shown<'_>) -> (Vec<Edit>, Vec<Note>) {
        let mut edits = Vec::new();
        let said = edits::all(self, now, shown, &mut edits);
        let notes = said.into_iter().map(|(path, message)| note(&self.wish, &path, message)).collect();
        let is_known = now.get("imported").and_then(|imported| imported.get("said")).and_then(Value::as_str)
            == Some(self.wish.said().as_str());
        if self.how == How::Follow && !is_known
            || self.how == How::Fill && !edits.is_empty() && self.entry.kind == Kind::Component
        {
            edits.push(Edit::Set(Path::key("imported"), provenance(&self.wish, &self.from)));
        }
        (edits, notes)
    }
}
