//! What each component carries over from the flows that its failure reaches while all fallbacks hold.

use crate::graph::Graph;
use crate::model::Criticality;
use crate::model::Entry;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Word;

impl Graph<'_> {
    /// Gives each component the criticality of the most critical flow that its failure reaches: those of the most
    /// critical flows first, so that each component is met once.
    pub(super) fn spread_criticality(&mut self) {
        for &criticality in Criticality::ALL.iter().rev() {
            let on_the_way = |flow: &&Entry<Flow>| flow.criticality == Some(criticality);
            let steps = self.flows.iter().copied().filter(on_the_way).flat_map(|flow| &flow.components);
            let mut todo: Vec<usize> =
                steps.filter_map(|step| self.nodes.get(&step.component).copied()).collect();
            while let Some(node) = todo.pop() {
                let node = &mut self.components[node];
                if node.criticality.is_none() {
                    node.criticality = Some(criticality);
                    todo.extend(node.needs.iter().filter(|edge| edge.passes()).map(|edge| edge.node));
                }
            }
        }
    }

    /// Marks the components whose failure reaches a flow.
    pub(super) fn spread_flows(&mut self) {
        let steps = self.flows.iter().flat_map(|flow| &flow.components);
        let mut todo: Vec<usize> =
            steps.filter_map(|step| self.nodes.get(&step.component).copied()).collect();
        while let Some(node) = todo.pop() {
            let node = &mut self.components[node];
            if !std::mem::replace(&mut node.reaches_flow, true) {
                todo.extend(node.needs.iter().filter(|edge| edge.passes()).map(|edge| edge.node));
            }
        }
    }

    /// Whether the failure of a component reaches any flow.
    pub fn reaches_flow(&self, component: &Id) -> bool {
        let node = self.nodes.get(component);
        node.is_some_and(|&node| self.spreads(&[node]).any(|node| node.reaches_flow))
    }
}
