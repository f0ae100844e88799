//! What a method needs to know of one failure.

use rayon::prelude::*;

use crate::config::Config;
use crate::graph::Graph;
use crate::model::Book;
use crate::model::Criticality;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Likelihood;
use crate::model::Priority;
use crate::model::Rating;

/// A failure with the ratings that count now.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The failure.
    pub failure: &'a Entry<Failure>,
    /// How bad it is.
    pub severity: Option<&'a Rating>,
    /// How likely it is: the worst of all conditions, or that of the condition ranked for.
    pub likelihood: Option<&'a Rating>,
    /// The matrix's word for both.
    pub priority: Priority,
    /// The criticality of the most critical flow that it reaches.
    pub criticality: Option<Criticality>,
}

impl Case<'_> {
    /// The criticality as part of a key: no flow weighs least.
    pub(super) fn weight_of_flows(&self) -> u8 {
        self.criticality.map_or(0, |criticality| criticality as u8 + 1)
    }
}

impl<'a> Case<'a> {
    /// A failure under all conditions, or under one.
    pub fn new(failure: &'a Entry<Failure>, graph: &Graph<'_>, config: &Config, when: Option<&str>) -> Self {
        let severity = failure.severity.as_ref();
        let likelihood = failure.likelihood.as_ref().map(|likelihood| match when {
            Some(words) => likelihood.under(words),
            None => likelihood.worst(),
        });
        let priority = config.matrix.priority(severity, likelihood, &config.scales.likelihood);
        Case { failure, severity, likelihood, priority, criticality: graph.criticality(failure) }
    }
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
    let failures: Vec<_> = book.failures.iter().collect();
    if failures.len() < PARALLEL {
        return failures.into_iter().map(case).collect();
    }
    failures.into_par_iter().map(case).collect()
}
