//! Who names whom, what a failure strikes, and how far that reaches through dependencies and flows.
//!
//! What a failure *reaches* is the least set of components for which this holds. A component that it strikes is reached. A
//! component that needs one which is reached is reached as well if the dependency is strong, if it is weak and has no
//! fallback, or if it is weak and its fallback is a component which is reached too: a fallback that is gone protects nothing.
//! A fallback in words always protects. Of what is reached, a component *fails* if it is struck, or needs one that fails and
//! the dependency is strong; the others go on with less. A flow is reached by what is reached of its steps. A flow that is
//! `alternative_to` another protects nothing: users have to change to it.

mod fallback;
mod flows;
mod naming;
mod needed;
mod needs;
mod promise;
mod protected;
mod reach;
mod required;
mod single;
mod spread;
mod stops;
mod tried;

use std::collections::HashMap;
use std::sync::OnceLock;

pub use flows::Flows;
pub use naming::Naming;
pub use naming::each_naming;
pub use naming::each_naming_of;
pub use naming::each_naming_of_system;
pub use naming::named_by;
pub use needed::Needed;
pub use needed::Outside;
pub use needs::Need;
pub use needs::Needs;
pub use promise::Promise;
pub use protected::Protected;
pub use reach::Reach;
pub use reach::Reached;
pub use reach::ReachedFlow;
pub use reach::Stopped;
pub use required::Hard;
pub use single::SinglePoint;
pub use tried::Tried;

use crate::graph::fallback::Guards;
use crate::graph::flows::FlowSets;
use crate::graph::stops::Stops;
use crate::graph::tried::Covered;
use crate::model::Affects;
use crate::model::Book;
use crate::model::Component;
use crate::model::Criticality;
use crate::model::Dependency;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Flaws;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Reference;
use crate::model::Strength;

/// The components and flows of a book, and how they hang together. Every walk is iterative and looks at each
/// dependency once, whatever its shape: cycles, diamonds and long chains cost no more than a tree.
#[derive(Debug)]
pub struct Graph<'a> {
    book: &'a Book,
    /// The node of each component that is defined, or named by a flow or another component.
    nodes: HashMap<&'a Id, usize>,
    components: Vec<Node<'a>>,
    flows: Vec<&'a Entry<Flow>>,
    /// For each flow those that can stand in for it.
    alternatives: HashMap<&'a Id, Vec<&'a Entry<Flow>>>,
    /// The criticality of the most critical of all flows.
    most: Option<Criticality>,
    /// The weak dependencies with a component as their fallback.
    guards: OnceLock<Guards>,
    /// The flows that the failure of a component reaches while all fallbacks hold.
    reached: OnceLock<FlowSets>,
    /// The flows that need a component in any way, be it behind a fallback.
    needing: OnceLock<FlowSets>,
    /// The flows that stop when a component fails.
    stops: Stops,
    /// What tests cover.
    covered: OnceLock<Covered>,
}

/// A component among others. There need not be an entry of that id.
#[derive(Debug)]
struct Node<'a> {
    id: &'a Id,
    /// What is written about it.
    entry: Option<&'a Entry<Component>>,
    /// What it needs.
    needs: Vec<Edge<'a>>,
    /// Who needs it.
    needed_by: Vec<Edge<'a>>,
    /// The flows that pass it, and how much they need it.
    flows: Vec<(usize, Strength)>,
    /// The criticality of the most critical flow that its failure reaches while all fallbacks hold.
    criticality: Option<Criticality>,
    /// Whether its failure reaches any flow while all fallbacks hold.
    reaches_flow: bool,
}

/// One component needs another: the node at the other end, and how much.
#[derive(Clone, Copy, Debug)]
struct Edge<'a> {
    node: usize,
    strength: Strength,
    fallback: Option<&'a str>,
    /// The node of the fallback, where that is a component.
    stand_in: Option<usize>,
}

impl Edge<'_> {
    /// Both components that are needed: the one itself, and its fallback.
    fn ends(&self) -> impl Iterator<Item = usize> + use<> {
        [Some(self.node), self.stand_in].into_iter().flatten()
    }

    /// Whether a failure passes while the fallback holds. A fallback stops it, unless the component is said to fail all the
    /// same.
    fn passes(&self) -> bool {
        self.strength == Strength::Strong || self.fallback.is_none()
    }
}

impl<'a> Graph<'a> {
    /// Reads all components and flows once.
    pub fn new(book: &'a Book) -> Self {
        Self::of(book, |_, _| true)
    }

    /// The same, without the dependencies and steps of which something could not be read.
    pub fn sure(book: &'a Book) -> Self {
        Self::of(book, |flaws, key| !flaws.touch(&[key]))
    }

