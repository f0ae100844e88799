//! User and system journeys through components.

use serde::Serialize;

use crate::model::Date;
use crate::model::Duration;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Kind;
use crate::model::Percent;
use crate::model::Shape;
use crate::model::Strength;
use crate::model::shape::table;
use crate::model::word::words;

words! {
    /// Whose journey a flow is.
    pub enum FlowKind as "flow kind" {
        /// A person's.
        User = "user",
        /// A system's.
        System = "system",
    }
}

words! {
    /// How much depends on a flow, by rising weight.
    pub enum Criticality as "criticality" {
        /// Few would notice.
        Low = "low",
        /// Users are held up.
        Medium = "medium",
        /// The business stands still.
        High = "high",
    }
}

table! {
    /// A component on the way of a flow.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Step {
        /// The component passed.
        pub component: Id as Shape::Id(&[Kind::Component]) => required,
        /// Strong unless said otherwise.
        pub strength: Strength,
    }
}

table! {
    /// A service level objective.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Objective {
        /// The share of good events or time.
        pub target: Option<Percent>,
        /// The time over which it is counted.
        pub window: Option<Interval>,
        /// What is counted.
        pub sli: Option<String>,
    }
}

table! {
    /// How the three states of a flow are told apart.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Health {
        /// When all is well.
        pub healthy: Option<String>,
        /// When it gets worse.
        pub degraded: Option<String>,
        /// When it fails.
        pub unhealthy: Option<String>,
    }
}

table! {
    /// Who agreed to the objectives, and when.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Agreement {
        /// Who agreed.
        pub by: Vec<String>,
        /// When.
        pub on: Option<Date>,
    }
}

table! {
    /// A journey through components, with a criticality and objectives.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Flow {
        /// The name that people use.
        pub name: Option<String> => identity,
        /// Whose journey it is.
        pub kind: Option<FlowKind>,
        /// How much depends on it.
        pub criticality: Option<Criticality>,
        /// Whether it must happen at its time.
        pub time_critical: Option<bool>,
        /// Where it begins.
        pub start: Option<String>,
        /// Where it ends.
        pub end: Option<String>,
        /// The components in the order of the journey.
        pub components: Vec<Step> as Shape::List(&Shape::Needed(Step::KEYS)),
        /// What is true when it went well.
        pub outcome: Option<String>,
        /// The flow that it can stand in for.
        pub alternative_to: Option<Id> as Shape::Id(&[Kind::Flow]),
        /// What it means for the business when it fails.
        pub impact: Option<String>,
        /// Who owns it.
        pub owner: Option<String>,
        /// Recovery time objective: how long it may be down.
        pub rto: Option<Duration> => identity,
        /// Recovery point objective: how much data may be lost.
        pub rpo: Option<Duration> => identity,
        /// Its service level objective.
        pub slo: Option<Objective> => header identity,
        /// How its states are told apart.
        pub health: Option<Health> => header,
        /// Who agreed to all this.
        pub agreed: Option<Agreement> => header evidence,
    }
}
