//! Flows whose failures cost more than their objectives allow.

use crate::finding::Place;
use crate::graph::Graph;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::lint::doubt::STOPS;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;
use crate::rank::Expected;
use crate::rank::error_budget;

pub(super) const RULE: Rule = Rule {
    needs: &["slo"],
    target: 3,
    ..Rule::judging("budget-exceeded", include_str!("budget_exceeded.md"), check)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let is_sure = |failure: &Entry<Failure>| !failure.flaws.touch(STOPS);
    let costs_of_sure = costs(scope, scope.sure(), is_sure);
    let is_clear = scope.unsure().is_none() && scope.open_failures().all(is_sure);
    let all = if is_clear { Vec::new() } else { costs(scope, &scope.graph, |_| true) };
    for (at, (flow, (cost, failures))) in scope.book.flows.iter().zip(costs_of_sure).enumerate() {
        let Some(target) = flow.slo.as_ref().and_then(|slo| slo.target) else { continue };
        let budget = error_budget(target);
        if cost <= budget {
            if all.get(at).is_some_and(|(cost, _)| *cost > budget) {
                diagnostics.hold_back(Place::of(Kind::Flow, flow));
            }
            continue;
        }
        let what = if failures == 1 { "the failure" } else { &format!("the {failures} failures") };
        diagnostics
            .report(
                Place::of(Kind::Flow, flow).field("slo.target"),
                format!(
                    "{what} that stop{} this flow cost {cost:.0} bad minutes a year, and {target} allows {budget:.0}",
                    if failures == 1 { "s" } else { "" }
                ),
            )
            .help("act on the costliest, which `faultbook budget` lists, or promise what can be kept");
    }
}

/// For each flow the bad minutes a year of the failures that stop it and that count, and how many these are.
fn costs<'a>(
    scope: &Scope<'a>,
    graph: &Graph<'a>,
    counts: impl Fn(&Entry<Failure>) -> bool,
) -> Vec<(f64, usize)> {
    let mut costs = vec![(0.0, 0); scope.book.flows.len()];
    for failure in scope.open_failures().filter(|failure| counts(failure)) {
        let Some(expected) = failure.estimate.as_deref().and_then(Expected::of) else { continue };
        for flow in graph.stopped(failure).positions() {
            costs[flow].0 += expected.bad_minutes();
            costs[flow].1 += 1;
        }
    }
    costs
}
