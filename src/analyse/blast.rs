//! Blast radius: what a failure takes with it, and what a flow cannot do without.
//!
//! The keys of `faultbook blast --json` are the fields of [`BlastRadius`] and [`FlowDependencies`]. What nobody wrote is `null`. Ways are
//! given link by link, so that long ones stay small: each component names the one before it.

use serde::Serialize;

use crate::graph::Graph;
use crate::graph::Need;
use crate::graph::Promise;
use crate::graph::Reach;
use crate::graph::SinglePoint;
use crate::model::Criticality;
use crate::model::Duration;
use crate::model::Entry;
use crate::model::Estimate;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Outage;
use crate::model::Percent;
use crate::model::Strength;

/// What a flow promises.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Objectives {
    /// The target of its service level objective.
    pub slo: Option<Percent>,
    /// The time over which that is counted.
    pub window: Option<Interval>,
    /// How long it may be down.
    pub rto: Option<Duration>,
    /// How much data it may lose.
    pub rpo: Option<Duration>,
}

impl Objectives {
    fn of(flow: &Flow) -> Self {
        let slo = flow.slo.as_ref();
        Self {
            slo: slo.and_then(|slo| slo.target),
            window: slo.and_then(|slo| slo.window),
            rto: flow.rto,
            rpo: flow.rpo,
        }
    }
}

/// What a failure takes with it, or a component as if it failed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BlastRadius<'a> {
    /// Whether it strikes the whole workload. Then components and flows are all there are.
    pub everything: bool,
    /// How much of the workload is gone, where a failure says it. With `none` and `degraded` it says that what it reaches
    /// goes on all the same.
    pub outage: Option<Outage>,
    /// The numbers behind the ratings of a failure; `None` for a component.
    pub estimate: Option<&'a Estimate>,
    /// The components: those it strikes, then those that fail with them, then those that go on with less.
    pub components: Vec<Hit<'a>>,
    /// The flows, by id.
    pub flows: Vec<HitFlow<'a>>,
    /// The components that would be reached, were it not for a fallback.
    pub stopped: Vec<Held<'a>>,
    /// The flows that are not reached thanks to those, by id.
    pub protected: Vec<SparedFlow<'a>>,
}

/// A component that is reached.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Hit<'a> {
    /// Which component.
    pub id: &'a Id,
    /// Strong: it fails. Weak: it goes on with less.
    pub strength: Strength,
    /// The component before it on the way; `None`: the failure strikes here.
    pub through: Option<&'a Id>,
}

/// A flow that can stand in for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Alternative<'a> {
    /// Which flow.
    pub id: &'a Id,
    /// Whether it is reached as well, so that it helps no more.
    pub reached: bool,
}

/// A flow that is reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HitFlow<'a> {
    /// Which flow.
    pub id: &'a Id,
    /// How much depends on it.
    pub criticality: Option<Criticality>,
    /// Strong: it stops. Weak: it goes on with less.
    pub strength: Strength,
    /// The component on its way that is reached; `None`: the failure names the flow itself, or strikes everything.
    pub through: Option<&'a Id>,
    /// What it promises.
    pub objectives: Objectives,
    /// The flows that are written as alternatives to it, by id.
    pub alternatives: Vec<Alternative<'a>>,
    /// Whether the failure takes longer than its `rto`, by its estimate; `None` where that cannot be told, or the flow goes on.
    pub misses_rto: Option<bool>,
}

/// A component that a fallback keeps going.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Held<'a> {
    /// Which component.
    pub id: &'a Id,
    /// The component that it does without.
    pub through: Option<&'a Id>,
    /// What happens instead.
    pub fallback: &'a str,
}

/// A flow that a fallback keeps whole.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SparedFlow<'a> {
    /// Which flow.
    pub id: &'a Id,
    /// How much depends on it.
    pub criticality: Option<Criticality>,
    /// The component that goes on with its fallback.
    pub thanks_to: Option<&'a Id>,
}

/// What a flow relies on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FlowDependencies<'a> {
    /// How much depends on the flow.
    pub criticality: Option<Criticality>,
    /// What it promises.
    pub objectives: Objectives,
    /// The components without which it stops: those that it passes, and what they need in turn. The nearest first.
    pub required: Vec<Needed<'a>>,
    /// The components without which it goes on.
    pub weak: Vec<Spare<'a>>,
    /// Of the required ones those that are there only once.
    pub single_points: Vec<&'a Id>,
    /// What the required ones promise together.
    pub composite: Composite<'a>,
}

/// A component without which a flow stops.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Needed<'a> {
    /// Which component.
    pub id: &'a Id,
    /// What needs it on the way to the flow; `None`: the flow passes it.
    pub through: Option<&'a Id>,
    /// Whether anything is written about it beyond its id.
    pub described: bool,
    /// The availability that is promised for it.
    pub sla: Option<Percent>,
    /// How often its data is backed up.
    pub backup_every: Option<Interval>,
    /// What says that it is there only once.
    pub single_point: Option<SinglePoint>,
}

