//! What headings and titles mean, by their words alone.

mod contained;
pub(in crate::import) mod families;
pub(in crate::import) mod meaning;
pub(in crate::import) mod name;
pub(in crate::import) mod progress;
pub(in crate::import) mod section;
pub(in crate::import) mod spelling;
pub(in crate::import) mod title;
