//! What is done about failures.

use std::borrow::Cow;

use serde::Serialize;

use crate::model::Book;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Kind;
use crate::model::Ratings;
use crate::model::Reference;
use crate::model::Shape;
use crate::model::shape::table;
use crate::model::word::words;

words! {
    /// How far an action is.
    pub enum ActionStatus as "action status" {
        /// Decided, not begun.
        Planned = "planned",
        /// Under way.
        InProgress = "in-progress",
        /// Done.
        InPlace = "in-place",
        /// Done, and shown to work.
        Verified = "verified",
        /// Decided against.
        Rejected = "rejected",
    }
}

words! {
    /// What an action does, as designs name it.
    pub enum Pattern as "pattern" {
        /// Tries again, with pauses.
        Retry = "retry",
        /// Stops waiting.
        Timeout = "timeout",
        /// Stops calling what fails.
        CircuitBreaker = "circuit-breaker",
        /// Keeps parts from taking each other with them.
        Bulkhead = "bulkhead",
        /// Answers from a copy.
        Cache = "cache",
        /// Takes work now and does it later.
        Queue = "queue",
        /// Runs more than one.
        Redundancy = "redundancy",
        /// Switches to another one.
        Failover = "failover",
        /// Does something else instead.
        Fallback = "fallback",
        /// Keeps copies of data.
        Backup = "backup",
        /// Grows with the load.
        Autoscale = "autoscale",
        /// Takes only so much.
        RateLimit = "rate-limit",
        /// Gives a new version to a few users first.
        Canary = "canary",
        /// Runs a new version beside the old one.
        BlueGreen = "blue-green",
        /// Turns features on and off without a release.
        FeatureFlag = "feature-flag",
        /// Makes doing it twice the same as once.
        Idempotency = "idempotency",
        /// Remembers how far it came.
        Checkpoint = "checkpoint",
        /// Tells somebody.
        Alert = "alert",
        /// Says what to do.
        Runbook = "runbook",
        /// Lets people practise.
        Training = "training",
    }
}

words! {
    /// When an action helps.
    pub enum MeasureClass as "action class" {
        /// Lowers likelihood or severity before an outage.
        Preventative = "preventative",
        /// Mitigates a degraded state or an outage.
        Reactive = "reactive",
        /// Not yet classified as either.
        Mitigation = "mitigation",
    }
}

table! {
    /// What sets an action off without a person.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Automation {
        /// The alert or event that starts it.
        pub trigger: Option<Reference> as Shape::Reference(&[Kind::Alert]),
        /// What keeps it from running too often.
        pub guard: Option<String>,
        /// How long it takes by hand: what it saves each time.
        pub by_hand: Option<Duration>,
    }
}

table! {
    /// What makes an action that treats a symptom unnecessary.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Temporary {
        /// The last day on which it is meant to be needed.
        pub until: Option<Date>,
        /// What removes the cause.
        pub cause: Option<String>,
    }
}

table! {
    /// An action: an entry of its own that failures share, or written out within one.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Action {
        /// What is done.
        pub action: String => required identity title,
        /// The one who is accountable.
        pub owner: Option<String> => listed,
        /// Who helps.
        pub with: Vec<String>,
        /// When it is to be done.
        pub due: Option<Date> => listed,
        /// How far it is; absent: unknown.
        pub status: Option<ActionStatus> => evidence_but(&["planned", "in-progress"]) listed,
        /// How much work it is.
        pub effort: Option<Interval>,
        /// Where the work is tracked.
        pub link: Option<String>,
        /// The ratings that it is expected to reach.
        pub reduces: Option<Box<Ratings>> => evidence,
        /// What it does, as designs name it.
        pub pattern: Option<Pattern>,
        /// For what treats a symptom: until when, and what removes the cause.
        pub temporary: Option<Box<Temporary>>,
        /// How long it takes to carry out.
        pub takes: Option<Duration>,
        /// The command that a person runs. Shown, never run.
        pub command: Option<String>,
        /// How one sees that it worked.
        pub verify: Option<String>,
        /// What sets it off without a person.
        pub automated: Option<Box<Automation>>,
    }
}

/// An action in the list of a failure: words, an action written out, or a shared one. In JSON always an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Measure {
    /// Only what is done.
    #[serde(serialize_with = "as_object")]
    Words(String),
    /// Written out in place.
    Inline(Box<Action>),
    /// An `[action.ID]` of the workspace.
    Shared {
        /// The id of the action.
        #[serde(rename = "use")]
        id: Id,
    },
}

fn as_object<S: serde::Serializer>(words: &str, serializer: S) -> Result<S::Ok, S::Error> {
    std::collections::BTreeMap::from([("action", words)]).serialize(serializer)
}

impl Measure {
    /// What is done, in words; the id where a shared action is not known.
    pub fn text<'a>(&'a self, book: &'a Book) -> Cow<'a, str> {
        match self {
            Self::Words(words) => Cow::Borrowed(words),
            Self::Inline(action) => Cow::Borrowed(&action.action),
            Self::Shared { id } => match book.actions.get(id.as_str()) {
                Some(action) => Cow::Borrowed(&action.action),
                None => Cow::Borrowed(id.as_str()),
            },
        }
    }

    /// The action in full, where there is more than words.
    pub fn action<'a>(&'a self, book: &'a Book) -> Option<&'a Action> {
        match self {
            Self::Words(_) => None,
            Self::Inline(action) => Some(action),
            Self::Shared { id } => book.actions.get(id.as_str()).map(|entry| &entry.data),
        }
    }
}
