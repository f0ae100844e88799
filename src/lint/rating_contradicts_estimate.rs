//! Likelihoods that do not fit the estimate beside them.

use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;
use crate::rank::incidents;
use crate::rank::occurrence;

pub(super) const RULE: Rule = Rule {
    needs: &["estimate", "likelihood"],
    target: 3,
    ..Rule::of_failures("rating-contradicts-estimate", include_str!("rating_contradicts_estimate.md"), check)
};

/// How far the score of the level may lie from that of the estimate.
const STEPS: u8 = 2;

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    let Some(likelihood) = &failure.likelihood else { return };
    let Some(every) = failure.estimate.as_ref().and_then(|estimate| estimate.every) else { return };
    let score = occurrence(incidents(every));
    let near = scope.config.scales.likelihood.nearest(score);
    // A coarse scale may have no level that is nearer than the one written.
    let steps = near.as_ref().map_or(STEPS, |near| near.score().abs_diff(score).max(STEPS));
    // Of several levels the estimate may be a mixture.
    if likelihood.levels().any(|level| level.score().abs_diff(score) <= steps) {
        return;
    }
    let levels: Vec<_> =
        likelihood.levels().map(|level| format!("`{level}` has {}", level.score())).collect();
    let help = near.map_or_else(String::new, |near| format!("write likelihood = \"{near}\", or "));
    diagnostics
        .report(
            Place::of(Kind::Failure, failure).field("likelihood"),
            format!("once in {every} is a likelihood of {score} of 10, but {}", levels.join(" and ")),
        )
        .help(format!("{help}correct the estimate"));
}
