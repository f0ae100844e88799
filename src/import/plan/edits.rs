//! What one field of a file changes in an entry.

use crate::change::Edit;
use crate::change::Path;
use crate::change::Value;
use crate::change::at;
use crate::finding::short;
use crate::import::Field;
use crate::import::ImportedEntry;
use crate::import::Note;
use crate::import::plan::Change;
use crate::import::plan::Conflict;
use crate::import::plan::Settle;
use crate::import::plan::Side;
use crate::import::plan::base;
use crate::import::plan::change::How;
use crate::import::plan::lists;
use crate::import::plan::lists::List;
use crate::import::plan::lists::Manner;
use crate::import::plan::note;
use crate::model::Kind;
use crate::model::MeasureClass;
use crate::model::Word;

/// The words of a shared action, by its id.
pub type Shown<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// What a change does to its entry.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The edits.
    pub edits: Vec<Edit>,
    /// What a person should know.
    pub notes: Vec<Note>,
    /// What both sides changed and nobody decided; it stays as it is.
    pub conflicts: Vec<Conflict>,
    /// What both sides changed and stays as it is, since the workspace has its way.
    pub(super) kept: Vec<Path>,
}

/// Makes the edits of all fields.
pub(super) fn all(change: &Change, now: &Value, shown: &Shown<'_>, settle: &Settle) -> Outcome {
    let manner = Manner { ours: change.foreign.ours, fills: change.how == How::Fill, shown };
    let (actions, others): (Vec<&Field>, Vec<&Field>) =
        change.fields.iter().partition(|field| is_of_actions(field, now, manner));
    let mut outcome = Outcome::default();
    // Actions move between classes, and so are settled together.
    for group in std::iter::once(actions).chain(others.into_iter().map(|field| vec![field])) {
        if let [field] = group[..]
            && change.is_late(&field.path, now, manner)
        {
            outcome.kept.push(field.path.clone());
            continue;
        }
        let mut edits = Vec::new();
        let said = match group[..] {
            [field] if !is_of_actions(field, now, manner) => one(field, change, now, manner, &mut edits),
            _ => {
                let lists: Vec<List<'_>> = group.iter().map(|field| list(field, now)).collect();
                lists::follow(&lists, now, manner, &mut edits)
            }
        };
        let is_contested = group.iter().any(|field| change.is_contested(&field.path, now, manner));
        if is_contested && !edits.is_empty() {
            let changed = group.iter().filter(|field| change.changes(field, &edits));
            let open = changed.filter(|field| match settle.side(Some(&field.path)) {
                Some(Side::Theirs) => false,
                Some(Side::Ours) => {
                    outcome.kept.push(field.path.clone());
                    true
                }
                None => {
                    let here = at(now, &field.path).map(|value| in_words(value, manner));
                    outcome.conflicts.push(Conflict::of_field(&change.entry, &change.foreign, field, here));
                    true
                }
            });
            if open.count() > 0 {
                continue;
            }
        }
        outcome.notes.extend(said.into_iter().map(|(path, message)| note(&change.foreign, &path, message)));
        outcome.edits.extend(edits);
    }
    outcome
}

impl Change {
    /// Whether a field was changed here as well since the file was written or last imported.
    fn is_contested(&self, path: &Path, now: &Value, manner: Manner<'_>) -> bool {
        match self.how {
            How::Follow => base::values(self.before.as_ref())
                .is_some_and(|values| !base::is_untouched(values, path, now, manner)),
            How::Edit => self.contested.contains(path),
            How::Fill => false,
        }
    }

    /// Whether only the workspace changed a field whose cell is read anew: what was done by hand stays.
    fn is_late(&self, path: &Path, now: &Value, manner: Manner<'_>) -> bool {
        self.anew.contains(path) && self.is_contested(path, now, manner)
    }

    /// Whether edits are about a field, or about what it has no room for.
    fn changes(&self, field: &Field, edits: &[Edit]) -> bool {
        edits.iter().any(|edit| {
            let key = edit.path().first_key();
            key == field.path.first_key() || field.asides().iter().any(|(aside, _)| Some(&**aside) == key)
        })
    }
}

/// What stands in a field, in words.
fn in_words(value: &Value, manner: Manner<'_>) -> String {
    match value {
        Value::Text(text) => short(text).into_owned(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| manner.text(item)).collect();
            short(&items.join("; ")).into_owned()
        }
        other => told(other),
    }
}

/// Whether a field is a list of actions of which the file says something. Our own table says with an empty cell that there is none.
fn is_of_actions(field: &Field, now: &Value, manner: Manner<'_>) -> bool {
    let is_list = |value: &Value| matches!(value, Value::List(_));
    is_class(&field.path)
        && field.value.as_ref().map_or(manner.ours, is_list)
        && at(now, &field.path).is_none_or(is_list)
}

