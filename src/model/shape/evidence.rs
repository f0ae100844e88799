//! The keys of what shows, tells and attests. Those kinds have no types yet.

use crate::model::Kind;
use crate::model::shape::Key;
use crate::model::shape::ScaleName;
use crate::model::shape::Shape;
use crate::model::shape::Words;

/// `[incident.ID]`.
pub(super) const INCIDENT: &[Key] = &[
    Key::new("title", "What happened, in one line.", Shape::Text).required().identity(),
    Key::new("started", "When it began.", Shape::Time).required().identity(),
    Key::new("detected", "When somebody knew.", Shape::Time).evidence(),
    Key::new("resolved", "When it worked again.", Shape::Time).evidence(),
    Key::new("severity", "How bad it was.", Shape::Rating(ScaleName::Severity)).evidence(),
    Key::new("failures", "The failures that it was.", Shape::List(&Shape::Id(&[Kind::Failure]))).evidence(),
    Key::new("flows", "The flows that it broke.", Shape::List(&Shape::Id(&[Kind::Flow]))).evidence(),
    Key::new("affected", "The share of users that it hit.", Shape::Percent).evidence(),
    Key::new("cause", "What lay behind it.", Shape::Text),
    Key::new("trigger", "What set it off.", Shape::Text),
    Key::new("actions", "What is done so that it does not come back.", Shape::List(&Shape::Measure)),
    Key::new("postmortem", "What was written about it afterwards.", Shape::Table(POSTMORTEM)).evidence(),
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
    Key::new("by", "Who says so.", Shape::Text).evidence().identity(),
    Key::new("on", "When they said it.", Shape::Date).evidence().identity(),
    Key::new("expires", "The last day on which it counts.", Shape::Date).evidence().identity(),
    Key::new("evidence", "Where one sees it.", Shape::Text).evidence().identity(),
];
