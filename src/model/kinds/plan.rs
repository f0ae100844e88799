//! What is done in a disaster.

use serde::Serialize;

use crate::model::Acceptance;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Kind;
use crate::model::Reference;
use crate::model::Shape;
use crate::model::shape::table;
use crate::model::word::words;

words! {
    /// What a plan brings back.
    pub enum PlanKind as "plan kind" {
        /// Brings back a part that failed.
        Recovery = "recovery",
        /// Brings back the workload after a disaster.
        Disaster = "disaster",
    }
}

words! {
    /// What a plan is for.
    pub enum Disaster as "disaster" {
        /// A region is gone.
        RegionOutage = "region-outage",
        /// The cloud provider is gone.
        ProviderOutage = "provider-outage",
        /// Machines, networks or buildings are gone.
        Infrastructure = "infrastructure",
        /// Data is there, and wrong.
        DataCorruption = "data-corruption",
        /// Somebody locked the data away.
        Ransomware = "ransomware",
    }
}

words! {
    /// What stands ready.
    pub enum Approach as "approach" {
        /// Two sites take traffic at all times.
        ActiveActive = "active-active",
        /// A second site of full size waits.
        ActivePassive = "active-passive",
        /// A second site runs, smaller, and grows when needed.
        WarmStandby = "warm-standby",
        /// A second site is described, and started when needed.
        ColdStandby = "cold-standby",
        /// Everything is built anew from backups.
        Restore = "restore",
        /// The workload goes on with less.
        Degrade = "degrade",
        /// Nothing, on purpose: the risk is accepted.
        None = "none",
    }
}

words! {
    /// How much of a step a person does.
    pub enum StepMode as "step mode" {
        /// A person does it by hand.
        Manual = "manual",
        /// A person starts a script.
        Scripted = "scripted",
        /// It happens without a person.
        Automatic = "automatic",
    }
}

table! {
    /// The approval of a plan.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Approval {
        /// Who approved it.
        pub by: Option<String>,
        /// When.
        pub on: Option<Date> => fact,
    }
}

table! {
    /// When a plan begins.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Activation {
        /// What must be true.
        pub when: Option<String>,
        /// How long after the failure it is decided at the latest.
        pub after: Option<Duration>,
        /// The role that decides.
        pub by: Option<Reference> as Shape::Reference(&[Kind::Role]),
    }
}

table! {
    /// What users go without while a plan is carried out.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Degradation {
        /// What is turned off.
        pub disables: Option<String>,
        /// What users read.
        pub tells_users: Option<String>,
        /// What programs are answered.
        pub http_status: Option<u32> as Shape::Integer(100, 599),
    }
}

table! {
    /// The state of the repository that a plan was last held against.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Verification {
        /// The commit.
        pub commit: Option<String>,
        /// When.
        pub on: Option<Date> => fact,
    }
}

table! {
    /// What takes time whatever one does.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Delay {
        /// What takes the time.
        pub what: Option<String>,
        /// How long it takes.
        pub takes: Option<Duration>,
    }
}

table! {
    /// What is asked before a step destroys something.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Destruction {
        /// What has to be decided.
        pub question: Option<String>,
        /// The answers that there are.
        pub options: Vec<String>,
        /// The role that answers.
        pub decides: Option<Reference> as Shape::Reference(&[Kind::Role]),
    }
}

table! {
    /// One step of a plan.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct PlanStep {
        /// What is done.
        pub action: Option<String>,
        /// The role that does it.
        pub role: Option<Reference> as Shape::Reference(&[Kind::Role]),
        /// How long it takes.
        pub takes: Option<Duration>,
        /// How much of it a person does.
        pub mode: Option<StepMode>,
        /// The command that a person runs. Shown, never run.
        pub command: Option<String>,
        /// How one sees that it worked.
        pub verify: Option<String>,
        /// Whether it runs beside the step before.
        pub parallel: Option<bool>,
        /// What is asked before it destroys something.
        pub destructive: Option<Destruction>,
    }
}

table! {
    /// Who is told during a recovery.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Communication {
        /// Who is told.
        pub audience: Option<String>,
        /// How they are told.
        pub channel: Option<String>,
        /// How, where that is down as well.
        pub backup: Option<String>,
        /// The role that tells them.
        pub role: Option<Reference> as Shape::Reference(&[Kind::Role]),
        /// How often they hear something new.
        pub every: Option<Interval>,
        /// How soon they hear for the first time.
        pub within: Option<Duration>,
    }
}

table! {
    /// A plan: how the workload, or a part of it, is brought back.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Plan {
        /// What the plan does, in one line.
        pub title: String => required identity title,
        /// What kind of plan it is.
        pub kind: Option<PlanKind> => identity listed,
        /// The disaster that it is for.
        pub disaster: Option<Disaster> => identity,
        /// The failures that it recovers from.
        pub covers: Vec<Id> as Shape::List(&Shape::Id(&[Kind::Failure])) => identity listed,
        /// The components that it recovers.
        pub components: Vec<Id> as Shape::List(&Shape::Id(&[Kind::Component])) => identity,
        /// What stands ready; `none`: there is no plan, on purpose.
        pub approach: Option<Approach> => identity,
        /// Who keeps it true.
        pub owner: Option<String> => listed,
        /// When it was last looked at.
        pub reviewed: Option<Date> => evidence fact listed,
        /// Who approved it, and when.
        pub approved: Option<Approval> => evidence,
        /// When it begins, and who says so.
        pub activate: Option<Activation>,
        /// Recovery time objective: how long it may take.
        pub rto: Option<Duration> => identity listed,
        /// Recovery point objective: how much data may be lost.
        pub rpo: Option<Duration> => identity,
        /// What users go without in the meantime.
        pub degradation: Option<Degradation>,
        /// How one returns to normal, in that order.
        pub failback: Vec<String>,
        /// The state of the repository that it was last held against.
        pub verified: Option<Verification> => evidence,
        /// Where it can be read when everything is down.
        pub copies: Vec<String>,
        /// What takes time whatever one does.
        pub delays: Vec<Delay> => header,
        /// What is done, in that order.
        pub steps: Vec<PlanStep> => header identity,
        /// Who is told, how and by whom.
        pub communication: Vec<Communication> => header,
        /// Who accepted that there is no plan, until when.
        pub accepted: Option<Box<Acceptance>> => header evidence,
    }
}
