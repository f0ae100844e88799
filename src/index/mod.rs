//! A workspace as tables of a database, for questions that no command answers, and for other tools.
//!
//! SQLite never opens a file here: [`build()`] and [`refresh()`] make bytes of a report, and [`Index`] answers from bytes. So there is no
//! lock that a reader could wait for, no journal beside the file that somebody may have planted, and `store` stays the only door to
//! the disk. Whether bytes on the disk may be believed is decided there, before SQLite sees them.

mod ask;
mod build;
mod clock;
mod columns;
mod contents;
mod schema;

pub use ask::Cell;
pub use ask::Index;
pub use ask::Question;
pub use ask::SqlError;
pub use build::build;
pub use build::export;
pub use build::is_ours;
pub use build::refresh;
pub use build::stamp;
pub use schema::Column;
pub use schema::SEARCH;
pub use schema::Table;
pub use schema::Type;
pub use schema::tables;

/// The name of the index in `.faultbook/`.
pub const FILE: &str = "index.db";
