//! What a flow cannot do without, for many flows in turn.

use crate::graph::Graph;
use crate::model::Component;
use crate::model::Entry;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Strength;

/// Walks from one flow after the other to the components that it cannot do without: those of its steps, and what
/// they need, where nothing is weak on the way. The room for it is taken once.
#[derive(Debug)]
pub struct Hard<'g, 'a> {
    graph: &'g Graph<'a>,
    /// The walk in which each component was last met.
    met: Vec<usize>,
    walks: usize,
    order: Vec<usize>,
}

impl<'g, 'a> Hard<'g, 'a> {
    pub(super) fn new(graph: &'g Graph<'a>) -> Self {
        Self { graph, met: vec![0; graph.components.len()], walks: 0, order: Vec::new() }
    }

    /// The components that a flow cannot do without, nearest first, each with what is written about it; each once.
    pub fn of(&mut self, flow: &Flow) -> impl Iterator<Item = (&'a Id, Option<&'a Entry<Component>>)> {
        self.walks += 1;
        self.order.clear();
        let graph = self.graph;
        let steps = flow.components.iter().filter(|step| step.strength == Strength::Strong);
        for &node in steps.filter_map(|step| graph.nodes.get(&step.component)) {
            self.visit(node);
        }
        let mut at = 0;
        while let Some(&node) = self.order.get(at) {
            let needs = graph.components[node].needs.iter();
            needs.filter(|edge| edge.strength == Strength::Strong).for_each(|edge| self.visit(edge.node));
            at += 1;
        }
        self.order.iter().map(|&node| (graph.components[node].id, graph.components[node].entry))
    }

    fn visit(&mut self, node: usize) {
        if std::mem::replace(&mut self.met[node], self.walks) != self.walks {
            self.order.push(node);
        }
    }
}

impl<'a> Graph<'a> {
    /// What flows cannot do without.
    pub fn required(&self) -> Hard<'_, 'a> {
        Hard::new(self)
    }
}
