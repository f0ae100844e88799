//! Why a failure stands where it stands.

use serde::Serialize;

use crate::config::Config;
use crate::graph::Tried;
use crate::model::Priority;
use crate::model::Rating;
use crate::rank::Case;
use crate::rank::Method;

/// Why a case stands where it stands under a method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// The id of the method.
    pub method: &'static str,
    /// The arithmetic or the cell, in words.
    pub reason: String,
    /// What orders it among equals, in this order; the id comes last.
    pub ties: Vec<Tie>,
    /// The smallest single change that would lower it; `None` where there is none.
    pub relief: Option<String>,
}

/// Something that orders cases that are equal so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// What is compared: `severity`.
    pub what: &'static str,
    /// What the case has; `None` where nothing is written.
    pub value: Option<String>,
}

impl Why {
    /// Asks a method about a case.
    pub fn new(method: &Method, case: &Case<'_>, config: &Config) -> Self {
        Self {
            method: method.id,
            reason: (method.reason)(case),
            ties: method.ties.iter().map(|tie| tie(case)).collect(),
            relief: (method.relief)(case, config),
        }
    }
}

pub(super) fn severity(case: &Case<'_>) -> Tie {
    Tie { what: "severity", value: case.severity.map(scored) }
}

pub(super) fn likelihood(case: &Case<'_>) -> Tie {
    Tie { what: "likelihood", value: case.likelihood.map(scored) }
}

pub(super) fn criticality(case: &Case<'_>) -> Tie {
    Tie { what: "flow criticality", value: case.criticality.map(|criticality| criticality.to_string()) }
}

pub(super) fn tested(case: &Case<'_>) -> Tie {
    let value = match case.tried {
        Tried::Never => None,
        Tried::Planned => Some("not yet run"),
        Tried::Failed => Some("failed"),
        Tried::Passed => Some("passed"),
    };
    Tie { what: "test", value: value.map(str::to_owned) }
}

pub(super) fn priority(case: &Case<'_>) -> Tie {
    let rated = (case.priority != Priority::Unrated).then_some(case.priority);
    Tie { what: "priority", value: rated.map(|priority| priority.to_string()) }
}

pub(super) fn severity_number(case: &Case<'_>) -> Tie {
    Tie { what: "severity", value: case.severity.map(numbered) }
}

pub(super) fn likelihood_number(case: &Case<'_>) -> Tie {
    Tie { what: "likelihood", value: case.likelihood.map(numbered) }
}

pub(super) fn detection_number(case: &Case<'_>) -> Tie {
    Tie { what: "detection", value: case.detection.map(numbered) }
}

fn numbered(rating: &Rating) -> String {
    format!("{rating} ({})", rating.number())
}

/// Why a failure with both ratings is unrated all the same.
pub(super) fn no_cell(severity: &Rating, likelihood: &Rating) -> String {
    format!("the matrix has no cell for severity {severity} and likelihood {likelihood}")
}

fn scored(rating: &Rating) -> String {
    format!("{rating} ({})", rating.score())
}
