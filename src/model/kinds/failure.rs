//! Failure modes.

use serde::Serialize;

use crate::model::Affects;
use crate::model::Class;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Kind;
use crate::model::Likelihood;
use crate::model::Measure;
use crate::model::MeasureClass;
use crate::model::Percent;
use crate::model::Provenance;
use crate::model::Rating;
use crate::model::Reference;
use crate::model::ScaleName;
use crate::model::Shape;
use crate::model::shape::table;
use crate::model::source::TableSource;
use crate::model::word::words;

words! {
    /// How much of the workload is gone.
    pub enum Outage as "outage" {
        /// Nothing.
        None = "none",
        /// Slower or with less.
        Degraded = "degraded",
        /// Part of it.
        Partial = "partial",
        /// Everything for users from outside.
        ExternalOnly = "external-only",
        /// Everything.
        Full = "full",
    }
}

words! {
    /// Where a failure stands.
    pub enum Status as "status" else Open {
        /// Somebody wrote it down, and nobody agreed to it yet; it leaves lists, rules and coverage until then.
        Draft = "draft",
        /// Something is left to do.
        Open = "open",
        /// Its actions are in place.
        Mitigated = "mitigated",
        /// It can no longer happen; it leaves lists, rules and coverage.
        Retired = "retired",
    }
}

table! {
    /// Who is called when it takes too long.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Escalation {
        /// After how long.
        pub after: Option<Duration>,
        /// To whom.
        pub to: Option<Reference> as Shape::Reference(&[Kind::Role]),
    }
}

table! {
    /// Numbers behind the ratings.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Estimate {
        /// From the failure to somebody knowing.
        pub detect: Option<Duration>,
        /// From knowing to working again.
        pub repair: Option<Duration>,
        /// The share of users that it hits.
        pub affected: Option<Percent>,
        /// The time from one occurrence to the next.
        pub every: Option<Interval>,
    }
    => checked
}

impl Estimate {
    /// Where it expects more bad minutes than there are, one of its times is wrong and does not count: one of more than a year, else
    /// the time between occurrences.
    fn checked(mut self, fields: &mut impl TableSource) -> Option<Self> {
        const YEAR: f64 = 365.25;
        if self.is_impossible() {
            let is_long = |time: Option<Duration>| time.is_some_and(|time| time.days() > YEAR);
            let (key, wrong) = match () {
                () if is_long(self.repair) => ("repair", self.repair.take()),
                () if is_long(self.detect) => ("detect", self.detect.take()),
                () => ("every", self.every.take().map(|every| *every)),
            };
            let wrong = wrong.map(|time| time.to_string()).unwrap_or_default();
            let message = format!("`{wrong}` makes more bad minutes a year than a year has minutes");
            let help =
                "correct it: an occurrence lasts for detect and repair, and `every` is the time to the next";
            fields.reject(key, &message, Some(help));
        }
        Some(self)
    }

    /// The days from the failure to working again, as far as they are written; `None` where neither time is.
    pub fn down(&self) -> Option<f64> {
        let times = [self.detect, self.repair];
        times.into_iter().flatten().map(Duration::days).reduce(|sum, days| sum + days)
    }

    /// Whether it expects more bad minutes a year than a year has: the share of an occurrence that users feel lasts longer than the
    /// time to the next occurrence.
    pub fn is_impossible(&self) -> bool {
        /// Sums of minutes and hours are not exact.
        const NOTHING: f64 = 1e-9;
        let felt = || Some((self.detect?.days() + self.repair?.days()) * self.affected?.share());
        felt().zip(self.every).is_some_and(|(felt, every)| felt > every.days() * (1.0 + NOTHING))
    }

    /// Whether it takes longer than a time until all works again; `None` where too little is written to tell.
    pub fn exceeds(&self, limit: Duration) -> Option<bool> {
        /// A tenth of a millisecond, in days: sums of minutes and hours are not exact.
        const NOTHING: f64 = 1e-9;
        let is_longer = self.down()? > limit.days() + NOTHING;
        (is_longer || self.detect.is_some() && self.repair.is_some()).then_some(is_longer)
    }
}

table! {
    /// Ratings that are hoped for: after the planned actions, or by one of them.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Ratings {
        /// How bad it would be.
        pub severity: Option<Rating> as Shape::Rating(ScaleName::Severity),
        /// How often it would happen.
        pub likelihood: Option<Rating> as Shape::Rating(ScaleName::Likelihood),
        /// How it would be learnt of.
        pub detection: Option<Rating> as Shape::Rating(ScaleName::Detection),
    }
}

