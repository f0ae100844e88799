//! faultbook keeps a team's failure modes as code.
#![forbid(unsafe_code)]

pub mod config;
pub mod finding;
pub mod model;
