//! Edits as splices: only the bytes of what changes change.
//!
//! An [`Edit`] is planned with the outline of a text, carried out as a few replaced ranges, and then proved: the text is
//! read before and after, and both must differ by exactly the edit, or nothing is changed.

mod clear;
mod insert;
mod layout;
mod list;
mod text;

use std::ops::Range;

use crate::change::Edit;
use crate::change::Path;
use crate::change::Step;
use crate::change::Value;
use crate::document::outline::Form;
use crate::document::outline::Found;
use crate::document::outline::Statement;
use crate::document::outline::find;
use crate::document::outline::outline;

pub(super) use layout::line_end;
pub(super) use layout::line_feed;
pub(super) use layout::line_start;
pub(super) use text::section;
pub(super) use text::value as written;

/// A range of a text, and what takes its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) text: String,
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
pub(super) enum CannotSplice {
    /// The text is no TOML.
    #[error("the text cannot be read: {0}")]
    Syntax(String),
    /// What is asked is impossible whatever the text.
    #[error(transparent)]
    Edit(#[from] crate::change::CannotEdit),
    /// It is written in a way that no splice is known for, or the splice did not do what it should.
    #[error("`{0}` is written in a way that only an editor can change")]
    Layout(Path),
}

/// Carries out an edit in a text that holds the table at `root`, and proves that nothing else changed.
pub(super) fn edit(text: &str, root: &[Step], edit: &Edit) -> Result<String, CannotSplice> {
    let before = read(text)?;
    let edit = below(root, edit);
    let edit = only_element(text, &before, &edit).unwrap_or(edit);
    let mut wanted = before.clone();
    edit.apply(&mut wanted)?;
    if wanted == before {
        return Ok(text.to_owned());
    }
    let layout = || CannotSplice::Layout(edit.path().steps()[root.len()..].to_vec().into());
    let after = carry_out(text, &edit, root.len()).ok_or_else(layout)?;
    match read(&after) {
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

/// What a path leads to in data.
fn at<'v>(value: &'v Value, path: &Path) -> Option<&'v Value> {
    path.steps().iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(at) => value.as_list()?.get(*at),
    })
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
pub(super) fn read(text: &str) -> Result<Value, CannotSplice> {
    Value::document(text).map_err(CannotSplice::Syntax)
}

/// The text after the edit; `None` where it is written in a way that no splice is known for.
fn carry_out(text: &str, edit: &Edit, depth: usize) -> Option<String> {
    match edit {
        Edit::Set(path, value) => set(text, path, value, depth),
        Edit::Add(path, value) => add(text, path, value, depth),
        Edit::Clear(path) => clear::clear(text, path),
    }
}

