//! Merges an inline table that both sides changed, key by key.
//!
//! A table may stand inline on one side and under a header of its own on the other, or grow too large for a line once both
//! sides are together. Then it gets its header in all versions before they are compared.

use crate::change::Edit;
use crate::change::Path;
use crate::change::Step;
use crate::change::Value;
use crate::edit::splice;
use crate::merge::data;
use crate::merge::three;
use crate::merge::unit::code;
use crate::merge::unit::value;
use crate::syntax::outline::Form;
use crate::syntax::outline::Node;
use crate::syntax::outline::Statement;
use crate::syntax::outline::What;
use crate::syntax::outline::outline;
use crate::syntax::units::Unit;

/// Our text of an inline table with what theirs changed in it. `None`: both changed the same key, or the line would have
/// more keys than a line may.
pub(super) fn merge(base: &Unit<'_>, ours: &Unit<'_>, theirs: &Unit<'_>) -> Option<String> {
    let values = [value(base)?, value(ours)?, value(theirs)?];
    let [Value::Table(before), Value::Table(_), Value::Table(their)] = &values else { return None };
    let path = Path::from(ours.statement.path.get(ours.statement.above..)?.to_vec());
    let added = their.iter().filter(|(key, _)| values[0].get(key).is_none());
    let mut text = code(ours).to_owned();
    for (key, _) in before.iter().chain(added) {
        let [base, ours, theirs] = values.each_ref().map(|value| value.get(key));
        let merged = three(base, ours, theirs)?;
        let edit = match merged {
            merged if merged == ours => continue,
            Some(value) => Edit::Set(path.then_key(key), value.clone()),
            None => Edit::Clear(path.then_key(key)),
        };
        text = splice::edit(&text, &[], &edit).ok()?;
    }
    (outline(&text).len() == 1).then_some(text)
}

/// Gives tables headers where a line cannot hold what becomes of them.
pub(super) fn unfold(texts: &mut [String; 3]) {
    let outlines = texts.each_ref().map(|text| outline(text));
    let mut wanted: Vec<Vec<Step>> = Vec::new();
    for statement in outlines.iter().flatten().filter(|statement| is_inline(statement)) {
        let path = &statement.path;
        let is_below = |other: &Statement| !other.is_pair() && other.path.starts_with(path);
        let has_header = outlines.iter().flatten().any(is_below);
        if !wanted.contains(path) && (has_header || grows(texts, &outlines, path)) {
            wanted.push(path.clone());
        }
    }
    for path in wanted {
        for (text, outline) in texts.iter_mut().zip(&outlines) {
            if outline.iter().any(|statement| is_inline(statement) && statement.path == path) {
                *text = under_header(text, &path).unwrap_or_else(|| std::mem::take(text));
            }
        }
    }
}

/// Whether a statement is a table on one line below the header of its entry.
fn is_inline(statement: &Statement) -> bool {
    let is_table = matches!(&statement.what, What::Pair(Node { form: Form::Table(_), .. }));
    is_table && statement.above > 0 && statement.path.len() == statement.above + 1
}

/// Whether a table has more keys than a line may hold once both sides are together.
fn grows(texts: &[String; 3], outlines: &[Vec<Statement>; 3], path: &[Step]) -> bool {
    let value = |(text, outline): (&String, &Vec<Statement>)| {
        let found = outline.iter().find(|statement| is_inline(statement) && statement.path == path)?;
        let What::Pair(node) = &found.what else { return None };
        Value::parse(&text[node.span.clone()])
    };
    let mut values = texts.iter().zip(outlines).map(value);
    let values = [values.next().flatten(), values.next().flatten(), values.next().flatten()];
    let is_at_odds = three(values[0].as_ref(), values[1].as_ref(), values[2].as_ref()).is_none();
    let merged = is_at_odds.then(|| data::value(values.each_ref().map(Option::as_ref))).flatten().flatten();
    matches!(merged, Some(Value::Table(pairs)) if pairs.len() > 3)
}

/// The text with a table under a header of its own: it gets one by growing too large for a line, and keeps it.
fn under_header(text: &str, path: &[Step]) -> Option<String> {
    const LARGE: [&str; 4] = ["a", "b", "c", "d"];
    let (root, field) = path.split_at(path.len() - 1);
    let extra = Path::from(field.to_vec()).then_key("x-faultbook-unfold");
    let large = Value::Table(LARGE.iter().map(|key| ((*key).to_owned(), Value::Boolean(true))).collect());
    let grown = splice::edit(text, root, &Edit::Set(extra.clone(), large)).ok()?;
    splice::edit(&grown, root, &Edit::Clear(extra)).ok()
}
