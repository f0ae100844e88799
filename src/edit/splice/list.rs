//! Elements of lists.

use crate::change::Path;
use crate::change::Value;
use crate::change::at;
use crate::edit::splice::Parsed;
use crate::edit::splice::Splice;
use crate::edit::splice::splice;
use crate::edit::splice::text;
use crate::syntax::found::Found;
use crate::syntax::found::find;
use crate::syntax::lines::comma;
use crate::syntax::lines::indent;
use crate::syntax::lines::line_end;
use crate::syntax::lines::line_feed;
use crate::syntax::lines::line_start;
use crate::syntax::lines::without;
use crate::syntax::outline::Form;
use crate::syntax::outline::Node;
use crate::syntax::outline::outline;

/// Makes a list that stands there hold other values. Where the old ones stay in their order, and new ones only come
/// behind, each is added or taken away by itself; else the list is written anew.
pub(super) fn set(whole: &Parsed<'_>, path: &Path, node: &Node, wanted: &[Value]) -> Option<String> {
    let text = whole.text;
    let present = at(&whole.value, path)?.as_list()?;
    let mut rest = wanted;
    let mut gone = Vec::new();
    for (at, value) in present.iter().enumerate() {
        match rest.split_first() {
            Some((next, behind)) if next == value => rest = behind,
            _ => gone.push(at),
        }
    }
    // Comments in it, and its lines, are worth to be kept even where no element is.
    let is_on_a_line = !text[node.span.clone()].contains(['#', '\n']);
    if gone.len() == present.len() && is_on_a_line {
        let line = text::value(&Value::List(wanted.to_vec()));
        return Some(splice(text, [Splice { range: node.span.clone(), text: line }]));
    }
    let values: Vec<String> = rest.iter().map(text::value).collect();
    if gone.is_empty() {
        return Some(if rest.is_empty() {
            text.to_owned()
        } else {
            splice(text, push(text, node, &values)?)
        });
    }
    let text = without_all(text, path, node.clone(), gone)?;
    if rest.is_empty() {
        return Some(text);
    }
    Some(splice(&text, push(&text, &found(&text, path)?, &values)?))
}

/// The list that a path leads to in a text that was changed.
fn found(text: &str, path: &Path) -> Option<Node> {
    match find(&outline(text), path.steps()) {
        Found::Node(node, _) => Some(node.clone()),
        _ => None,
    }
}

/// Takes elements away, whose places rise. Most have bytes of their own to be taken away, so that all go at once; only of those
/// that end a list without a comma each is the last once the one behind it is gone.
fn without_all(text: &str, path: &Path, mut list: Node, mut gone: Vec<usize>) -> Option<String> {
    let mut text = text.to_owned();
    while let Some(&last) = gone.last() {
        let Form::List(items) = &list.form else { return None };
        let ends = last + 1 == items.len() && comma(&text, items[last].span.end..list.span.end - 1).is_none();
        let follows = |of: &[usize]| matches!(of, [.., before, at] if before + 1 == *at);
        if !ends || !follows(&gone) {
            let is_on_one_line =
                |a: &usize, b: &usize| a + 1 == *b && !between(&text, items, *b).contains('\n');
            let removed = gone.chunk_by(is_on_one_line).map(|some| remove_some(&text, &list, some));
            return Some(splice(&text, removed.collect::<Option<Vec<_>>>()?.concat()));
        }
        let mut first = last;
        while follows(&gone) && !between(&text, items, first).contains(['\n', '#']) {
            (first, _) = (first - 1, gone.pop());
        }
        let removed = match first < last {
            true => Splice::remove(items[first].span.end..items[last].span.end),
            false => {
                gone.pop();
                remove(&text, &list, last)?
            }
        };
        text = splice(&text, [removed]);
        list = found(&text, path)?;
    }
    Some(text)
}

/// What stands between an element and the one before it.
fn between<'t>(text: &'t str, items: &[Node], at: usize) -> &'t str {
    &text[items[at - 1].span.end..items[at].span.start]
}

