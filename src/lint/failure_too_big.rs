//! Single failures that spend too much of an error budget.

use crate::finding::Place;
use crate::graph::Graph;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::lint::doubt::STOPS;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Kind;
use crate::rank::Expected;
use crate::rank::error_budget;

pub(super) const RULE: Rule = Rule {
    needs: STOPS,
    alone: false,
    target: 3,
    ..Rule::of_failures("failure-too-big", include_str!("failure_too_big.md"), check)
};

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    let Some(expected) = failure.estimate.as_deref().and_then(Expected::of) else { return };
    // Somebody has decided to live with it.
    if scope.is_accepted(failure) {
        return;
    }
    let (bad, most) = (expected.bad_minutes(), scope.config.too_big);
    let tightest = |graph: &Graph<'_>| {
        let budget = |flow: &Entry<Flow>| Some(error_budget(flow.slo.as_ref()?.target?));
        let flows = graph.stopped(failure);
        let budgets = flows.iter().filter_map(|flow| Some((flow, budget(flow)?)));
        let big = budgets.filter(|(_, budget)| bad > budget * most.share());
        // The tightest budget says all; the others are not missed.
        let (flow, budget) = big.min_by(|(_, a), (_, b)| a.total_cmp(b))?;
        Some((flow.id.clone(), budget))
    };
    let Some((flow, budget)) = tightest(scope.sure()) else {
        // On the way to a flow a dependency that was meant to be weak may be misspelt.
        if scope.unsure().and_then(tightest).is_some() {
            diagnostics.hold_back(Place::of(Kind::Failure, failure));
        }
        return;
    };
    diagnostics
        .report(
            Place::of(Kind::Failure, failure).field("estimate"),
            format!(
                "this failure alone costs {bad:.0} bad minutes a year, {:.0} % of the error budget of `{}`; {most} is the most",
                bad / budget * 100.0,
                flow
            ),
        )
        .help("detect it sooner, repair it faster, hit fewer users, or make it rarer; `faultbook show` tells what a minute is worth");
}
