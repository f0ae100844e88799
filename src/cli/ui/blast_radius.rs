//! A blast radius for a person.

use std::collections::HashMap;
use std::io;
use std::io::Write;

use faultbook::analyse::blast::BlastRadius;
use faultbook::analyse::blast::Composite;
use faultbook::analyse::blast::FlowDependencies;
use faultbook::analyse::blast::HitFlow;
use faultbook::analyse::blast::Needed;
use faultbook::analyse::blast::Objectives;
use faultbook::graph::SinglePoint;
use faultbook::model::Criticality;
use faultbook::model::Estimate;
use faultbook::model::Id;
use faultbook::model::Outage;
use faultbook::model::Word;

use crate::cli::ui::console::counted;
use crate::cli::ui::page::Item;
use crate::cli::ui::page::Page;
use crate::cli::ui::reach::MOST;
use crate::cli::ui::reach::fate;
use crate::cli::ui::reach::list;
use crate::cli::ui::reach::shortened;

/// Which component leads to which.
struct Ways<'a>(HashMap<&'a Id, Option<&'a Id>>);

impl<'a> Ways<'a> {
    fn new(links: impl Iterator<Item = (&'a Id, Option<&'a Id>)>) -> Self {
        Self(links.collect())
    }

    /// The way to a component, from where it begins.
    fn to(&self, id: &'a Id) -> String {
        let mut way: Vec<&Id> =
            std::iter::successors(Some(id), |id| self.0.get(id).copied().flatten()).collect();
        way.reverse();
        shortened(way)
    }
}

/// Writes what a failure takes with it.
pub(in crate::cli) fn write_fallout<W: Write>(
    fallout: &BlastRadius<'_>,
    page: &mut Page<'_, W>,
) -> io::Result<()> {
    let ways = Ways::new(fallout.components.iter().map(|hit| (hit.id, hit.through)));
    let components = fallout.components.iter().map(|hit| match hit.through {
        None => format!("{}, where it strikes", hit.id),
        Some(_) => format!("{} {}: {}", hit.id, fate(hit.strength), ways.to(hit.id)),
    });
    if fallout.everything {
        list("Components", 1, std::iter::once(Item::from("the whole workload")), page)?;
    } else if fallout.components.is_empty() {
        page.text("It strikes no component: neither its sources nor affects name one.")?;
        page.line("")?;
    } else {
        list("Components", fallout.components.len(), components.map(Item::plain), page)?;
    }
    let stopped = fallout.stopped.iter().map(|held| {
        let without = held.through.map(|id| format!(" without {id}")).unwrap_or_default();
        Item::plain(format!("{} goes on{without}: {}", held.id, held.fallback))
    });
    list("Stopped by a fallback", fallout.stopped.len(), stopped, page)?;
    let flows = fallout.flows.iter().map(|flow| {
        let (name, fate) = (named(flow.id, flow.criticality), fate(flow.strength));
        let text = match flow.through {
            Some(id) => format!("{name} {fate}: {}", ways.to(id)),
            None if fallout.everything => format!("{name} {fate}"),
            None => format!("{name} {fate}, as the failure says itself"),
        };
        let mut facts = vec![("objectives", promised(flow, fallout.estimate))];
        if !flow.alternatives.is_empty() {
            let alternatives = flow.alternatives.iter().map(|other| match other.reached {
                true => format!("{}, which is reached as well", other.id),
                false => other.id.to_string(),
            });
            facts.push(("alternatives", alternatives.collect::<Vec<_>>().join("; ")));
        }
        Item { text, facts }
    });
    list("Flows", fallout.flows.len(), flows, page)?;
    if fallout.flows.is_empty() {
        page.text("It reaches no flow.")?;
        page.line("")?;
    }
    let protected = fallout.protected.iter().map(|protected| {
        let thanks = protected.thanks_to.map(|id| format!(", thanks to {id}")).unwrap_or_default();
        Item::plain(format!("{}{thanks}", named(protected.id, protected.criticality)))
    });
    list("Flows that a fallback keeps whole", fallout.protected.len(), protected, page)?;
    match fallout.outage {
        Some(outage @ (Outage::None | Outage::Degraded)) => page.labelled(
            "Outage",
            &format!("{outage}, so the failure says that what it reaches goes on all the same"),
        ),
        Some(outage) => page.labelled("Outage", outage.word()),
        None => Ok(()),
    }
}

