//! What the playbooks say when they are taken together: pure functions of a book, each with a result that is plain data.

pub mod blast;
pub mod budget;
pub mod coverage;
pub mod known;
pub mod next;
pub mod suggest;
