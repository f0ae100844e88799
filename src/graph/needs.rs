//! What a flow needs, how much, and by which way.

use crate::graph::Edge;
use crate::graph::Graph;
use crate::model::Component;
use crate::model::Entry;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Strength;

/// What a flow needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs<'a> {
    /// First those without which it stops, then those without which it goes on with less, then those that a fallback
    /// stands in for. Of each the nearest first.
    pub components: Vec<Need<'a>>,
}

/// A component that a flow needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need<'a> {
    /// Which component.
    pub id: &'a Id,
    /// What is written about it; `None`: it is named, and not described.
    pub entry: Option<&'a Entry<Component>>,
    /// Whether the flow stops without it, or goes on.
    pub strength: Strength,
    /// What needs it on the way to the flow, as an index; `None`: the flow passes it.
    pub through: Option<usize>,
    /// What happens instead, where a fallback keeps its failure from the flow.
    pub fallback: Option<&'a str>,
}

impl<'a> Needs<'a> {
    /// The components without which the flow stops.
    pub fn required(&self) -> impl Iterator<Item = &Need<'a>> {
        self.components.iter().filter(|need| need.strength == Strength::Strong)
    }
}

impl<'a> Graph<'a> {
    /// What a flow needs. Where several ways lead to a component, one that makes it matter most counts, and of those a
    /// shortest. A component's failure stops the flow if it is needed required, and reaches it unless a fallback is in the way
    /// that its failure leaves: this is [`Graph::reach_of`] seen from the other end.
    pub fn needs(&self, flow: &Flow) -> Needs<'a> {
        let mut walk =
            Walk { graph: self, seen: vec![false; self.components.len()], order: vec![], needs: vec![] };
        walk.begin(flow, Strength::Strong);
        walk.spread(Strength::Strong, |edge| edge.strength == Strength::Strong);
        walk.begin(flow, Strength::Weak);
        walk.spread(Strength::Weak, Edge::passes);
        let reaching = walk.order.len();
        walk.spread(Strength::Weak, |_| true);
        walk.lose_fallbacks(reaching);
        Needs { components: walk.ordered() }
    }
}

/// A walk from a flow to what it needs.
struct Walk<'g, 'a> {
    graph: &'g Graph<'a>,
    seen: Vec<bool>,
    /// The nodes met, in the order of `needs`.
    order: Vec<usize>,
    needs: Vec<Need<'a>>,
}

impl<'a> Walk<'_, 'a> {
    /// Visits the steps that are this strong.
    fn begin(&mut self, flow: &Flow, strength: Strength) {
        let steps = flow.components.iter().filter(|step| step.strength == strength);
        for &node in steps.filter_map(|step| self.graph.nodes.get(&step.component)) {
            self.visit(node, strength, None, None);
        }
    }

    fn visit(&mut self, node: usize, strength: Strength, through: Option<usize>, fallback: Option<&'a str>) {
        if !std::mem::replace(&mut self.seen[node], true) {
            let (id, entry) = (self.graph.components[node].id, self.graph.components[node].entry);
            self.order.push(node);
            self.needs.push(Need { id, entry, strength, through, fallback });
        }
    }

    /// Takes the fallback from what takes its fallback along. The failure of what was met first, so many, reaches the flow.
    fn lose_fallbacks(&mut self, reaching: usize) {
        let graph = self.graph;
        let mut reaches = vec![false; graph.components.len()];
        self.order.iter().take(reaching).for_each(|&node| reaches[node] = true);
        for (&node, need) in self.order.iter().zip(&mut self.needs).skip(reaching) {
            if graph.origins(&[node]).iter().any(|origin| reaches[origin.node]) {
                need.fallback = None;
            }
        }
    }

    /// What was met, with what a fallback stands in for last.
    fn ordered(self) -> Vec<Need<'a>> {
        let mut order: Vec<usize> = (0..self.needs.len()).collect();
        order.sort_by_key(|&at| self.needs[at].fallback.is_some());
        let mut places = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, &at)| places[at] = place);
        let moved = order.iter().map(|&at| {
            let need = self.needs[at];
            Need { through: need.through.map(|at| places[at]), ..need }
        });
        moved.collect()
    }

    /// Goes on from all that was met, along the dependencies that `passes` lets pass.
    fn spread(&mut self, strength: Strength, passes: impl Fn(&Edge<'a>) -> bool) {
        let graph = self.graph;
        let mut at = 0;
        while let Some(&node) = self.order.get(at) {
            let before = self.needs[at].fallback;
            for edge in graph.components[node].needs.iter().filter(|edge| passes(edge)) {
                let fallback = if edge.passes() { before } else { edge.fallback };
                self.visit(edge.node, strength, Some(at), fallback);
            }
            at += 1;
        }
    }
}
