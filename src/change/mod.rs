//! Edits as data: what is to be set, added or cleared, whatever the text looks like that holds it.

mod edit;
mod entry;
mod evidence;
mod facts;
mod field;
mod json;
mod path;
mod refusal;
mod value;

pub use edit::CannotEdit;
pub use edit::Edit;
pub use edit::at;
pub use entry::NewEntry;
pub use evidence::evidence;
pub use evidence::is_alike;
pub use evidence::subjects;
pub use facts::facts;
pub use field::Belongs;
pub use field::belongs;
pub use field::first_key;
pub use field::has_under_header;
pub use field::key;
pub use field::names;
pub use field::rank;
pub use field::shape;
pub use path::BadPath;
pub use path::Path;
pub use refusal::Refusal;
pub use value::Value;

pub use crate::syntax::Step;
pub(crate) use crate::syntax::weight;
