//! What tells us.

use serde::Serialize;

use crate::model::Duration;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Shape;
use crate::model::shape::table;
use crate::model::word::words;

words! {
    /// How soon somebody must look.
    pub enum Urgency as "urgency" {
        /// Somebody is woken.
        Page = "page",
        /// Somebody looks on a working day.
        Ticket = "ticket",
        /// It is kept for whoever searches.
        Log = "log",
    }
}

table! {
    /// An alert: what reports that something fails.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Alert {
        /// The names under which it arrives.
        pub r#match: Vec<String>,
        /// What it tells.
        pub description: Option<String> => title,
        /// The query behind it. Shown, never run.
        pub expr: Option<String>,
        /// How long that must be true.
        pub r#for: Option<Duration>,
        /// How soon somebody must look.
        pub urgency: Option<Urgency> => listed,
        /// Why it is that urgent.
        pub criteria: Option<String>,
        /// Who receives it.
        pub route: Option<String> => listed,
        /// Where to look first.
        pub link: Option<String>,
        /// The failures that it tells of, beside those that name it, or flows: every failure that breaks them.
        pub covers: Vec<Id> as Shape::List(&Shape::Id(&[Kind::Failure, Kind::Flow])) => listed,
    }
}