/// Takes elements away that follow each other on one line, and the line with them where nothing else is on it.
fn remove_some(text: &str, list: &Node, some: &[usize]) -> Option<Vec<Splice>> {
    let Form::List(items) = &list.form else { return None };
    let singly = some.iter().map(|&at| remove(text, list, at)).collect::<Option<Vec<_>>>()?;
    let (&[first, ..], &[.., last]) = (some, some) else { return Some(singly) };
    let next = items.get(last + 1).map_or(list.span.end - 1, |next| next.span.start);
    let end = comma(text, items[last].span.end..next).map_or(items[last].span.end, |comma| comma + 1);
    Some(match without(text, &(items[first].span.start..end)) {
        Some(line) => vec![Splice::remove(line)],
        None => singly,
    })
}

/// Adds elements at the end, in the manner of the last one.
pub(crate) fn push(text: &str, list: &Node, values: &[String]) -> Option<Vec<Splice>> {
    let Form::List(items) = &list.form else { return None };
    let on_lines = |indent: &str| -> String {
        let line = |value: &String| format!("{indent}{value},{}", line_feed(text));
        values.iter().map(line).collect()
    };
    let value = values.join(", ");
    let close = list.span.end - 1;
    let bracket_line = line_start(text, close);
    let bracket_is_alone = bracket_line > list.span.start && text[bracket_line..close].trim().is_empty();
    let Some(last) = items.last() else {
        if bracket_is_alone {
            let inner = on_lines(&format!("{}    ", indent(text, close)));
            return Some(vec![Splice::insert(bracket_line, inner)]);
        }
        let inside = list.span.start + 1..close;
        let range = if text[inside.clone()].trim().is_empty() { inside } else { close..close };
        return Some(vec![Splice { range, text: value }]);
    };
    let comma = comma(text, last.span.end..close);
    if !bracket_is_alone {
        // The bracket stands on the line of the last element, or behind a comment of it.
        return Some(match comma {
            Some(comma) => vec![Splice::insert(comma + 1, format!(" {value},"))],
            None => vec![Splice::insert(last.span.end, format!(", {value}"))],
        });
    }
    let mut splices = Vec::new();
    if comma.is_none() {
        splices.push(Splice::insert(last.span.end, ",".to_owned()));
    }
    // Comments behind the last element stay with it.
    let at = line_end(text, comma.unwrap_or(last.span.end));
    let shared = list.span.start >= line_start(text, last.span.start);
    let indent = if shared {
        format!("{}    ", indent(text, close))
    } else {
        indent(text, last.span.start).to_owned()
    };
    splices.push(Splice::insert(at, on_lines(&indent)));
    Some(splices)
}

/// Adds an element before another.
pub(crate) fn insert(text: &str, list: &Node, at: usize, value: &str) -> Option<Splice> {
    let Form::List(items) = &list.form else { return None };
    let next = items.get(at)?.span.start;
    let line = line_start(text, next);
    if line <= list.span.start || !text[line..next].trim().is_empty() {
        return Some(Splice::insert(next, format!("{value}, ")));
    }
    let indent = indent(text, next);
    let feed = line_feed(text);
    let Some(before) = at.checked_sub(1).and_then(|before| items.get(before)) else {
        return Some(Splice::insert(next, format!("{value},{feed}{indent}")));
    };
    // Comments above the next element stay there.
    let comma = comma(text, before.span.end..next)?;
    Some(Splice::insert(line_end(text, comma), format!("{indent}{value},{feed}")))
}

/// Takes an element away with its comma. A comment behind it stays.
pub(crate) fn remove(text: &str, list: &Node, at: usize) -> Option<Splice> {
    let Form::List(items) = &list.form else { return None };
    let item = items.get(at)?;
    let next = items.get(at + 1).map_or(list.span.end - 1, |next| next.span.start);
    let comma = comma(text, item.span.end..next);
    let range = item.span.start..comma.map_or(item.span.end, |comma| comma + 1);
    // Between an element and its comma a comment may stand, which must not go.
    if text[item.span.end..range.end].contains('#') {
        return None;
    }
    if let Some(line) = without(text, &range) {
        return Some(Splice::remove(line));
    }
    let rest = &text[range.end..next];
    if comma.is_some() {
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let ends_line = rest[blank..].starts_with(['\r', '\n', '#']);
        let blank = if ends_line { 0 } else { blank };
        return Some(Splice::remove(range.start..range.end + blank));
    }
    let before = at.checked_sub(1).map_or(range.start, |before| items[before].span.end);
    let gap = &text[before..range.start];
    let start = if gap.contains(['\n', '#']) { range.start } else { before };
    Some(Splice::remove(start..range.end))
}
