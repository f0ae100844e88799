//! Takes a key, a table or an element away.

use crate::change::Path;
use crate::edit::splice::Parsed;
use crate::edit::splice::Splice;
use crate::edit::splice::list;
use crate::edit::splice::splice;
use crate::syntax::found::Found;
use crate::syntax::found::Holder;
use crate::syntax::found::find;
use crate::syntax::lines::comma;
use crate::syntax::lines::line_end;
use crate::syntax::lines::line_start;
use crate::syntax::lines::without;
use crate::syntax::outline::Form;
use crate::syntax::outline::Node;
use crate::syntax::outline::Statement;

/// The text without what a path leads to.
pub(super) fn clear(whole: &Parsed<'_>, path: &Path) -> Option<String> {
    let text = whole.text;
    let splices = match find(&whole.statements, path.steps()) {
        Found::Nothing => return None,
        Found::Node(_, Holder::Line(statement)) => vec![Splice::remove(without(text, &statement.span)?)],
        Found::Node(_, Holder::List(list, at)) => vec![list::remove(text, list, at)?],
        Found::Node(_, Holder::Table(table, at)) => vec![from_table(text, table, at)?],
        Found::Spread(spread) => spread_out(text, &whole.statements, &spread)?,
    };
    Some(splice(text, splices))
}

/// Takes a pair out of an inline table.
fn from_table(text: &str, table: &Node, at: usize) -> Option<Splice> {
    let Form::Table(pairs) = &table.form else { return None };
    let pair = pairs.get(at)?;
    let start = pair.keys.first()?.start;
    let end = pair.node.span.end;
    let range = match (at.checked_sub(1).map(|before| &pairs[before]), pairs.get(at + 1)) {
        (_, Some(next)) => start..next.keys.first()?.start,
        (Some(before), None) => before.node.span.end..end,
        // Behind the only pair a comma may stand.
        (None, None) => start..comma(text, end..table.span.end - 1).map_or(end, |comma| comma + 1),
    };
    Some(Splice::remove(range))
}

/// Takes away all statements of a table: sections with what stands in them, dotted keys line by line.
fn spread_out(text: &str, statements: &[Statement], spread: &[&Statement]) -> Option<Vec<Splice>> {
    let mut splices: Vec<Splice> = Vec::new();
    let mut section = false;
    for statement in statements {
        let is_of_it = spread.iter().any(|of_it| std::ptr::eq(*of_it, statement));
        if !statement.is_pair() {
            section = is_of_it;
        }
        if !is_of_it {
            continue;
        }
        let range = match section {
            // What stands between the lines of a section belongs to it.
            true => {
                let start = line_start(text, statement.span.start);
                let end = line_end(text, statement.span.end);
                match splices.last_mut() {
                    Some(last) if statement.is_pair() => {
                        last.range.end = end;
                        continue;
                    }
                    _ => start..end,
                }
            }
            false => without(text, &statement.span)?,
        };
        splices.push(Splice::remove(range));
    }
    keep_end(text, &mut splices);
    Some(splices)
}

/// A text that ended without a line feed goes on doing so.
fn keep_end(text: &str, splices: &mut [Splice]) {
    if let Some(last) = splices.last_mut()
        && last.range.end == text.len()
        && !text.ends_with('\n')
    {
        let before = &text[..last.range.start];
        let trimmed = before.strip_suffix('\n').unwrap_or(before);
        last.range.start = trimmed.strip_suffix('\r').unwrap_or(trimmed).len();
    }
}
