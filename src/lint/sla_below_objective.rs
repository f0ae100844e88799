//! Flows that promise more than their components do together.

use crate::finding::Place;
use crate::graph::Graph;
use crate::graph::Promise;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::EntryRef;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["slo"],
    target: 3,
    ..Rule::judging("sla-below-objective", include_str!("sla_below_objective.md"), check)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if scope.book.components.iter().all(|component| component.sla.is_none()) {
        return;
    }
    let (mut required, mut unsure) = (scope.sure().required(), scope.unsure().map(Graph::required));
    for flow in scope.book.flows.iter() {
        let Some(target) = flow.slo.as_ref().and_then(|slo| slo.target) else { continue };
        let promise = Promise::of(required.of(flow));
        let is_below = promise.is_below(target) == Some(true);
        // What was meant to be weak may be misspelt.
        let mut seems_below = || {
            unsure
                .as_mut()
                .is_some_and(|required| Promise::of(required.of(flow)).is_below(target) == Some(true))
        };
        if !is_below && seems_below() {
            diagnostics.hold_back(Place::of(Kind::Flow, flow));
        }
        let (Some(product), Some((weakest, sla))) = (promise.availability(), promise.weakest) else {
            continue;
        };
        if !is_below {
            continue;
        }
        let (counted, all) = (promise.counted, promise.counted + promise.missing.len());
        let message = match (counted, all) {
            (1, 1) => {
                format!("this objective is {target}, but `{weakest}`, which the flow needs, promises {sla}")
            }
            (1, _) => format!(
                "this objective is {target}, but `{weakest}`, one of the {all} components that the flow needs, promises {sla}"
            ),
            _ => format!(
                "this objective is {target}, but the SLAs of {} components that the flow needs make {product} together; the lowest is {sla} of `{weakest}`",
                if counted == all { format!("the {all}") } else { format!("{counted} of {all}") }
            ),
        };
        let place = Place::entry(EntryRef { kind: Kind::Component, id: weakest.clone() }).field("sla");
        diagnostics
            .report(Place::of(Kind::Flow, flow).field("slo.target"), message)
            .related(place, "the lowest promise")
            .help(format!(
                "promise at most {product}, or make the flow go on without a component, with strength = \"weak\" and a fallback"
            ));
    }
}
