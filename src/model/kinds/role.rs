//! Who does what in an incident.

use serde::Serialize;

use crate::model::Date;
use crate::model::shape::table;
use crate::model::word::words;

words! {
    /// What a role does.
    pub enum Duty as "duty" {
        /// Brings the workload back.
        Recovery = "recovery",
        /// Tells those who must know.
        Communication = "communication",
        /// Decides what nobody else may.
        Decision = "decision",
    }
}

table! {
    /// A role in an incident, and who has it.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Role {
        /// What the role does.
        pub duty: Option<Duty> => identity listed,
        /// Who has it.
        pub primary: Option<String> => identity title,
        /// Who has it when the first is away.
        pub deputy: Option<String> => identity listed,
        /// How one reaches them.
        pub contact: Option<String> => identity listed,
        /// The schedule that others keep current; no deputy and no checks are needed then.
        pub rotation: Option<String> => identity,
        /// When contact and permissions were last tried.
        pub checked: Option<Date> => evidence fact listed,
        /// When they were last trained.
        pub trained: Option<Date> => evidence fact,
    }
}
