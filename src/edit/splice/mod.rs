//! Edits as splices: only the bytes of what changes change.
//!
//! An [`Edit`] is planned with the statements of a text, carried out as a few replaced ranges, and then proved: the text is
//! read once before and once after, and both must differ by exactly the edit, or nothing is changed.

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
use crate::limits::WHOLE;
use crate::syntax::error::Error;
use crate::syntax::found::Found;
use crate::syntax::found::find;
use crate::syntax::nodes::Nodes;
use crate::syntax::outline::Form;
use crate::syntax::outline::Statement;
use crate::syntax::outline::outline;
use crate::syntax::outline::statements;
use crate::syntax::weight::admit;
use crate::syntax::weight::fits;

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

/// A text with its statements and what it says.
struct Parsed<'t> {
    text: &'t str,
    statements: Vec<Statement>,
    value: Value,
}

impl<'t> Parsed<'t> {
    fn new(text: &'t str) -> Result<Self, CannotSplice> {
        let Some(_permit) = admit(text, WHOLE) else { return Err(CannotSplice::TooLarge) };
        let read = || {
            let nodes = Nodes::sound(text)?;
            Ok(Self { text, value: nodes.table()?.into(), statements: statements(&nodes) })
        };
        read().map_err(|error: Error| CannotSplice::Syntax(error.headline().to_owned()))
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
    let before = Parsed::new(text)?;
    let edit = below(root, first);
    let edit = only_element(&before, &edit).unwrap_or(edit);
    let more: Vec<Edit> = more.iter().map(|edit| below(root, edit)).collect();
    let mut wanted = before.value.clone();
    for edit in std::iter::once(&edit).chain(&more) {
        edit.apply(&mut wanted).map_err(|reason| reason.below(root.len()))?;
    }
    if wanted == before.value {
        return Ok(text.to_owned());
    }
    let layout = || CannotSplice::Layout(edit.path().steps()[root.len()..].to_vec().into());
    let after = carry_out(&before, &edit, &more, root.len()).ok_or_else(layout)?;
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
fn only_element(whole: &Parsed<'_>, edit: &Edit) -> Option<Edit> {
    let Edit::Clear(path) = edit else { return None };
    let (list, Step::Index(_)) = path.split_last()? else { return None };
    let is_spread = matches!(find(&whole.statements, list.steps()), Found::Spread(_));
    let is_only = at(&whole.value, &list).and_then(Value::as_list).is_some_and(|items| items.len() == 1);
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
fn carry_out(whole: &Parsed<'_>, edit: &Edit, more: &[Edit], depth: usize) -> Option<String> {
    let added = |edit: &Edit| if let Edit::Add(_, value) = edit { Some(value.clone()) } else { None };
    match edit {
        Edit::Set(path, value) => set(whole, path, value, depth),
        Edit::Add(path, value) => {
            let values = [value.clone()].into_iter().chain(more.iter().filter_map(added));
            add(whole, path, values.collect(), depth)
        }
        Edit::Clear(path) => clear::clear(whole, path),
    }
}

fn set(whole: &Parsed<'_>, path: &Path, value: &Value, depth: usize) -> Option<String> {
    match find(&whole.statements, path.steps()) {
        Found::Node(node, _) => match (&node.form, value) {
            (Form::Table(_), Value::Table(_)) => each_key(whole, path, value, depth),
            (Form::List(_), Value::List(wanted)) => list::set(whole, path, node, wanted),
            _ => Some(splice(whole.text, [Splice { range: node.span.clone(), text: written(value) }])),
        },
        Found::Spread(spread) if is_table(&spread, path) && matches!(value, Value::Table(_)) => {
            each_key(whole, path, value, depth)
        }
        Found::Spread(_) => {
            let cleared = clear::clear(whole, path)?;
            insert::insert(&Parsed::new(&cleared).ok()?, path, value, depth)
        }
        Found::Nothing => insert::insert(whole, path, value, depth),
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
fn each_key(whole: &Parsed<'_>, path: &Path, value: &Value, depth: usize) -> Option<String> {
    let present = at(&whole.value, path)?;
    let (Value::Table(old), Value::Table(new)) = (present, value) else { return None };
    let is_changed = |(key, value): &&(String, Value)| present.get(key) != Some(value);
    let set = new.iter().filter(is_changed).map(|(key, value)| (key, Some(value)));
    let gone = old.iter().filter(|(key, _)| value.get(key).is_none()).map(|(key, _)| (key, None));
    let mut text: Option<String> = None;
    for (key, value) in set.chain(gone) {
        let path = path.then_key(key);
        let change = |whole: &Parsed<'_>| match value {
            Some(value) => self::set(whole, &path, value, depth),
            None => clear::clear(whole, &path),
        };
        text = Some(match &text {
            Some(text) => change(&Parsed::new(text).ok()?)?,
            None => change(whole)?,
        });
    }
    Some(text.unwrap_or_else(|| whole.text.to_owned()))
}

fn add(whole: &Parsed<'_>, path: &Path, values: Vec<Value>, depth: usize) -> Option<String> {
    match find(&whole.statements, path.steps()) {
        Found::Node(node, _) => {
            let values: Vec<String> = values.iter().map(written).collect();
            Some(splice(whole.text, list::push(whole.text, node, &values)?))
        }
        Found::Spread(spread) => insert::elements(whole.text, &spread, path, &values),
        Found::Nothing => insert::insert(whole, path, &Value::List(values), depth),
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