table! {
    /// A risk that somebody answers for.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Acceptance {
        /// Who accepted it.
        pub by: Option<String>,
        /// Why.
        pub because: Option<String>,
        /// When.
        pub on: Option<Date> => fact,
        /// The last day on which it counts as accepted.
        pub until: Date => required,
    }
    => checked
}

impl Acceptance {
    /// An acceptance that ends before it begins accepts nothing.
    fn checked(self, fields: &mut impl TableSource) -> Option<Self> {
        let Some(on) = self.on.filter(|on| self.until < *on) else { return Some(self) };
        let message = format!("this acceptance ends before it begins, on {on}");
        let help = "correct `on` or `until`; the risk does not count as accepted until then";
        fields.reject("until", &message, Some(help));
        None
    }

    /// Whether the risk still counts as accepted on `today`.
    pub fn holds(&self, today: Date) -> bool {
        today <= self.until
    }
}

table! {
    /// A failure mode: the problem, the risk that it puts on users, its sources, ratings, actions and evidence.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Failure {
        /// What goes wrong.
        pub problem: String => required identity title,
        /// What it means for users.
        pub risk: Option<String>,
        /// Why it happens: components, or words.
        pub sources: Vec<Reference> as Shape::List(&Shape::Reference(&[Kind::Component])) => identity,
        /// Where it strikes.
        pub affects: Affects => identity,
        /// The flows that it breaks, where the components do not say it.
        pub flows: Vec<Id> as Shape::List(&Shape::Id(&[Kind::Flow])),
        /// How much of the workload is gone.
        pub outage: Option<Outage>,
        /// How bad it is.
        pub severity: Option<Rating> as Shape::Rating(ScaleName::Severity),
        /// How often it happens.
        pub likelihood: Option<Likelihood>,
        /// How we learn of it.
        pub detection: Option<Rating> as Shape::Rating(ScaleName::Detection),
        /// What kind of failure it is.
        pub classes: Vec<Class>,
        /// What lies behind it.
        pub cause: Option<String>,
        /// Who owns it.
        pub owner: Option<String>,
        /// Where it stands. A report says it with acceptance counted in.
        #[serde(skip)]
        pub status: Status => evidence_but(&["draft", "open"]),
        /// When it was first written down.
        pub raised: Option<Date> => evidence fact,
        /// What wrote it down, where no person did: `agent:NAME`.
        pub raised_by: Option<String> => evidence,
        /// What users would notice, measured.
        pub sli: Option<String>,
        /// When it was last looked at.
        pub reviewed: Option<Date> => evidence fact,
        /// The alerts that tell us, or words.
        pub detected_by: Vec<Reference> as Shape::List(&Shape::Reference(&[Kind::Alert])),
        /// How one makes sure that it is this failure.
        pub confirm: Vec<String>,
        /// Who is called when it takes too long.
        pub escalate: Option<Box<Escalation>>,
        /// What lowers likelihood or severity before an outage.
        pub preventative: Vec<Measure>,
        /// What is done in an outage, in that order.
        pub reactive: Vec<Measure>,
        /// Actions not yet classified.
        pub mitigation: Vec<Measure>,
        /// Free words to filter by.
        pub tags: Vec<String>,
        /// Where one reads more.
        pub references: Vec<String>,
        /// Where it came from.
        pub imported: Option<Box<Provenance>>,
        /// Numbers behind the ratings.
        pub estimate: Option<Box<Estimate>> => header,
        /// The ratings after the planned actions.
        pub residual: Option<Box<Ratings>> => header evidence,
        /// Who accepted the risk, until when.
        pub accepted: Option<Box<Acceptance>> => header evidence,
    }
}

impl Failure {
    /// Whether lists, rules and coverage count it: it is neither a draft nor retired.
    pub fn is_active(&self) -> bool {
        !matches!(self.status, Status::Draft | Status::Retired)
    }

    /// Whether what it strikes stops. A failure that says so leaves it running, with less or with nothing gone.
    pub fn stops(&self) -> bool {
        !matches!(self.outage, Some(Outage::None | Outage::Degraded))
    }

    /// The actions of one class.
    pub fn measures(&self, class: MeasureClass) -> &Vec<Measure> {
        match class {
            MeasureClass::Preventative => &self.preventative,
            MeasureClass::Reactive => &self.reactive,
            MeasureClass::Mitigation => &self.mitigation,
        }
    }

    /// Whether somebody answers for the risk on `today`.
    pub fn is_accepted(&self, today: Date) -> bool {
        self.accepted.as_ref().is_some_and(|accepted| accepted.holds(today))
    }
}
