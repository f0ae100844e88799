//! All integration tests, in one binary.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail, and plays the user at the disk"
)]

mod again;
mod architecture;
mod blast;
mod bombs;
mod bounds;
mod broken;
mod budget;
mod clones;
mod columns;
mod commands;
mod completions;
mod conflicts;
mod confusable;
mod coverage;
mod crowds;
#[cfg(feature = "sqlite")]
mod database;
mod dates;
mod design;
mod disks;
mod driver;
mod editing;
mod editors;
mod evidence;
mod examples;
mod exits;
mod fitting;
mod fixtures;
mod floods;
mod fmea;
mod foreign;
mod formats;
mod github;
mod graph;
mod growth;
mod import;
mod keys;
mod kills;
mod kinds;
mod late;
mod levels;
mod limits;
mod lines;
mod lists;
mod merged_levels;
mod merging;
mod messages;
mod mistakes;
mod nasty;
mod next;
mod oracle;
mod origins;
mod outputs;
mod outside;
mod pages;
mod payloads;
#[cfg(unix)]
mod prompts;
mod properties;
mod public_api;
mod races;
mod reading;
mod references;
mod revisions;
mod sarif;
mod scales;
mod schema;
mod scores;
mod search;
mod secrets;
mod shape;
mod slips;
#[cfg(feature = "sqlite")]
mod sql;
mod starter;
mod streams;
mod suggest;
#[cfg(unix)]
mod terminal;
mod threads;
mod three_way;
mod trace;
mod transcripts;
mod trials;
mod untyped;
mod why;
mod world;
mod writing;
mod xlsx;
