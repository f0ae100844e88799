#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod analyse;
pub mod change;
pub mod config;
#[cfg(feature = "sqlite")]
pub mod database;
pub mod edit;
pub mod export;
pub mod finding;
pub mod graph;
pub mod import;
mod limits;
pub mod lint;
pub mod merge;
pub mod model;
mod parallel;
pub mod rank;
pub mod read;
pub mod report;
pub mod schema;
pub mod starter;
pub mod store;
pub mod syntax;
pub mod text_match;
pub mod workspace;
