//! Rows that say more about the failure above them.

use crate::change::Path;
use crate::change::Value;
use crate::finding::short;
use crate::import::Field;
use crate::import::ImportedEntry;
use crate::import::remark::Remark;
use crate::limits::LONGEST_ROW;
use crate::model::MeasureClass;
use crate::model::Word;

/// Adds what a row says to the failure above: lists grow, texts are joined, and an owner is that of the actions of the row.
///
/// # Errors
/// The failure would be too large for an entry.
pub(super) fn add(first: &mut ImportedEntry, mut more: ImportedEntry) -> Result<(), &'static str> {
    let size = |foreign: &ImportedEntry| foreign.fields.iter().map(|field| field.text.len()).sum::<usize>();
    if size(first) + size(&more) > LONGEST_ROW {
        return Err("the failure above is too large for an entry with this row, which is left out");
    }
    own_actions(first, &mut more);
    for field in more.fields {
        if field.text.is_empty() {
            continue;
        }
        match first.fields.iter_mut().find(|known| known.path == field.path) {
            None => first.fields.push(field),
            Some(known) => first.remarks.extend(join(known, field, first.row)),
        }
    }
    first.remarks.extend(more.remarks);
    Ok(())
}

/// Gives the actions of a row its owner, where that is another one than the failure's.
fn own_actions(first: &ImportedEntry, more: &mut ImportedEntry) {
    let path = Path::key("owner");
    let Some(at) = more.fields.iter().position(|field| field.path == path) else { return };
    let Some(owner) = more.fields[at].value.clone() else { return };
    if first.fields.iter().any(|field| field.path == path && field.value.as_ref() == Some(&owner)) {
        return;
    }
    let mut is_given = false;
    for field in more.fields.iter_mut().filter(|field| is_of_actions(field)) {
        let Some(Value::List(items)) = &mut field.value else { continue };
        for item in items {
            let action = std::mem::replace(item, Value::Boolean(false));
            let mut pairs = match action {
                Value::Table(pairs) => pairs,
                action => vec![("action".to_owned(), action)],
            };
            pairs.push(("owner".to_owned(), owner.clone()));
            *item = Value::Table(pairs);
            is_given = true;
        }
        field.text.push('\n');
        field.text.push_str(owner.as_str().unwrap_or_default());
    }
    if is_given {
        more.fields.remove(at);
    }
}

fn is_of_actions(field: &Field) -> bool {
    MeasureClass::ALL.iter().any(|class| field.path == Path::key(class.word()))
}

/// Joins two fields; a word that differs is said.
fn join(known: &mut Field, mut field: Field, row: usize) -> Option<Remark> {
    known.take_remarks(&mut field);
    match (&mut known.value, field.value.take()) {
        (Some(Value::List(items)), Some(Value::List(more))) => {
            more.into_iter().for_each(|item| {
                if !items.contains(&item) {
                    items.push(item);
                }
            });
        }
        (Some(one), Some(other)) if *one == other => return None,
        (Some(Value::Text(text)), Some(Value::Text(more))) if is_prose(&field.path) => {
            text.push_str("; ");
            text.push_str(&more);
        }
        (place @ None, value) => {
            *place = value;
            known.take_beside(&mut field);
        }
        _ => {
            let (other, kept) = (short(&field.text), short(&known.text));
            let message = format!("“{other}” differs from “{kept}” in row {row}, which is kept");
            return Some(Remark::said(&field.path.to_string(), message));
        }
    }
    if !known.text.is_empty() {
        known.text.push('\n');
    }
    known.text.push_str(&field.text);
    None
}

/// Whether a field holds sentences, of which there may be more.
fn is_prose(path: &Path) -> bool {
    path.first_key().is_some_and(|key| key == "cause" || key.starts_with("x-"))
}
