//! What a playbook says of itself.

use serde::Serialize;

use crate::model::Cadence;
use crate::model::Extra;
use crate::model::shape::table;

table! {
    /// The `[playbook]` table: a title, and the defaults of its entries.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct Playbook {
        /// The title that people read.
        pub title: Option<String>,
        /// Who owns the entries that name no owner.
        pub owner: Option<String>,
        /// How often its failures are reviewed.
        pub review_every: Option<Cadence>,
        /// The tags of failures that have none.
        pub tags: Vec<String>,
        ;
        /// The keys beginning with `x-`.
        #[serde(rename = "x")]
        pub extra: Extra,
    }
}
