//! Methods that order failures: one file and one page each.

mod action_priority;
mod bad_minutes;
mod case;
mod expected;
mod matrix;
mod rpn;
mod score;
mod severity_first;
mod why;

pub use action_priority::ActionPriority;
pub use action_priority::action_priority;
pub use case::Case;
pub use case::cases;
pub use case::is_planned;
pub use case::priority;
pub use expected::Expected;
pub use expected::Exposure;
pub use expected::Factor;
pub use expected::error_budget;
pub use expected::error_budget_within;
pub use expected::format_number;
pub use expected::incidents;
pub use expected::occurrence;
pub use score::Score;
pub use why::Tie;
pub use why::Why;

use crate::config::Config;
use crate::model::Rating;

/// A way to order failures, as data: an id, a page, and functions of one case.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// The name that is written: `--by matrix`. Its file and page are called so too.
    pub id: &'static str,
    /// What `faultbook explain` prints.
    pub page: &'static str,
    /// The fields of a report that it is made of, which stand beside it in tables.
    pub made_of: &'static [&'static str],
    /// What orders two cases; the greater comes first, and equal ones by id.
    pub key: fn(&Case<'_>) -> Key,
    /// The method's own score, where it has one.
    pub score: Option<Scoring>,
    /// Why a case stands where it stands, in words: the arithmetic or the cell.
    pub reason: fn(&Case<'_>) -> String,
    /// What orders cases that are equal so far, in this order; the id comes last.
    pub ties: &'static [fn(&Case<'_>) -> Tie],
    /// The smallest single change that would lower the case, in words.
    pub relief: fn(&Case<'_>, &Config) -> Option<String>,
}

/// How a method scores a case.
#[derive(Clone, Copy, Debug)]
pub struct Scoring {
    /// What the score is called: `RPN`.
    pub heading: &'static str,
    /// The field of a report that holds it, whichever method orders the rows: `rpn`.
    pub field: &'static str,
    /// The score; `None` where something is missing that it is made of.
    pub of: fn(&Case<'_>) -> Option<Score>,
}

/// What orders two cases, the weightiest first.
pub type Key = [u64; 5];

/// The method that orders where nothing else is written.
pub const DEFAULT: &Method = &matrix::METHOD;

/// All methods, by id.
pub const METHODS: &[Method] =
    &[action_priority::METHOD, bad_minutes::METHOD, matrix::METHOD, rpn::METHOD, severity_first::METHOD];

impl Method {
    /// The score that the method gives to a case.
    pub fn score(&self, case: &Case<'_>) -> Option<Score> {
        self.score.and_then(|scoring| (scoring.of)(case))
    }
}

/// The method with an id.
pub fn find(id: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.id == id)
}

/// The method that a configuration names, or the default.
pub fn configured(config: &Config) -> &'static Method {
    find(&config.rank).unwrap_or(DEFAULT)
}

/// What orders a failure among others by the configured method, under all its conditions; the greater comes first.
pub fn urgency(case: &Case<'_>, config: &Config) -> Key {
    (configured(config).key)(case)
}

/// Brings cases into the order of a method. Equal ones stay as they come: by id.
pub fn order(cases: &mut [Case<'_>], method: &Method) {
    cases.sort_by_cached_key(|case| std::cmp::Reverse((method.key)(case)));
}

/// A rating as part of a [`Key`]: what is missing comes first.
fn weight(rating: Option<&Rating>) -> u64 {
    rating.map_or(u64::MAX, |rating| u64::from(rating.score()))
}
