//! Rows of one file that speak of the same failure: of a register, of the list of its worst, of the matrix after remediation.

use std::collections::HashMap;

use crate::change::Path;
use crate::change::Value;
use crate::finding::short;
use crate::import::Field;
use crate::import::ImportedEntries;
use crate::import::ImportedEntry;
use crate::import::Note;
use crate::model::Id;
use crate::model::Kind;
use crate::text_match::gist;
use crate::text_match::is_same;

/// The entries of a file, of which those that speak of the same failure become one: by the id that the file gives, or by the problem where it
/// stands in another table. What is missing is filled in, and what contradicts the first row is reported.
#[derive(Default)]
pub(in crate::import) struct Joined {
    pub(in crate::import) entries: ImportedEntries,
    pub(in crate::import) notes: Vec<Note>,
    by_id: HashMap<Id, usize>,
    by_problem: HashMap<u64, usize>,
}

impl Joined {
    /// Adds an entry, or what it says to one that is about the same.
    pub(in crate::import) fn push(&mut self, foreign: ImportedEntry) {
        if foreign.kind != Kind::Failure || foreign.ours && foreign.id.is_none() {
            self.entries.push(foreign);
            return;
        }
        let problem = foreign.text("problem").and_then(gist);
        let of_id = foreign.id.as_ref().and_then(|id| self.by_id.get(id)).copied();
        let of_id = of_id.map(|at| (at, self.entries.get(at))).filter(|(_, first)| is_one(first, &foreign));
        let of_problem = || {
            let at = problem.and_then(|problem| self.by_problem.get(&problem)).copied()?;
            let first = self.entries.get(at);
            let is_known = foreign.id.is_none() || first.id.is_none();
            (is_known && first.table != foreign.table && fits(&first, &foreign)).then_some((at, first))
        };
        if let Some((at, mut first)) = of_id.or_else(of_problem) {
            join(&mut first, foreign, &mut self.notes);
            self.entries.set(at, first);
            return;
        }
        let at = self.entries.len();
        if let Some(id) = &foreign.id {
            self.by_id.entry(id.clone()).or_insert(at);
        }
        if let Some(problem) = problem {
            self.by_problem.entry(problem).or_insert(at);
        }
        self.entries.push(foreign);
    }
}

/// Whether two rows with one id are about the same: in nearly the same words, or one of them says nothing of it.
fn is_one(first: &ImportedEntry, second: &ImportedEntry) -> bool {
    match (first.text("problem"), second.text("problem")) {
        (Some(a), Some(b)) => a == b || is_same(a, b),
        _ => true,
    }
}

/// Whether nothing says that two rows are about different parts of the system.
fn fits(first: &ImportedEntry, second: &ImportedEntry) -> bool {
    ["sources", "cause"].iter().all(|key| {
        let of = |foreign: &ImportedEntry| {
            foreign.fields.iter().find(|field| field.path == Path::key(key))?.value.clone()
        };
        match (of(first), of(second)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    })
}

fn join(first: &mut ImportedEntry, second: ImportedEntry, notes: &mut Vec<Note>) {
    first.id = first.id.take().or(second.id);
    for field in second.fields {
        let Some(known) = first.fields.iter_mut().find(|known| known.path == field.path) else {
            first.fields.push(field);
            continue;
        };
        match (&mut known.value, &field.value) {
            (None, _) => take(known, field),
            (Some(_), None) => {}
            (Some(Value::List(items)), Some(Value::List(more))) => {
                let new: Vec<Value> = more.iter().filter(|item| !items.contains(item)).cloned().collect();
                if !new.is_empty() {
                    items.extend(new);
                    known.text.push('\n');
                    known.text.push_str(&field.text);
                }
            }
            (Some(one), Some(other)) if one == other => {}
            (Some(_), Some(_)) if known.path == Path::key("problem") => {}
            (Some(_), Some(_)) => {
                let message = format!(
                    "“{}” differs from “{}” in row {}, which is kept",
                    short(&field.text),
                    short(&known.text),
                    first.row
                );
                let column = field.path.to_string();
                notes.push(Note { sheet: second.sheet.clone(), line: second.row, column, message });
            }
        }
    }
    first.remarks.extend(second.remarks);
}

fn take(known: &mut Field, mut field: Field) {
    known.take_beside(&mut field);
    known.value = field.value;
    known.text = field.text;
}
