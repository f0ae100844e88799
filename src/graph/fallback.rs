//! Components that stand in for others, and what is reached because they fail as well.

use std::collections::HashSet;

use crate::graph::Graph;
use crate::model::Id;

/// A weak dependency whose fallback is a component: it lets a failure through once both are reached.
#[derive(Clone, Copy, Debug)]
struct Guard {
    /// The component that goes on while one of the two is left.
    by: usize,
    needed: usize,
    fallback: usize,
}

/// All such dependencies, and from where their two ends are reached.
#[derive(Debug, Default)]
pub(super) struct Guards {
    /// For each end, the dependencies that it is an end of.
    of_end: Vec<Vec<Guard>>,
    /// The nodes of the ends.
    ends: Vec<usize>,
    /// For each node the ends that its failure reaches while all fallbacks hold, as indexes. Empty if there are no ends.
    reached: Vec<Vec<usize>>,
}

/// A component from which a failure spreads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub(super) node: usize,
    /// The component that it needs, where its fallback is reached as well; `None`: the failure strikes here.
    pub(super) lost: Option<usize>,
}

impl Guards {
    /// Walks from each end to what it needs. Only what reaches an end is remembered, so that a book without such
    /// dependencies pays nothing.
    fn new(graph: &Graph<'_>) -> Self {
        let mut guards = Self::default();
        let mut number = vec![None; graph.components.len()];
        for (by, node) in graph.components.iter().enumerate() {
            for edge in node.needs.iter().filter(|edge| !edge.passes()) {
                let Some(fallback) = edge.stand_in else { continue };
                let guard = Guard { by, needed: edge.node, fallback };
                for end in [guard.needed, guard.fallback] {
                    let index = *number[end].get_or_insert_with(|| {
                        guards.ends.push(end);
                        guards.of_end.push(Vec::new());
                        guards.ends.len() - 1
                    });
                    guards.of_end[index].push(guard);
                }
            }
        }
        if guards.ends.is_empty() {
            return guards;
        }
        guards.reached = vec![Vec::new(); graph.components.len()];
        for (index, &end) in guards.ends.iter().enumerate() {
            let mut todo = vec![end];
            while let Some(node) = todo.pop() {
                if guards.reached[node].last() != Some(&index) {
                    guards.reached[node].push(index);
                    let needs = graph.components[node].needs.iter();
                    todo.extend(needs.filter(|edge| edge.passes()).map(|edge| edge.node));
                }
            }
        }
        guards
    }

    /// Adds to the components that a failure strikes those that it takes along because their fallback is reached as
    /// well, in the order in which that follows. Each end is looked at once.
    fn origins(&self, struck: &[usize]) -> Vec<Origin> {
        let mut origins: Vec<Origin> = struck.iter().map(|&node| Origin { node, lost: None }).collect();
        if self.ends.is_empty() {
            return origins;
        }
        let mut reached: HashSet<usize> = HashSet::new();
        let mut at = 0;
        while let Some(&Origin { node, .. }) = origins.get(at) {
            for &index in &self.reached[node] {
                if reached.insert(self.ends[index]) {
                    let guards = self.of_end[index].iter();
                    let lost = guards
                        .filter(|guard| reached.contains(&guard.needed) && reached.contains(&guard.fallback));
                    origins.extend(lost.map(|guard| Origin { node: guard.by, lost: Some(guard.needed) }));
                }
            }
            at += 1;
        }
        origins
    }
}

impl Graph<'_> {
    /// Tells fallbacks that are components from those in words, once all components are known.
    pub(super) fn find_stand_ins(&mut self) {
        let Self { nodes, components, .. } = self;
        for node in components {
            for edge in node.needs.iter_mut().chain(&mut node.needed_by) {
                let id = edge.fallback.and_then(|fallback| Id::new(fallback).ok());
                edge.stand_in = id.and_then(|id| nodes.get(&id).copied());
            }
        }
    }

    /// Whether the fallback of a dependency is lost when the needed component fails alone.
    pub fn is_lost(&self, component: &Id, needed: &Id) -> bool {
        let (Some(by), Some(needed)) = (self.number(component), self.number(needed)) else { return false };
        self.origins(&[needed]).iter().any(|origin| origin.node == by && origin.lost == Some(needed))
    }

    /// The components from which a failure spreads along dependencies that let it pass: what it reaches is what it
    /// reaches from one of them. All that asks what a failure reaches begins here.
    pub(super) fn origins(&self, struck: &[usize]) -> Vec<Origin> {
        self.guards.get_or_init(|| Guards::new(self)).origins(struck)
    }
}
