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
use crate::rank::Case;
use crate::rank::Key;
use crate::rank::urgency;

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

/// The components that no flow needs: those with the most urgent failures first, then by id.
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
    let outside: Vec<OutsideComponent<'a>> = outside.collect();
    // Each with the most urgent of its failures.
    let mut outside: Vec<(Option<Key>, OutsideComponent<'a>)> =
        outside.into_iter().map(|one| (None, one)).collect();
    if outside.is_empty() {
        return Vec::new();
    }
    for failure in book.failures.iter().filter(|failure| failure.is_active()) {
        let mut places: Vec<usize> =
            own(failure).filter_map(|id| outside.binary_search_by(|(_, one)| one.id.cmp(id)).ok()).collect();
        places.sort_unstable();
        places.dedup();
        let Some(case) = places.first().map(|_| Case::new(failure, graph, config, None)) else { continue };
        for place in places {
            let (first, one) = &mut outside[place];
            *first = (*first).max(Some(urgency(&case, config)));
            one.failures += 1;
            one.priority = one.priority.max(Some(case.priority));
        }
    }
    in_order(outside)
}

/// Failures that touch no flow, the most urgent first, then by id, as they come.
pub(super) fn failures<'a>(
    failures: Vec<&'a Entry<Failure>>,
    config: &Config,
    graph: &Graph<'a>,
) -> Vec<OutsideFailure<'a>> {
    let outside = failures.into_iter().map(|failure| {
        let case = Case::new(failure, graph, config, None);
        let one = OutsideFailure {
            id: &failure.id,
            priority: case.priority,
            problem: &failure.problem,
            owner: failure.owner.as_deref(),
        };
        (Some(urgency(&case, config)), one)
    });
    in_order(outside.collect())
}

/// The most urgent by the configured method first; equal ones stay as they come: by id.
fn in_order<T>(mut some: Vec<(Option<Key>, T)>) -> Vec<T> {
    some.sort_by_key(|(urgency, _)| Reverse(*urgency));
    some.into_iter().map(|(_, one)| one).collect()
}
