//! What to do first: open actions by what they gain, what is overdue, and what coverage lacks, in one list.
//!
//! A reactive action is a standing procedure and never open work, unless it has a day and that has passed. Words without a
//! status say what somebody does or wants to do, and nobody knows which: they are counted, and are no items.

mod gain;
mod item;
mod order;
mod stale;
mod work;

pub use gain::Gain;
pub use gain::Lowered;
pub use item::Item;
pub use item::Task;
pub use order::Turn;
pub use stale::Stale;
pub use work::At;
pub use work::Work;

use serde::Serialize;

use crate::analyse::coverage::Ask;
use crate::analyse::coverage::Coverage;
use crate::config::Config;
use crate::graph::Graph;
use crate::model::Book;
use crate::model::Date;
use crate::model::word::words;

words! {
    /// What is to be written first, where there is nothing that could be examined.
    pub enum Start as "start" {
        /// No failure is written, or all are retired.
        Failures = "failures",
        /// No flow has a component, so that gaps cannot be found.
        Flows = "flows",
    }
}

/// The fix-first list.
#[derive(Clone, Debug, Serialize)]
pub struct Next<'a> {
    /// Everything that is to be done, the first thing first.
    pub items: Vec<Item<'a>>,
    /// How many actions, other than reactive ones, say nothing of how far they are. They are no items.
    pub untracked: usize,
    /// What to begin with, where nothing was examined; then an empty list does not mean that nothing is open.
    pub start: Option<Start>,
}

impl<'a> Next<'a> {
    /// Looks at all actions, reviews and acceptances, and at the usual questions of [`Coverage`].
    pub fn new(book: &'a Book, config: &'a Config, today: Date) -> Self {
        let graph = Graph::new(book);
        let (work, untracked) = work::gather(book, config, &graph, today);
        let Coverage { gaps, tally, .. } = Coverage::new(book, config, &graph, &Ask::new(today));
        let start = match !book.failures.iter().any(|failure| failure.is_active()) {
            true => Some(Start::Failures),
            false => (tally.asked == 0).then_some(Start::Flows),
        };
        let stale = stale::gather(book, config, &graph, today);
        let tasks = work.into_iter().map(|work| Task::Action(Box::new(work)));
        let tasks = tasks.chain(gaps.into_iter().map(|gap| Task::Gap(Box::new(gap))));
        let tasks = tasks.chain(stale.into_iter().map(|stale| Task::Stale(Box::new(stale))));
        Self { items: order::order(tasks), untracked, start }
    }

    /// Keeps what one owner is to do.
    pub fn keep_for(&mut self, owner: &str) {
        self.items.retain(|item| item.owners().contains(&owner));
    }
}
