//! Rows on their way out: made in parallel, taken in order.

use std::io;

use crate::parallel;
use crate::report::Report;
use crate::report::Row;

/// How many rows make it worth to start threads.
const PARALLEL: usize = 1_000;
/// How many rows are made at once.
const CHUNK: usize = 200;
/// How many are made before they are taken, so that never all are in memory.
const PART: usize = CHUNK * 40;

impl Report<'_> {
    /// Makes something of all rows, some at a time, and takes what was made in the order of the rows.
    ///
    /// # Errors
    /// What `take` refuses. Nothing more is made then.
    pub fn in_order<T: Send>(
        &self,
        make: impl Fn(&[Row<'_>]) -> T + Sync,
        mut take: impl FnMut(T) -> io::Result<()>,
    ) -> io::Result<()> {
        if self.rows.len() < PARALLEL {
            return take(make(&self.rows));
        }
        for part in self.rows.chunks(PART) {
            parallel::chunks(part, CHUNK, &make).into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    }
}
