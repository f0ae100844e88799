//! Changes as new text: an edit replaces, inserts or removes a few ranges of a file, and is proved by what the file says before and after.

#[cfg(test)]
mod asked;
mod draft;
pub(crate) mod emit;
pub(crate) mod format;
pub(crate) mod pieces;
pub(crate) mod references;
mod remember;
mod scale_tables;
pub(crate) mod splice;

pub use draft::Draft;
pub use emit::inline;
pub use emit::playbook_head;
pub use emit::quoted;
pub use format::format;
pub use references::Named;
pub use remember::remember;
pub use remember::remember_items;
pub use scale_tables::scale_tables;
pub use scale_tables::writes_table;
