//! Methods that order failures: one file and one page each.

mod case;
mod matrix;
mod severity_first;
mod why;

pub use case::Case;
pub use case::cases;
pub use case::priority;
pub use why::Tie;
pub use why::Why;

use crate::config::Config;

/// A way to order failures, as data: an id, a page, and functions of one case.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// The name that is written: `--by matrix`. Its file and page are called so too.
    pub id: &'static str,
    /// What `faultbook explain` prints.
    pub page: &'static str,
    /// What orders two cases; the greater comes first, and equal ones by id.
    pub key: fn(&Case<'_>) -> Key,
    /// The method's own score, where it has one.
    pub score: fn(&Case<'_>) -> Option<f64>,
    /// Why a case stands where it stands, in words: the arithmetic or the cell.
    pub reason: fn(&Case<'_>) -> String,
    /// What orders cases that are equal so far, in this order; the id comes last.
    pub ties: &'static [fn(&Case<'_>) -> Tie],
    /// The smallest single change of a rating that would lower the case, in words.
    pub relief: fn(&Case<'_>, &Config) -> Option<String>,
}

/// What orders two cases, the weightiest first.
pub type Key = [u8; 4];

/// All methods, by id; the first is the default.
pub const METHODS: &[Method] = &[matrix::METHOD, severity_first::METHOD];

/// The method with an id.
pub fn find(id: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.id == id)
}

/// Brings cases into the order of a method. Equal ones stay as they come: by id.
pub fn order(cases: &mut [Case<'_>], method: &Method) {
    cases.sort_by_cached_key(|case| std::cmp::Reverse((method.key)(case)));
}

/// A rating as part of a [`Key`]: what is missing comes first.
fn weight(rating: Option<&crate::model::Rating>) -> u8 {
    rating.map_or(u8::MAX, crate::model::Rating::score)
}
