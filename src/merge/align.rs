//! Which elements of three lists are the same one.

/// An element of at least one of the lists: where each has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) base: Option<usize>,
    pub(super) ours: Option<usize>,
    pub(super) theirs: Option<usize>,
}

/// The elements in the order of the merged list. What both sides add at one place stands there as ours first; what both add
/// alike, once. An element in whose place a side has another was changed. `None`: too many to compare.
pub(super) fn align<T: PartialEq>(base: &[T], ours: &[T], theirs: &[T]) -> Option<Vec<Slot>> {
    let (with_ours, with_theirs) = (pairs(base, ours)?, pairs(base, theirs)?);
    let mut slots = Vec::new();
    let (mut mine, mut their) = (0, 0);
    for at in 0..base.len() {
        added(&mut slots, &mut mine, with_ours[at], |ours| Slot { ours, ..Slot::default() });
        added(&mut slots, &mut their, with_theirs[at], |theirs| Slot { theirs, ..Slot::default() });
        mine += usize::from(with_ours[at].is_some());
        their += usize::from(with_theirs[at].is_some());
        slots.push(Slot { base: Some(at), ours: with_ours[at], theirs: with_theirs[at] });
    }
    added(&mut slots, &mut mine, Some(ours.len()), |ours| Slot { ours, ..Slot::default() });
    added(&mut slots, &mut their, Some(theirs.len()), |theirs| Slot { theirs, ..Slot::default() });
    unite(&mut slots, ours, theirs)?;
    Some(slots)
}

/// What a side adds before an element that the base has as well.
fn added(slots: &mut Vec<Slot>, next: &mut usize, end: Option<usize>, slot: impl Fn(Option<usize>) -> Slot) {
    let end = end.unwrap_or(*next);
    slots.extend((*next..end).map(|at| slot(Some(at))));
    *next = end;
}

/// Lets what both sides added alike be one.
fn unite<T: PartialEq>(slots: &mut Vec<Slot>, ours: &[T], theirs: &[T]) -> Option<()> {
    let count = |of: fn(&Slot) -> bool| slots.iter().filter(|slot| of(slot)).count();
    let mine = count(|slot| slot.base.is_none() && slot.ours.is_some());
    let their = count(|slot| slot.base.is_none() && slot.theirs.is_some());
    if mine.saturating_mul(their) > MOST {
        return None;
    }
    for at in (0..slots.len()).rev() {
        let Slot { base: None, ours: None, theirs: Some(their) } = slots[at] else { continue };
        let same = slots.iter().position(|slot| match *slot {
            Slot { base: None, ours: Some(mine), theirs: None } => ours[mine] == theirs[their],
            _ => false,
        });
        if let Some(same) = same {
            slots[same].theirs = Some(their);
            slots.remove(at);
        }
    }
    Some(())
}

/// How many pairs of elements are compared at most.
const MOST: usize = 1 << 20;

/// For each element of the base, the one that a side has in its place: the same one, or between those, in their order,
/// others.
fn pairs<T: PartialEq>(base: &[T], side: &[T]) -> Option<Vec<Option<usize>>> {
    let head = base.iter().zip(side).take_while(|(a, b)| a == b).count();
    let (rest, other) = (&base[head..], &side[head..]);
    let tail = rest.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (rest, other) = (&rest[..rest.len() - tail], &other[..other.len() - tail]);
    let mut pairs: Vec<Option<usize>> = (0..head).map(Some).collect();
    let (mut at, mut to) = (0, 0);
    let same = common(rest, other)?;
    for (a, b) in same.into_iter().chain([(rest.len(), other.len())]) {
        pairs.extend((at..a).enumerate().map(|(nth, _)| Some(head + to + nth).filter(|_| to + nth < b)));
        if a < rest.len() {
            pairs.push(Some(head + b));
        }
        (at, to) = (a + 1, b + 1);
    }
    pairs.extend((side.len() - tail..side.len()).map(Some));
    Some(pairs)
}

/// The longest run of equal elements, in the order of both lists.
fn common<T: PartialEq>(a: &[T], b: &[T]) -> Option<Vec<(usize, usize)>> {
    let width = b.len() + 1;
    if a.len().saturating_mul(b.len()) > MOST {
        return None;
    }
    let mut length = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            length[i * width + j] = match a[i] == b[j] {
                true => length[(i + 1) * width + j + 1] + 1,
                false => length[(i + 1) * width + j].max(length[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            found.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if length[(i + 1) * width + j] >= length[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slots as `base ours theirs`, words divided by spaces.
    fn slots(base: &str, ours: &str, theirs: &str) -> String {
        let words = |text: &'static str| text.split_whitespace().collect::<Vec<_>>();
        let [base, ours, theirs] = [base, ours, theirs].map(|text| words(text.to_owned().leak()));
        let slots = align(&base, &ours, &theirs).unwrap();
        let name = |list: &[&str], at: Option<usize>| at.map_or("-".to_owned(), |at| list[at].to_owned());
        let slot =
            |slot: &Slot| name(&base, slot.base) + &name(&ours, slot.ours) + &name(&theirs, slot.theirs);
        slots.iter().map(slot).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn elements_find_each_other() {
        assert_eq!(slots("a b", "a b x", "y a b"), "--y aaa bbb -x-");
        assert_eq!(slots("a b", "a", "b z"), "aa- b-b --z");
        assert_eq!(slots("a b c", "a B c", "a b c d"), "aaa bBb ccc --d");
        assert_eq!(slots("a", "a x q", "a y x"), "aaa -xx -q- --y");
        assert_eq!(slots("", "x", "y"), "-x- --y");
        assert_eq!(slots("a b", "c", "a b"), "aca b-b");
        assert_eq!(slots("a b", "b a", "a b c"), "a-a bbb -a- --c");
    }
}
