//! Recovery objectives that the estimates and backups beside them cannot reach.

use std::collections::HashMap;

use crate::finding::Place;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Component;
use crate::model::Entry;
use crate::model::Estimate;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Kind;

pub(super) const RULE: Rule =
    Rule { target: 3, ..Rule::judging("unreached-objective", include_str!("unreached_objective.md"), check) };

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let outages = outages(scope);
    let mut hard = scope.graph.hard();
    for flow in scope.book.flows.iter().filter(|flow| !flow.flawed) {
        if let Some(worst) = outages.get(&flow.id) {
            say_rto(flow, worst, remarks);
        }
        let Some(rpo) = flow.rpo else { continue };
        let mut worst: Option<Worst<'_, Component>> = None;
        let mut is_flawed = false;
        for component in hard.of(flow).filter_map(|(_, entry)| entry) {
            is_flawed |= component.flawed;
            if let Some(every) = component.backup.as_ref().and_then(|backup| backup.every)
                && every.days() > rpo.days()
            {
                Worst::add(&mut worst, component, every.days());
            }
        }
        if let Some(worst) = worst.filter(|_| !is_flawed) {
            say_rpo(flow, &worst, remarks);
        }
    }
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
fn outages<'a>(scope: &Scope<'a>) -> HashMap<&'a Id, Worst<'a, Failure>> {
    let mut outages = HashMap::new();
    for failure in scope.open_failures() {
        let Some(estimate) = failure.estimate.as_deref() else { continue };
        if failure.flawed || !failure.stops() || scope.is_accepted(failure) {
            continue;
        }
        // The flow that must be back first tells whether there is anything to look for.
        let is_late = |flow: &Entry<Flow>| flow.rto.is_some_and(|rto| estimate.exceeds(rto) == Some(true));
        let (Some(days), true) = (estimate.down(), scope.graph.urgent_stop(failure).is_some_and(is_late))
        else {
            continue;
        };
        // On the way to a flow a dependency that was meant to be weak may be misspelt.
        if !scope.is_clear(&[Kind::Component]) {
            break;
        }
        for flow in scope.graph.stopped(failure).iter().filter(|flow| is_late(flow)) {
            let mut worst = outages.remove(&flow.id);
            Worst::add(&mut worst, failure, days);
            outages.extend(worst.map(|worst| (&flow.id, worst)));
        }
    }
    outages
}

fn say_rto(flow: &Entry<Flow>, worst: &Worst<'_, Failure>, remarks: &mut Remarks) {
    let (Some(rto), Some(estimate)) = (flow.rto, worst.entry.estimate.as_deref()) else { return };
    let Estimate { detect, repair, .. } = estimate;
    let detect = detect.map(|time| format!("{time} to detect"));
    let repair = repair.map(|time| format!("{time} to repair"));
    let time = [detect, repair].into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let others = worst.others(("does", "do"), "failure");
    remarks
        .say(
            Place::of(Kind::Flow, flow).field("rto"),
            format!(
                "this flow shall be back within {rto}, but `{}`, which stops it, takes {time}{others}",
                worst.entry.id
            ),
        )
        .related(Place::of(Kind::Failure, worst.entry).field("estimate"), "the estimate")
        .help("find a faster way to detect or repair it, or agree on a longer rto");
}

fn say_rpo(flow: &Entry<Flow>, worst: &Worst<'_, Component>, remarks: &mut Remarks) {
    let every = worst.entry.backup.as_ref().and_then(|backup| backup.every);
    let (Some(rpo), Some(every)) = (flow.rpo, every) else { return };
    let others = worst.others(("is", "are"), "component");
    remarks
        .say(
            Place::of(Kind::Flow, flow).field("rpo"),
            format!(
                "this flow shall lose at most {rpo} of data, but `{}`, which it needs, is backed up once in {every}{others}",
                worst.entry.id
            ),
        )
        .related(Place::of(Kind::Component, worst.entry).field("backup.every"), "the backup")
        .help("back it up more often, or agree on a longer rpo");
}
