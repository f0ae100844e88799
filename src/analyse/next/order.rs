//! Which comes first.

use std::cmp::Reverse;

use crate::analyse::next::Item;
use crate::analyse::next::Task;
use crate::model::Criticality;
use crate::model::Priority;
use crate::model::word::words;

words! {
    /// Why something stands where it stands, the first first.
    pub enum Turn as "turn" {
        /// An action is overdue, or an acceptance has run out, and the failure is critical, high or unrated.
        UrgentLate = "urgent-late",
        /// An action is known to gain something.
        Gain = "gain",
        /// An action of a failure that is critical, high or unrated; what it gains is not written.
        UrgentAction = "urgent-action",
        /// Coverage lacks something in a flow of high criticality.
        CriticalHole = "critical-hole",
        /// Something else is overdue, or has run out.
        Late = "late",
        /// Another action.
        Action = "action",
        /// Coverage lacks something in another flow.
        Hole = "hole",
        /// A review is late.
        Review = "review",
    }
}

/// What orders items of one turn; the greater comes first. What comes last is the name of what it is about.
type Weight = (u64, u64, u64);

/// Brings tasks into their order. It is total: holes come in an order of their own, and all else has a name.
pub(super) fn order<'a>(tasks: impl Iterator<Item = Task<'a>>) -> Vec<Item<'a>> {
    let items = tasks.enumerate().map(|(index, task)| {
        let turn = turn(&task);
        (turn, Reverse(weight(&task, turn, index)), Item { turn, task })
    });
    let mut items: Vec<_> = items.collect();
    // A name is made of several parts, and asked for often.
    items.sort_by_cached_key(|(turn, weight, item)| (*turn, *weight, item.subject()));
    items.into_iter().map(|(.., item)| item).collect()
}

/// Whether a failure comes first or next, or nobody rated it.
fn is_urgent(priority: Option<Priority>) -> bool {
    priority >= Some(Priority::High)
}

fn turn(task: &Task<'_>) -> Turn {
    match task {
        Task::Action(work) => match (work.days_late.is_some(), is_urgent(work.priority)) {
            (true, true) => Turn::UrgentLate,
            _ if work.gain.is_known() => Turn::Gain,
            (true, false) => Turn::Late,
            (false, true) => Turn::UrgentAction,
            (false, false) => Turn::Action,
        },
        Task::Hole(hole) if hole.stake.flow.criticality == Some(Criticality::High) => Turn::CriticalHole,
        Task::Hole(_) => Turn::Hole,
        Task::Stale(stale) if !stale.is_acceptance() => Turn::Review,
        Task::Stale(stale) if is_urgent(stale.priority) => Turn::UrgentLate,
        Task::Stale(_) => Turn::Late,
    }
}

fn weight(task: &Task<'_>, turn: Turn, index: usize) -> Weight {
    let level = |priority: Option<Priority>| priority.map_or(0, |priority| priority as u64 + 1);
    let flows =
        |criticality: Option<Criticality>| criticality.map_or(0, |criticality| criticality as u64 + 1);
    let late = |days: Option<i32>| days.and_then(|days| u64::try_from(days).ok()).unwrap_or(0);
    match task {
        Task::Action(work) if turn == Turn::Gain => {
            let (tier, gain) = work.gain.key();
            (u64::from(tier), gain, level(work.priority))
        }
        // What takes less comes first, and what takes nobody knows how much comes last.
        Task::Action(work) if matches!(turn, Turn::UrgentAction | Turn::Action) => {
            let days = work.gain.days.map_or(u64::MAX, f64::to_bits);
            (level(work.priority), flows(work.criticality), u64::MAX - days)
        }
        Task::Action(work) => (level(work.priority), flows(work.criticality), late(work.days_late)),
        Task::Hole(_) => (u64::MAX - index as u64, 0, 0),
        // What is said of all failures is said before what is said of one.
        Task::Stale(stale) if stale.failure.is_none() => (u64::MAX, 0, 0),
        Task::Stale(stale) => (level(stale.priority), flows(stale.criticality), late(stale.days_late)),
    }
}
