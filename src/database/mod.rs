//! A workspace as tables of a database, for questions that no command answers, and for other tools.
//!
//! SQLite never opens a file here: a database is made of a report in memory, where it answers questions or becomes bytes. So there is no
//! lock that a reader could wait for, no journal beside the file that somebody may have planted, and `store` stays the only door to
//! the disk.

mod ask;
mod build;
mod clock;
mod columns;
mod contents;
mod schema;

pub use ask::Cell;
pub use ask::Database;
pub use ask::Question;
pub use ask::SqlError;
pub use build::export;
pub use schema::Column;
pub use schema::SEARCH;
pub use schema::Table;
pub use schema::Type;
pub use schema::tables;
