//! What in an entry is evidence, and whether two versions of an entry are about the same thing: the marks of the format
//! ([`Key::evidence`], [`Key::identity`]) read from values.

use std::collections::BTreeSet;

use crate::change::Value;
use crate::change::field::tables;
use crate::model::Key;
use crate::model::Shape;
use crate::text_match;

/// The evidence in a table, that of tables and lists in it included, and nothing else. `None`: there is none.
pub fn evidence(keys: &[Key], value: &Value) -> Option<Value> {
    let Value::Table(pairs) = value else { return None };
    let found = pairs.iter().filter_map(|(name, value)| {
        let key = keys.iter().find(|key| key.name == name)?;
        let found = if key.evidence { claim(key, value) } else { below(key.shape, value) };
        Some((name.clone(), found?))
    });
    let found: Vec<_> = found.collect();
    (!found.is_empty()).then_some(Value::Table(found))
}

fn claim(key: &Key, value: &Value) -> Option<Value> {
    let claims = match value {
        Value::Text(word) => !key.idle.contains(&word.as_str()),
        Value::List(items) => !items.is_empty(),
        Value::Table(pairs) => !pairs.is_empty(),
        _ => true,
    };
    claims.then(|| value.clone())
}

fn below(shape: Shape, value: &Value) -> Option<Value> {
    match (shape, value) {
        (Shape::List(item), Value::List(items)) => {
            let found: Vec<Value> = items.iter().filter_map(|value| below(*item, value)).collect();
            (!found.is_empty()).then_some(Value::List(found))
        }
        (shape, value) => tables(shape).into_iter().find_map(|keys| evidence(keys, value)),
    }
}

/// Whether two values of a key mean the same thing, in nearly the same words; `None`: the key is absent. Lists of ids are sets.
/// Lists that may hold words need to share one element, since words are replaced by ids in time; an empty one is like any
/// other.
pub fn is_alike(shape: Shape, a: Option<&Value>, b: Option<&Value>) -> bool {
    match (shape, a, b) {
        (_, Some(a), Some(b)) => is_same(shape, a, b),
        (Shape::List(Shape::Reference(_)) | Shape::Affects, ..) => true,
        (_, a, b) => a.is_none() && b.is_none(),
    }
}

fn is_same(shape: Shape, a: &Value, b: &Value) -> bool {
    match (shape, a, b) {
        (_, Value::Text(a), Value::Text(b)) => a == b || text_match::is_same(a, b),
        (Shape::List(Shape::Id(_)), Value::List(a), Value::List(b)) => {
            let set = |list: &[Value]| list.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            let (a, b): (BTreeSet<String>, BTreeSet<String>) = (set(a), set(b));
            a == b
        }
        (Shape::List(Shape::Reference(_)) | Shape::Affects, Value::List(a), Value::List(b)) => {
            let shares = |one: &Value| b.iter().any(|other| is_same(Shape::Any, one, other));
            a.is_empty() || b.is_empty() || a.iter().any(shares)
        }
        (_, Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(Shape::Any, a, b))
        }
        (_, Value::Table(pairs), Value::Table(others)) => {
            let same = |(key, a): &(String, Value)| b.get(key).is_some_and(|b| is_same(Shape::Any, a, b));
            pairs.len() == others.len() && pairs.iter().all(same)
        }
        (_, a, b) => a == b,
    }
}

