//! Flows of which nobody said how good they must be.

use crate::finding::Place;
use crate::finding::listed;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::ComponentKind;
use crate::model::Criticality;
use crate::model::Flow;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["criticality"],
    target: 3,
    ..Rule::judging("no-objective", include_str!("no_objective.md"), check)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for flow in scope.book.flows.iter() {
        let target = flow.slo.as_ref().and_then(|slo| slo.target);
        let is_critical = flow.criticality == Some(Criticality::High);
        let objectives = [
            ("slo.target", target.is_none()),
            ("rto", flow.rto.is_none()),
            ("rpo", flow.rpo.is_none() && (!is_critical || keeps_data(flow, scope))),
        ];
        let missing = objectives.iter().filter(|(_, missing)| *missing).map(|(name, _)| *name);
        // What seems to be missing may be misspelt.
        let (doubtful, missing): (Vec<&str>, Vec<&str>) =
            missing.partition(|name| flow.flaws.touch(&[name.split('.').next().unwrap_or(name)]));
        if !doubtful.is_empty() {
            diagnostics.hold_back(Place::of(Kind::Flow, flow));
        }
        let (message, what) = match missing.len() {
            0 => continue,
            _ if is_critical => {
                (format!("this critical flow has no {}", missing.join(" and no ")), listed(missing))
            }
            3 => ("this flow has no objective".to_owned(), "one of slo.target, rto and rpo".to_owned()),
            _ => continue,
        };
        diagnostics
            .report(Place::of(Kind::Flow, flow), message)
            .help(format!("agree with those who depend on it, and write {what} in [flow.{}]", flow.id));
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
