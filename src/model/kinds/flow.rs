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
use crate::model::source::TableSource;
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

words! {
    /// What is measured of a flow.
    pub enum Signal as "signal" {
        /// How long it takes.
        Latency = "latency",
        /// How much of it fails.
        Errors = "errors",
        /// How full what it needs is.
        Saturation = "saturation",
        /// How much of it there is.
        Throughput = "throughput",
        /// What the business counts.
        Domain = "domain",
    }
}

table! {
    /// What happens when an error budget is spent.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct BudgetPolicy {
        /// What is stopped.
        pub stops: Option<String>,
        /// What must be true for it to go on.
        pub until: Option<String>,
        /// Who is told.
        pub tells: Vec<String>,
        /// When this is to be decided again.
        pub revisit: Option<Date>,
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
        /// What kind of measure that is.
        pub signal: Option<Signal>,
        /// The query that counts it. Shown, never run.
        pub query: Option<String>,
        /// What happens when the budget is spent.
        pub policy: Option<BudgetPolicy> => header,
    }
    => checked
}

impl Objective {
    /// A target of all or nothing is none: it would leave no error budget, or nothing else.
    fn checked(mut self, fields: &mut impl TableSource) -> Option<Self> {
        let is_target = |target: &Percent| target.share() > 0.0 && target.share() < 1.0;
        if let Some(target) = self.target.filter(|target| !is_target(target)) {
            let message = format!("an objective of {target} leaves no error budget to speak of");
            let help = "write what users would notice, such as \"99.9%\"";
            fields.reject("target", &message, Some(help));
            self.target = None;
        }
        Some(self)
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
    /// A synthetic journey that tries a flow time and again.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Probe {
        /// What it does.
        pub does: Option<String>,
        /// How often.
        pub every: Option<Interval>,
        /// What it leaves behind, and who removes that.
        pub side_effects: Option<String>,
    }
}

table! {
    /// Who agreed to the objectives, and when.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Agreement {
        /// Who agreed.
        pub by: Vec<String>,
        /// When.
        pub on: Option<Date> => fact,
    }
}

table! {
    /// A journey through components, with a criticality and objectives.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Flow {
        /// The name that people use.
        pub name: Option<String> => identity title,
        /// Whose journey it is.
        pub kind: Option<FlowKind>,
        /// How much depends on it.
        pub criticality: Option<Criticality> => listed,
        /// Whether it must happen at its time.
        pub time_critical: Option<bool>,
        /// Where it begins.
        pub start: Option<String>,
        /// Where it ends.
        pub end: Option<String>,
        /// The components in the order of the journey.
        pub components: Vec<Step> as Shape::List(&Shape::Needed(Step::KEYS)) => listed,
        /// What is true when it went well.
        pub outcome: Option<String>,
        /// The flow that it can stand in for.
        pub alternative_to: Option<Id> as Shape::Id(&[Kind::Flow]),
        /// What it must cope with beside the usual.
        pub exceptions: Vec<String>,
        /// What it means for the business when it fails.
        pub impact: Option<String>,
        /// Who owns it.
        pub owner: Option<String> => listed,
        /// When it was last looked at.
        pub reviewed: Option<Date> => evidence fact,
        /// Recovery time objective: how long it may be down.
        pub rto: Option<Duration> => identity listed,
        /// Recovery point objective: how much data may be lost.
        pub rpo: Option<Duration> => identity,
        /// Its service level objective.
        pub slo: Option<Objective> => header identity,
        /// How its states are told apart.
        pub health: Option<Health> => header,
        /// What tries it time and again.
        pub probe: Option<Probe> => header,
        /// Who agreed to all this.
        pub agreed: Option<Agreement> => header evidence,
    }
}
