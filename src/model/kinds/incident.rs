//! What happened.

use serde::Serialize;

use crate::model::Class;
use crate::model::Date;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::Moment;
use crate::model::Percent;
use crate::model::Rating;
use crate::model::Reference;
use crate::model::ScaleName;
use crate::model::Shape;
use crate::model::shape::table;
use crate::model::word::words;

words! {
    /// How far what is written about an incident is.
    pub enum PostmortemStatus as "postmortem status" {
        /// Nothing is written yet.
        Planned = "planned",
        /// Being written.
        Draft = "draft",
        /// There to read.
        Published = "published",
    }
}

table! {
    /// What is written about an incident afterwards.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Postmortem {
        /// How far it is.
        pub status: Option<PostmortemStatus>,
        /// Where one reads it.
        pub link: Option<String>,
        /// When it was published.
        pub on: Option<Date> => fact,
    }
}

table! {
    /// What an incident taught.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Lessons {
        /// What went well.
        pub well: Vec<String>,
        /// What went badly.
        pub badly: Vec<String>,
        /// Where there was luck.
        pub lucky: Vec<String>,
    }
}

table! {
    /// What happened at one time in an incident.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct TimelineEvent {
        /// When.
        pub at: Option<Moment> => fact,
        /// What happened, or was done.
        pub what: Option<String>,
    }
}

table! {
    /// An incident: what happened to users, when, and what came of it.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Incident {
        /// What happened, in one line.
        pub title: String => required identity title,
        /// When it began.
        pub started: Moment => required identity fact listed,
        /// When somebody knew.
        pub detected: Option<Moment> => evidence fact,
        /// When users were fine again.
        pub mitigated: Option<Moment> => evidence fact,
        /// When it worked again.
        pub resolved: Option<Moment> => evidence fact,
        /// How bad it was; `sev1` to `sev4` are the levels from the worst down.
        pub severity: Option<Rating> as Shape::Rating(ScaleName::Severity) => evidence listed,
        /// The failures that it was.
        pub failures: Vec<Id> as Shape::List(&Shape::Id(&[Kind::Failure])) => evidence listed,
        /// The flows that it broke.
        pub flows: Vec<Id> as Shape::List(&Shape::Id(&[Kind::Flow])) => evidence,
        /// The share of users that it hit.
        pub affected: Option<Percent> => evidence,
        /// What happened, in a few sentences.
        pub summary: Option<String>,
        /// The alerts that reported it, or words: `customers`.
        pub detected_by: Vec<Reference> as Shape::List(&Shape::Reference(&[Kind::Alert])) => evidence,
        /// The class of failure that it was, where no entry foresaw it.
        pub class: Option<Class>,
        /// What lay behind it.
        pub cause: Option<String>,
        /// What set it off.
        pub trigger: Option<String>,
        /// What ended it.
        pub resolution: Option<String>,
        /// What is done so that it does not come back.
        pub actions: Vec<Measure>,
        /// What was written about it afterwards.
        pub postmortem: Option<Postmortem> => evidence,
        /// What it taught.
        pub lessons: Option<Lessons>,
        /// What happened when.
        pub timeline: Vec<TimelineEvent> => header evidence,
    }
}

impl Incident {
    /// The minutes that users felt it: from its start until they were fine again, else until it was resolved. `None`: it is not over,
    /// or of one of the two only the day is known.
    pub fn minutes(&self) -> Option<f64> {
        self.started.minutes_until(self.mitigated.as_ref().or(self.resolved.as_ref())?)
    }
}
