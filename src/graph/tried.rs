//! Which failures were tried, and how that went.

use std::collections::HashMap;

use crate::model::Book;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Measure;
use crate::model::MeasureClass;
use crate::model::Outcome;
use crate::model::Test;
use crate::model::Word;

/// How far a failure was tried, by rising confidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tried {
    /// No test covers it, nor an action that it uses.
    Never,
    /// A test covers it, and no run is written.
    Planned,
    /// The latest run of all tests that cover it failed.
    Failed,
    /// The latest run passed.
    Passed,
}

impl Tried {
    /// How far a test is by its latest run; of runs on one day, the one written last.
    pub fn of(test: &Test) -> Self {
        let done = test.runs.iter().filter(|run| run.result.is_some());
        match done.max_by_key(|run| run.on).and_then(|run| run.result) {
            None => Self::Planned,
            Some(Outcome::Fail) => Self::Failed,
            Some(Outcome::Pass) => Self::Passed,
        }
    }
}

/// What tests cover, by id: failures and actions.
pub(super) type Covered = HashMap<Id, Tried>;

/// Looks through all tests once. Where several cover one thing, the best counts.
pub(super) fn covered(book: &Book) -> Covered {
    let mut covered = Covered::new();
    for test in book.tests.iter() {
        let tried = Tried::of(test);
        for id in &test.covers {
            let known = covered.entry(id.clone()).or_insert(tried);
            *known = tried.max(*known);
        }
    }
    covered
}

/// The best of what covers a failure itself, or a shared action of it.
pub(super) fn tried(failure: &Failure, id: &Id, covered: &Covered) -> Tried {
    if covered.is_empty() {
        return Tried::Never;
    }
    let of = |id: &Id| covered.get(id).copied().unwrap_or(Tried::Never);
    let measures = MeasureClass::ALL.iter().flat_map(|&class| failure.measures(class));
    let shared = measures.filter_map(|measure| match measure {
        Measure::Shared { id } => Some(of(id)),
        _ => None,
    });
    shared.fold(of(id), Tried::max)
}