fn list<'f>(field: &'f Field, now: &'f Value) -> List<'f> {
    let items = |value: Option<&'f Value>| value.and_then(Value::as_list).unwrap_or_default();
    List { path: &field.path, wanted: items(field.value.as_ref()), there: items(at(now, &field.path)) }
}

/// Adds the edits of a field.
fn one(
    field: &Field,
    change: &Change,
    now: &Value,
    manner: Manner<'_>,
    edits: &mut Vec<Edit>,
) -> Vec<(Path, String)> {
    let mut said = Vec::new();
    let (path, there) = (&field.path, at(now, &field.path));
    let mut say = |message: String| said.push((path.clone(), message));
    match (&field.value, there) {
        (None, Some(Value::List(_))) if is_gone(field, change.entry.kind) => {
            said.extend(lists::follow(&[list(field, now)], now, manner, edits));
        }
        (Some(Value::List(_)), None | Some(Value::List(_))) => {
            said.extend(lists::follow(&[list(field, now)], now, manner, edits));
        }
        (None, None) => {}
        // A word that is not understood takes away nothing.
        (None, Some(_)) if field.asides().iter().any(|(_, kept)| kept.is_some()) => {}
        (None, Some(_)) if change.foreign.ours => edits.push(Edit::Clear(path.clone())),
        (None, Some(_)) => {
            say(format!("the file says nothing there any more; `{path}` of {} stays", change.entry));
        }
        (Some(value), None) => edits.push(Edit::Set(path.clone(), value.clone())),
        (Some(value), Some(there)) => match (value, there) {
            (wanted, there) if is_equal(wanted, there) => {}
            (wanted, there) if change.how == How::Fill => {
                say(format!("{} says {} and the file {}; it stays", change.entry, told(there), told(wanted)));
            }
            (wanted, there) => edits.push(Edit::Set(path.clone(), like(wanted, there, path))),
        },
    }
    for (key, kept) in field.asides().iter().filter(|_| change.how != How::Fill) {
        let path = Path::key(key);
        // A column of that very name speaks for itself.
        if change.foreign.fields.iter().any(|other| other.path == path) {
            continue;
        }
        match (kept, now.get(key)) {
            (Some(text), Some(Value::Text(there))) if text == there => {}
            (Some(text), _) => edits.push(Edit::Set(path, Value::text(text))),
            (None, Some(_)) => edits.push(Edit::Clear(path)),
            (None, None) => {}
        }
    }
    said
}

/// A value as the one that is there is written: a number of the user's own stays a number.
fn like(wanted: &Value, there: &Value, path: &Path) -> Value {
    let own = path.first_key().is_some_and(|key| key.starts_with("x-"));
    match (wanted, there) {
        (Value::Text(text), Value::Number(_) | Value::Boolean(_) | Value::Date(_)) if own => {
            Value::parse(text)
                .filter(|value| !matches!(value, Value::Table(_) | Value::List(_)))
                .unwrap_or_else(|| wanted.clone())
        }
        _ => wanted.clone(),
    }
}

/// Whether two values say the same.
fn is_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(text), Value::Number(number)) | (Value::Number(number), Value::Text(text)) => {
            text == number
        }
        _ => a == b,
    }
}

fn told(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("“{}”", short(text)),
        Value::Number(number) | Value::Time(number) => number.clone(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(items) => format!("a list of {}", items.len()),
        Value::Table(_) => "a table".to_owned(),
    }
}

/// Whether a catalogue, which is written by programs, no longer says a list that it said before.
pub(super) fn is_gone(field: &Field, kind: Kind) -> bool {
    kind == Kind::Component
        && field.value.is_none()
        && field.text.is_empty()
        && field.path == Path::key("depends_on")
}

/// The fields that a cell of our own table may show: one column may hold the actions of all classes.
pub(super) fn shown_as(foreign: &ImportedEntry, field: &Field) -> Vec<Path> {
    let all = foreign.fields.iter().filter(|other| is_class(&other.path));
    let is_together = is_class(&field.path)
        && all.clone().count() == MeasureClass::ALL.len()
        && all.clone().all(|other| other.text == field.text);
    let together = is_together.then(|| Path::key("actions"));
    std::iter::once(field.path.clone()).chain(together).collect()
}

/// Whether a path leads to the actions of a class.
pub(super) fn is_class(path: &Path) -> bool {
    path.steps().len() == 1 && path.first_key().and_then(MeasureClass::from_word).is_some()
}

/// Whether a cell says what one of our own tables shows. White space at its ends and empty lines do not count.
pub(super) fn is_same(shown: &str, cell: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect()
    };
    shown == cell || lines(shown) == lines(cell)
}
