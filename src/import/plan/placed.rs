//! A list as it is to be, in the fewest edits.

use crate::change::Edit;
use crate::change::Path;
use crate::change::Value;

/// An element as it is to be, and where it was.
pub(super) struct Placed {
    pub(super) item: Value,
    /// The list, and the place in it; `None`: it is new.
    pub(super) from: Option<(usize, usize)>,
}

/// The fewest edits that make a list another one. One that only loses and changes elements, and has new ones at its end, keeps the text of the
/// others; else it is written anew.
pub(super) fn write(path: &Path, there: &[Value], number: usize, placed: &[Placed], edits: &mut Vec<Edit>) {
    if placed.iter().map(|placed| &placed.item).eq(there) {
        return;
    }
    if placed.is_empty() {
        return edits.push(Edit::Clear(path.clone()));
    }
    let origin = |placed: &Placed| placed.from.filter(|(from, _)| *from == number).map(|(_, at)| at);
    let kept = placed.iter().take_while(|placed| origin(placed).is_some()).count();
    let (kept, added) = placed.split_at(kept);
    let at: Vec<usize> = kept.iter().filter_map(origin).collect();
    if at.is_empty() || !at.is_sorted() || added.iter().any(|placed| origin(placed).is_some()) {
        let items = placed.iter().map(|placed| placed.item.clone()).collect();
        return edits.push(Edit::Set(path.clone(), Value::List(items)));
    }
    for (at, placed) in at.iter().zip(kept) {
        if placed.item != there[*at] {
            replace(&path.then_index(*at), &placed.item, &there[*at], edits);
        }
    }
    edits.extend(
        (0..there.len())
            .rev()
            .filter(|gone| !at.contains(gone))
            .map(|gone| Edit::Clear(path.then_index(gone))),
    );
    edits.extend(added.iter().map(|placed| Edit::Add(path.clone(), placed.item.clone())));
}

/// Makes one element another: of two tables only the keys that differ are written.
fn replace(path: &Path, new: &Value, old: &Value, edits: &mut Vec<Edit>) {
    let (Value::Table(pairs), Value::Table(before)) = (new, old) else {
        return edits.push(Edit::Set(path.clone(), new.clone()));
    };
    let changed = pairs.iter().filter(|(key, value)| old.get(key) != Some(value));
    edits.extend(changed.map(|(key, value)| Edit::Set(path.then_key(key), value.clone())));
    let gone = before.iter().filter(|(key, _)| new.get(key).is_none());
    edits.extend(gone.map(|(key, _)| Edit::Clear(path.then_key(key))));
}
