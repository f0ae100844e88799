//! Work on several threads: the only place that starts any. Where the system refuses threads, the caller does all the work.

use std::cmp::Ordering;
use std::sync::OnceLock;

use rayon::ThreadPool;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// The threads that all work shares, once there is enough of it; `None`: there is too little, or the system has no threads for us.
///
/// They are never those of rayon's global pool, which panics when one of its threads cannot be started.
fn threads(is_worth_it: bool) -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    if !is_worth_it {
        return None;
    }
    POOL.get_or_init(|| ThreadPoolBuilder::new().build().ok()).as_ref()
}

/// Makes something of each item, in their order. Threads start from `worth` items on.
pub(crate) fn map<T: Send, R: Send>(
    items: Vec<T>,
    worth: usize,
    make: impl Fn(T) -> R + Sync + Send,
) -> Vec<R> {
    match threads(items.len() >= worth) {
        Some(pool) => pool.install(|| items.into_par_iter().map(make).collect()),
        None => items.into_iter().map(make).collect(),
    }
}

/// Makes something of each item for which there is something, in their order. Threads start from `worth` items on.
pub(crate) fn filter_map<T: Send, R: Send>(
    items: Vec<T>,
    worth: usize,
    make: impl Fn(T) -> Option<R> + Sync + Send,
) -> Vec<R> {
    match threads(items.len() >= worth) {
        Some(pool) => pool.install(|| items.into_par_iter().filter_map(make).collect()),
        None => items.into_iter().filter_map(make).collect(),
    }
}

/// Makes something of each item, in their order. Each is a task of its own, since one may take much longer than another.
pub(crate) fn tasks<T: Send, R: Send>(items: Vec<T>, make: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    match threads(items.len() > 1) {
        Some(pool) => pool.install(|| items.into_par_iter().with_max_len(1).map(make).collect()),
        None => items.into_iter().map(make).collect(),
    }
}

/// Makes something of each `size` items, in their order.
pub(crate) fn chunks<T: Sync, R: Send>(
    items: &[T],
    size: usize,
    make: impl Fn(&[T]) -> R + Sync + Send,
) -> Vec<R> {
    match threads(items.len() > size) {
        Some(pool) => pool.install(|| items.par_chunks(size).map(make).collect()),
        None => items.chunks(size).map(make).collect(),
    }
}

/// The first number below `end` for which there is something, and what there is. Threads start from `worth` numbers on.
pub(crate) fn find<R: Send>(
    end: usize,
    worth: usize,
    look: impl Fn(usize) -> Option<R> + Sync + Send,
) -> Option<R> {
    match threads(end >= worth) {
        Some(pool) => pool.install(|| (0..end).into_par_iter().with_min_len(worth / 4).find_map_first(look)),
        None => (0..end).find_map(look),
    }
}

/// Sorts items. Those that are equal may change places. Threads start from `worth` items on.
pub(crate) fn sort<T: Send>(items: &mut [T], worth: usize, order: impl Fn(&T, &T) -> Ordering + Sync + Send) {
    match threads(items.len() >= worth) {
        Some(pool) => pool.install(|| items.par_sort_unstable_by(order)),
        None => items.sort_unstable_by(order),
    }
}

/// Does two things at once.
pub(crate) fn join<A: Send, B: Send>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    match threads(true) {
        Some(pool) => pool.join(first, second),
        None => (first(), second()),
    }
}

/// Lets the heap of this thread grow in one step. Without it the allocator of glibc asks the kernel for each page of a
/// thread's heap alone, and the kernel lets the other threads wait meanwhile.
pub(crate) fn widen_heap() {
    const STEP: usize = 96 << 10;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(STEP)));
}
