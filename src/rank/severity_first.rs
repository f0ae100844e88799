//! Severity, then likelihood, as the tables of the maturity models are read.

use crate::config::Config;
use crate::model::Priority;
use crate::rank::Case;
use crate::rank::Key;
use crate::rank::Method;
use crate::rank::weight;
use crate::rank::why;

pub(super) const METHOD: Method = Method {
    id: "severity-first",
    page: include_str!("severity_first.md"),
    made_of: &["severity", "likelihood"],
    key,
    score: None,
    reason,
    ties: &[why::criticality, why::tested],
    relief,
};

fn key(case: &Case<'_>) -> Key {
    let unrated = u64::from(case.priority == Priority::Unrated);
    let (severity, likelihood) = (weight(case.severity), weight(case.likelihood));
    [unrated, severity, likelihood, case.weight_of_flows(), case.untested()]
}

fn reason(case: &Case<'_>) -> String {
    match (case.severity, case.likelihood) {
        (Some(severity), Some(likelihood)) if case.priority == Priority::Unrated => {
            why::no_cell(severity, likelihood)
        }
        (Some(severity), Some(likelihood)) => {
            format!("severity {severity} first, then likelihood {likelihood}")
        }
        (Some(severity), None) => format!("severity {severity}; no likelihood is written"),
        (None, _) => "it has no severity".to_owned(),
    }
}

/// A likelihood below, or, at the lowest, a severity below.
fn relief(case: &Case<'_>, config: &Config) -> Option<String> {
    let (severity, likelihood) = (case.severity?, case.likelihood?);
    if case.priority == Priority::Unrated {
        return None;
    }
    let (severities, likelihoods) = (&config.scales.severity, &config.scales.likelihood);
    let (what, lower) = match likelihoods.below(likelihood) {
        Some(lower) => ("likelihood", lower),
        None => ("severity", severities.below(severity)?),
    };
    Some(format!(
        "{what} {lower} would put it behind those of severity {severity} and likelihood {likelihood}"
    ))
}