/// The ids that the identity and the evidence of a table name, each with the kinds that it may be of.
pub fn subjects<'v>(keys: &[Key], value: &'v Value) -> Vec<(&'static [crate::model::Kind], &'v str)> {
    let marked = keys.iter().filter(|key| key.identity || key.evidence);
    let named = marked.filter_map(|key| Some((key.shape, value.get(key.name)?)));
    let ids = named.flat_map(|(shape, value)| match (shape, value) {
        (Shape::Id(kinds), Value::Text(id)) => vec![(kinds, id.as_str())],
        (Shape::List(Shape::Id(kinds)), Value::List(ids)) => {
            ids.iter().filter_map(|id| Some((*kinds, id.as_str()?))).collect()
        }
        _ => Vec::new(),
    });
    ids.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Fact;
    use crate::model::Kind;
    use crate::model::shape::keys;

    fn entry(text: &str) -> Value {
        Value::document(text).unwrap()
    }

    #[test]
    fn evidence_is_found_at_any_depth_and_plans_are_none() {
        let of = |kind, text: &str| evidence(keys(kind), &entry(text));
        for (kind, text) in [
            (Kind::Failure, "problem = 'p'\nseverity = 'high'\nstatus = 'open'\nx-reviewed = 2026-01-01"),
            (Kind::Failure, "reactive = ['a', { action = 'b', status = 'planned', owner = 'o' }]"),
            (Kind::Test, "covers = ['a']\nruns = []"),
            (Kind::Component, "[backup]\nevery = '1d'"),
            (Kind::Alert, "match = ['a']"),
        ] {
            assert_eq!(of(kind, text), None, "{text}");
        }
        for (kind, text) in [
            (Kind::Failure, "reviewed = 2026-01-01"),
            (Kind::Failure, "status = 'retired'"),
            (Kind::Failure, "[accepted]\nuntil = 2026-01-01"),
            (Kind::Failure, "reactive = [{ action = 'b', status = 'verified' }]"),
            (Kind::Test, "runs = [{ result = 'pass' }]"),
            (Kind::Component, "[backup]\nrestored = 2026-01-01"),
            (Kind::Role, "checked = 2026-01-01"),
            (Kind::Drill, "result = 'pass'"),
        ] {
            assert_eq!(of(kind, text), Some(entry(text)).map(|found| strip(&found)), "{text}");
        }
    }

    /// The value without the keys of the samples above that are not evidence.
    fn strip(value: &Value) -> Value {
        match value {
            Value::Table(pairs) => {
                let kept = pairs.iter().filter(|(key, _)| key != "action");
                Value::Table(kept.map(|(key, value)| (key.clone(), strip(value))).collect())
            }
            Value::List(items) => Value::List(items.iter().map(strip).collect()),
            other => other.clone(),
        }
    }

    #[test]
    fn likeness_is_of_words_sets_and_shared_sources() {
        let alike = |kind, key: &str, a: &str, b: &str| {
            let key = keys(kind).iter().find(|known| known.name == key).unwrap();
            let value = |text: &str| (!text.is_empty()).then(|| Value::parse(text).unwrap());
            let (a, b) = (value(a), value(b));
            let alike = is_alike(key.shape, a.as_ref(), b.as_ref());
            assert_eq!(alike, is_alike(key.shape, b.as_ref(), a.as_ref()), "{a:?} {b:?}");
            alike
        };
        for (kind, key, a, b) in [
            (
                Kind::Failure,
                "problem",
                "'Disk full on orders database'",
                "'The orders database: disk is full.'",
            ),
            (Kind::Failure, "sources", "['Orders DB', 'Human error']", "['orders-db']"),
            (Kind::Failure, "sources", "", "['orders-db']"),
            (Kind::Test, "covers", "['a', 'b']", "['b', 'a']"),
            (Kind::Test, "how", "'k6 run load/orders.js'", "'k6 run load/orders.js.'"),
            (Kind::Plan, "steps", "[{ action = 'Promote' }]", "[{ action = 'promote' }]"),
        ] {
            assert!(alike(kind, key, a, b), "{a} / {b}");
        }
        for (kind, key, a, b) in [
            (Kind::Failure, "problem", "'Disk full on orders database'", "'Disk full on payments database'"),
            (Kind::Failure, "problem", "'…'", "'—'"),
            (Kind::Failure, "sources", "['orders-db']", "['payments-db']"),
            (Kind::Test, "covers", "['a']", "['a', 'b']"),
            (Kind::Test, "how", "", "'k6 run load/orders.js'"),
            (Kind::Drill, "on", "2026-01-01", "2026-01-02"),
            (
                Kind::Plan,
                "steps",
                "[{ action = 'Promote' }]",
                "[{ action = 'Promote' }, { action = 'Wait' }]",
            ),
        ] {
            assert!(!alike(kind, key, a, b), "{a} / {b}");
        }
    }

    /// Whoever adds a date that tells what happened decides what it is evidence of.
    #[test]
    fn every_fact_is_evidence() {
        fn facts(keys: &[Key], found: &mut Vec<String>) {
            for key in keys.iter().filter(|key| !key.evidence && !key.identity) {
                if key.fact != Fact::No {
                    found.push(key.name.to_owned());
                }
                let shape = if let Shape::List(item) = key.shape { *item } else { key.shape };
                tables(shape).into_iter().for_each(|keys| facts(keys, found));
            }
        }
        for kind in <Kind as crate::model::Word>::ALL {
            let mut found = Vec::new();
            facts(keys(*kind), &mut found);
            assert_eq!(found, [""; 0], "{kind}");
        }
    }
}
