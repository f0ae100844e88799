//! What flows need, each component once, and sources that they do not need.

use crate::graph::Edge;
use crate::graph::Flows;
use crate::graph::Graph;
use crate::model::Affects;
use crate::model::Criticality;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Reference;
use crate::model::Strength;
use crate::model::Word;

/// A component that flows need, and the flow for which that weighs most: they pass it, or something on their way needs it,
/// or falls back on it.
#[derive(Clone, Copy, Debug)]
pub struct Needed<'a> {
    /// Which component. There need not be an entry of that id.
    pub component: &'a Id,
    /// Its number, below [`Graph::numbers`].
    pub number: usize,
    /// The most critical flow; of equally critical ones one that needs it strongly; of those the first by id.
    pub flow: &'a Entry<Flow>,
    /// Strong where nothing is weak on one of the ways to it. A fallback changes nothing: without it there is less.
    pub strength: Strength,
    /// Which step of that flow it is, from 0; `None`: the flow does not pass it.
    pub step: Option<usize>,
}

impl<'a> Graph<'a> {
    /// How many components have a number: those that are defined, or named by a flow or another component.
    pub fn numbers(&self) -> usize {
        self.components.len()
    }

    /// The number of a component.
    pub fn number(&self, component: &Id) -> Option<usize> {
        self.nodes.get(component).copied()
    }

    /// Each component that flows need, or one flow alone, once. However many flows need it, it is walked twice at most.
    pub fn needed(&self, only: Option<&Id>) -> Vec<Needed<'a>> {
        let mut found: Vec<Option<(usize, Strength)>> = vec![None; self.components.len()];
        let mut passed = vec![false; self.components.len()];
        let asked = |flow: &usize| only.is_none_or(|id| self.flows[*flow].id == *id);
        let mut todo: Vec<usize> = Vec::new();
        let criticalities = Criticality::ALL.iter().rev().map(|&criticality| Some(criticality)).chain([None]);
        for criticality in criticalities {
            let is_of = |flow: &usize| self.flows[*flow].criticality == criticality;
            let flows: Vec<usize> = (0..self.flows.len()).filter(asked).filter(is_of).collect();
            for &flow in &flows {
                todo.extend(self.steps(flow, Strength::Strong));
                while let Some(number) = todo.pop() {
                    if found[number].is_none() {
                        found[number] = Some((flow, Strength::Strong));
                        let needs = self.components[number].needs.iter();
                        todo.extend(
                            needs.filter(|edge| edge.strength == Strength::Strong).map(|edge| edge.node),
                        );
                    }
                }
            }
            // Whatever a flow before this one, or of more weight, has walked through leads to nothing new.
            for &flow in &flows {
                todo.extend(self.steps(flow, Strength::Weak));
                while let Some(number) = todo.pop() {
                    if !std::mem::replace(&mut passed[number], true) {
                        found[number].get_or_insert((flow, Strength::Weak));
                        todo.extend(self.components[number].needs.iter().flat_map(Edge::ends));
                    }
                }
            }
        }
        let found = found.into_iter().enumerate().filter_map(|(number, found)| Some((number, found?)));
        let mut at = vec![usize::MAX; self.components.len()];
        let needs = found.enumerate().map(|(place, (number, (flow, strength)))| {
            at[number] = place;
            let (component, flow) = (self.components[number].id, self.flows[flow]);
            Needed { component, number, flow, strength, step: None }
        });
        let mut needs: Vec<Needed<'a>> = needs.collect();
        for flow in &self.flows {
            for (step, passed) in flow.components.iter().enumerate().rev() {
                let number = self.number(&passed.component);
                let need = number.and_then(|number| needs.get_mut(at[number]));
                if let Some(need) = need.filter(|need| need.flow.id == flow.id) {
                    need.step = Some(step);
                }
            }
        }
        needs
    }

    /// The numbers of the components that a flow passes, those that it needs at least so much.
    fn steps(&self, flow: usize, least: Strength) -> impl Iterator<Item = usize> {
        let steps = self.flows[flow].components.iter().filter(move |step| step.strength <= least);
        steps.filter_map(|step| self.number(&step.component))
    }

    /// The sources of a failure that are components and that no flow needs which this failure breaks, each with its place
    /// among the sources, and those flows. `None` where there is no such source, where the failure breaks no flow, and where
    /// it names one that does not exist.
    pub fn sources_outside<'f>(&self, failure: &'f Entry<Failure>) -> Option<Outside<'_, 'a, 'f>> {
        // What a failure strikes is part of the flows that this breaks: no need to ask which they are.
        let is_struck = !matches!(failure.affects, Affects::Components(_));
        let is_inside = |id: &Id| is_struck && self.reaches_flow(id);
        let is_doubtful = |id: &&Id| self.book.components.get(id.as_str()).is_some() && !is_inside(id);
        let sources = failure.sources.iter().enumerate();
        let doubtful =
            sources.filter_map(|(index, source)| Some((index, Reference::id(source).filter(is_doubtful)?)));
        let mut sources: Vec<_> = doubtful.collect();
        let are_known = || failure.flows.iter().all(|id| self.book.has(Kind::Flow, id.as_str()));
        if sources.is_empty() || !are_known() {
            return None;
        }
        let flows = self.flows(failure);
        sources.retain(|(_, id)| !flows.is_empty() && !flows.need(id));
        (!sources.is_empty()).then_some(Outside { sources, flows })
    }
}

/// Sources of a failure that none of the flows needs which it breaks.
#[derive(Clone, Debug)]
pub struct Outside<'g, 'a, 'f> {
    /// The sources, each with its place among all.
    pub sources: Vec<(usize, &'f Id)>,
    /// The flows.
    pub flows: Flows<'g, 'a>,
}
