//! Flows whose failures cost more than their objectives allow.

use crate::finding::Place;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Kind;
use crate::rank::Expected;
use crate::rank::error_budget;

pub(super) const RULE: Rule = Rule {
    needs: &["slo"],
    target: 3,
    ..Rule::judging("budget-exceeded", include_str!("budget_exceeded.md"), check)
};

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let mut costs = vec![(0.0, 0_usize); scope.book.flows.iter().count()];
    for failure in scope.open_failures() {
        let Some(expected) = failure.estimate.as_deref().and_then(Expected::of) else { continue };
        let bad = expected.bad_minutes();
        for flow in scope.graph.stopped(failure).positions() {
            costs[flow].0 += bad;
            costs[flow].1 += 1;
        }
    }
    for (flow, (cost, failures)) in scope.book.flows.iter().zip(costs) {
        let Some(target) = flow.slo.as_ref().and_then(|slo| slo.target) else { continue };
        let budget = error_budget(target);
        if cost <= budget {
            continue;
        }
        let what = if failures == 1 { "the failure" } else { &format!("the {failures} failures") };
        remarks
            .say(
                Place::of(Kind::Flow, flow).field("slo.target"),
                format!(
                    "{what} that stop{} this flow cost {cost:.0} bad minutes a year, and {target} allows {budget:.0}",
                    if failures == 1 { "s" } else { "" }
                ),
            )
            .help("act on the costliest, which `faultbook budget` lists, or promise what can be kept");
    }
}
