//! The keys of what is done in a disaster, by whom, and how that is rehearsed. Those kinds have no types yet.

use crate::model::Kind;
use crate::model::Outcome;
use crate::model::shape::Key;
use crate::model::shape::Shape;
use crate::model::shape::Words;

/// `[plan.ID]`.
pub(super) const PLAN: &[Key] = &[
    Key::new("title", "What the plan does, in one line.", Shape::Text).required().identity(),
    Key::new("kind", "What kind of plan it is.", Shape::Word(PLAN_KIND)).identity(),
    Key::new("disaster", "The disaster that it is for.", Shape::Word(DISASTER)).identity(),
    Key::new("covers", "The failures that it recovers from.", Shape::List(&Shape::Id(&[Kind::Failure])))
        .identity(),
    Key::new("components", "The components that it recovers.", Shape::List(&Shape::Id(&[Kind::Component])))
        .identity(),
    Key::new("approach", "What stands ready.", Shape::Word(APPROACH)).identity(),
    Key::new("owner", "Who keeps it true.", Shape::Text),
    Key::new("reviewed", "When it was last looked at.", Shape::Date).evidence(),
    Key::new("approved", "Who approved it, and when.", Shape::Table(APPROVAL)).evidence(),
    Key::new("activate", "When it begins, and who says so.", Shape::Table(ACTIVATION)),
    Key::new("rto", "Recovery time objective: how long it may take.", Shape::Duration).identity(),
    Key::new("rpo", "Recovery point objective: how much data may be lost.", Shape::Duration).identity(),
    Key::new("degradation", "What users go without in the meantime.", Shape::Table(DEGRADATION)),
    Key::new("failback", "How one returns to normal, in that order.", Shape::List(&Shape::Text)),
    Key::new("copies", "Where it can be read when everything is down.", Shape::List(&Shape::Text)),
    Key::new("delays", "What takes time whatever one does.", Shape::List(&Shape::Table(DELAY))).header(),
    Key::new("steps", "What is done, in that order.", Shape::List(&Shape::Table(STEP))).header().identity(),
    Key::new("communication", "Who is told, how and by whom.", Shape::List(&Shape::Table(COMMUNICATION)))
        .header(),
];

const PLAN_KIND: Words = Words::new(
    "plan kind",
    &["recovery", "disaster"],
    &["Brings back a part that failed.", "Brings back the workload after a disaster."],
);

const DISASTER: Words = Words::new(
    "disaster",
    &["region-outage", "provider-outage", "infrastructure", "data-corruption", "ransomware"],
    &[
        "A region is gone.",
        "The cloud provider is gone.",
        "Machines, networks or buildings are gone.",
        "Data is there, and wrong.",
        "Somebody locked the data away.",
    ],
);

const APPROACH: Words = Words::new(
    "approach",
    &["active-active", "active-passive", "warm-standby", "cold-standby", "restore", "degrade"],
    &[
        "Two sites take traffic at all times.",
        "A second site of full size waits.",
        "A second site runs, smaller, and grows when needed.",
        "A second site is described, and started when needed.",
        "Everything is built anew from backups.",
        "The workload goes on with less.",
    ],
);

const APPROVAL: &[Key] =
    &[Key::new("by", "Who approved it.", Shape::Text), Key::new("on", "When.", Shape::Date)];

const ACTIVATION: &[Key] =
    &[Key::new("when", "What must be true.", Shape::Text), Key::new("by", "The role that decides.", ROLES)];

const ROLES: Shape = Shape::Reference(&[Kind::Role]);

const DEGRADATION: &[Key] = &[
    Key::new("disables", "What is turned off.", Shape::Text),
    Key::new("tells_users", "What users read.", Shape::Text),
    Key::new("http_status", "What programs are answered.", Shape::Integer(100, 599)),
];

const DELAY: &[Key] = &[
    Key::new("what", "What takes the time.", Shape::Text),
    Key::new("takes", "How long it takes.", Shape::Duration),
];

