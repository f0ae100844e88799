//! The merge of three texts as data: what a merged text must say.

use std::collections::HashMap;

use crate::change::Value;
use crate::merge::align::align;
use crate::merge::three;
use crate::model::Kind;
use crate::model::Word;

/// What two sides made of a base, together. `None`: they are at odds.
pub(super) fn merge(base: &Value, ours: &Value, theirs: &Value) -> Option<Value> {
    table(Some(base), ours, theirs, true)
}

/// Merges tables key by key. At the `top` stand kinds, which are there because their entries are.
fn table(base: Option<&Value>, ours: &Value, theirs: &Value, top: bool) -> Option<Value> {
    let (Value::Table(mine), Value::Table(their)) = (ours, theirs) else { return None };
    let before = match base {
        Some(Value::Table(before)) => before.as_slice(),
        _ => &[],
    };
    // Files may hold many entries.
    let [before, ours, theirs] = [before, mine, their].map(named);
    let mut merged = Vec::new();
    let added = their.iter().filter(|(key, _)| !ours.contains_key(key.as_str()));
    for (key, _) in mine.iter().chain(added) {
        let versions = [&before, &ours, &theirs].map(|pairs| pairs.get(key.as_str()).copied());
        let is_kind = top && Kind::from_word(key).is_some();
        let value = if is_kind { kind(versions) } else { value(versions) }?;
        merged.extend(value.map(|value| (key.clone(), value)));
    }
    Some(Value::Table(merged))
}

fn named(pairs: &[(String, Value)]) -> HashMap<&str, &Value> {
    pairs.iter().map(|(key, value)| (key.as_str(), value)).collect()
}

fn kind(versions: [Option<&Value>; 3]) -> Option<Option<Value>> {
    let none = Value::Table(Vec::new());
    let [base, ours, theirs] = versions.map(|version| version.unwrap_or(&none));
    let merged = table(Some(base), ours, theirs, false)?;
    Some(Some(merged).filter(|merged| *merged != none))
}

/// Merges a value; what is inside `Some` is `None` where it is gone.
pub(super) fn value([base, ours, theirs]: [Option<&Value>; 3]) -> Option<Option<Value>> {
    if let Some(value) = three(base, ours, theirs) {
        return Some(value.cloned());
    }
    match (ours, theirs) {
        (Some(ours @ Value::Table(_)), Some(theirs @ Value::Table(_))) => {
            table(base, ours, theirs, false).map(Some)
        }
        (Some(Value::List(_)) | None, Some(Value::List(_)) | None) => {
            let merged =
                list([base, ours, theirs].map(|list| list.and_then(Value::as_list).unwrap_or_default()))?;
            Some(Some(Value::List(merged)).filter(|merged| *merged != Value::List(Vec::new())))
        }
        _ => None,
    }
}

fn list([base, ours, theirs]: [&[Value]; 3]) -> Option<Vec<Value>> {
    let mut merged = Vec::new();
    for slot in align(base, ours, theirs)? {
        let at = |list: &'_ [Value], at: Option<usize>| at.map(|at| list[at].clone());
        let versions = [at(base, slot.base), at(ours, slot.ours), at(theirs, slot.theirs)];
        merged.extend(value(versions.each_ref().map(Option::as_ref))?);
    }
    Some(merged)
}
