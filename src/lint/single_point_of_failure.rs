//! Components that exist once, on a critical flow.

use crate::finding::Place;
use crate::graph::Graph;
use crate::graph::SinglePoint;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["instances", "placement"],
    target: 2,
    ..Rule::judging("single-point-of-failure", include_str!("single_point_of_failure.md"), check)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let (vital, unsure) = (scope.sure().vital(), scope.unsure().map(Graph::vital));
    for component in scope.book.components.iter() {
        let Some(single) = SinglePoint::of(component) else { continue };
        let Some(flow) = vital.get(&component.id) else {
            // On the way to the flow a dependency that was meant to be weak may be misspelt.
            if unsure.as_ref().is_some_and(|vital| vital.contains_key(&component.id)) {
                diagnostics.hold_back(Place::of(Kind::Component, component));
            }
            continue;
        };
        let what = match single {
            SinglePoint::Instances => "the only instance of this component",
            SinglePoint::Placement => "this component, which is not redundant",
        };
        diagnostics
            .report(
                Place::of(Kind::Component, component).field(single.field()),
                format!("the critical flow `{}` stops with {what}", flow.id),
            )
            .help(
                "run a second one elsewhere, or write strength = \"weak\" where the flow goes on without it",
            );
    }
}
