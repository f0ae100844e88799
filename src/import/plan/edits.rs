//! What one field of a file changes in an entry.

use crate::change::Edit;
use crate::change::Path;
use crate::change::Value;
use crate::change::at;
use crate::finding::short;
use crate::import::Field;
use crate::import::Wish;
use crate::import::plan::Change;
use crate::import::plan::How;
use crate::import::plan::lists;
use crate::import::plan::lists::List;
use crate::import::plan::lists::Manner;
use crate::model::Kind;
use crate::model::MeasureClass;
use crate::model::Word;

/// The words of a shared action, by its id.
pub type Shown<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Adds the edits of all fields; says what a person should know, each with the field that it is about.
pub(super) fn all(
    change: &Change,
    now: &Value,
    shown: &Shown<'_>,
    edits: &mut Vec<Edit>,
) -> Vec<(Path, String)> {
    let manner = Manner { ours: change.wish.ours, fills: change.how == How::Fill, shown };
    let (actions, others): (Vec<&Field>, Vec<&Field>) =
        change.fields.iter().partition(|field| is_of_actions(field, now, manner));
    let lists: Vec<List<'_>> = actions.into_iter().map(|field| list(field, now)).collect();
    let mut said = lists::follow(&lists, now, manner, edits);
    for field in others {
        said.extend(one(field, change, now, manner, edits));
    }
    said
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
            return lists::follow(&[list(field, now)], now, manner, edits);
        }
        (Some(Value::List(_)), None | Some(Value::List(_))) => {
            return lists::follow(&[list(field, now)], now, manner, edits);
        }
        (None, None) => {}
        // A word that is not understood takes away nothing.
        (None, Some(_)) if field.asides.iter().any(|(_, kept)| kept.is_some()) => {}
        (None, Some(_)) if change.wish.ours => edits.push(Edit::Clear(path.clone())),
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
    for (key, kept) in field.asides.iter().filter(|_| change.how != How::Fill) {
        let path = Path::key(key);
        // A column of that very name speaks for itself.
        if change.wish.fields.iter().any(|other| other.path == path) {
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
pub(super) fn shown_as(wish: &Wish, field: &Field) -> Vec<Path> {
    let all = wish.fields.iter().filter(|other| is_class(&other.path));
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