const STEP: &[Key] = &[
    Key::new("action", "What is done.", Shape::Text),
    Key::new("role", "The role that does it.", ROLES),
    Key::new("takes", "How long it takes.", Shape::Duration),
    Key::new("mode", "How much of it a person does.", Shape::Word(MODE)),
    Key::new("command", "The command that a person runs. Shown, never run.", Shape::Text),
    Key::new("verify", "How one sees that it worked.", Shape::Text),
    Key::new("parallel", "Whether it runs beside the step before.", Shape::Boolean),
    Key::new("destructive", "What is asked before it destroys something.", Shape::Table(DESTRUCTION)),
];

const MODE: Words = Words::new(
    "step mode",
    &["manual", "scripted", "automatic"],
    &["A person does it by hand.", "A person starts a script.", "It happens without a person."],
);

const DESTRUCTION: &[Key] = &[
    Key::new("question", "What has to be decided.", Shape::Text),
    Key::new("options", "The answers that there are.", Shape::List(&Shape::Text)),
    Key::new("decides", "The role that answers.", ROLES),
];

const COMMUNICATION: &[Key] = &[
    Key::new("audience", "Who is told.", Shape::Text),
    Key::new("channel", "How they are told.", Shape::Text),
    Key::new("backup", "How, where that is down as well.", Shape::Text),
    Key::new("role", "The role that tells them.", ROLES),
    Key::new("every", "How often they hear something new.", Shape::Interval),
    Key::new("within", "How soon they hear for the first time.", Shape::Duration),
];

/// `[role.ID]`.
pub(super) const ROLE: &[Key] = &[
    Key::new("duty", "What the role does.", Shape::Word(DUTY)).identity(),
    Key::new("primary", "Who has it.", Shape::Text).identity(),
    Key::new("deputy", "Who has it when the first is away.", Shape::Text).identity(),
    Key::new("contact", "How one reaches them.", Shape::Text).identity(),
    Key::new("checked", "When that was last tried.", Shape::Date).evidence(),
];

const DUTY: Words = Words::new(
    "duty",
    &["recovery", "communication", "decision"],
    &["Brings the workload back.", "Tells those who must know.", "Decides what nobody else may."],
);

/// `[drill.ID]`.
pub(super) const DRILL: &[Key] = &[
    Key::new("plan", "The plan that was rehearsed.", Shape::Id(&[Kind::Plan])).required().identity(),
    Key::new("kind", "Where it was rehearsed.", Shape::Word(DRILL_KIND)).identity(),
    Key::new("on", "The day of the drill.", Shape::Date).required().identity(),
    Key::new("scenario", "What was supposed to have happened.", Shape::Text).identity(),
    Key::new("participants", "Who took part.", Shape::List(&Shape::Text)),
    Key::new("approved", "Who allowed it.", Shape::Text).evidence(),
    Key::new("rollback", "How everything was to be put back.", Shape::Text),
    Key::new("measured_rto", "How long recovery took.", Shape::Duration).evidence(),
    Key::new("measured_rpo", "How much data was lost, in time.", Shape::Duration).evidence(),
    Key::new("result", "How it went.", Shape::Word(Words::of::<Outcome>())).evidence(),
    Key::new("discrepancies", "What was not as the plan says.", Shape::List(&Shape::Table(DISCREPANCY)))
        .header()
        .evidence(),
];

const DRILL_KIND: Words = Words::new(
    "drill kind",
    &["simulated", "nonproduction", "production"],
    &["At a table.", "On a system that no user sees.", "On the system that users see."],
);

const DISCREPANCY: &[Key] = &[
    Key::new("what", "What was not as the plan says.", Shape::Text),
    Key::new("class", "What it is about.", Shape::Word(DISCREPANCY_CLASS)),
    Key::new("owner", "Who mends it.", Shape::Text),
    Key::new("due", "When it is to be mended.", Shape::Date),
    Key::new("status", "Whether it is mended.", Shape::Word(DISCREPANCY_STATUS)),
];

const DISCREPANCY_CLASS: Words = Words::new(
    "discrepancy class",
    &["tooling", "communication", "procedure", "people", "technical"],
    &[
        "Tools and scripts.",
        "Who was told what, and when.",
        "What the plan says.",
        "Who was there, and what they knew.",
        "How the system behaved.",
    ],
);

const DISCREPANCY_STATUS: Words =
    Words::new("discrepancy status", &["open", "closed"], &["Something is left to do.", "It is mended."]);
