//! Recovery objectives that the estimates and backups beside them cannot reach.

use std::collections::HashMap;

use crate::finding::Place;
use crate::graph::Graph;
use crate::graph::Hard;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::lint::doubt::STOPS;
use crate::model::Component;
use crate::model::Duration;
use crate::model::Entry;
use crate::model::Estimate;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["rto", "rpo"],
    target: 3,
    ..Rule::judging("unreached-objective", include_str!("unreached_objective.md"), check)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let outages = outages(scope, diagnostics);
    let (mut required, mut unsure) = (scope.sure().required(), scope.unsure().map(Graph::required));
    for flow in scope.book.flows.iter() {
        if let Some(worst) = outages.get(&flow.id) {
            say_rto(flow, worst, diagnostics);
        }
        let Some(rpo) = flow.rpo else { continue };
        match rarest_backup(flow, rpo, &mut required) {
            Some(worst) => say_rpo(flow, &worst, diagnostics),
            None if unsure.as_mut().is_some_and(|required| rarest_backup(flow, rpo, required).is_some()) => {
                diagnostics.hold_back(Place::of(Kind::Flow, flow));
            }
            None => {}
        }
    }
}

/// Of the components that a flow needs, the one whose backup may lose most, where that is more than the flow may lose.
fn rarest_backup<'a>(
    flow: &Flow,
    rpo: Duration,
    required: &mut Hard<'_, 'a>,
) -> Option<Worst<'a, Component>> {
    let mut worst = None;
    for component in required.of(flow).filter_map(|(_, entry)| entry) {
        let every = component.backup.as_ref().and_then(|backup| backup.every);
        if let Some(every) = every.filter(|every| every.days() > rpo.days()) {
            Worst::add(&mut worst, component, every.days());
        }
    }
    worst
}

/// The worst of several entries, and how many there are.
struct Worst<'a, T> {
    entry: &'a Entry<T>,
    days: f64,
    number: usize,
}

impl<'a, T> Worst<'a, T> {
    /// Of equals the first stays.
    fn add(worst: &mut Option<Self>, entry: &'a Entry<T>, days: f64) {
        let number = worst.as_ref().map_or(0, |worst| worst.number) + 1;
        match worst {
            Some(worst) if worst.days >= days => worst.number = number,
            _ => *worst = Some(Self { entry, days, number }),
        }
    }

    /// `; so do 3 other failures`, where there are more.
    fn others(&self, (one, many): (&str, &str), what: &str) -> String {
        match self.number - 1 {
            0 => String::new(),
            1 => format!("; so {one} 1 other {what}"),
            more => format!("; so {many} {more} other {what}s"),
        }
    }
}

/// For each flow the failures that stop it for longer than its recovery time objective.
fn outages<'a>(scope: &Scope<'a>, diagnostics: &mut Diagnostics) -> HashMap<&'a Id, Worst<'a, Failure>> {
    let mut outages = HashMap::new();
    for failure in scope.open_failures() {
        let Some(estimate) = failure.estimate.as_deref() else { continue };
        if !failure.stops() || scope.is_accepted(failure) {
            continue;
        }
        // The flow that must be back first tells whether there is anything to look for.
        let is_late = |flow: &Entry<Flow>| flow.rto.is_some_and(|rto| estimate.exceeds(rto) == Some(true));
        let stops_late = |graph: &Graph<'_>| graph.urgent_stop(failure).is_some_and(is_late);
        let Some(days) = estimate.down().filter(|_| stops_late(&scope.graph)) else { continue };
        // On the way to a flow a dependency that was meant to be weak may be misspelt.
        if failure.flaws.touch(STOPS) || !stops_late(scope.sure()) {
            diagnostics.hold_back(Place::of(Kind::Failure, failure));
            continue;
        }
        for flow in scope.sure().stopped(failure).iter().filter(|flow| is_late(flow)) {
            let mut worst = outages.remove(&flow.id);
            Worst::add(&mut worst, failure, days);
            outages.extend(worst.map(|worst| (&flow.id, worst)));
        }
    }
    outages
}

fn say_rto(flow: &Entry<Flow>, worst: &Worst<'_, Failure>, diagnostics: &mut Diagnostics) {
    let (Some(rto), Some(estimate)) = (flow.rto, worst.entry.estimate.as_deref()) else { return };
    let Estimate { detect, repair, .. } = estimate;
    let detect = detect.map(|time| format!("{time} to detect"));
    let repair = repair.map(|time| format!("{time} to repair"));
    let time = [detect, repair].into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let others = worst.others(("does", "do"), "failure");
    diagnostics
        .report(
            Place::of(Kind::Flow, flow).field("rto"),
            format!(
                "this flow shall be back within {rto}, but `{}`, which stops it, takes {time}{others}",
                worst.entry.id
            ),
        )
        .related(Place::of(Kind::Failure, worst.entry).field("estimate"), "the estimate")
        .help("find a faster way to detect or repair it, or agree on a longer rto");
}

fn say_rpo(flow: &Entry<Flow>, worst: &Worst<'_, Component>, diagnostics: &mut Diagnostics) {
    let every = worst.entry.backup.as_ref().and_then(|backup| backup.every);
    let (Some(rpo), Some(every)) = (flow.rpo, every) else { return };
    let others = worst.others(("is", "are"), "component");
    diagnostics
        .report(
            Place::of(Kind::Flow, flow).field("rpo"),
            format!(
                "this flow shall lose at most {rpo} of data, but `{}`, which it needs, is backed up once in {every}{others}",
                worst.entry.id
            ),
        )
        .related(Place::of(Kind::Component, worst.entry).field("backup.every"), "the backup")
        .help("back it up more often, or agree on a longer rpo");
}
