//! Entries that a side renamed: whatever refers to them has another text and the same meaning.

use std::collections::BTreeMap;

use crate::change::Value;
use crate::merge::evidence::Versions;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Shape;
use crate::model::shape::keys;

/// The old ids of the entries that a side renamed.
type Renames<'c> = BTreeMap<EntryRef, &'c Id>;

/// The versions with the ids of the base in references to entries that a side renamed; `None`: neither side renamed any.
pub(super) fn with_old_ids(changed: &BTreeMap<EntryRef, Versions>) -> Option<BTreeMap<EntryRef, Versions>> {
    let renames = [1, 2].map(|side| renames(changed, side));
    if renames.iter().all(BTreeMap::is_empty) {
        return None;
    }
    let mut restored = changed.clone();
    for (entry, versions) in &mut restored {
        for (side, renames) in [1, 2].into_iter().zip(&renames) {
            if let Some(Value::Table(pairs)) = &mut versions[side] {
                for (name, value) in pairs {
                    if let Some(key) = keys(entry.kind).iter().find(|key| key.name == name.as_str()) {
                        restore(key.shape, value, renames);
                    }
                }
            }
        }
    }
    Some(restored)
}

/// The entries that a side has under another id, with nothing else changed.
fn renames(changed: &BTreeMap<EntryRef, Versions>, side: usize) -> Renames<'_> {
    /// More pairs are not compared: then a renamed entry counts as another one.
    const MOST: usize = 1 << 16;
    let is_named = |entry: &EntryRef, value: &Value| {
        keys(entry.kind).iter().any(|key| key.identity && value.get(key.name).is_some())
    };
    let gone = changed.iter().filter_map(|(entry, versions)| {
        let base = versions[0].as_ref().filter(|base| versions[side].is_none() && is_named(entry, base))?;
        Some((entry, base))
    });
    let new = changed.iter().filter_map(|(entry, versions)| {
        Some((entry, versions[side].as_ref().filter(|_| versions[0].is_none())?))
    });
    let (gone, new): (Vec<_>, Vec<_>) = (gone.collect(), new.collect());
    if gone.len().saturating_mul(new.len()) > MOST {
        return Renames::new();
    }
    let old = |entry: &EntryRef, value: &Value| {
        gone.iter().find(|(old, base)| old.kind == entry.kind && *base == value).map(|(old, _)| &old.id)
    };
    new.into_iter().filter_map(|(entry, value)| Some((entry.clone(), old(entry, value)?))).collect()
}

fn restore(shape: Shape, value: &mut Value, renames: &Renames<'_>) {
    match (shape, value) {
        (Shape::Id(kinds) | Shape::Reference(kinds), Value::Text(text)) => {
            let Ok(id) = Id::new(text) else { return };
            let old = |&kind: &Kind| renames.get(&EntryRef { kind, id: id.clone() });
            if let Some(old) = kinds.iter().find_map(old) {
                *text = old.to_string();
            }
        }
        (Shape::List(item), Value::List(items)) => {
            items.iter_mut().for_each(|value| restore(*item, value, renames));
        }
        (Shape::Affects, Value::List(items)) => {
            items.iter_mut().for_each(|value| restore(Shape::Id(&[Kind::Component]), value, renames));
        }
        _ => {}
    }
}
