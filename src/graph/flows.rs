//! Which flows hang on which component.

use crate::graph::Edge;
use crate::graph::Graph;

/// A set of flows for each component, one bit for each pair: there may be many of both.
#[derive(Debug)]
pub(super) struct FlowSets {
    /// How many words the set of one component takes.
    words: usize,
    bits: Vec<u64>,
}

impl FlowSets {
    /// Walks from each flow to the components that it passes, and on along the edges that `follows` lets pass.
    pub(super) fn new(graph: &Graph<'_>, follows: impl Fn(&Edge<'_>) -> bool) -> Self {
        let words = graph.flows.len().div_ceil(64);
        let mut sets = Self { words, bits: vec![0; words * graph.components.len()] };
        let mut todo: Vec<usize> = Vec::new();
        for (index, flow) in graph.flows.iter().enumerate() {
            todo.extend(flow.components.iter().filter_map(|step| graph.nodes.get(&step.component)));
            while let Some(node) = todo.pop() {
                if sets.insert(node, index) {
                    let needs = graph.components[node].needs.iter();
                    todo.extend(needs.filter(|edge| follows(edge)).map(|edge| edge.node));
                }
            }
        }
        sets
    }

    /// Adds a flow; says whether it is new.
    fn insert(&mut self, node: usize, flow: usize) -> bool {
        let word = &mut self.bits[node * self.words + flow / 64];
        let before = *word;
        *word |= 1 << (flow % 64);
        before != *word
    }

    pub(super) fn contains(&self, node: usize, flow: usize) -> bool {
        self.bits[node * self.words + flow / 64] & (1 << (flow % 64)) != 0
    }

    /// The flows of any of these components, in their order.
    pub(super) fn union(&self, nodes: &[usize]) -> impl Iterator<Item = usize> {
        let words: Vec<u64> = (0..self.words)
            .map(|word| nodes.iter().fold(0, |all, node| all | self.bits[node * self.words + word]))
            .collect();
        words.into_iter().enumerate().flat_map(|(at, word)| {
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| at * 64 + bit)
        })
    }
}
