//! Severity × likelihood by the workspace's matrix.

use crate::config::Config;
use crate::model::Priority;
use crate::model::Rating;
use crate::model::Scale;
use crate::rank::Case;
use crate::rank::Key;
use crate::rank::Method;
use crate::rank::weight;
use crate::rank::why;

pub(super) const METHOD: Method = Method {
    id: "matrix",
    page: include_str!("matrix.md"),
    made_of: &["severity", "likelihood"],
    key,
    score: None,
    reason,
    ties: &[why::severity, why::likelihood, why::criticality, why::tested],
    relief,
};

fn key(case: &Case<'_>) -> Key {
    let (severity, likelihood) = (weight(case.severity), weight(case.likelihood));
    [case.priority as u64, severity, likelihood, case.weight_of_flows(), case.untested()]
}

fn reason(case: &Case<'_>) -> String {
    match (case.severity, case.likelihood) {
        (Some(severity), Some(likelihood)) if case.priority == Priority::Unrated => {
            why::no_cell(severity, likelihood)
        }
        (Some(severity), Some(likelihood)) => {
            format!("severity {severity} × likelihood {likelihood} gives {} in the matrix", case.priority)
        }
        (None, Some(_)) => "it has no severity".to_owned(),
        (Some(_), None) => "it has no likelihood".to_owned(),
        (None, None) => "it has neither a severity nor a likelihood".to_owned(),
    }
}

/// The rating that reaches a lower priority in the fewest steps; both where they need as many.
fn relief(case: &Case<'_>, config: &Config) -> Option<String> {
    let (severity, likelihood) = (case.severity?, case.likelihood?);
    if case.priority == Priority::Unrated {
        return None;
    }
    let columns = &config.scales.likelihood;
    let lower = |scale: &Scale, from: &Rating, priority: &dyn Fn(&Rating) -> Priority| {
        let below = scale.levels().iter().rev().filter(|level| *level < from).enumerate();
        let mut changed = below.map(|(steps, level)| (steps, level.to_string(), priority(level)));
        changed.find(|(.., priority)| *priority < case.priority)
    };
    let by_severity = lower(&config.scales.severity, severity, &|level| {
        config.matrix.priority(Some(level), Some(likelihood), columns)
    });
    let by_likelihood =
        lower(columns, likelihood, &|level| config.matrix.priority(Some(severity), Some(level), columns));
    let fewest = by_severity.iter().chain(&by_likelihood).map(|(steps, ..)| *steps).min()?;
    let say = |what: &str, change: Option<(usize, String, Priority)>| {
        let (_, level, priority) = change.filter(|(steps, ..)| *steps == fewest)?;
        Some(format!("{what} {level} would make it {priority}"))
    };
    let changes = [say("severity", by_severity), say("likelihood", by_likelihood)];
    Some(changes.into_iter().flatten().collect::<Vec<_>>().join("; "))
}
