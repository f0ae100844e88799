//! The order of what two sides keep.

use std::collections::HashSet;
use std::hash::Hash;

/// The keys of both sides in one order: as ours stand, or as theirs where only they moved any. `place` says where a key that
/// this order lacks belongs: among the keys so far, behind `after` of them, of which those in `new` the other side lacks.
pub(super) fn sequence<K: Copy + Eq + Hash>(
    base: &[K],
    ours: &[K],
    theirs: &[K],
    place: impl Fn(&[K], K, usize, &dyn Fn(K) -> bool) -> usize,
) -> Vec<K> {
    let moved = moves(base, theirs) && !moves(base, ours);
    let (spine, other) = if moved { (theirs, ours) } else { (ours, theirs) };
    let present: HashSet<K> = spine.iter().copied().collect();
    let others: HashSet<K> = other.iter().copied().collect();
    let is_new = |key: K| !others.contains(&key);
    let mut keys = spine.to_vec();
    let mut after = 0;
    for &key in other {
        if present.contains(&key) {
            // Most stand in the order of the other side, right behind.
            let ahead = keys[after..].iter().position(|at| *at == key).map(|at| after + at);
            after = ahead.or_else(|| keys.iter().position(|at| *at == key)).map_or(after, |at| at + 1);
        } else {
            let at = place(&keys, key, after, &is_new).min(keys.len());
            keys.insert(at, key);
            after = at + 1;
        }
    }
    keys
}

/// Whether a side has what it shares with the base in another order.
fn moves<K: Copy + Eq + Hash>(base: &[K], side: &[K]) -> bool {
    let (in_base, in_side): (HashSet<K>, HashSet<K>) =
        (base.iter().copied().collect(), side.iter().copied().collect());
    let kept = base.iter().filter(|key| in_side.contains(*key));
    !side.iter().filter(|key| in_base.contains(*key)).eq(kept)
}