/// A component without which a flow goes on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spare<'a> {
    /// Which component.
    pub id: &'a Id,
    /// What needs it on the way to the flow; `None`: the flow passes it.
    pub through: Option<&'a Id>,
    /// What happens instead, where a fallback keeps its failure from the flow; `None`: the flow goes on with less.
    pub fallback: Option<&'a str>,
}

/// The product of the SLAs of the components without which a flow stops, as if they failed independently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Composite<'a> {
    /// The product, rounded down; `None` where no component has an SLA.
    pub availability: Option<Percent>,
    /// Whether components without an SLA may lower it further.
    pub upper_bound: bool,
    /// How many components have an SLA.
    pub counted: usize,
    /// Those that have none.
    pub missing: Vec<&'a Id>,
    /// The component with the lowest SLA.
    pub weakest: Option<&'a Id>,
    /// Whether it is enough for the target of the flow; `None` where that cannot be told.
    pub meets_slo: Option<bool>,
}

/// What a failure takes with it.
pub fn of_failure<'a>(graph: &Graph<'a>, failure: &'a Entry<Failure>) -> BlastRadius<'a> {
    fallout(graph, &graph.reach(failure), Some(failure))
}

/// What a component takes with it when it fails.
pub fn of_component<'a>(graph: &Graph<'a>, component: &Id) -> BlastRadius<'a> {
    fallout(graph, &graph.reach_of(component), None)
}

fn fallout<'a>(graph: &Graph<'a>, reach: &Reach<'a>, failure: Option<&'a Entry<Failure>>) -> BlastRadius<'a> {
    let estimate = failure.and_then(|failure| failure.estimate.as_deref());
    let stops = failure.is_none_or(|failure| failure.stops());
    let id = |index: usize| reach.components.get(index).map(|reached| reached.id);
    let components = reach.components.iter().map(|reached| Hit {
        id: reached.id,
        strength: reached.strength,
        through: reached.through.and_then(id),
    });
    let flows = reach.flows.iter().map(|reached| {
        let (flow, strength) = (reached.flow, reached.strength);
        let alternatives = graph
            .alternatives(&flow.id)
            .iter()
            .map(|other| Alternative { id: &other.id, reached: reach.flow(&other.id).is_some() });
        let misses = || estimate.zip(flow.rto).and_then(|(estimate, rto)| estimate.exceeds(rto));
        HitFlow {
            id: &flow.id,
            criticality: flow.criticality,
            strength,
            through: reached.through.and_then(id),
            objectives: Objectives::of(flow),
            alternatives: alternatives.collect(),
            misses_rto: if stops && strength == Strength::Strong { misses() } else { None },
        }
    });
    let stopped = reach.stopped.iter().map(|stop| Held {
        id: stop.id,
        through: id(stop.through),
        fallback: stop.fallback,
    });
    let protected = graph.protected(reach).into_iter().map(|protected| SparedFlow {
        id: &protected.flow.id,
        criticality: protected.flow.criticality,
        thanks_to: reach.stopped.get(protected.stop).map(|stop| stop.id),
    });
    BlastRadius {
        everything: reach.everything,
        outage: failure.and_then(|failure| failure.outage),
        estimate,
        components: components.collect(),
        flows: flows.collect(),
        stopped: stopped.collect(),
        protected: protected.collect(),
    }
}

/// What a flow relies on.
pub fn of_flow<'a>(graph: &Graph<'a>, flow: &'a Entry<Flow>) -> FlowDependencies<'a> {
    let needs = graph.needs(flow);
    let objectives = Objectives::of(flow);
    let through =
        |need: &Need<'a>| need.through.and_then(|index| needs.components.get(index)).map(|by| by.id);
    let promise = Promise::of(needs.required().map(|need| (need.id, need.entry)));
    let required: Vec<Needed<'a>> = needs
        .required()
        .map(|need| Needed {
            id: need.id,
            through: through(need),
            described: need.entry.is_some(),
            sla: need.entry.and_then(|component| component.sla),
            backup_every: need.entry.and_then(|component| component.backup.as_ref()?.every),
            single_point: need.entry.and_then(|component| SinglePoint::of(component)),
        })
        .collect();
    let weak = needs.components.iter().filter(|need| need.strength == Strength::Weak);
    let weak = weak.map(|need| Spare { id: need.id, through: through(need), fallback: need.fallback });
    FlowDependencies {
        criticality: flow.criticality,
        objectives,
        weak: weak.collect(),
        single_points: required
            .iter()
            .filter(|need| need.single_point.is_some())
            .map(|need| need.id)
            .collect(),
        composite: Composite {
            availability: promise.availability(),
            upper_bound: !promise.missing.is_empty(),
            counted: promise.counted,
            weakest: promise.weakest.map(|(id, _)| id),
            meets_slo: objectives.slo.and_then(|target| promise.is_below(target)).map(|is_below| !is_below),
            missing: promise.missing,
        },
        required,
    }
}
