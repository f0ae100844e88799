//! Headings, and what they stand for.

use crate::model::MeasureClass;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Id,
    Problem,
    Risk,
    Sources,
    Severity,
    Likelihood,
    Detection,
    Outage,
    Cause,
    Owner,
    Status,
    References,
    Actions(MeasureClass),
    /// Computed by faultbook itself, and so never stored.
    Computed,
    /// A key of the user's own, without its `x-`.
    Extra(String),
}

/// The headings of the maturity models, of Azure's RE:03 and of our own exports.
const HEADINGS: &[(&str, Target)] = &[
    ("id", Target::Id),
    ("problem", Target::Problem),
    ("failure", Target::Problem),
    ("failures", Target::Problem),
    ("failure mode", Target::Problem),
    ("failure modes", Target::Problem),
    ("risk", Target::Risk),
    ("effect", Target::Risk),
    ("effects", Target::Risk),
    ("effect/mitigation/note", Target::Risk),
    ("impact", Target::Risk),
    ("consequence", Target::Risk),
    ("consequences", Target::Risk),
    ("source", Target::Sources),
    ("sources", Target::Sources),
    ("component", Target::Sources),
    ("components", Target::Sources),
    ("cause", Target::Cause),
    ("causes", Target::Cause),
    ("severity", Target::Severity),
    ("sev", Target::Severity),
    ("likelihood", Target::Likelihood),
    ("probability", Target::Likelihood),
    ("occurrence", Target::Likelihood),
    ("occ", Target::Likelihood),
    ("detection", Target::Detection),
    ("det", Target::Detection),
    ("outage", Target::Outage),
    ("owner", Target::Owner),
    ("responsible", Target::Owner),
    ("responsibility", Target::Owner),
    ("status", Target::Status),
    ("references", Target::References),
    ("action", Target::Actions(MeasureClass::Mitigation)),
    ("actions", Target::Actions(MeasureClass::Mitigation)),
    ("mitigation", Target::Actions(MeasureClass::Mitigation)),
    ("mitigations", Target::Actions(MeasureClass::Mitigation)),
    ("recommended action", Target::Actions(MeasureClass::Mitigation)),
    ("recommended actions", Target::Actions(MeasureClass::Mitigation)),
    ("reactive", Target::Actions(MeasureClass::Reactive)),
    ("reactive actions", Target::Actions(MeasureClass::Reactive)),
    ("response", Target::Actions(MeasureClass::Reactive)),
    ("contingency", Target::Actions(MeasureClass::Reactive)),
    ("preventative", Target::Actions(MeasureClass::Preventative)),
    ("preventative actions", Target::Actions(MeasureClass::Preventative)),
    ("preventive", Target::Actions(MeasureClass::Preventative)),
    ("preventive actions", Target::Actions(MeasureClass::Preventative)),
    ("prevention", Target::Actions(MeasureClass::Preventative)),
    ("proactive", Target::Actions(MeasureClass::Preventative)),
    ("priority", Target::Computed),
    ("score", Target::Computed),
    ("rpn", Target::Computed),
    ("touches", Target::Computed),
    ("criticality", Target::Computed),
    ("playbook", Target::Computed),
];

/// What the heading of a column says that it holds.
pub(super) fn target(heading: &str) -> Target {
    let name = normal(heading);
    let known = HEADINGS.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| Target::Extra(key(heading)), |(_, target)| target.clone())
}

/// A heading in lower case, with single spaces, none around slashes, without a colon at its end, and without what the
/// forms of FMEA wrap around it: `Potential Cause(s) of Failure` is `causes`.
pub(super) fn normal(heading: &str) -> String {
    let words = heading.to_lowercase().replace('_', " ").replace("(s)", "s");
    let parts: Vec<_> = words
        .trim_end_matches(':')
        .split('/')
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let name = parts.join("/");
    let bare = name.strip_prefix("potential ").unwrap_or(&name);
    bare.strip_suffix(" of failure").unwrap_or(bare).to_owned()
}

/// A heading as the rest of an `x-` key.
pub(super) fn key(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let name = lower.strip_prefix("x-").unwrap_or(&lower);
    let words: Vec<_> =
        name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "column".to_owned() } else { words.join("-") }
}
