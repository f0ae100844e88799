//! How often something is due.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::Interval;
use crate::model::Priority;

/// An interval: one for all, or one for each priority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Cadence {
    /// The same for all.
    Always(Interval),
    /// By priority; a priority that is not named has no interval.
    ByPriority(BTreeMap<Priority, Interval>),
}
