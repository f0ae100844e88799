//! What belongs to no flow, and is therefore not counted.

use std::cmp::Reverse;

use serde::Serialize;

use crate::analyse::coverage::map::Map;
use crate::analyse::coverage::tally::own;
use crate::config::Config;
use crate::graph::Graph;
use crate::model::Book;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Priority;
use crate::model::Status;
use crate::rank::priority;

/// A component that no flow needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OutsideComponent<'a> {
    /// Which component.
    pub id: &'a Id,
    /// How many failures name it that are not retired.
    pub failures: usize,
    /// The greatest priority among those; `None` where there is none.
    pub priority: Option<Priority>,
    /// Its owner.
    pub owner: Option<&'a str>,
}

/// A failure that touches no flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OutsideFailure<'a> {
    /// Which failure.
    pub id: &'a Id,
    /// Its priority.
    pub priority: Priority,
    /// Its problem.
    pub problem: &'a str,
    /// Its owner.
    pub owner: Option<&'a str>,
}

/// The components that no flow needs: those with the worst failures first, then by id.
pub(super) fn components<'a>(
    book: &'a Book,
    config: &Config,
    graph: &Graph<'a>,
    map: &Map<'a>,
) -> Vec<OutsideComponent<'a>> {
    let is_inside = |id: &Id| graph.number(id).is_some_and(|number| map.stake(number).is_some());
    let components = book.components.iter().filter(|component| !is_inside(&component.id));
    let outside = components.map(|component| OutsideComponent {
        id: &component.id,
        failures: 0,
        priority: None,
        owner: component.owner.as_deref(),
    });
    let mut outside: Vec<OutsideComponent<'a>> = outside.collect();
    if outside.is_empty() {
        return outside;
    }
    for failure in book.failures.iter().filter(|failure| failure.status != Status::Retired) {
        let mut places: Vec<usize> =
            own(failure).filter_map(|id| outside.binary_search_by(|one| one.id.cmp(id)).ok()).collect();
        places.sort_unstable();
        places.dedup();
        for place in places {
            outside[place].failures += 1;
            outside[place].priority = outside[place].priority.max(Some(priority(failure, config)));
        }
    }
    outside.sort_by_key(|one| (Reverse(one.priority), one.id));
    outside
}

/// Failures that touch no flow, the worst first, then by id.
pub(super) fn failures<'a>(failures: Vec<&'a Entry<Failure>>, config: &Config) -> Vec<OutsideFailure<'a>> {
    let outside = failures.into_iter().map(|failure| OutsideFailure {
        id: &failure.id,
        priority: priority(failure, config),
        problem: &failure.problem,
        owner: failure.owner.as_deref(),
    });
    let mut outside: Vec<OutsideFailure<'a>> = outside.collect();
    outside.sort_by_key(|one| (Reverse(one.priority), one.id));
    outside
}
