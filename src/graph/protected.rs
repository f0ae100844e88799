//! Flows that a fallback keeps whole.

use crate::graph::Graph;
use crate::graph::Reach;
use crate::model::Entry;
use crate::model::Flow;

/// A flow that a failure would reach, were it not for a fallback.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Protected<'a> {
    /// Which flow.
    pub flow: &'a Entry<Flow>,
    /// The component that goes on with a fallback, as an index into [`Reach::stopped`].
    pub stop: usize,
}

impl<'a> Graph<'a> {
    /// The flows that a reach would hold as well, were it not for what stops it, by id.
    pub fn protected(&self, reach: &Reach<'a>) -> Vec<Protected<'a>> {
        let mut seen = vec![false; self.components.len()];
        let node = |id| self.nodes.get(id).copied();
        reach.components.iter().filter_map(|reached| node(reached.id)).for_each(|node| seen[node] = true);
        let mut order: Vec<(usize, usize)> = Vec::new();
        for (stop, node) in
            reach.stopped.iter().enumerate().filter_map(|(stop, by)| Some((stop, node(by.id)?)))
        {
            if !std::mem::replace(&mut seen[node], true) {
                order.push((node, stop));
            }
        }
        let mut by: Vec<Option<usize>> = vec![None; self.flows.len()];
        let mut at = 0;
        while let Some(&(node, stop)) = order.get(at) {
            for &(flow, _) in &self.components[node].flows {
                by[flow] = by[flow].or(Some(stop));
            }
            for edge in &self.components[node].needed_by {
                if !std::mem::replace(&mut seen[edge.node], true) {
                    order.push((edge.node, stop));
                }
            }
            at += 1;
        }
        let protected = self.flows.iter().zip(by).filter(|(flow, _)| reach.flow(&flow.id).is_none());
        protected.filter_map(|(&flow, stop)| Some(Protected { flow, stop: stop? })).collect()
    }
}
