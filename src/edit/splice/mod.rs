//! Edits as splices: only the bytes of what changes change.
//!
//! An [`Edit`] is planned with the outline of a text, carried out as a few replaced ranges, and then proved: the text is
//! read before and after, and both must differ by exactly the edit, or nothing is changed.

mod clear;
mod insert;
mod list;
mod text;

use std::ops::Range;

use crate::change::Edit;
use crate::change::Path;
use crate::change::Step;
use crate::change::Value;
use crate::change::at;
use crate::change::weight::fits;
use crate::limits::WHOLE;
use crate::syntax::found::Found;
use crate::syntax::found::find;
use crate::syntax::outline::Form;
use crate::syntax::outline::Statement;
use crate::syntax::outline::outline;

pub(crate) use list::insert as insert_element;
pub(crate) use list::push as push_element;
pub(crate) use list::remove as remove_element;
pub(crate) use text::section;
pub(crate) use text::value as written;

/// A range of a text, and what takes its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Splice {
    pub(crate) range: Range<usize>,
    pub(crate) text: String,
}

impl Splice {
    fn insert(at: usize, text: String) -> Self {
        Self { range: at..at, text }
    }

    fn remove(range: Range<usize>) -> Self {
        Self { range, text: String::new() }
    }
}

/// Why an edit cannot be carried out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum CannotSplice {
    /// The text is no TOML.
    #[error("the text cannot be read: {0}")]
    Syntax(String),
    /// The text is too large to be parsed, or would be.
    #[error("it would be too large: more than {} MiB, or too many keys", WHOLE >> 20)]
    TooLarge,
    /// What is asked is impossible whatever the text.
    #[error(transparent)]
    Edit(#[from] crate::change::CannotEdit),
    /// It is written in a way that no splice is known for, or the splice did not do what it should.
    #[error("`{0}` is written in a way that only an editor can change")]
    Layout(Path),
}

/// Carries out an edit in a text that holds the table at `root`, and proves that nothing else changed.
pub(crate) fn edit(text: &str, root: &[Step], edit: &Edit) -> Result<String, CannotSplice> {
    edit_at_once(text, root, std::slice::from_ref(edit))
}

/// Whether edits are carried out at once: they add elements to one list.
pub(crate) fn are_one(a: &Edit, b: &Edit) -> bool {
    matches!((a, b), (Edit::Add(a, _), Edit::Add(b, _)) if a == b)
}

/// The same for edits that are carried out at once.
pub(crate) fn edit_at_once(text: &str, root: &[Step], edits: &[Edit]) -> Result<String, CannotSplice> {
    let Some((first, more)) = edits.split_first() else { return Ok(text.to_owned()) };
    let before = read(text)?;
    let edit = below(root, first);
    let edit = only_element(text, &before, &edit).unwrap_or(edit);
    let more: Vec<Edit> = more.iter().map(|edit| below(root, edit)).collect();
    let mut wanted = before.clone();
    for edit in std::iter::once(&edit).chain(&more) {
        edit.apply(&mut wanted).map_err(|reason| reason.below(root.len()))?;
    }
    if wanted == before {
        return Ok(text.to_owned());
    }
    let layout = || CannotSplice::Layout(edit.path().steps()[root.len()..].to_vec().into());
    let after = carry_out(text, &edit, &more, root.len()).ok_or_else(layout)?;
    match read(&after) {
        Err(CannotSplice::TooLarge) => Err(CannotSplice::TooLarge),
        Ok(value) if value == wanted || value == without_empty(wanted, &edit, root.len()) => Ok(after),
        _ => Err(layout()),
    }
}

/// What is left when the tables above a cleared key are empty: one that was only the way to that key goes with it. The
/// first `depth` tables stay.
fn without_empty(mut value: Value, edit: &Edit, depth: usize) -> Value {
    let Edit::Clear(path) = edit else { return value };
    let mut path = path.clone();
    while let Some((above, _)) = path.split_last().filter(|(above, _)| above.steps().len() > depth) {
        if at(&value, &above) != Some(&Value::Table(Vec::new()))
            || Edit::Clear(above.clone()).apply(&mut value).is_err()
        {
            break;
        }
        path = above;
    }
    value
}

/// An array of tables cannot be empty: where its only element goes, all of it does.
fn only_element(text: &str, whole: &Value, edit: &Edit) -> Option<Edit> {
    let Edit::Clear(path) = edit else { return None };
    let (list, Step::Index(_)) = path.split_last()? else { return None };
    let is_spread = matches!(find(&outline(text), list.steps()), Found::Spread(_));
    let is_only = at(whole, &list).and_then(Value::as_list).is_some_and(|items| items.len() == 1);
    (is_spread && is_only).then_some(Edit::Clear(list))
}

