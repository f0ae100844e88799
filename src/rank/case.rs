//! What a method needs to know of one failure.

use crate::config::Config;
use crate::graph::Graph;
use crate::graph::Tried;
use crate::model::Action;
use crate::model::ActionStatus;
use crate::model::Book;
use crate::model::Criticality;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Likelihood;
use crate::model::MeasureClass;
use crate::model::Priority;
use crate::model::Rating;
use crate::model::Ratings;
use crate::model::Word;
use crate::parallel;
use crate::rank::Expected;

/// A failure with the ratings that count now.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The failure.
    pub failure: &'a Entry<Failure>,
    /// How bad it is.
    pub severity: Option<&'a Rating>,
    /// How likely it is: the worst of all conditions, or that of the condition ranked for.
    pub likelihood: Option<&'a Rating>,
    /// How it is learnt of.
    pub detection: Option<&'a Rating>,
    /// The matrix's word for severity and likelihood.
    pub priority: Priority,
    /// The criticality of the most critical flow that it reaches.
    pub criticality: Option<Criticality>,
    /// How far it was tried.
    pub tried: Tried,
    /// What is to be expected in a year; `None` where no whole estimate is written.
    pub expected: Option<Expected>,
}

impl<'a> Case<'a> {
    /// A failure under all conditions, or under one.
    pub fn new(failure: &'a Entry<Failure>, graph: &Graph<'_>, config: &Config, when: Option<&str>) -> Self {
        let severity = failure.severity.as_ref();
        let likelihood = failure.likelihood.as_ref().map(|likelihood| match when {
            Some(words) => likelihood.under(words),
            None => likelihood.worst(),
        });
        Case {
            failure,
            severity,
            likelihood,
            detection: failure.detection.as_ref(),
            priority: config.matrix.priority(severity, likelihood, &config.scales.likelihood),
            criticality: graph.criticality(failure),
            tried: graph.tried(failure),
            expected: failure.estimate.as_deref().and_then(Expected::of),
        }
    }

    /// The same failure after its planned actions: with the ratings that its `residual` names, and for those that it
    /// does not name, the lowest that one of the actions is said to reach. `None` where nothing of the kind is written.
    pub fn residual(&self, book: &'a Book, config: &Config) -> Option<Self> {
        let failure = self.failure;
        let written = failure.residual.as_deref();
        let planned = MeasureClass::ALL.iter().flat_map(|&class| failure.measures(class));
        let planned = planned.filter_map(|measure| measure.action(book)).filter(|action| is_planned(action));
        let reduces: Vec<&Ratings> = planned.filter_map(|action| action.reduces.as_deref()).collect();
        if written.is_none() && reduces.is_empty() {
            return None;
        }
        type Part = fn(&Ratings) -> Option<&Rating>;
        let after = |part: Part, now: Option<&'a Rating>| {
            // What an action is hoped to reach cannot be worse than what is.
            let hoped = reduces
                .iter()
                .filter_map(|ratings| part(ratings))
                .chain(now)
                .min_by_key(|rating| rating.weight());
            written.and_then(part).or(hoped)
        };
        let (severity, likelihood, detection) = (
            after(|ratings| ratings.severity.as_ref(), self.severity),
            after(|ratings| ratings.likelihood.as_ref(), self.likelihood),
            after(|ratings| ratings.detection.as_ref(), self.detection),
        );
        let reached =
            |part: Part| reduces.iter().copied().chain(written).any(|ratings| part(ratings).is_some());
        let limit = |part: Part, after: Option<&'a Rating>| after.filter(|_| reached(part));
        let expected = self.expected.map(|expected| {
            expected.within(
                limit(|ratings| ratings.likelihood.as_ref(), likelihood),
                limit(|ratings| ratings.detection.as_ref(), detection),
            )
        });
        let priority = config.matrix.priority(severity, likelihood, &config.scales.likelihood);
        Some(Case { severity, likelihood, detection, priority, expected, ..self.clone() })
    }

    /// The criticality as part of a key: no flow weighs least.
    pub(super) fn weight_of_flows(&self) -> u64 {
        self.criticality.map_or(0, |criticality| criticality as u64 + 1)
    }

    /// What was never shown to work, as part of a key: it comes before what was.
    pub(super) fn untested(&self) -> u64 {
        u64::from(self.tried != Tried::Passed)
    }
}

/// Whether an action is still to be done: the present ratings do not count it, and nobody decided against it.
pub fn is_planned(action: &Action) -> bool {
    use ActionStatus::{InPlace, Rejected, Verified};
    !matches!(action.status, Some(InPlace | Verified | Rejected))
}

/// The matrix's word for a failure under all its conditions.
pub fn priority(failure: &Failure, config: &Config) -> Priority {
    let likelihood = failure.likelihood.as_ref().map(Likelihood::worst);
    config.matrix.priority(failure.severity.as_ref(), likelihood, &config.scales.likelihood)
}

/// The cases of all failures of a book, in the order of their ids. With `when`, for one condition.
pub fn cases<'a>(book: &'a Book, graph: &Graph<'a>, config: &Config, when: Option<&str>) -> Vec<Case<'a>> {
    /// How many failures make it worth to start threads.
    const PARALLEL: usize = 4_000;
    let case = |failure: &'a Entry<Failure>| Case::new(failure, graph, config, when);
    parallel::map(book.failures.iter().collect(), PARALLEL, case)
}
