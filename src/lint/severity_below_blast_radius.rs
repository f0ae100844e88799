//! Failures that are rated as minor, and stop a critical flow.

use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["severity", "outage", "sources", "affects", "flows"],
    alone: false,
    target: 3,
    ..Rule::of_failures("severity-below-blast-radius", include_str!("severity_below_blast_radius.md"), check)
};

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    let Some(severity) = &failure.severity else { return };
    let [lowest, _, ..] = scope.config.scales.severity.levels() else { return };
    if severity != lowest || !failure.stops() {
        return;
    }
    if scope.graph.critical_stop(failure).is_none() {
        return;
    }
    // On the way to the flow a dependency that was meant to be weak may be misspelt.
    let Some(flow) = scope.sure().critical_stop(failure) else {
        return diagnostics.hold_back(Place::of(Kind::Failure, failure));
    };
    diagnostics
        .report(
            Place::of(Kind::Failure, failure).field("severity"),
            format!(
                "`{severity}` is the lowest severity, but the critical flow `{}` stops with this failure",
                flow.id
            ),
        )
        .help("raise the severity, or write outage = \"degraded\" where the flow goes on");
}
