//! What a file says anew of one entry.

use crate::change::Edit;
use crate::change::Path;
use crate::change::Value;
use crate::import::Field;
use crate::import::ImportedEntry;
use crate::import::plan::Outcome;
use crate::import::plan::Settle;
use crate::import::plan::Shown;
use crate::import::plan::base::is_untouched;
use crate::import::plan::base::kept;
use crate::import::plan::base::texts;
use crate::import::plan::base::values;
use crate::import::plan::edits;
use crate::import::plan::late::Link;
use crate::import::plan::lists::Manner;
use crate::model::EntryRef;
use crate::model::Kind;
use crate::model::Provenance;
use crate::model::said;

/// An entry of which the file says something new.
#[derive(Clone, Debug)]
pub struct Change {
    /// The entry.
    pub entry: EntryRef,
    /// What the file says of it.
    pub(super) foreign: ImportedEntry,
    /// The fields of which it says something new.
    pub(super) fields: Vec<Field>,
    /// Those of them that were changed here as well, where our own table tells.
    pub(super) contested: Vec<Path>,
    /// Those of them whose cells did not change, and are read in another way by now.
    pub(super) anew: Vec<Path>,
    /// Words that name entries by now.
    pub(super) links: Vec<Link>,
    /// What came of the file's last import, where it came from the file.
    pub(super) before: Option<Provenance>,
    pub(super) how: How,
    pub(super) from: String,
}

/// How what a file says is put into an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It came from the file.
    Follow,
    /// The row names it.
    Edit,
    /// It was written by hand: only what is missing is added.
    Fill,
}

/// Where an entry came from, as it is written.
pub(super) fn provenance(from: &str, row: usize, texts: &str, values: &str) -> Value {
    Value::Table(vec![
        ("from".to_owned(), Value::text(from)),
        ("row".to_owned(), Value::Number(row.to_string())),
        ("said".to_owned(), Value::text(format!("{texts}.{values}"))),
    ])
}

impl Change {
    /// What is to be done to the entry, which says `now`, so that it says what the file says.
    pub fn edits(&self, now: &Value, shown: &Shown<'_>, settle: &Settle) -> Outcome {
        let mut outcome = edits::all(self, now, shown, settle);
        self.link(now, &mut outcome);
        let is_filled =
            self.how == How::Fill && !outcome.edits.is_empty() && self.entry.kind == Kind::Component;
        let is_open = outcome.edits.is_empty() && !outcome.conflicts.is_empty();
        if (self.how == How::Follow || is_filled) && !is_open {
            let imported = self.provenance(now, shown, &outcome);
            if now.get("imported").and_then(|imported| imported.get("said")) != imported.get("said") {
                outcome.edits.push(Edit::Set(Path::key("imported"), imported));
            }
        }
        outcome
    }

    /// Makes references of words that name entries by now, but for those that are contested.
    fn link(&self, now: &Value, outcome: &mut Outcome) {
        let is_open =
            |path: &Path| outcome.conflicts.iter().any(|conflict| conflict.field.as_ref() == Some(path));
        let links: Vec<&Link> = self.links.iter().filter(|link| !is_open(&link.path)).collect();
        if links.is_empty() {
            return;
        }
        let mut after = now.clone();
        // An edit that cannot be made is refused where it is made.
        outcome.edits.iter().for_each(|edit| drop(edit.apply(&mut after)));
        for link in links {
            if let Some(edit) = link.edit(&after) {
                drop(edit.clone().apply(&mut after));
                outcome.edits.push(edit);
            }
        }
    }

    /// Where the entry came from, once it was edited. What is still contested is not settled, and comes up again.
    fn provenance(&self, now: &Value, shown: &Shown<'_>, outcome: &Outcome) -> Value {
        let mut after = now.clone();
        // An edit that cannot be made is refused where it is made.
        outcome.edits.iter().for_each(|edit| drop(edit.apply(&mut after)));
        let is_open =
            |path: &Path| outcome.conflicts.iter().any(|conflict| conflict.field.as_ref() == Some(path));
        let fields =
            self.foreign.fields.iter().filter(|field| !field.text.is_empty() && !is_open(&field.path));
        let mut said: String = fields.map(Field::said).collect();
        if !outcome.conflicts.is_empty() {
            // So it is known again if it comes back.
            let before: String =
                said::each(texts(self.before.as_ref())).filter(|one| !said::holds(&said, one)).collect();
            said.push_str(&before);
        }
        let manner = Manner::plain(shown);
        let before = values(self.before.as_ref());
        let is_settled = |path: &Path| {
            !outcome.kept.contains(path)
                && !is_open(path)
                && (self.fields.iter().any(|field| field.path == *path)
                    || before.is_none_or(|before| is_untouched(before, path, now, manner)))
        };
        let paths: Vec<Path> = self.foreign.fields.iter().map(|field| field.path.clone()).collect();
        let values = kept(&paths, &after, before.unwrap_or_default(), manner, is_settled);
        provenance(&self.from, self.foreign.row, &said, &values)
    }
}
