//! TOML as text: cut into blocks, parsed, and written down as statements with their places. What a key means is not known here.

pub(crate) mod cursor;
pub(crate) mod cut;
pub(crate) mod found;
pub(crate) mod layout;
pub(crate) mod lines;
pub(crate) mod outline;
pub(crate) mod plain;
pub(crate) mod strings;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod units;

pub use text::decode;
