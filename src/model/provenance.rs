//! Where an entry came from.

use serde::Serialize;

use crate::model::shape::table;

table! {
    /// The foreign file that an entry was imported from.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Provenance {
        /// The file.
        pub from: Option<String>,
        /// The line or row in it on which the entry stood when it was imported.
        pub row: Option<u32>,
        /// Hashes of what the file said and, after a full stop, of what was imported: a later import changes only what differs from both.
        pub said: Option<String>,
    }
}
