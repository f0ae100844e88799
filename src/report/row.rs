//! One failure in its place.

use std::sync::Arc;

use serde::Serialize;

use crate::graph::Graph;
use crate::graph::Reach;
use crate::model::Book;
use crate::model::Date;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Status;
use crate::model::word::words;
use crate::rank::Case;
use crate::rank::Method;

words! {
    /// Where a failure stands on a day, with acceptance counted in.
    pub enum Standing as "status" {
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

/// A failure in its place, with everything that was computed about it.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The failure, and the ratings that count.
    pub case: Case<'a>,
    /// The method's own score.
    pub score: Option<f64>,
    /// Where it stands on the day of the report.
    pub standing: Standing,
    pub(super) book: &'a Book,
    graph: Arc<Graph<'a>>,
}

impl<'a> Row<'a> {
    pub(super) fn new(
        case: Case<'a>,
        book: &'a Book,
        graph: &Arc<Graph<'a>>,
        method: &Method,
        today: Date,
    ) -> Self {
        let standing = match case.failure.status {
            Status::Retired => Standing::Retired,
            Status::Mitigated => Standing::Mitigated,
            Status::Open if case.failure.is_accepted(today) => Standing::Accepted,
            Status::Open => Standing::Open,
        };
        Self { score: (method.score)(&case), standing, case, book, graph: Arc::clone(graph) }
    }

    /// The flows that it names or reaches, by id.
    pub fn flows(&self) -> Vec<&'a Entry<Flow>> {
        self.graph.flows(self.failure()).iter().collect()
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
            priority: crate::model::Priority,
            score: Option<f64>,
            status: Standing,
            #[serde(flatten)]
            entry: &'a Entry<Failure>,
        }
        let entry = self.failure();
        Flat { priority: self.case.priority, score: self.score, status: self.standing, entry }
            .serialize(serializer)
    }
}
