//! What is said of one side of a component, under a header of its own or in a line.

use serde::Serialize;

use crate::model::Date;
use crate::model::Duration;
use crate::model::Interval;
use crate::model::Kind;
use crate::model::Reference;
use crate::model::Shape;
use crate::model::kinds::component::Upkeep;
use crate::model::shape::table;

table! {
    /// How a component's data is kept.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Backup {
        /// How often it is made.
        pub every: Option<Interval>,
        /// What recovery to a point in time may lose; else `every` counts.
        pub point_in_time: Option<Duration>,
        /// How long it is kept.
        pub keep: Option<Interval>,
        /// Where it is kept.
        pub r#where: Option<String>,
        /// Whether nobody can change or delete it early: what counts against ransomware.
        pub immutable: Option<bool>,
        /// The alert that tells when it was not made, or words.
        pub alert: Option<Reference> as Shape::Reference(&[Kind::Alert]),
        /// When one was last restored.
        pub restored: Option<Date> => evidence fact,
    }
}

table! {
    /// How much of a limit is used.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Limit {
        /// What is limited.
        pub what: Option<String>,
        /// How much is used.
        pub used: Option<String>,
        /// How much there may be.
        pub max: Option<String>,
        /// When that was measured.
        pub on: Option<Date> => fact,
    }
}

table! {
    /// Where a component shows what it does: links, or words.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Telemetry {
        /// Its metrics.
        pub metrics: Option<String>,
        /// Its logs.
        pub logs: Option<String>,
        /// Its traces.
        pub traces: Option<String>,
        /// How long they are kept.
        pub keep: Option<Interval>,
    }
}

table! {
    /// How the platform below a component is updated.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Updates {
        /// Who updates it.
        pub mode: Option<Upkeep>,
        /// When that may happen.
        pub window: Option<String>,
        /// How long before it is announced.
        pub notice: Option<Interval>,
        /// The next one.
        pub next: Option<Date>,
    }
}

table! {
    /// What makes a background job safe to run again.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Background {
        /// It goes on where it stopped.
        pub checkpointed: Option<bool>,
        /// Running twice is the same as once.
        pub idempotent: Option<bool>,
        /// It leaves no half-done work.
        pub consistent: Option<bool>,
    }
}
