//! Texts compared by their words: those that say the same thing, and those that hold what somebody looks for.

mod alike;
mod query;
mod snippet;

pub use alike::alike;
pub use alike::gist;
pub use alike::is_near;
pub use alike::is_same;
pub use alike::is_slip;
pub use query::Query;
pub use query::vocabulary;
pub use snippet::Snippet;

use alike::stem;
