//! What commands share: the console, tables, pages, colours, options, and how text is made safe for terminals and logs.

pub(super) mod blast_radius;
pub(super) mod ci_log;
pub(super) mod columns;
pub(super) mod complete;
pub(super) mod console;
pub(super) mod context;
pub(super) mod failure;
pub(super) mod findings;
pub(super) mod flags;
pub(super) mod flow;
pub(super) mod output;
pub(super) mod page;
pub(super) mod paths;
pub(super) mod progress;
pub(super) mod prose;
pub(super) mod reach;
pub(super) mod recovered;
pub(super) mod sanitize;
pub(super) mod state;
pub(super) mod table;
pub(super) mod targets;
pub(super) mod today;
pub(super) mod topics;
pub(super) mod view;
pub(super) mod write;
