//! Rows on their way out: made in parallel, taken in order.

use std::io;

use crate::parallel;
use crate::report::Column;
use crate::report::Record;

/// How many rows make it worth to start threads.
const PARALLEL: usize = 1_000;
/// How many rows are made at once.
const CHUNK: usize = 200;
/// How many are made before they are taken, so that never all are in memory.
const PART: usize = CHUNK * 40;

/// Puts rows in the order of a column, and keeps the first ones.
pub(super) fn arrange<R: Record>(rows: &mut Vec<R>, sort: Option<&(Column, bool)>, top: Option<usize>) {
    if let Some((column, descending)) = sort {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let values: Vec<_> = rows.iter().map(|row| column.value(row)).collect();
        order.sort_by(|&a, &b| values[a].order(&values[b], *descending));
        drop(values);
        let mut taken: Vec<_> = std::mem::take(rows).into_iter().map(Some).collect();
        rows.extend(order.into_iter().filter_map(|at| taken[at].take()));
    }
    rows.truncate(top.unwrap_or(usize::MAX));
}

/// Makes something of all rows, some at a time, and takes what was made in the order of the rows.
///
/// # Errors
/// What `take` refuses. Nothing more is made then.
pub fn in_order<R: Sync, T: Send>(
    rows: &[R],
    make: impl Fn(&[R]) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    if rows.len() < PARALLEL {
        return take(make(rows));
    }
    for part in rows.chunks(PART) {
        parallel::chunks(part, CHUNK, &make).into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}
