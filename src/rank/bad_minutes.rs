//! Bad minutes a year: what a failure is expected to cost.

use crate::config::Config;
use crate::rank::Case;
use crate::rank::Expected;
use crate::rank::Key;
use crate::rank::Method;
use crate::rank::Score;
use crate::rank::Scoring;
use crate::rank::format_number;
use crate::rank::weight;
use crate::rank::why;

pub(super) const METHOD: Method = Method {
    id: "bad-minutes",
    page: include_str!("bad_minutes.md"),
    made_of: &["severity", "likelihood"],
    key,
    score: Some(Scoring {
        heading: "Bad minutes a year",
        field: "bad_minutes",
        of: |case| case.expected.map(|expected| Score::Number(expected.bad_minutes())),
    }),
    reason,
    ties: &[why::priority, why::severity, why::likelihood, why::criticality],
    relief,
};

fn key(case: &Case<'_>) -> Key {
    // Floats that are not negative have the order of their bits, and what is not estimated comes behind 0.
    let bad = case.expected.map_or(0, |expected| expected.bad_minutes().to_bits() + 1);
    [bad, case.priority as u64, weight(case.severity), weight(case.likelihood), case.weight_of_flows()]
}

fn reason(case: &Case<'_>) -> String {
    let Some(expected) = case.expected else {
        return match case.failure.estimate.as_deref().map(Expected::missing) {
            None => "it has no estimate, and so no bad minutes".to_owned(),
            Some(missing) => {
                format!("its estimate lacks {}, so it has no bad minutes", missing.join(" and "))
            }
        };
    };
    let Expected { incidents, detect, repair, affected } = expected;
    format!(
        "({} + {} min) × {} % of users × {} incidents a year = {} bad minutes a year",
        format_number(detect),
        format_number(repair),
        format_number(affected * 100.0),
        format_number(incidents),
        format_number(expected.bad_minutes())
    )
}

/// What a minute is worth: the estimate has no levels to step down.
fn relief(case: &Case<'_>, _: &Config) -> Option<String> {
    let Expected { incidents, affected, .. } = case.expected?;
    let minute = affected * incidents;
    (minute > 0.0).then(|| {
        format!(
            "every minute sooner that it is detected or repaired saves {} bad minutes a year",
            format_number(minute)
        )
    })
}