/// The edit, with the way from the top of the text.
fn below(root: &[Step], edit: &Edit) -> Edit {
    let whole = |path: &Path| Path::from([root, path.steps()].concat());
    match edit {
        Edit::Set(path, value) => Edit::Set(whole(path), value.clone()),
        Edit::Add(path, value) => Edit::Add(whole(path), value.clone()),
        Edit::Clear(path) => Edit::Clear(whole(path)),
    }
}

/// A text as data.
pub(crate) fn read(text: &str) -> Result<Value, CannotSplice> {
    match fits(text, WHOLE) {
        true => Value::document(text).map_err(CannotSplice::Syntax),
        false => Err(CannotSplice::TooLarge),
    }
}

/// The text after the edit; `None` where it is written in a way that no splice is known for.
fn carry_out(text: &str, edit: &Edit, more: &[Edit], depth: usize) -> Option<String> {
    let added = |edit: &Edit| if let Edit::Add(_, value) = edit { Some(value.clone()) } else { None };
    match edit {
        Edit::Set(path, value) => set(text, path, value, depth),
        Edit::Add(path, value) => {
            let values = [value.clone()].into_iter().chain(more.iter().filter_map(added));
            add(text, path, values.collect(), depth)
        }
        Edit::Clear(path) => clear::clear(text, path),
    }
}

fn set(text: &str, path: &Path, value: &Value, depth: usize) -> Option<String> {
    let statements = outline(text);
    match find(&statements, path.steps()) {
        Found::Node(node, _) => match (&node.form, value) {
            (Form::Table(_), Value::Table(_)) => each_key(text, path, value, depth),
            (Form::List(_), Value::List(wanted)) => list::set(text, path, node, wanted),
            _ => Some(splice(text, [Splice { range: node.span.clone(), text: written(value) }])),
        },
        Found::Spread(spread) if is_table(&spread, path) && matches!(value, Value::Table(_)) => {
            each_key(text, path, value, depth)
        }
        Found::Spread(_) => {
            let cleared = clear::clear(text, path)?;
            insert::insert(&cleared, path, value, depth)
        }
        Found::Nothing => insert::insert(text, path, value, depth),
    }
}

/// Whether a list is spread over `[[headers]]` of their own.
pub(crate) fn is_spread(text: &str, root: &[Step], list: &Path) -> bool {
    let path = [root, list.steps()].concat();
    match find(&outline(text), &path) {
        Found::Spread(spread) => !is_table(&spread, &path.into()),
        _ => false,
    }
}

/// Whether statements spread a table rather than the elements of a list.
fn is_table(spread: &[&Statement], path: &Path) -> bool {
    !spread.iter().any(|statement| matches!(statement.path.get(path.steps().len()), Some(Step::Index(_))))
}

/// Sets a table that stands there key by key, so that what stays keeps its form.
fn each_key(text: &str, path: &Path, value: &Value, depth: usize) -> Option<String> {
    let whole = read(text).ok()?;
    let present = at(&whole, path)?;
    let (Value::Table(old), Value::Table(new)) = (present, value) else { return None };
    let mut text = text.to_owned();
    for (key, value) in new {
        if present.get(key) != Some(value) {
            text = set(&text, &path.then_key(key), value, depth)?;
        }
    }
    for (key, _) in old.iter().filter(|(key, _)| value.get(key).is_none()) {
        text = clear::clear(&text, &path.then_key(key))?;
    }
    Some(text)
}

fn add(text: &str, path: &Path, values: Vec<Value>, depth: usize) -> Option<String> {
    let statements = outline(text);
    match find(&statements, path.steps()) {
        Found::Node(node, _) => {
            let values: Vec<String> = values.iter().map(written).collect();
            Some(splice(text, list::push(text, node, &values)?))
        }
        Found::Spread(spread) => insert::elements(text, &spread, path, &values),
        Found::Nothing => insert::insert(text, path, &Value::List(values), depth),
    }
}

/// Replaces ranges, which must not overlap.
pub(crate) fn splice(text: &str, splices: impl IntoIterator<Item = Splice>) -> String {
    let mut splices: Vec<Splice> = splices.into_iter().collect();
    splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
    let mut out = String::with_capacity(text.len() + splices.iter().map(|s| s.text.len()).sum::<usize>());
    let mut at = 0;
    for Splice { range, text: new } in splices {
        out.push_str(&text[at..range.start]);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests;
