//! How far a failure reaches, and by which way.

use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeStruct;

use crate::graph::Edge;
use crate::graph::Graph;
use crate::graph::fallback::Origin;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Strength;

/// How far a failure reaches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach<'a> {
    /// Whether it strikes the whole workload. Then components and flows are all there are.
    pub everything: bool,
    /// The components: those it strikes, then those that fail with them, then those that go on with less.
    pub components: Vec<Reached<'a>>,
    /// The flows, by id.
    pub flows: Vec<ReachedFlow<'a>>,
    /// The components that would be reached, were it not for a fallback.
    pub stopped: Vec<Stopped<'a>>,
}

/// A component that a failure reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached<'a> {
    /// Which component.
    pub id: &'a Id,
    /// Whether it fails, or goes on with less.
    pub strength: Strength,
    /// The component before it on the way, as an index; `None`: the failure strikes here.
    pub through: Option<usize>,
}

/// A flow that a failure reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReachedFlow<'a> {
    /// Which flow.
    pub flow: &'a Entry<Flow>,
    /// Whether it fails, or goes on with less.
    pub strength: Strength,
    /// The component on its way that is reached, as an index; `None`: the failure names the flow itself.
    pub through: Option<usize>,
}

/// A component that a fallback keeps going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped<'a> {
    /// Which component.
    pub id: &'a Id,
    /// The component that it does without, as an index.
    pub through: usize,
    /// What happens instead.
    pub fallback: &'a str,
}

impl<'a> Reach<'a> {
    /// How a flow is reached; `None`: it is not.
    pub fn flow(&self, id: &Id) -> Option<&ReachedFlow<'a>> {
        let at = self.flows.binary_search_by(|reached| reached.flow.id.cmp(id)).ok()?;
        self.flows.get(at)
    }

    /// The way from where the failure strikes to the component at an index, both included.
    pub fn path(&self, index: usize) -> Vec<&'a Id> {
        let mut path = Vec::new();
        let mut next = Some(index);
        while let Some(reached) = next.and_then(|index| self.components.get(index)) {
            path.push(reached.id);
            next = reached.through;
        }
        path.reverse();
        path
    }
}

/// As data: each component and flow with the component before it on the way, so that long ways stay small.
impl Serialize for Reach<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Link<'a> {
            id: &'a Id,
            strength: Strength,
            through: Option<&'a Id>,
        }
        #[derive(Serialize)]
        struct Stop<'a> {
            id: &'a Id,
            through: Option<&'a Id>,
            fallback: &'a str,
        }
        let id = |index: usize| self.components.get(index).map(|reached| reached.id);
        let components = self.components.iter().map(|&Reached { id: own, strength, through }| Link {
            id: own,
            strength,
            through: through.and_then(id),
        });
        let flows = self.flows.iter().map(|&ReachedFlow { flow, strength, through }| Link {
            id: &flow.id,
            strength,
            through: through.and_then(id),
        });
        let stopped = self.stopped.iter().map(|&Stopped { id: own, through, fallback }| Stop {
            id: own,
            through: id(through),
            fallback,
        });
        let mut object = serializer.serialize_struct("Reach", 4)?;
        object.serialize_field("everything", &self.everything)?;
        object.serialize_field("components", &components.collect::<Vec<_>>())?;
        object.serialize_field("flows", &flows.collect::<Vec<_>>())?;
        object.serialize_field("stopped", &stopped.collect::<Vec<_>>())?;
        object.end()
    }
}

