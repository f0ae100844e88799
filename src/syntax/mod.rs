//! TOML as text: cut into blocks, parsed, and written down as statements with their places. What a key means is not known here.

#[cfg(test)]
mod against_toml;
pub(crate) mod cut;
pub(crate) mod decode;
pub(crate) mod error;
mod events;
pub(crate) mod found;
pub(crate) mod layout;
pub(crate) mod lines;
mod lower;
pub(crate) mod nodes;
pub(crate) mod outline;
mod scan;
mod step;
pub(crate) mod strings;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod units;
pub(crate) mod weight;

pub use step::Step;
pub use text::decode;
