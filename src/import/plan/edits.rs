//! What one field of a file changes in an entry.

use crate::change::Edit;
use crate::change::Path;
use crate::change::Value;
use crate::change::at;
use crate::finding::short;
use crate::import::Field;
use crate::import::plan::Change;
use crate::import::plan::How;
use crate::import::plan::lists;

/// The words of a shared action, by its id.
pub type Shown<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Adds the edits of a field; says what a person should know.
pub(super) fn edits(
    field: &Field,
    change: &Change,
    now: &Value,
    shown: &Shown<'_>,
    edits: &mut Vec<Edit>,
) -> Vec<String> {
    let mut said = Vec::new();
    let (path, there) = (&field.path, at(now, &field.path));
    let list = |there| lists::List {
        path,
        there,
        now,
        ours: change.wish.ours,
        fills: change.how == How::Fill,
        shown,
    };
    match (&field.value, there) {
        (Some(Value::List(wanted)), None) => list(&[]).follow(wanted, edits, &mut said),
        (None, None) => {}
        // A word that is not understood takes away nothing.
        (None, Some(_)) if field.asides.iter().any(|(_, kept)| kept.is_some()) => {}
        (None, Some(_)) if change.wish.ours => edits.push(Edit::Clear(path.clone())),
        (None, Some(_)) => {
            said.push(format!("the file says nothing there any more; `{path}` of {} stays", change.entry))
        }
        (Some(value), None) => edits.push(Edit::Set(path.clone(), value.clone())),
        (Some(value), Some(there)) => match (value, there) {
            (Value::List(wanted), Value::List(there)) => list(there).follow(wanted, edits, &mut said),
            (wanted, there) if is_equal(wanted, there) => {}
            (wanted, there) if change.how == How::Fill => {
                said.push(format!(
                    "{} says {} and the file {}; it stays",
                    change.entry,
                    told(there),
                    told(wanted)
                ));
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

/// Whether a cell says what one of our own tables shows. White space at its ends and empty lines do not count.
pub(super) fn is_same(shown: &str, cell: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect()
    };
    shown == cell || lines(shown) == lines(cell)
}
