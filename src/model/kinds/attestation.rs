//! What data cannot show.

use serde::Serialize;

use crate::model::Date;
use crate::model::shape::table;

table! {
    /// A criterion of maturity that somebody says is met.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Attestation {
        /// Who says so.
        pub by: Option<String> => evidence identity title,
        /// When they said it.
        pub on: Option<Date> => evidence identity fact listed,
        /// The last day on which it counts.
        pub expires: Option<Date> => evidence identity listed,
        /// Where one sees it.
        pub evidence: Option<String> => evidence identity,
    }
}
