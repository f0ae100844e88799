//! Plans rehearsed.

use serde::Serialize;

use crate::model::Date;
use crate::model::Duration;
use crate::model::Environment;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Outcome;
use crate::model::Shape;
use crate::model::shape::table;
use crate::model::word::words;

words! {
    /// From when the time of a recovery is measured.
    pub enum MeasuredFrom as "start of measurement" {
        /// From the failure itself.
        Disruption = "disruption",
        /// From the decision to recover.
        Declaration = "declaration",
    }
}

words! {
    /// What a discrepancy is about.
    pub enum DiscrepancyClass as "discrepancy class" {
        /// Tools and scripts.
        Tooling = "tooling",
        /// Who was told what, and when.
        Communication = "communication",
        /// What the plan says.
        Procedure = "procedure",
        /// Who was there, and what they knew.
        People = "people",
        /// How the system behaved.
        Technical = "technical",
    }
}

words! {
    /// Whether a discrepancy is fixed.
    pub enum DiscrepancyStatus as "discrepancy status" {
        /// Something is left to do.
        Open = "open",
        /// It is fixed.
        Closed = "closed",
    }
}

table! {
    /// Something that a drill was to show.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Check {
        /// What was to be shown.
        pub what: Option<String>,
        /// Whether it was.
        pub done: Option<bool>,
    }
}

table! {
    /// What was not as the plan says.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Discrepancy {
        /// What was not as the plan says.
        pub what: Option<String>,
        /// What it is about.
        pub class: Option<DiscrepancyClass>,
        /// Who fixes it.
        pub owner: Option<String>,
        /// When it is to be fixed.
        pub due: Option<Date>,
        /// Whether it is fixed.
        pub status: Option<DiscrepancyStatus>,
    }
}

table! {
    /// A drill: a plan rehearsed, or carried out because it had to be.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Drill {
        /// The plan that was rehearsed.
        pub plan: Id as Shape::Id(&[Kind::Plan]) => required identity listed,
        /// Where it was rehearsed.
        pub kind: Option<Environment> => identity listed,
        /// The day of the drill. It may lie ahead while there is no result.
        pub on: Date => required identity fact_with("result") listed,
        /// What was supposed to have happened.
        pub scenario: Option<String> => identity title,
        /// Who took part.
        pub participants: Vec<String>,
        /// Who allowed it.
        pub approved: Option<String> => evidence,
        /// How everything was to be put back.
        pub rollback: Option<String>,
        /// How long recovery took.
        pub measured_rto: Option<Duration> => evidence,
        /// From when that was measured.
        pub measured_from: Option<MeasuredFrom> => evidence,
        /// The incident, where the plan was carried out and not rehearsed.
        pub incident: Option<Id> as Shape::Id(&[Kind::Incident]) => identity,
        /// How much data was lost, in time.
        pub measured_rpo: Option<Duration> => evidence,
        /// How it went.
        pub result: Option<Outcome> => evidence listed,
        /// What was to be shown, and whether it was.
        pub checks: Vec<Check> => evidence,
        /// What was not as the plan says.
        pub discrepancies: Vec<Discrepancy> => header evidence,
    }
}
