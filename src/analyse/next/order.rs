//! Which comes first.

use std::cmp::Reverse;

use crate::analyse::next::Item;
use crate::analyse::next::Task;
use crate::model::Criticality;
use crate::model::Priority;
use crate::model::word::words;
use crate::rank::Key;

words! {
    /// Why something stands where it stands among what is equally urgent, the first first.
    pub enum Turn as "turn" {
        /// An action is overdue, or an acceptance has run out.
        Late = "late",
        /// An action is known to gain something.
        Gain = "gain",
        /// An action; what it gains is not written.
        Action = "action",
        /// Coverage lacks something.
        Gap = "gap",
        /// A review is late.
        Review = "review",
    }
}

/// What orders items of one turn; the greater comes first. Then comes what the configured method says of the failure, and the name of what
/// it is about.
type Weight = (u64, u64);

/// Brings tasks into their order: the most urgent first, of whatever kind. It is total: gaps come in an order of their own,
/// and all else has a name.
pub(super) fn order<'a>(tasks: impl Iterator<Item = Task<'a>>) -> Vec<Item<'a>> {
    let items = tasks.enumerate().map(|(index, task)| {
        let (urgency, turn) = (urgency(&task), turn(&task));
        (Reverse(weight(&task, turn, index)), Item { urgency, turn, task })
    });
    let mut items: Vec<_> = items.collect();
    // A name is made of several parts, and asked for often.
    items.sort_by_cached_key(|(weight, item)| {
        let by_method = by_method(&item.task);
        (Reverse(item.urgency), item.turn, *weight, Reverse(by_method), item.subject())
    });
    items.into_iter().map(|(_, item)| item).collect()
}

/// How urgent something is: as its failure, or the most urgent of several. A component has no priority; what it lacks is as urgent as
/// the flow is critical that needs it. `None` where neither is known.
fn urgency(task: &Task<'_>) -> Option<Priority> {
    match task {
        Task::Action(work) => work.priority,
        Task::Stale(stale) => stale.priority,
        Task::Gap(gap) => gap.priority.or_else(|| gap.stake.flow.criticality.map(of_flow)),
    }
}

/// Where the failure stands by the configured method; gaps come in its order already.
fn by_method(task: &Task<'_>) -> Option<Key> {
    match task {
        Task::Action(work) => work.urgency,
        Task::Stale(stale) => stale.urgency,
        Task::Gap(_) => None,
    }
}

/// The priority that a criticality stands for.
fn of_flow(criticality: Criticality) -> Priority {
    match criticality {
        Criticality::High => Priority::High,
        Criticality::Medium => Priority::Medium,
        Criticality::Low => Priority::Low,
    }
}

fn turn(task: &Task<'_>) -> Turn {
    match task {
        Task::Action(work) if work.days_late.is_some() => Turn::Late,
        Task::Action(work) if work.gain.is_known() => Turn::Gain,
        Task::Action(_) => Turn::Action,
        Task::Gap(_) => Turn::Gap,
        Task::Stale(stale) if stale.is_acceptance() => Turn::Late,
        Task::Stale(_) => Turn::Review,
    }
}

fn weight(task: &Task<'_>, turn: Turn, index: usize) -> Weight {
    let flows =
        |criticality: Option<Criticality>| criticality.map_or(0, |criticality| criticality as u64 + 1);
    let late = |days: Option<i32>| days.and_then(|days| u64::try_from(days).ok()).unwrap_or(0);
    match task {
        Task::Action(work) if turn == Turn::Gain => {
            let (tier, gain) = work.gain.key();
            (u64::from(tier), gain)
        }
        // What takes less comes first, and what takes nobody knows how much comes last.
        Task::Action(work) if turn == Turn::Action => {
            let days = work.gain.days.map_or(u64::MAX, f64::to_bits);
            (flows(work.criticality), u64::MAX - days)
        }
        Task::Action(work) => (flows(work.criticality), late(work.days_late)),
        Task::Gap(_) => (u64::MAX - index as u64, 0),
        Task::Stale(stale) => (flows(stale.criticality), late(stale.days_late)),
    }
}