fn set(text: &str, path: &Path, value: &Value, depth: usize) -> Option<String> {
    let statements = outline(text);
    match find(&statements, path.steps()) {
        Found::Node(node, _) => match (&node.form, value) {
            (Form::Table(_), Value::Table(_)) => each_key(text, path, value, depth),
            (Form::List(_), Value::List(wanted)) => list::set(text, path, node, wanted, depth),
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

fn add(text: &str, path: &Path, value: &Value, depth: usize) -> Option<String> {
    let statements = outline(text);
    match find(&statements, path.steps()) {
        Found::Node(node, _) => Some(splice(text, list::push(text, node, &written(value))?)),
        Found::Spread(spread) => insert::element(text, &spread, path, value),
        Found::Nothing => insert::insert(text, path, &Value::List(vec![value.clone()]), depth),
    }
}

/// Replaces ranges, which must not overlap.
pub(super) fn splice(text: &str, splices: impl IntoIterator<Item = Splice>) -> String {
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
mod tests {
    use super::*;

    const NASTY: &[&str] = &[
        "[failure.a]\nproblem = 'It''s'\n",
        "\u{feff}# head\r\n\r\n# about a\r\n[failure.a] # here\r\nproblem = \"x\" # why\r\n  severity = 'high'   # sure?\r\nsources = [\r\n  \"a\", # first\r\n  # between\r\n  'b' # last\r\n]\r\nx-own = { b = 1, a = 2 }",
        "failure.a.problem = \"x\"\nfailure.a.severity = \"high\" # s\nfailure.b.problem = \"y\"\nfailure.a.sources = [\"a\"]\n",
        "[failure]\na.problem = \"x\"\nb = { problem = \"y\" }\na.sources = [ \"a\", \"b\" ]\n\n[failure.a.estimate]\ndetect = \"5m\"\n",
        "[failure.a.estimate]\ndetect = \"5m\" # soon\n\n[component.c]\nname = \"C\"\n\n[failure.a]\nproblem = \"x\"\nsources = [] # none\n[failure.a.residual]\nseverity = 'low'",
        "[failure.a]\nproblem = \"\"\"\nlong\n# no comment\n[failure.b]\n\"\"\"\nestimate.detect = \"5m\"\nestimate.repair = \"1h\" # r\nsources = [\n\n]\n\n# tail\n",
        "[failure.a]\nproblem = \"x\"\n[[failure.a.preventative]]\naction = \"one\"\n# between\n[[failure.a.preventative]]\naction = \"two\"\nowner = \"o\"\n# tail\n[failure.b]\nproblem = \"y\"\n",
        "[failure.a]\n\tproblem=\"x\"\n\tescalate={after=\"15m\",to=\"lead\"}\n\tsources=[\"a\",\"b\",]#c\n\tlikelihood = { level = \"likely\", when = \"x\", otherwise = \"rare\" } # l\n",
        "\u{feff}\"failure\".\"a\".problem = 'x'\nfailure.a.title = 1\n'failure'.\"a\".sources = ['a',\n 'b']\n",
    ];

    fn edits() -> Vec<Edit> {
        let path = |path: &str| path.parse::<Path>().unwrap();
        let table = |pairs: &[(&str, &str)]| {
            Value::Table(pairs.iter().map(|(k, v)| ((*k).to_owned(), Value::text(*v))).collect())
        };
        let mut edits = Vec::new();
        for key in [
            "problem",
            "severity",
            "risk",
            "estimate.detect",
            "estimate.repair",
            "escalate.to",
            "escalate.x",
            "accepted.by",
            "residual.severity",
            "x-own",
            "likelihood",
            "unknown",
        ] {
            edits.push(Edit::Set(path(key), Value::text("new \"value\" # \\ \n[failure.b]\n'''\"\"\"")));
            edits.push(Edit::Clear(path(key)));
        }
        for key in ["sources", "preventative", "tags", "detected_by"] {
            edits.push(Edit::Add(path(key), Value::text("n")));
            edits.push(Edit::Add(path(key), table(&[("action", "t")])));
            edits.push(Edit::Set(path(key), Value::texts(["a", "z"])));
            edits.push(Edit::Set(path(key), Value::texts(["q"])));
            edits.push(Edit::Set(path(key), Value::List(vec![])));
            edits.push(Edit::Clear(path(key)));
            edits.push(Edit::Clear(path(&format!("{key}[0]"))));
            edits.push(Edit::Clear(path(&format!("{key}[1]"))));
        }
        edits.push(Edit::Set(path("preventative[0].owner"), Value::text("me")));
        edits.push(Edit::Set(path("preventative[1].due"), Value::text("me")));
        edits.push(Edit::Set(path("escalate"), table(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")])));
        edits.push(Edit::Set(path("estimate"), table(&[("repair", "2h")])));
        edits.push(Edit::Set(
            path("accepted"),
            table(&[("by", "1"), ("because", "2"), ("on", "3"), ("until", "4")]),
        ));
        edits.push(Edit::Clear(path("estimate")));
        edits.push(Edit::Clear(path("preventative")));
        edits
    }

    #[test]
    fn any_edit_of_any_layout_changes_nothing_else() {
        let root = [Step::Key("failure".to_owned()), Step::Key("a".to_owned())];
        let (mut done, mut refused) = (0, Vec::new());
        for text in NASTY {
            for first in edits() {
                let Ok(after) = edit(text, &root, &first) else {
                    if let (Err(CannotSplice::Layout(path)), false) =
                        (edit(text, &root, &first), matches!(first, Edit::Add(_, Value::Text(_))))
                    {
                        refused.push(format!("{path} {first:?} in {text:?}"));
                    }
                    continue;
                };
                done += 1;
                assert_eq!(text.starts_with('\u{feff}'), after.starts_with('\u{feff}'));
                assert_eq!(text.ends_with('\n'), after.ends_with('\n'), "{first:?}\n{text}\n----\n{after}");
                assert_eq!(text.contains('\r'), after.contains('\r'));
                assert!(
                    !text.contains('\r') || after.matches('\n').count() == after.matches("\r\n").count(),
                    "{after:?}"
                );
                for second in edits() {
                    if matches!(second, Edit::Add(_, Value::Text(_))) {
                        continue;
                    }
                    if let Err(CannotSplice::Layout(path)) = edit(&after, &root, &second) {
                        refused.push(format!("{path} {second:?} in {after:?}"));
                    } else {
                        done += 1;
                    }
                }
            }
        }
        eprintln!("{done} done, {} refused", refused.len());
        for line in refused.iter().take(40) {
            eprintln!("{line}");
        }
        assert!(refused.is_empty());
    }
}
