//! Which components flows need, each with the flow for which it matters most.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::analyse::coverage::Cell;
use crate::analyse::coverage::Covered;
use crate::analyse::coverage::Row;
use crate::analyse::coverage::Stake;
use crate::analyse::coverage::Subject;
use crate::analyse::coverage::Tally;
use crate::analyse::coverage::ask::Topic;
use crate::graph::Graph;
use crate::graph::Needed;
use crate::model::Book;
use crate::model::Entry;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Strength;

/// What is counted of one row before it is closed.
#[derive(Clone, Debug)]
pub(super) struct Slot<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) stake: Stake<'a>,
    /// Where it stands below its flow: the flow itself first, then the steps of the journey, then what else is needed.
    place: usize,
    pub(super) failures: usize,
    /// For each question how many failures answer it.
    pub(super) has: Vec<usize>,
    /// For each question how many failures lack an answer; for a component, whether it does.
    pub(super) lacks: Vec<usize>,
    /// Whether it need not have a failure.
    pub(super) is_excused: bool,
}

/// Rows by what they are about.
pub(super) struct Map<'a> {
    /// The flows, the most critical first.
    flows: Vec<&'a Entry<Flow>>,
    index: HashMap<&'a Id, usize>,
    /// The slot of each component by its number in the graph.
    components: Vec<Option<Slot<'a>>>,
    /// The slots of failures that name a flow alone.
    own: Vec<Option<Slot<'a>>>,
    workload: Option<Slot<'a>>,
}

impl<'a> Map<'a> {
    /// Walks from every flow, or from one.
    pub(super) fn new(book: &'a Book, graph: &Graph<'a>, only: Option<&Id>) -> Self {
        let mut flows: Vec<_> =
            book.flows.iter().filter(|flow| only.is_none_or(|id| flow.id == *id)).collect();
        flows.sort_by_key(|flow| Reverse(flow.criticality));
        let mut components: Vec<Option<Slot<'a>>> = vec![None; graph.numbers()];
        for Needed { component, number, flow, strength, step } in graph.needed(only) {
            // What is only named is told where it is named.
            if book.has(Kind::Component, component.as_str()) {
                let stake = Stake { flow, strength, is_passed: step.is_some() };
                let place = step.map_or(usize::MAX, |step| step + 1);
                components[number] = Some(Slot::new(Subject::Component(component), stake, place));
            }
        }
        let index = flows.iter().enumerate().map(|(index, flow)| (&flow.id, index)).collect();
        let own = vec![None; flows.len()];
        Self { flows, index, components, own, workload: None }
    }

    /// The slot of a component, by its number.
    pub(super) fn component(&mut self, number: usize) -> Option<&mut Slot<'a>> {
        self.components[number].as_mut()
    }

    /// What is at stake where a component fails.
    pub(super) fn stake(&self, number: usize) -> Option<Stake<'a>> {
        self.components[number].as_ref().map(|slot| slot.stake)
    }

    /// What is at stake where a flow fails.
    pub(super) fn stake_of_flow(&self, flow: &Id) -> Option<Stake<'a>> {
        let flow = self.flows[*self.index.get(flow)?];
        Some(Stake { flow, strength: Strength::Strong, is_passed: true })
    }

    /// What is at stake where everything fails.
    pub(super) fn stake_of_all(&self) -> Option<Stake<'a>> {
        let flow = self.flows.first()?;
        Some(Stake { flow, strength: Strength::Strong, is_passed: true })
    }

    /// The slot of the failures that name a flow alone.
    pub(super) fn flow(&mut self, flow: &Id) -> Option<&mut Slot<'a>> {
        let index = *self.index.get(flow)?;
        let stake = self.stake_of_flow(flow)?;
        let entry = self.flows[index];
        Some(self.own[index].get_or_insert_with(|| Slot::new(Subject::Flow(&entry.id), stake, 0)))
    }

    /// The slot of the failures that strike everything.
    pub(super) fn workload(&mut self) -> Option<&mut Slot<'a>> {
        let stake = self.stake_of_all()?;
        Some(self.workload.get_or_insert_with(|| Slot::new(Subject::Workload, stake, 0)))
    }

    /// The slot of the workload, if there is one, and those of all components.
    pub(super) fn split(&mut self) -> (Option<&Slot<'a>>, impl Iterator<Item = &mut Slot<'a>>) {
        (self.workload.as_ref(), self.components.iter_mut().flatten())
    }

    /// Closes all rows, and counts those below each flow.
    pub(super) fn finish(self, graph: &Graph<'a>, topics: &[Topic]) -> (Vec<Row<'a>>, Vec<Covered<'a>>) {
        let Self { flows, index, components, own, workload } = self;
        let covered = flows.into_iter().map(|flow| {
            let mut seen = HashSet::new();
            let steps = flow.components.iter().map(|step| &step.component).filter(|id| seen.insert(*id));
            let is_there = |id: &&Id| graph.number(id).is_some_and(|number| components[number].is_some());
            Covered { flow, passes: steps.filter(is_there).collect(), needs: 0, tally: Tally::default() }
        });
        let mut covered: Vec<Covered<'a>> = covered.collect();
        let mut slots: Vec<Slot<'a>> = components.into_iter().chain(own).flatten().collect();
        let order =
            |slot: &Slot<'a>| (index.get(&slot.stake.flow.id).copied(), slot.place, slot.stake.strength);
        slots.sort_by_cached_key(|slot| (order(slot), slot.id()));
        let rows = workload.iter().chain(&slots).map(|slot| slot.row(topics));
        let rows: Vec<Row<'a>> = rows.filter(|row| row.tally().asked > 0).collect();
        for row in rows.iter().filter(|row| row.subject != Subject::Workload) {
            if let Some(&at) = index.get(&row.stake.flow.id) {
                covered[at].needs += usize::from(!row.stake.is_passed);
                covered[at].tally.add(row.tally());
            }
        }
        (rows, covered)
    }
}

impl<'a> Slot<'a> {
    fn new(subject: Subject<'a>, stake: Stake<'a>, place: usize) -> Self {
        Self { subject, stake, place, failures: 0, has: Vec::new(), lacks: Vec::new(), is_excused: false }
    }

    fn id(&self) -> Option<&'a Id> {
        match self.subject {
            Subject::Workload => None,
            Subject::Flow(id) | Subject::Component(id) => Some(id),
        }
    }

    /// The row that it makes.
    fn row(&self, topics: &[Topic]) -> Row<'a> {
        let is_component = matches!(self.subject, Subject::Component(_));
        let count = |counts: &[usize], at: usize| counts.get(at).copied().unwrap_or(0);
        let cells = topics.iter().enumerate().map(|(at, topic)| {
            let (has, lacks) = (count(&self.has, at), count(&self.lacks, at));
            match (has, lacks) {
                _ if !is_component && !topic.is_of_failures() => Cell::NotAsked,
                // A component without a failure answers nothing, but for who owns it.
                (0, 0) if self.failures > 0 || self.is_excused || *topic == Topic::Owner => Cell::Answered(0),
                (0, _) => Cell::Open,
                (has, 0) => Cell::Answered(has),
                (has, _) => Cell::Partly(has),
            }
        });
        let cells = cells.collect();
        Row { subject: self.subject, stake: self.stake, failures: self.failures, cells }
    }
}
