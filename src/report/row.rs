//! One failure in its place.

use std::sync::Arc;

use serde::Serialize;

use crate::config::Config;
use crate::graph::Graph;
use crate::graph::Reach;
use crate::model::Book;
use crate::model::Date;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Priority;
use crate::model::Rating;
use crate::model::Status;
use crate::model::word::words;
use crate::rank::Case;
use crate::rank::METHODS;
use crate::rank::Method;
use crate::rank::Score;

words! {
    /// Where a failure stands on a day, with acceptance counted in.
    pub enum Standing as "status" {
        /// Nobody agreed to it yet.
        Draft = "draft",
        /// Something is left to do.
        Open = "open",
        /// Somebody answers for the risk, and that has not run out.
        Accepted = "accepted",
        /// Its actions are in place.
        Mitigated = "mitigated",
        /// It can no longer happen.
        Retired = "retired",
    }
}

impl Standing {
    /// Whether lists count it: it is neither a draft nor retired.
    pub fn is_active(self) -> bool {
        !matches!(self, Self::Draft | Self::Retired)
    }
}

/// A failure in its place, with everything that was computed about it.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The failure, and the ratings that count.
    pub case: Case<'a>,
    /// The score of the method that ordered the rows.
    pub score: Option<Score>,
    /// Where it stands on the day of the report.
    pub standing: Standing,
    pub(super) book: &'a Book,
    pub(super) config: &'a Config,
    graph: Arc<Graph<'a>>,
}

impl<'a> Row<'a> {
    pub(super) fn new(
        case: Case<'a>,
        (book, config): (&'a Book, &'a Config),
        graph: &Arc<Graph<'a>>,
        method: &Method,
        today: Date,
    ) -> Self {
        let standing = match case.failure.status {
            Status::Draft => Standing::Draft,
            Status::Retired => Standing::Retired,
            Status::Mitigated => Standing::Mitigated,
            Status::Open if case.failure.is_accepted(today) => Standing::Accepted,
            Status::Open => Standing::Open,
        };
        Self { score: method.score(&case), standing, case, book, config, graph: Arc::clone(graph) }
    }

    /// The flows that it names or reaches, by id.
    pub fn flows(&self) -> Vec<&'a Entry<Flow>> {
        self.graph.flows(self.failure()).iter().collect()
    }

    /// How many flows it names or reaches, without a look at each.
    pub fn count_flows(&self) -> usize {
        self.graph.flows(self.failure()).len()
    }

    /// The failure after its planned actions; `None` where nothing says what they reach.
    pub fn residual(&self) -> Option<Case<'a>> {
        self.case.residual(self.book, self.config)
    }

    /// How far it reaches, and by which way.
    pub fn reach(&self) -> Reach<'a> {
        self.graph.reach(self.failure())
    }

    /// The failure itself.
    pub fn failure(&self) -> &'a Entry<Failure> {
        self.case.failure
    }
}

/// A row as JSON: what was computed, then every field of the failure under its own name.
impl Serialize for Row<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Flat<'a> {
            priority: Priority,
            score: Option<Score>,
            numbers: Numbers,
            scores: Scores<'a>,
            after: Option<After<'a>>,
            status: Standing,
            #[serde(flatten)]
            entry: &'a Entry<Failure>,
        }
        let after = self.residual();
        let after = after.as_ref().map(|case| After {
            priority: case.priority,
            severity: case.severity,
            likelihood: case.likelihood,
            detection: case.detection,
            numbers: Numbers::of(case),
            scores: Scores(case),
        });
        Flat {
            priority: self.case.priority,
            score: self.score,
            numbers: Numbers::of(&self.case),
            scores: Scores(&self.case),
            after,
            status: self.standing,
            entry: self.failure(),
        }
        .serialize(serializer)
    }
}

/// The ratings as numbers from 1 to 10: the number that was written, else the score of the level.
#[derive(Serialize)]
struct Numbers {
    severity: Option<u8>,
    likelihood: Option<u8>,
    detection: Option<u8>,
}

impl Numbers {
    fn of(case: &Case<'_>) -> Self {
        let number = |rating: Option<&Rating>| rating.map(Rating::number);
        Self {
            severity: number(case.severity),
            likelihood: number(case.likelihood),
            detection: number(case.detection),
        }
    }
}

/// What every method that scores says of a case, by the id of the method.
struct Scores<'c>(&'c Case<'c>);

impl Serialize for Scores<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let scoring = METHODS.iter().filter(|method| method.score.is_some());
        serializer.collect_map(scoring.map(|method| (method.id, method.score(self.0))))
    }
}

/// A failure after its planned actions.
#[derive(Serialize)]
struct After<'c> {
    priority: Priority,
    severity: Option<&'c Rating>,
    likelihood: Option<&'c Rating>,
    detection: Option<&'c Rating>,
    numbers: Numbers,
    scores: Scores<'c>,
}
