//! What shows that a failure is handled as the playbook says.

use serde::Serialize;

use crate::model::Date;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Kind;
use crate::model::Shape;
use crate::model::shape::table;
use crate::model::word::words;

words! {
    /// What kind of test it is.
    pub enum TestKind as "test kind" {
        /// One piece of code by itself.
        Unit = "unit",
        /// Several parts together.
        Integration = "integration",
        /// It can be built, and built again.
        Build = "build",
        /// A program reads the code or the configuration.
        Static = "static",
        /// Weaknesses are searched for.
        Security = "security",
        /// What failed once is tried again.
        Regression = "regression",
        /// People use it.
        UserExperience = "user-experience",
        /// How fast it is at the usual load.
        Performance = "performance",
        /// Whether it holds at the expected peak, or beyond.
        Load = "load",
        /// A fault is put in, and the answer to it is watched.
        FaultInjection = "fault-injection",
        /// A part is taken away, and what goes on without it is watched.
        Degradation = "degradation",
        /// An experiment on a running system, with a hypothesis.
        Chaos = "chaos",
        /// A backup is restored.
        Restore = "restore",
        /// A list is gone through before a release or an event.
        Readiness = "readiness",
    }
}

words! {
    /// How a test or drill went: nothing between.
    pub enum Outcome as "result" {
        /// As expected.
        Pass = "pass",
        /// Otherwise.
        Fail = "fail",
    }
}

words! {
    /// Where something was tried.
    pub enum Environment as "environment" {
        /// At a table, or in a simulation.
        Simulated = "simulated",
        /// On a system that no user sees.
        Nonproduction = "nonproduction",
        /// On the system that users see.
        Production = "production",
    }
}

table! {
    /// What a chaos test tries, and when it stops.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Experiment {
        /// What is believed to stay true.
        pub hypothesis: Option<String>,
        /// How much of the system is touched.
        pub scope: Option<String>,
        /// What ends it early.
        pub abort_when: Vec<String>,
        /// How everything is put back.
        pub rollback: Option<String>,
        /// Who allowed it.
        pub approver: Option<String>,
        /// What somebody fears that it may break.
        pub concerns: Vec<String>,
        /// When it may be run.
        pub window: Option<String>,
    }
}

table! {
    /// One run of a test.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Run {
        /// The day of the run.
        pub on: Option<Date> => fact,
        /// How it went.
        pub result: Option<Outcome>,
        /// Where it was run.
        pub environment: Option<Environment>,
        /// The version that was tried.
        pub version: Option<String>,
        /// Who ran it.
        pub by: Option<String>,
        /// What it showed beside the result.
        pub found: Vec<String>,
        /// Where one sees it.
        pub evidence: Option<String>,
    }
}

table! {
    /// A test of failures and actions. Text for people: nothing of it is run.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Test {
        /// The failures and actions that it tries.
        pub covers: Vec<Id> as Shape::List(&Shape::Id(&[Kind::Failure, Kind::Action])) => required identity listed,
        /// What kind of test it is.
        pub kind: Option<TestKind> => identity listed,
        /// How one runs it. Shown, never run.
        pub how: Option<String> => identity,
        /// What must be true for it to pass.
        pub expects: Option<String> => identity title,
        /// How often it is to be run.
        pub every: Option<Interval> => listed,
        /// For chaos tests: what is tried, and when to stop.
        pub experiment: Option<Box<Experiment>> => header identity,
        /// When it was run, and how that went.
        pub runs: Vec<Run> => header evidence,
    }
}
