//! Likelihoods that do not fit the estimate beside them.

use crate::finding::Place;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Duration;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    target: 3,
    ..Rule::of_failures("rating-contradicts-estimate", include_str!("rating_contradicts_estimate.md"), check)
};

/// How far the score of the level may lie from that of the estimate.
const STEPS: u8 = 2;

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, remarks: &mut Remarks) {
    let Some(likelihood) = &failure.likelihood else { return };
    let Some(every) = failure.estimate.as_ref().and_then(|estimate| estimate.every) else { return };
    let score = occurrence(every);
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
    remarks
        .say(
            Place::of(Kind::Failure, failure).field("likelihood"),
            format!("once in {every} is a likelihood of {score} of 10, but {}", levels.join(" and ")),
        )
        .help(format!("{help}correct the estimate"));
}

/// The occurrence score of an interval, by incidents a year: faultbook's own scale for software.
fn occurrence(every: Duration) -> u8 {
    const DAYS_A_YEAR: f64 = 365.25;
    /// The least number of incidents a year of each score from 10 down to 2.
    const SCORES: [(f64, u8); 9] = [
        (365.0, 10),
        (52.0, 9),
        (24.0, 8),
        (12.0, 7),
        (4.0, 6),
        (2.0, 5),
        (1.0, 4),
        (1.0 / 3.0, 3),
        (0.1, 2),
    ];
    let a_year = DAYS_A_YEAR / every.days();
    SCORES.iter().find(|(least, _)| a_year >= *least).map_or(1, |(_, score)| *score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_have_the_score_of_their_incidents_a_year() {
        let scores = [
            ("12h", 10),
            ("1d", 10),
            ("1w", 9),
            ("2w", 8),
            ("1mo", 7),
            ("90d", 6),
            ("6mo", 5),
            ("1y", 4),
            ("3y", 3),
            ("10y", 2),
            ("11y", 1),
        ];
        for (every, score) in scores {
            assert_eq!(occurrence(every.parse().unwrap()), score, "{every}");
        }
    }
}