impl<'a> Graph<'a> {
    /// How far a failure reaches. Where several ways lead to a component, one without a weak dependency counts, else one on
    /// which all fallbacks hold, and of those a shortest.
    pub fn reach(&self, failure: &Failure) -> Reach<'a> {
        self.reach_from(self.struck(failure), |flow| failure.flows.contains(&flow.id))
    }

    /// How far the failure of one component reaches.
    pub fn reach_of(&self, component: &Id) -> Reach<'a> {
        self.reach_from(Some(self.nodes.get(component).copied().into_iter().collect()), |_| false)
    }

    fn reach_from(&self, struck: Option<Vec<usize>>, is_named: impl Fn(&Entry<Flow>) -> bool) -> Reach<'a> {
        let everything = struck.is_none();
        let struck = struck.unwrap_or_else(|| (0..self.components.len()).collect());
        let mut walk = Walk::new(self, &struck);
        walk.spread(0, Strength::Strong, |edge| edge.strength == Strength::Strong);
        let mut at = walk.spread(0, Strength::Weak, Edge::passes);
        // Where everything is struck, no fallback is left to lose.
        let origins = if everything { Vec::new() } else { self.origins(&struck) };
        for Origin { node, lost } in origins {
            walk.visit(node, Strength::Weak, lost.and_then(|lost| walk.places[lost]));
            at = walk.spread(at, Strength::Weak, Edge::passes);
        }
        let stopped = walk.stopped();
        let flows = self.reached_flows(|flow| everything || is_named(flow), &walk);
        Reach { everything, components: walk.reached, flows, stopped }
    }

    fn reached_flows(
        &self,
        is_named: impl Fn(&Entry<Flow>) -> bool,
        walk: &Walk<'_, 'a>,
    ) -> Vec<ReachedFlow<'a>> {
        let mut best: Vec<Option<(Strength, Option<usize>)>> = vec![None; self.flows.len()];
        for (through, &node) in walk.order.iter().enumerate() {
            for &(flow, step) in &self.components[node].flows {
                let strength = step.max(walk.reached[through].strength);
                if best[flow].is_none_or(|(known, _)| strength < known) {
                    best[flow] = Some((strength, Some(through)));
                }
            }
        }
        for (flow, best) in self.flows.iter().zip(&mut best) {
            if is_named(flow) && best.is_none_or(|(strength, _)| strength == Strength::Weak) {
                *best = Some((Strength::Strong, None));
            }
        }
        let flows = self.flows.iter().zip(best);
        flows
            .filter_map(|(&flow, best)| {
                best.map(|(strength, through)| ReachedFlow { flow, strength, through })
            })
            .collect()
    }
}

/// A walk from the components that fail to those that need them.
struct Walk<'g, 'a> {
    graph: &'g Graph<'a>,
    /// The place of each node in `order`.
    places: Vec<Option<usize>>,
    /// The nodes reached, in the order of `reached`.
    order: Vec<usize>,
    reached: Vec<Reached<'a>>,
}

impl<'g, 'a> Walk<'g, 'a> {
    fn new(graph: &'g Graph<'a>, struck: &[usize]) -> Self {
        let places = vec![None; graph.components.len()];
        let mut walk = Self { graph, places, order: Vec::new(), reached: Vec::new() };
        struck.iter().for_each(|&node| walk.visit(node, Strength::Strong, None));
        walk
    }

    fn visit(&mut self, node: usize, strength: Strength, through: Option<usize>) {
        if self.places[node].is_none() {
            self.places[node] = Some(self.order.len());
            self.order.push(node);
            self.reached.push(Reached { id: self.graph.components[node].id, strength, through });
        }
    }

    /// Goes on from all that is reached, beginning at a place, along the dependencies that `passes` lets pass. Gives the
    /// place behind the last.
    fn spread(&mut self, mut at: usize, strength: Strength, passes: impl Fn(&Edge<'a>) -> bool) -> usize {
        while let Some(&node) = self.order.get(at) {
            for edge in self.graph.components[node].needed_by.iter().filter(|edge| passes(edge)) {
                self.visit(edge.node, strength, Some(at));
            }
            at += 1;
        }
        at
    }

    fn stopped(&self) -> Vec<Stopped<'a>> {
        let mut seen: Vec<bool> = self.places.iter().map(Option::is_some).collect();
        let mut stopped = Vec::new();
        for (through, &node) in self.order.iter().enumerate() {
            for edge in &self.graph.components[node].needed_by {
                if let Some(fallback) = edge.fallback
                    && !std::mem::replace(&mut seen[edge.node], true)
                {
                    stopped.push(Stopped { id: self.graph.components[edge.node].id, through, fallback });
                }
            }
        }
        stopped
    }
}
