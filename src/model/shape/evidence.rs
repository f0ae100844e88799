//! The keys of what shows, tells and attests. Those kinds have no types yet.

use crate::model::Kind;
use crate::model::shape::Key;
use crate::model::shape::ScaleName;
use crate::model::shape::Shape;
use crate::model::shape::Words;
use crate::model::shape::recovery::RESULT;

/// `[test.ID]`.
pub(super) const TEST: &[Key] = &[
    Key::new("covers", "The failures and actions that it tries.", FAILURES_AND_ACTIONS).required(),
    Key::new("kind", "What kind of test it is.", Shape::Word(TEST_KIND)),
    Key::new("how", "How one runs it. Shown, never run.", Shape::Text),
    Key::new("expects", "What must be true for it to pass.", Shape::Text),
    Key::new("every", "How often it is to be run.", Shape::Duration),
    Key::new("experiment", "For chaos tests: what is tried, and when to stop.", Shape::Table(EXPERIMENT))
        .header(),
    Key::new("runs", "When it was run, and how that went.", Shape::List(&Shape::Table(RUN))).header(),
];

const FAILURES_AND_ACTIONS: Shape = Shape::List(&Shape::Id(&[Kind::Failure, Kind::Action]));

const TEST_KIND: Words = Words::new(
    "test kind",
    &["unit", "integration", "fault-injection", "degradation", "load", "chaos", "restore", "readiness"],
    &[
        "One piece of code by itself.",
        "Several parts together.",
        "A fault is put in, and the answer to it is watched.",
        "A part is taken away, and what goes on without it is watched.",
        "As much load as is expected, or more.",
        "An experiment on a running system, with a hypothesis.",
        "A backup is restored.",
        "A list is gone through before a release or an event.",
    ],
);

const EXPERIMENT: &[Key] = &[
    Key::new("hypothesis", "What is believed to stay true.", Shape::Text),
    Key::new("scope", "How much of the system is touched.", Shape::Text),
    Key::new("abort_when", "What ends it early.", Shape::List(&Shape::Text)),
    Key::new("rollback", "How everything is put back.", Shape::Text),
];

const RUN: &[Key] = &[
    Key::new("on", "The day of the run.", Shape::Date),
    Key::new("result", "How it went.", Shape::Word(RESULT)),
    Key::new("environment", "Where it was run.", Shape::Text),
    Key::new("evidence", "Where one sees it.", Shape::Text),
];

/// `[incident.ID]`.
pub(super) const INCIDENT: &[Key] = &[
    Key::new("title", "What happened, in one line.", Shape::Text).required(),
    Key::new("started", "When it began.", Shape::Time).required(),
    Key::new("detected", "When somebody knew.", Shape::Time),
    Key::new("resolved", "When it worked again.", Shape::Time),
    Key::new("severity", "How bad it was.", Shape::Rating(ScaleName::Severity)),
    Key::new("failures", "The failures that it was.", Shape::List(&Shape::Id(&[Kind::Failure]))),
    Key::new("flows", "The flows that it broke.", Shape::List(&Shape::Id(&[Kind::Flow]))),
    Key::new("affected", "The share of users that it hit.", Shape::Percent),
    Key::new("cause", "What lay behind it.", Shape::Text),
    Key::new("trigger", "What set it off.", Shape::Text),
    Key::new("actions", "What is done so that it does not come back.", Shape::List(&Shape::Measure)),
    Key::new("postmortem", "What was written about it afterwards.", Shape::Table(POSTMORTEM)),
];

const POSTMORTEM: &[Key] = &[
    Key::new("status", "How far it is.", Shape::Word(POSTMORTEM_STATUS)),
    Key::new("link", "Where one reads it.", Shape::Text),
    Key::new("on", "When it was published.", Shape::Date),
];

const POSTMORTEM_STATUS: Words = Words::new(
    "postmortem status",
    &["planned", "draft", "published"],
    &["Nothing is written yet.", "Being written.", "There to read."],
);

/// `[alert.ID]`.
pub(super) const ALERT: &[Key] = &[
    Key::new("match", "The names under which it arrives.", Shape::List(&Shape::Text)),
    Key::new("description", "What it tells.", Shape::Text),
    Key::new("expr", "The query behind it. Shown, never run.", Shape::Text),
    Key::new("for", "How long that must be true.", Shape::Duration),
    Key::new("urgency", "How soon somebody must look.", Shape::Word(URGENCY)),
    Key::new("route", "Who receives it.", Shape::Text),
    Key::new("covers", "The failures that it tells of, beside those that name it.", FAILURES),
];

const FAILURES: Shape = Shape::List(&Shape::Id(&[Kind::Failure]));

const URGENCY: Words = Words::new(
    "urgency",
    &["page", "ticket", "log"],
    &["Somebody is woken.", "Somebody looks on a working day.", "It is kept for whoever searches."],
);

/// `[attestation.ID]`.
pub(super) const ATTESTATION: &[Key] = &[
    Key::new("by", "Who says so.", Shape::Text),
    Key::new("on", "When they said it.", Shape::Date),
    Key::new("expires", "The last day on which it counts.", Shape::Date),
    Key::new("evidence", "Where one sees it.", Shape::Text),
];
