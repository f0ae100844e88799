//! Flows of which nobody said how good they must be.

use crate::finding::Place;
use crate::finding::listed;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::ComponentKind;
use crate::model::Criticality;
use crate::model::Flow;
use crate::model::Kind;

pub(super) const RULE: Rule =
    Rule { target: 3, ..Rule::judging("no-objective", include_str!("no_objective.md"), check) };

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    for flow in scope.book.flows.iter().filter(|flow| !flow.flawed) {
        let target = flow.slo.as_ref().and_then(|slo| slo.target);
        let is_critical = flow.criticality == Some(Criticality::High);
        if !is_critical && (target.is_some() || flow.rto.is_some() || flow.rpo.is_some()) {
            continue;
        }
        let objectives = [
            ("slo.target", target.is_none()),
            ("rto", flow.rto.is_none()),
            ("rpo", flow.rpo.is_none() && keeps_data(flow, scope)),
        ];
        let missing: Vec<&str> =
            objectives.iter().filter(|(_, missing)| *missing).map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            let which = if is_critical { "critical flow" } else { "flow" };
            remarks
                .say(Place::of(Kind::Flow, flow), format!("this {which} has no {}", missing.join(" or ")))
                .help(format!(
                    "agree with those who depend on it, and write {} in [flow.{}]",
                    listed(missing),
                    flow.id
                ));
        }
    }
}

/// Whether a flow passes a component that can lose data: others have no recovery point.
fn keeps_data(flow: &Flow, scope: &Scope<'_>) -> bool {
    let mut steps =
        flow.components.iter().filter_map(|step| scope.book.components.get(step.component.as_str()));
    steps.any(|component| {
        matches!(
            component.kind,
            Some(ComponentKind::Database | ComponentKind::Storage | ComponentKind::Queue)
        )
    })
}
