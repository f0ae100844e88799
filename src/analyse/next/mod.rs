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

/// The fix-first list.
#[derive(Clone, Debug, Serialize)]
pub struct Next<'a> {
    /// Everything that is to be done, the first thing first.
    pub items: Vec<Item<'a>>,
    /// How many actions, other than reactive ones, say nothing of how far they are. They are no items.
    pub untracked: usize,
}

impl<'a> Next<'a> {
    /// Looks at all actions, reviews and acceptances, and at the usual questions of [`Coverage`].
    pub fn new(book: &'a Book, config: &'a Config, today: Date) -> Self {
        let graph = Graph::new(book);
        let (work, untracked) = work::gather(book, config, &graph, today);
        let holes = Coverage::new(book, config, &graph, &Ask::new(today)).holes;
        let stale = stale::gather(book, config, &graph, today);
        let tasks = work.into_iter().map(|work| Task::Action(Box::new(work)));
        let tasks = tasks.chain(holes.into_iter().map(|hole| Task::Hole(Box::new(hole))));
        let tasks = tasks.chain(stale.into_iter().map(|stale| Task::Stale(Box::new(stale))));
        Self { items: order::order(tasks), untracked }
    }

    /// Keeps what one owner is to do.
    pub fn keep_for(&mut self, owner: &str) {
        self.items.retain(|item| item.owners().contains(&owner));
    }
}
