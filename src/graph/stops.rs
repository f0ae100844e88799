//! Which flows stop with which component: those that pass it, or what needs it, where nothing is weak on the way.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::graph::Flows;
use crate::graph::Graph;
use crate::graph::flows::FlowSets;
use crate::model::Criticality;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Strength;

/// The flows that stop with each component, each found out once somebody asks.
#[derive(Debug, Default)]
pub(super) struct Stops {
    /// All of them.
    sets: OnceLock<FlowSets>,
    /// The first critical one.
    critical: OnceLock<First>,
    /// The one that must be back first.
    urgent: OnceLock<First>,
}

/// For each component the first flow of some that stops with it.
#[derive(Debug)]
struct First {
    flows: Vec<Option<usize>>,
    /// The first of all.
    of_all: Option<usize>,
}

impl First {
    /// Meets each component once, however many flows there are: those of the first flow first.
    fn new(graph: &Graph<'_>, flows: &[usize]) -> Self {
        let mut first = vec![None; graph.components.len()];
        let mut todo: Vec<usize> = Vec::new();
        for &flow in flows {
            let strong = graph.flows[flow].components.iter().filter(|step| step.strength == Strength::Strong);
            todo.extend(strong.filter_map(|step| graph.nodes.get(&step.component)));
            while let Some(node) = todo.pop() {
                if first[node].is_none() {
                    first[node] = Some(flow);
                    let needs = graph.components[node].needs.iter();
                    let strong = needs.filter(|edge| edge.strength == Strength::Strong);
                    todo.extend(strong.map(|edge| edge.node));
                }
            }
        }
        Self { flows: first, of_all: flows.first().copied() }
    }
}

impl<'a> Graph<'a> {
    /// The components without which a flow of high criticality stops, each with the first such flow.
    pub fn vital(&self) -> HashMap<&'a Id, &'a Entry<Flow>> {
        let nodes = self.components.iter().zip(&self.critical().flows);
        nodes.filter_map(|(node, flow)| Some((node.id, self.flows[(*flow)?]))).collect()
    }

    fn critical(&self) -> &First {
        self.stops.critical.get_or_init(|| {
            let is_critical = |flow: &usize| self.flows[*flow].criticality == Some(Criticality::High);
            First::new(self, &(0..self.flows.len()).filter(is_critical).collect::<Vec<_>>())
        })
    }

    /// A flow of high criticality that stops with a failure, or is named by it; the first by id of those that are named, else
    /// of those that stop with the first component that stops any.
    pub fn critical_stop(&self, failure: &Failure) -> Option<&'a Entry<Flow>> {
        let is_critical = |flow: &&Entry<Flow>| flow.criticality == Some(Criticality::High);
        let named = self.named(failure).filter(is_critical).min_by_key(|flow| &flow.id);
        named.or_else(|| self.firsts(failure, self.critical()).next())
    }

    /// Of the flows that stop with a failure, or are named by it, one that must be back first: with the shortest
    /// recovery time objective. `None` where none has one.
    pub fn urgent_stop(&self, failure: &Failure) -> Option<&'a Entry<Flow>> {
        let days = |flow: &Entry<Flow>| flow.rto.map_or(f64::INFINITY, |rto| rto.days());
        let first = self.stops.urgent.get_or_init(|| {
            let mut flows: Vec<usize> =
                (0..self.flows.len()).filter(|&flow| self.flows[flow].rto.is_some()).collect();
            flows.sort_by(|&a, &b| days(self.flows[a]).total_cmp(&days(self.flows[b])));
            First::new(self, &flows)
        });
        let named = self.named(failure).filter(|flow| flow.rto.is_some());
        named.chain(self.firsts(failure, first)).min_by(|a, b| days(a).total_cmp(&days(b)))
    }

    /// The first flow of each component that a failure strikes.
    fn firsts<'f>(&'f self, failure: &'f Failure, first: &'f First) -> impl Iterator<Item = &'a Entry<Flow>> {
        let struck = self.struck(failure);
        let all = if struck.is_none() { first.of_all } else { None };
        let nodes = struck.into_iter().flatten();
        nodes.filter_map(|node| first.flows[node]).chain(all).map(|flow| self.flows[flow])
    }

    /// The flows that stop with a failure, and those that it names.
    pub fn stopped(&self, failure: &Failure) -> Flows<'_, 'a> {
        self.flows_by(failure, self.struck(failure), || {
            self.stops.sets.get_or_init(|| {
                FlowSets::new(
                    self,
                    |step| step.strength == Strength::Strong,
                    |edge| (edge.strength == Strength::Strong).then_some(edge.node),
                )
            })
        })
    }
}
