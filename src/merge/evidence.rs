//! Evidence stays with what it is about: where one side made another thing of an entry, and the other side recorded evidence of
//! the old one, fields that merge well would make a false statement together.

use std::collections::BTreeMap;

use crate::change::Value;
use crate::change::evidence;
use crate::change::is_alike;
use crate::change::subjects;
use crate::edit::format::readable;
use crate::edit::pieces;
use crate::limits::BLOCK;
use crate::merge::align::align;
use crate::merge::data;
use crate::merge::renamed::with_old_ids;
use crate::merge::three;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Shape;
use crate::model::Word;
use crate::model::shape::keys;
use crate::syntax::cut::cut;

/// An entry that at least one side changed: as the base, ours and theirs have it.
pub(super) type Versions = [Option<Value>; 3];

/// The entries of which a merge would give evidence to something else, each with the reason.
pub(super) fn misplaced(changed: &BTreeMap<EntryRef, Versions>) -> BTreeMap<EntryRef, String> {
    let restored = with_old_ids(changed);
    let changed = restored.as_ref().unwrap_or(changed);
    let mut found = BTreeMap::new();
    for (entry, [base, ours, theirs]) in changed {
        let keys = keys(entry.kind);
        if let (Some(ours), Some(theirs)) = (ours, theirs)
            && let Some(why) = mixed(keys, base.as_ref(), ours, theirs)
        {
            found.insert(entry.clone(), why);
        }
        for (side, other) in [(1, 2), (2, 1)] {
            let versions = [base, ours, theirs].map(Option::as_ref);
            let Some(recorded) = versions[side].filter(|value| is_recorded(keys, base.as_ref(), value))
            else {
                continue;
            };
            for subject in subjects(keys, recorded).into_iter().flat_map(entries) {
                let Some(versions) = changed.get(&subject) else { continue };
                // An entry that one side does not have in this file may be in another one.
                let (Some(side), Some(other)) = (&versions[side], &versions[other]) else { continue };
                let moved = moved(self::keys(subject.kind), versions[0].as_ref(), side, other);
                if let Some(key) = moved {
                    let why = format!("one side changed `{key}`, the other recorded evidence in {entry}");
                    found.entry(subject).or_insert(why);
                }
            }
        }
    }
    found
}

/// The entries that an id may be of.
fn entries((kinds, id): (&'static [Kind], &str)) -> impl Iterator<Item = EntryRef> {
    let id = Id::new(id).ok();
    kinds.iter().filter_map(move |&kind| Some(EntryRef { kind, id: id.clone()? }))
}

/// Why what two sides made of a table cannot be one.
fn mixed(keys: &[Key], base: Option<&Value>, ours: &Value, theirs: &Value) -> Option<String> {
    for (side, other) in [(ours, theirs), (theirs, ours)] {
        if is_recorded(keys, base, side)
            && let Some(key) = moved(keys, base, side, other)
        {
            return Some(format!("one side changed `{key}`, the other recorded evidence"));
        }
    }
    keys.iter().find_map(|key| {
        let versions = [base.and_then(|base| base.get(key.name)), ours.get(key.name), theirs.get(key.name)];
        match (key.shape, key.evidence) {
            (_, true) => is_blended(versions).then(|| format!("both sides changed `{}`", key.name)),
            (Shape::List(item), false) => {
                let [before, mine, their] =
                    versions.map(|list| list.and_then(Value::as_list).unwrap_or_default());
                align(before, mine, their)?.iter().find_map(|slot| {
                    mixed_in(*item, slot.base.map(|at| &before[at]), &mine[slot.ours?], &their[slot.theirs?])
                })
            }
            (shape, false) => mixed_in(shape, versions[0], versions[1]?, versions[2]?),
        }
    })
}

fn mixed_in(shape: Shape, base: Option<&Value>, ours: &Value, theirs: &Value) -> Option<String> {
    let keys: &[Key] = match shape {
        Shape::Table(keys) => keys,
        Shape::Measure => crate::model::Action::KEYS,
        _ => return None,
    };
    mixed(keys, base, ours, theirs)
}

/// Whether a side recorded evidence, or took some back.
fn is_recorded(keys: &[Key], base: Option<&Value>, side: &Value) -> bool {
    base.and_then(|base| evidence(keys, base)) != evidence(keys, side)
}

/// What makes the other side's version another thing than both the base and the version that the evidence is of.
fn moved(keys: &[Key], base: Option<&Value>, side: &Value, other: &Value) -> Option<&'static str> {
    let differs = |key: &Key, than: Option<&Value>| {
        !is_alike(key.shape, other.get(key.name), than.and_then(|than| than.get(key.name)))
    };
    let mut identity = keys.iter().filter(|key| key.identity);
    identity.find(|key| differs(key, base) && differs(key, Some(side))).map(|key| key.name)
}

/// Whether a record that both sides changed would be merged into a third one. Each element of a list is a record.
fn is_blended([base, ours, theirs]: [Option<&Value>; 3]) -> bool {
    let is_whole = match [base, ours, theirs].map(|value| value.map_or(Some(&[][..]), Value::as_list)) {
        [Some(before), Some(mine), Some(their)] => align(before, mine, their).is_some_and(|slots| {
            slots.iter().all(|slot| {
                let at = |list: &'_ [Value], at: Option<usize>| at.map(|at| list[at].clone());
                three(at(before, slot.base), at(mine, slot.ours), at(their, slot.theirs)).is_some()
            })
        }),
        _ => three(base, ours, theirs).is_some(),
    };
    // Where fields are at odds, they are marked themselves.
    !is_whole && data::value([base, ours, theirs]).is_some()
}

/// The entries of three texts that can be read, whatever their layout, where at least one side changed them.
pub(super) fn changed(texts: [&str; 3]) -> BTreeMap<EntryRef, Versions> {
    let mut all: BTreeMap<EntryRef, Versions> = BTreeMap::new();
    for (side, text) in texts.into_iter().enumerate() {
        for (entry, value) in readable_entries(text) {
            all.entry(entry).or_default()[side] = Some(value);
        }
    }
    all.retain(|_, [base, ours, theirs]| base != ours || base != theirs);
    all
}

fn readable_entries(text: &str) -> Vec<(EntryRef, Value)> {
    let of_table = |value: Value| {
        let Value::Table(kinds) = value else { return Vec::new() };
        let entries =
            kinds.into_iter().filter_map(|(kind, entries)| match (Kind::from_word(&kind), entries) {
                (Some(kind), Value::Table(entries)) => {
                    Some(entries.into_iter().map(move |entry| (kind, entry)))
                }
                _ => None,
            });
        let named = entries
            .flatten()
            .filter_map(|(kind, (id, value))| Some((EntryRef { kind, id: Id::new(&id).ok()? }, value)));
        named.collect()
    };
    match readable(text) {
        Ok(value) => of_table(value),
        Err(_) => {
            let blocks = pieces::pieces(text, cut(text, Kind::WORDS).blocks)
                .into_iter()
                .map(|piece| &text[piece.range]);
            let small = blocks.filter(|block| block.len() <= BLOCK);
            small.filter_map(|block| readable(block).ok()).flat_map(of_table).collect()
        }
    }
}
