//! Which flows hang on which component.

use crate::graph::Edge;
use crate::graph::Graph;
use crate::model::Entry;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Step;

/// A set of flows for each component, one bit for each pair: there may be many of both.
#[derive(Debug)]
pub(super) struct FlowSets {
    /// How many words the set of one component takes.
    words: usize,
    bits: Vec<u64>,
}

impl FlowSets {
    /// Walks from each flow to the components that it passes, where `begins` says so of a step, and on to the nodes to
    /// which an edge leads.
    pub(super) fn new<I: IntoIterator<Item = usize>>(
        graph: &Graph<'_>,
        begins: impl Fn(&Step) -> bool,
        leads_to: impl Fn(&Edge<'_>) -> I,
    ) -> Self {
        let words = graph.flows.len().div_ceil(64);
        let mut sets = Self { words, bits: vec![0; words * graph.components.len()] };
        let mut todo: Vec<usize> = Vec::new();
        for (index, flow) in graph.flows.iter().enumerate() {
            let steps = flow.components.iter().filter(|step| begins(step));
            todo.extend(steps.filter_map(|step| graph.nodes.get(&step.component)));
            while let Some(node) = todo.pop() {
                if sets.insert(node, index) {
                    todo.extend(graph.components[node].needs.iter().flat_map(&leads_to));
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

    /// The set of one component.
    fn of(&self, node: usize) -> &[u64] {
        &self.bits[node * self.words..(node + 1) * self.words]
    }
}

/// The flows that one failure names or reaches.
#[derive(Clone, Debug)]
pub struct Flows<'g, 'a> {
    graph: &'g Graph<'a>,
    /// One bit for each flow of the graph.
    bits: Vec<u64>,
}

impl<'g, 'a> Flows<'g, 'a> {
    pub(super) fn none(graph: &'g Graph<'a>) -> Self {
        Self { graph, bits: vec![0; graph.flows.len().div_ceil(64)] }
    }

    pub(super) fn add(&mut self, flow: usize) {
        self.bits[flow / 64] |= 1 << (flow % 64);
    }

    /// Adds the set of one component.
    pub(super) fn add_of(&mut self, node: usize, sets: &FlowSets) {
        self.bits.iter_mut().zip(sets.of(node)).for_each(|(all, more)| *all |= more);
    }

    /// Each of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = &'a Entry<Flow>> {
        self.positions().map(|at| self.graph.flows[at])
    }

    /// Where each of them stands among the flows of the book, which are ordered by id.
    pub fn positions(&self) -> impl Iterator<Item = usize> {
        self.bits.iter().enumerate().flat_map(|(at, &word)| {
            let rest = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
            rest.take_while(|&word| word != 0).map(move |word| at * 64 + word.trailing_zeros() as usize)
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.bits.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|&word| word == 0)
    }

    /// Whether one of them needs a component in any way: passes it, needs what needs it, or falls back on it. Looks at
    /// sets, not at each flow.
    pub fn need(&self, component: &Id) -> bool {
        let Some(&node) = self.graph.nodes.get(component) else { return false };
        let sets = self.graph.needing.get_or_init(|| FlowSets::new(self.graph, |_| true, |edge| edge.ends()));
        self.bits.iter().zip(sets.of(node)).any(|(own, needing)| own & needing != 0)
    }
}
