//! Merges a file entry by entry.

use std::collections::HashMap;

use crate::change::Refusal;
use crate::change::Value;
use crate::edit::pieces;
use crate::merge::Conflict;
use crate::merge::align::Slot;
use crate::merge::align::align;
use crate::merge::entry;
use crate::merge::evidence;
use crate::merge::evidence::Versions;
use crate::merge::output::Output;
use crate::merge::sequence::sequence;
use crate::merge::side::GapKind;
use crate::merge::side::Item;
use crate::merge::side::Note;
use crate::merge::side::Side;
use crate::merge::side::gap;
use crate::merge::three;

/// Merges two versions of a file.
pub(super) fn merge(sides: &[Side<'_>; 3], out: &mut Output) -> Result<(), Refusal> {
    let keys = |side: &Side<'_>| side.items.iter().map(|item| item.key.to_owned()).collect::<Vec<_>>();
    let all = sides.each_ref().map(keys);
    let words = |at: usize| all[at].iter().map(String::as_str).collect::<Vec<&str>>();
    let order = sequence(&words(0), &words(1), &words(2), |keys, key, after, _| match pieces::entry(key) {
        Some(entry) => pieces::place(&entry, keys.iter().copied()),
        None if key.is_empty() => 0,
        None => after,
    });
    let maps = sides
        .each_ref()
        .map(|side| side.items.iter().map(|item| (item.key, item)).collect::<HashMap<_, _>>());
    let versions = |key: &str| [0, 1, 2].map(|side: usize| maps[side].get(key).copied());
    let changed = order.iter().filter_map(|key| Some((pieces::entry(key)?, changed(key, versions(key))?)));
    let misplaced = evidence::misplaced(&changed.collect());
    for key in order {
        let [base, ours, theirs] = versions(key);
        let why = pieces::entry(key).and_then(|entry| misplaced.get(&entry));
        item(base, ours, theirs, why, out)?;
    }
    let end = three(sides[0].end, sides[1].end, sides[2].end).unwrap_or(sides[1].end);
    out.push(end);
    Ok(())
}

type Version<'v, 't> = Option<&'v Item<'t>>;

/// The versions of an entry as data, where at least one side changed it.
fn changed(key: &str, versions: [Version<'_, '_>; 3]) -> Option<Versions> {
    let own = versions.map(|item| item.map_or("", |item| item.own));
    if own[0] == own[1] && own[0] == own[2] {
        return None;
    }
    let (kind, id) = key.split_once('.')?;
    Some(own.map(|text| Value::document(text).ok()?.get(kind)?.get(id).cloned()))
}

/// Merges an entry, of which at least one side has something; `why` it must be left undecided.
fn item(
    base: Version<'_, '_>,
    ours: Version<'_, '_>,
    theirs: Version<'_, '_>,
    why: Option<&String>,
    out: &mut Output,
) -> Result<(), Refusal> {
    let own = |item: Version<'_, '_>| item.map(|item| item.own.to_owned()).filter(|own| !own.is_empty());
    let subject = subject([base, ours, theirs].into_iter().flatten().map(|item| item.key).next());
    let above = gap(base.map(|item| item.gap), ours.map(|item| item.gap), theirs.map(|item| item.gap));
    let at_odds = || Conflict { subject: subject.clone(), why: why.cloned(), ..Conflict::default() };
    match three(own(base), own(ours), own(theirs)).filter(|_| why.is_none()) {
        Some(None) => {}
        Some(Some(text)) => {
            part(above, out);
            out.push(&text);
        }
        None => {
            part(above, out);
            match (own(ours), own(theirs)) {
                (Some(ours), Some(theirs)) if why.is_none() => {
                    entry::merge(&subject, own(base).as_deref(), &ours, &theirs, out)?;
                }
                (ours, theirs) => {
                    let [base, ours, theirs] = [own(base), ours, theirs].map(Option::unwrap_or_default);
                    out.conflict(at_odds(), &base, &ours, &theirs);
                }
            }
        }
    }
    notes(base, ours, theirs, at_odds, out)
}

/// Merges the comments that stand behind an entry.
fn notes(
    base: Version<'_, '_>,
    ours: Version<'_, '_>,
    theirs: Version<'_, '_>,
    at_odds: impl Fn() -> Conflict,
    out: &mut Output,
) -> Result<(), Refusal> {
    let all = [base, ours, theirs].map(|item| item.map_or(&[][..], |item| &item.notes));
    let texts = all.map(|notes| notes.iter().map(|note| note.text).collect::<Vec<_>>());
    let slots = align(&texts[0], &texts[1], &texts[2]).ok_or_else(entry::too_many)?;
    for Slot { base, ours, theirs } in slots {
        let [base, ours, theirs] = [(0, base), (1, ours), (2, theirs)]
            .map(|(side, at): (usize, Option<usize>)| at.map(|at| &all[side][at]));
        let text = |note: Option<&Note<'_>>| note.map(|note| note.text.to_owned());
        let above = gap(base.map(|note| note.gap), ours.map(|note| note.gap), theirs.map(|note| note.gap));
        match three(text(base), text(ours), text(theirs)) {
            Some(None) => {}
            Some(Some(text)) => {
                part(above, out);
                out.push(&text);
            }
            None => {
                part(above, out);
                let [base, ours, theirs] = [base, ours, theirs].map(|note| text(note).unwrap_or_default());
                out.conflict(at_odds(), &base, &ours, &theirs);
            }
        }
    }
    Ok(())
}

/// Parts what comes next from what stands there.
fn part(gap: GapKind<'_>, out: &mut Output) {
    match (out.is_empty(), gap.is_first) {
        (false, true) => out.push(out.feed),
        (true, false) => {}
        _ => out.push(gap.text),
    }
}

/// What people call an entry.
fn subject(key: Option<&str>) -> String {
    let key = key.unwrap_or_default();
    pieces::entry(key).map_or_else(|| key.to_owned(), |entry| entry.to_string())
}