    /// Reads what components and flows say under the keys that count.
    fn of(book: &'a Book, counts: impl Fn(&Flaws, &str) -> bool) -> Self {
        let mut graph = Self {
            book,
            nodes: HashMap::new(),
            components: Vec::with_capacity(book.components.len()),
            flows: book.flows.iter().collect(),
            alternatives: HashMap::new(),
            most: book.flows.iter().filter_map(|flow| flow.criticality).max(),
            guards: OnceLock::new(),
            reached: OnceLock::new(),
            needing: OnceLock::new(),
            stops: Stops::default(),
            covered: OnceLock::new(),
        };
        for component in book.components.iter() {
            let node = graph.node(&component.id);
            graph.components[node].entry = Some(component);
            if !counts(&component.flaws, "depends_on") {
                continue;
            }
            for Dependency { component, strength, fallback, .. } in &component.depends_on {
                let (strength, fallback) = (*strength, fallback.as_deref());
                let Some(needed) = component.as_ref().map(|id| graph.node(id)) else { continue };
                let edge = |node| Edge { node, strength, fallback, stand_in: None };
                graph.components[node].needs.push(edge(needed));
                graph.components[needed].needed_by.push(edge(node));
            }
        }
        for (index, flow) in book.flows.iter().enumerate() {
            if let Some(other) = flow.alternative_to.as_ref().filter(|other| **other != flow.id) {
                graph.alternatives.entry(other).or_default().push(flow);
            }
            if !counts(&flow.flaws, "components") {
                continue;
            }
            for step in &flow.components {
                let node = graph.node(&step.component);
                graph.components[node].flows.push((index, step.strength));
            }
        }
        graph.find_stand_ins();
        graph.spread_criticality();
        graph.spread_flows();
        graph
    }

    fn node(&mut self, id: &'a Id) -> usize {
        *self.nodes.entry(id).or_insert_with(|| {
            let (needs, needed_by, flows) = (Vec::new(), Vec::new(), Vec::new());
            let node =
                Node { id, entry: None, needs, needed_by, flows, criticality: None, reaches_flow: false };
            self.components.push(node);
            self.components.len() - 1
        })
    }

    /// How far a failure was tried.
    pub fn tried(&self, failure: &Entry<Failure>) -> Tried {
        let covered = self.covered.get_or_init(|| tried::covered(self.book));
        tried::tried(failure, &failure.id, covered)
    }

    /// The nodes of the components that a failure strikes; `None`: the whole workload.
    fn struck(&self, failure: &Failure) -> Option<Vec<usize>> {
        Some(struck(failure)?.into_iter().filter_map(|id| self.nodes.get(id).copied()).collect())
    }

    /// The components from which a failure spreads that strikes some.
    fn spreads(&self, struck: &[usize]) -> impl Iterator<Item = &Node<'a>> {
        self.origins(struck).into_iter().map(|origin| &self.components[origin.node])
    }

    /// The flows that a failure names, and those that it reaches.
    pub fn flows(&self, failure: &Failure) -> Flows<'_, 'a> {
        let origins = self.struck(failure).map(|struck| self.origins(&struck));
        let nodes = origins.map(|origins| origins.into_iter().map(|origin| origin.node).collect());
        self.flows_by(failure, nodes, || {
            let passed = |edge: &Edge<'_>| edge.passes().then_some(edge.node);
            self.reached.get_or_init(|| FlowSets::new(self, |_| true, passed))
        })
    }

    /// The flows that a failure names, and those that hang on some components; `None`: on all.
    fn flows_by<'g>(
        &'g self,
        failure: &Failure,
        nodes: Option<Vec<usize>>,
        sets: impl FnOnce() -> &'g FlowSets,
    ) -> Flows<'g, 'a> {
        let mut flows = Flows::none(self);
        let Some(nodes) = nodes else {
            (0..self.flows.len()).for_each(|flow| flows.add(flow));
            return flows;
        };
        let index = |id: &Id| self.flows.binary_search_by_key(&id, |flow| &flow.id).ok();
        failure.flows.iter().filter_map(index).for_each(|flow| flows.add(flow));
        if !nodes.is_empty() {
            let sets = sets();
            nodes.into_iter().for_each(|node| flows.add_of(node, sets));
        }
        flows
    }

    /// The criticality of the most critical flow that a failure reaches, without a look at each of them.
    pub fn criticality(&self, failure: &Failure) -> Option<Criticality> {
        let Some(struck) = self.struck(failure) else { return self.most };
        let reached = self.spreads(&struck).filter_map(|node| node.criticality);
        self.named(failure).filter_map(|flow| flow.criticality).chain(reached).max()
    }

    /// The criticality of the most critical flow that the failure of a component reaches.
    pub fn criticality_of(&self, component: &Id) -> Option<Criticality> {
        let node = self.nodes.get(component)?;
        self.spreads(&[*node]).filter_map(|node| node.criticality).max()
    }

    /// The flows that are written as alternatives to a flow, by id.
    pub fn alternatives(&self, flow: &Id) -> &[&'a Entry<Flow>] {
        self.alternatives.get(flow).map(Vec::as_slice).unwrap_or_default()
    }

    fn named(&self, failure: &Failure) -> impl Iterator<Item = &'a Entry<Flow>> {
        failure.flows.iter().filter_map(|id| self.book.flows.get(id.as_str()))
    }
}

/// The components that a failure strikes: those that `affects` names, else those among its sources. `None`: the
/// whole workload.
pub fn struck(failure: &Failure) -> Option<Vec<&Id>> {
    match &failure.affects {
        Affects::Everything(_) => None,
        Affects::Components(ids) => Some(ids.iter().collect()),
        Affects::Sources => Some(failure.sources.iter().filter_map(Reference::id).collect()),
    }
}
