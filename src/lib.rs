//! Failure modes as code: reads the playbooks of a workspace, judges them, ranks what they say, changes them.
//!
//! A *workspace* is a folder that holds `faultbook.toml`, with playbooks below it. What may go wrong stands there as *failures*, with their ratings,
//! actions and owners. The same package has a program, `faultbook`; its README says how to write playbooks. This page is about the library.
//!
//! Three things are all that most programs need:
//!
//! - [`Workspace`](workspace::Workspace) is what was read: from a folder (`open`), from a revision in git (`at_revision`), or from texts in memory
//!   (`from_texts`). Its `book` holds the entries ([`model`]), `report` ranks and filters the failures ([`mod@report`], [`rank`]), and `lint` runs rules over it
//!   ([`lint`]).
//! - [`Transaction`](workspace::Transaction) changes a folder: `add`, `edit`, and `commit`, which writes everything or nothing.
//! - [`export`] writes a report as CSV, JSON, Markdown and more; [`import`] reads tables that people have elsewhere.
//!
//! Bad content is no error. What cannot be read, or is wrong, is a [finding](finding::Finding) with its place, and the rest is read; an
//! [`Error`](workspace::Error) means that nothing could be done. The library prints nothing, asks no clock and reads no environment: what
//! day it is, the caller says.
//!
//! # List the critical failures
//!
//! ```no_run
#![doc = include_str!("../examples/critical_failures.rs")]
//! ```
//!
//! # Add a failure
//!
//! ```no_run
#![doc = include_str!("../examples/add_failure.rs")]
//! ```
//!
//! # Write a rule
//!
//! ```no_run
#![doc = include_str!("../examples/custom_rule.rs")]
//! ```
//!
//! # What is stable
//!
//! What this documentation shows. Other modules are there for the program of this package and its tests, and change without notice. Dates are those of
//! [`jiff`](model::Date), and the values of keys that begin with `x-` those of `serde_json`; no other crate is part of what is stable.
//!
//! The feature `cli` (on by default) is the program; a library is built without it: `default-features = false`. The feature `sqlite` adds SQL and SQLite.
#![forbid(unsafe_code)]

pub mod analyse;
pub mod change;
pub mod config;
#[cfg(feature = "sqlite")]
#[doc(hidden)]
pub mod database;
#[doc(hidden)]
pub mod edit;
pub mod export;
pub mod finding;
#[doc(hidden)]
pub mod graph;
pub mod import;
mod limits;
pub mod lint;
#[doc(hidden)]
pub mod merge;
pub mod model;
mod parallel;
pub mod rank;
#[doc(hidden)]
pub mod read;
pub mod report;
#[doc(hidden)]
pub mod schema;
#[doc(hidden)]
pub mod starter;
#[doc(hidden)]
pub mod store;
#[doc(hidden)]
pub mod syntax;
#[doc(hidden)]
pub mod text_match;
pub mod workspace;
