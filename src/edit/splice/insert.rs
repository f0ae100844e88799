//! Puts a key, a table or an element where it belongs: behind what comes before it in the order of the format.

use crate::change::Path;
use crate::change::Step;
use crate::change::Value;
use crate::change::at;
use crate::change::rank;
use crate::edit::emit::key_text;
use crate::edit::splice::Parsed;
use crate::edit::splice::Splice;
use crate::edit::splice::clear::clear;
use crate::edit::splice::splice;
use crate::edit::splice::text;
use crate::syntax::found::Found;
use crate::syntax::found::Holder;
use crate::syntax::found::find;
use crate::syntax::lines::indent;
use crate::syntax::lines::line_end;
use crate::syntax::lines::line_feed;
use crate::syntax::lines::line_start;
use crate::syntax::outline::Form;
use crate::syntax::outline::Node;
use crate::syntax::outline::Pair;
use crate::syntax::outline::Statement;
use crate::syntax::outline::outline;

/// Inserts a value that is not there. The first `depth` steps of the path name a table that is.
pub(super) fn insert(whole: &Parsed<'_>, path: &Path, value: &Value, depth: usize) -> Option<String> {
    let (parent, Step::Key(key)) = path.split_last()? else { return None };
    let Parsed { text, statements, .. } = whole;
    match find(statements, parent.steps()) {
        Found::Node(node, holder) => into_inline(whole, node, holder, &parent, key, value, depth),
        Found::Spread(spread) => {
            let header = spread.iter().find(|s| !s.is_pair() && s.path == parent.steps());
            if let Some(header) = header {
                return Some(if text::stands_on_a_line(path.steps(), value) {
                    splice(text, [line(text, statements, header, path, key, value)])
                } else {
                    splice(text, [sections(text, statements, path, value)])
                });
            }
            let dotted = spread.iter().rev().find(|s| s.is_pair() && s.above < parent.steps().len());
            match dotted {
                Some(last) => dotted_line(text, last, path, value),
                None => under_new_header(text, &spread, &parent, key, value),
            }
        }
        Found::Nothing if parent.steps().len() > depth => {
            insert(whole, &parent, &Value::Table(vec![(key.clone(), value.clone())]), depth)
        }
        Found::Nothing => None,
    }
}

/// A line in the section below a header.
fn line(
    text: &str,
    statements: &[Statement],
    header: &Statement,
    path: &Path,
    key: &str,
    value: &Value,
) -> Splice {
    let below = statements.iter().skip_while(|s| !std::ptr::eq(*s, header)).skip(1);
    let own: Vec<&Statement> = below.take_while(|s| s.is_pair()).collect();
    let wanted = rank(path.steps());
    let before = own.iter().rev().find(|s| rank(&s.path[..=s.above]) <= wanted).copied();
    let near = before.or(own.first().copied());
    let indent = near.map_or("", |near| indent(text, near.span.start));
    let line = format!("{indent}{}", text::pair(&key_text(key), value, line_feed(text)));
    behind(text, before.unwrap_or(header), &line)
}

/// Puts lines behind the lines of a statement. A text that ends without a line feed goes on doing so.
fn behind(text: &str, statement: &Statement, lines: &str) -> Splice {
    let feed = line_feed(text);
    let at = line_end(text, statement.span.end);
    if text[..at].ends_with('\n') {
        Splice::insert(at, format!("{lines}{feed}"))
    } else {
        Splice::insert(at, format!("{feed}{lines}"))
    }
}

/// Sections of their own for a table, or for a list of tables, behind those of the entry that come before.
fn sections(text: &str, statements: &[Statement], path: &Path, value: &Value) -> Splice {
    let feed = line_feed(text);
    let lines = text::sections(path.steps(), value, feed);
    behind(text, last_before(statements, path), &lines)
}

/// The last statement of the table that a path stands in, up to the sections that come behind it.
fn last_before<'s>(statements: &'s [Statement], path: &Path) -> &'s Statement {
    let above = &path.steps()[..path.steps().len() - 1];
    let wanted = rank(path.steps());
    let mut last = &statements[0];
    for statement in statements {
        let table = statement.table();
        let comes_before = match table.strip_prefix(above) {
            Some([]) => true,
            Some(_) => rank(&table[..=above.len()]) <= wanted,
            None => false,
        };
        if comes_before {
            last = statement;
        }
    }
    last
}

/// A dotted key behind the last one of its table.
fn dotted_line(text: &str, last: &Statement, path: &Path, value: &Value) -> Option<String> {
    let key = text::dotted(path.steps().get(last.above..)?);
    let line = format!("{}{key} = {}", indent(text, last.span.start), text::value(value));
    Some(splice(text, [behind(text, last, &line)]))
}

/// A header before the first section of a table that had none of its own.
fn under_new_header(
    text: &str,
    spread: &[&Statement],
    parent: &Path,
    key: &str,
    value: &Value,
) -> Option<String> {
    let feed = line_feed(text);
    let first = spread.first()?;
    let table = Value::Table(vec![(key.to_owned(), value.clone())]);
    let lines = text::section(parent.steps(), &table, feed);
    Some(splice(text, [Splice::insert(line_start(text, first.span.start), format!("{lines}{feed}"))]))
}

/// A pair more in an inline table. One that would grow beyond three keys becomes a section where it can.
fn into_inline(
    whole: &Parsed<'_>,
    table: &Node,
    holder: Holder<'_>,
    parent: &Path,
    key: &str,
    value: &Value,
    depth: usize,
) -> Option<String> {
    let Form::Table(pairs) = &table.form else { return None };
    let text = whole.text;
    let grown = pairs.len() >= 3 || !text::is_small(&Value::Table(vec![(key.to_owned(), value.clone())]));
    if grown && matches!(holder, Holder::Line(statement) if statement.above == depth) {
        let mut present = at(&whole.value, parent)?.clone();
        let Value::Table(all) = &mut present else { return None };
        all.push((key.to_owned(), value.clone()));
        all.sort_by_key(|(key, _)| rank(parent.then_key(key).steps()));
        let cleared = clear(whole, parent)?;
        return Some(splice(&cleared, [sections(&cleared, &outline(&cleared), parent, &present)]));
    }
    let wanted = rank(parent.then_key(key).steps());
    let ranked = |pair: &Pair| rank(&[parent.steps(), &pair.path[..1]].concat()) <= wanted;
    let pair = format!("{} = {}", key_text(key), text::value(value));
    Some(match (pairs.iter().rev().find(|pair| ranked(pair)), pairs.first()) {
        (Some(before), _) => splice(text, [Splice::insert(before.node.span.end, format!(", {pair}"))]),
        (None, Some(first)) => splice(text, [Splice::insert(first.keys.first()?.start, format!("{pair}, "))]),
        (None, None) => splice(text, [Splice { range: table.span.clone(), text: format!("{{ {pair} }}") }]),
    })
}

/// More `[[tables]]` behind the last one of a list.
pub(super) fn elements(text: &str, spread: &[&Statement], path: &Path, values: &[Value]) -> Option<String> {
    let last = spread.last()?;
    let is_table = |value: &Value| matches!(value, Value::Table(_));
    if !values.iter().all(is_table) || !matches!(last.path.get(path.steps().len()), Some(Step::Index(_))) {
        return None;
    }
    let feed = line_feed(text);
    let lines: Vec<String> = values.iter().map(|value| text::element(path.steps(), value, feed)).collect();
    Some(splice(text, [behind(text, last, &lines.join(feed))]))
}
