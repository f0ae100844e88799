//! What the playbooks say when they are taken together: pure functions of a book, each with a result that is plain data.

mod budget;

pub use budget::Added;
pub use budget::BadFactor;
pub use budget::Bucket;
pub use budget::Budget;
pub use budget::Cost;
pub use budget::Named as NamedFactor;
pub use budget::Spent;
pub use budget::TooBig;
pub use budget::Unestimated;
