//! Severity × likelihood by the workspace's matrix.

use crate::rank::Case;
use crate::rank::Key;
use crate::rank::Method;
use crate::rank::weight;

pub(super) const METHOD: Method =
    Method { id: "matrix", page: include_str!("matrix.md"), key, score: |_| None, reason };

fn key(case: &Case<'_>) -> Key {
    [case.priority as u8, weight(case.severity), weight(case.likelihood), case.weight_of_flows()]
}

fn reason(case: &Case<'_>) -> String {
    match (case.severity, case.likelihood) {
        (Some(severity), Some(likelihood)) => {
            format!("severity {severity} × likelihood {likelihood} gives {} in the matrix", case.priority)
        }
        (None, Some(_)) => "it has no severity".to_owned(),
        (Some(_), None) => "it has no likelihood".to_owned(),
        (None, None) => "it has neither a severity nor a likelihood".to_owned(),
    }
}
