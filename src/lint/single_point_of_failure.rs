//! Components that exist once, on a critical flow.

use crate::finding::Place;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Criticality;
use crate::model::Kind;
use crate::model::Placement;

pub(super) const RULE: Rule = Rule {
    target: 2,
    ..Rule::judging("single-point-of-failure", include_str!("single_point_of_failure.md"), check)
};

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let vital = scope.graph.vital(Criticality::High);
    for component in scope.book.components.iter() {
        let Some(flow) = vital.get(&component.id) else { continue };
        let (field, what) = match (component.instances, component.placement) {
            (Some(1), _) => ("instances", "the only instance of this component"),
            (_, Some(Placement::None)) => ("placement", "this component, which is not redundant"),
            _ => continue,
        };
        remarks
            .say(
                Place::of(Kind::Component, component).field(field),
                format!("the critical flow `{}` stops with {what}", flow.id),
            )
            .help(
                "run a second one elsewhere, or write strength = \"weak\" where the flow goes on without it",
            );
    }
}
