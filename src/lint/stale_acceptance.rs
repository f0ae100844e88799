//! Risks that were accepted for a time that has passed.

use crate::finding::Place;
use crate::finding::short;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;
use crate::model::Status;

pub(super) const RULE: Rule = Rule {
    needs: &["accepted"],
    target: 2,
    dated: true,
    ..Rule::of_failures("stale-acceptance", include_str!("stale_acceptance.md"), check)
};

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    if failure.status != Status::Open {
        return;
    }
    let lapsed = failure.accepted.as_ref().filter(|accepted| !accepted.holds(scope.facts.today));
    let Some(accepted) = lapsed else { return };
    let by = accepted.by.as_ref().map(|by| format!(" by {}", short(by))).unwrap_or_default();
    diagnostics
        .report(
            Place::of(Kind::Failure, failure).field("accepted.until"),
            format!("this risk was accepted{by} until {}, and counts as open again", accepted.until),
        )
        .help("mend the failure, or have the risk accepted anew, with a later date");
}