/// Writes what a flow relies on.
pub(in crate::cli) fn write_reliance<W: Write>(
    reliance: &FlowDependencies<'_>,
    page: &mut Page<'_, W>,
) -> io::Result<()> {
    let FlowDependencies { criticality, objectives, required, weak, single_points, composite } = reliance;
    let links = required.iter().map(|need| (need.id, need.through));
    let ways = Ways::new(links.chain(weak.iter().map(|spare| (spare.id, spare.through))));
    if required.is_empty() {
        page.text("It stops with no component.")?;
        page.line("")?;
    }
    let way = |id, through: Option<&Id>| through.map(|_| format!(", by {}", ways.to(id))).unwrap_or_default();
    let needs = required
        .iter()
        .map(|need| Item::plain(format!("{}: {}{}", need.id, known(need), way(need.id, need.through))));
    list("Stops without", required.len(), needs, page)?;
    let spares = weak.iter().map(|spare| {
        let instead =
            spare.fallback.map_or_else(|| "with less".to_owned(), |instead| format!("instead {instead}"));
        Item::plain(format!("{}: {instead}{}", spare.id, way(spare.id, spare.through)))
    });
    list("Goes on without", weak.len(), spares, page)?;
    let single = required.iter().filter_map(|need| {
        Some(Item::plain(match need.single_point? {
            SinglePoint::Instances => format!("{}: instances = 1", need.id),
            SinglePoint::Placement => format!("{}: placement = \"none\"", need.id),
        }))
    });
    list("Single points of failure", single_points.len(), single, page)?;
    if single_points.is_empty() && !required.is_empty() {
        page.labelled("Single points", "none is written: no instances = 1, no placement = \"none\"")?;
    }
    page.labelled("Criticality", criticality.map_or("none written", |word| word.word()))?;
    page.labelled("Objectives", &promises(objectives))?;
    page.labelled("Composite SLA", &together(composite))?;
    page.labelled("Against the SLO", &judged(reliance))
}

fn named(id: &Id, criticality: Option<Criticality>) -> String {
    criticality.map_or_else(|| id.to_string(), |word| format!("{id} ({word})"))
}

fn promises(objectives: &Objectives) -> String {
    let window = objectives.window.map(|window| format!(" in {window}")).unwrap_or_default();
    let slo = objectives.slo.map(|target| format!("slo {target}{window}"));
    let parts = [
        slo.unwrap_or_else(|| "no slo".to_owned()),
        objectives.rto.map_or_else(|| "no rto".to_owned(), |rto| format!("rto {rto}")),
        objectives.rpo.map_or_else(|| "no rpo".to_owned(), |rpo| format!("rpo {rpo}")),
    ];
    parts.join(", ")
}

/// What a flow promises, and whether a failure leaves time for its recovery.
fn promised(flow: &HitFlow<'_>, estimate: Option<&Estimate>) -> String {
    let promises = promises(&flow.objectives);
    let times = estimate.map(|estimate| {
        let detect = estimate.detect.map(|time| format!("{time} to detect"));
        let repair = estimate.repair.map(|time| format!("{time} to repair"));
        [detect, repair].into_iter().flatten().collect::<Vec<_>>().join(" and ")
    });
    match (flow.misses_rto, times) {
        (Some(true), Some(times)) => format!("{promises}; the rto is missed: {times}"),
        (Some(false), Some(times)) => format!("{promises}; the rto is kept: {times}"),
        _ => promises,
    }
}

/// What is written about a component that a flow needs.
fn known(need: &Needed<'_>) -> String {
    match need.sla {
        _ if !need.described => "not described".to_owned(),
        Some(sla) => format!("sla {sla}"),
        None => "no sla written".to_owned(),
    }
}

/// What the components make together, and what is missing.
fn together(composite: &Composite<'_>) -> String {
    let Some(availability) = composite.availability else {
        return "cannot be told: none of these components has an sla".to_owned();
    };
    let all = counted(composite.counted, "component");
    if composite.missing.is_empty() {
        return format!("{availability}, the product of {all}");
    }
    let mut names: Vec<&str> = composite.missing.iter().take(MOST).map(|id| id.as_str()).collect();
    let more = composite.missing.len() - names.len();
    let rest = format!("{more} more");
    names.extend((more > 0).then_some(rest.as_str()));
    format!("at most {availability}, the product of {all}; no sla is written for {}", names.join(", "))
}

/// Whether the promise of a flow can be kept.
fn judged(reliance: &FlowDependencies<'_>) -> String {
    let Composite { availability, weakest, meets_slo, .. } = &reliance.composite;
    let weakest = weakest.map(|id| format!("; the lowest is that of {id}")).unwrap_or_default();
    match (reliance.objectives.slo, availability, meets_slo) {
        (None, ..) => "no slo.target is written".to_owned(),
        (Some(target), Some(_), Some(false)) => {
            format!("{target} is more than these components promise{weakest}")
        }
        (Some(target), Some(_), Some(true)) => format!("{target} is no more than these components promise"),
        (Some(target), Some(_), None) => format!("{target} may be kept or not: an sla is missing"),
        (Some(target), None, _) => format!("{target} cannot be compared: no sla is written"),
    }
}
