//! Merges a list that both sides changed, element by element, in the text that ours have.

use crate::change;
use crate::change::Value;
use crate::edit::splice::Splice;
use crate::edit::splice::insert_element;
use crate::edit::splice::push_element;
use crate::edit::splice::remove_element;
use crate::edit::splice::splice;
use crate::merge::align::align;
use crate::merge::three;
use crate::merge::unit::code;
use crate::merge::unit::value;
use crate::syntax::outline::Form;
use crate::syntax::outline::Node;
use crate::syntax::outline::What;
use crate::syntax::outline::outline;
use crate::syntax::units::Unit;

/// A list that is longer is not taken apart.
const MOST: usize = 64 << 10;

/// What becomes of an element of our list, or of a place in it.
enum Step {
    Keep,
    Replace(String),
    Remove,
    Insert(String),
}

/// Our text of a list with what theirs added and took away. `None`: both touched the same element, or a comment would be lost.
pub(super) fn merge(base: &Unit<'_>, ours: &Unit<'_>, theirs: &Unit<'_>) -> Option<String> {
    let values = [value(base)?, value(ours)?, value(theirs)?];
    let [before, mine, their] = values.each_ref().map(Value::as_list);
    let (before, mine, their) = (before?, mine?, their?);
    let their_items = items(theirs)?;
    let is_short = [base, ours, theirs].iter().all(|unit| unit.line.len() <= MOST);
    // A comment in their list goes with none of its elements.
    if !is_short || comments(base)? != comments(theirs)? {
        return None;
    }
    let raw = |at: usize| Some(theirs.line.get(theirs_span(their_items.get(at)?, theirs))?.to_owned());
    let mut steps = Vec::new();
    let mut wanted = Vec::new();
    for slot in align(before, mine, their)? {
        let [base, ours, theirs] = [(before, slot.base), (mine, slot.ours), (their, slot.theirs)]
            .map(|(list, at)| at.map(|at| &list[at]));
        let merged = three(base, ours, theirs)?;
        wanted.extend(merged.cloned());
        steps.push(match (ours, merged, slot.theirs) {
            (Some(ours), Some(merged), _) if ours == merged => Step::Keep,
            (Some(_), Some(_), Some(at)) => Step::Replace(raw(at)?),
            (Some(_), None, _) => Step::Remove,
            (None, Some(_), Some(at)) => Step::Insert(raw(at)?),
            _ => continue,
        });
    }
    let text = carry_out(code(ours), steps)?;
    let said = Value::document(&text).ok()?;
    let path = ours.statement.path.get(ours.statement.above..)?;
    let said = path.iter().try_fold(&said, |value, step| match step {
        change::Step::Key(key) => value.get(key),
        change::Step::Index(_) => None,
    });
    (said.and_then(Value::as_list) == Some(&wanted)).then_some(text)
}

/// Carries steps out from the last to the first, so that the numbers of elements before them stay true.
fn carry_out(text: &str, steps: Vec<Step>) -> Option<String> {
    let mut text = text.to_owned();
    let mut at = steps.iter().filter(|step| !matches!(step, Step::Insert(_))).count();
    for step in steps.into_iter().rev() {
        if !matches!(step, Step::Insert(_)) {
            at -= 1;
        }
        let statements = outline(&text);
        let What::Pair(node) = &statements.first()?.what else { return None };
        let Form::List(items) = &node.form else { return None };
        let splices = match step {
            Step::Keep => continue,
            Step::Replace(new) => vec![Splice { range: items.get(at)?.span.clone(), text: new }],
            Step::Remove => vec![remove_element(&text, node, at)?],
            Step::Insert(new) if at == items.len() => push_element(&text, node, &[new])?,
            Step::Insert(new) => vec![insert_element(&text, node, at, &new)?],
        };
        text = splice(&text, splices);
    }
    Some(text)
}

fn items<'u>(unit: &'u Unit<'_>) -> Option<&'u [Node]> {
    match &unit.statement.what {
        What::Pair(Node { form: Form::List(items), .. }) => Some(items),
        _ => None,
    }
}

fn theirs_span(node: &Node, unit: &Unit<'_>) -> std::ops::Range<usize> {
    node.span.start - unit.at..node.span.end - unit.at
}

/// The comments between the elements of a list.
fn comments(unit: &Unit<'_>) -> Option<Vec<String>> {
    let What::Pair(node) = &unit.statement.what else { return None };
    let (mut at, mut found) = (node.span.start, Vec::new());
    let ends = items(unit)?.iter().map(|item| item.span.clone());
    for span in ends.chain(std::iter::once(node.span.end..node.span.end)) {
        let between = unit.line.get(at - unit.at..span.start - unit.at)?;
        let lines = between.lines().filter_map(|line| Some(line[line.find('#')?..].trim_end().to_owned()));
        found.extend(lines);
        at = span.end;
    }
    Some(found)
}
