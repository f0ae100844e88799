//! One file as text: cut into blocks, read, located. Reading never fails: every problem is a finding, and
//! everything else is read.

mod action;
#[cfg(test)]
mod asked;
mod block;
mod component;
mod config;
mod conflict;
mod cursor;
mod cut;
mod draft;
mod emit;
mod failure;
mod fields;
mod flow;
mod format;
mod found;
mod layout;
mod locate;
mod merge;
mod mistake;
mod outline;
mod passages;
mod pieces;
mod plain;
mod playbook;
mod rating;
mod read;
mod reader;
mod references;
mod remember;
mod scale;
mod scale_tables;
mod splice;
mod strings;
mod syntax;
mod test;
mod text;
mod tree;
mod union;
mod units;
mod unknown;
mod untyped;
mod value;

use std::sync::Arc;
use std::sync::OnceLock;

pub use block::Item;
pub use config::read_config;

pub use draft::Draft;
pub use emit::inline;
pub use emit::playbook_head;
pub use emit::quoted;
pub use format::format;
pub use locate::Lines;
pub use locate::Request;
pub use locate::locate_in_config;
pub use merge::Conflict;
pub use merge::Markers;
pub use merge::Merged;
pub use merge::merge;
pub use passages::passages_of_config;
pub use references::Named;
pub use remember::remember;
pub use remember::remember_items;
pub use scale_tables::scale_tables;
pub use scale_tables::writes_table;
pub use text::decode;
pub use union::unite;

use crate::document::block::Source;
use crate::document::cut::Block;
use crate::document::read::Reading;
use crate::finding::Finding;
use crate::model::Scales;

/// A playbook file as text. What it says comes beside it, as [`Item`]s.
#[derive(Debug)]
pub struct Document {
    path: Arc<str>,
    text: String,
    blocks: Vec<Block>,
}

impl Document {
    /// Reads a file: the `file`-th of the workspace, which belongs to `playbook`.
    pub fn parse(
        file: u32,
        path: Arc<str>,
        playbook: &Arc<str>,
        text: String,
        scales: &Scales,
    ) -> (Self, Vec<Item>, Vec<Finding>) {
        let source = Source { scales, path: &path, playbook, file };
        let markers = conflict::conflict_markers(&text);
        let (blocks, out) = Reading { text: &text, source, markers, is_crowded: OnceLock::new() }.run();
        (Self { path, text, blocks }, out.items, out.findings)
    }

    /// The path relative to the root.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The text as it is on disk.
    pub fn text(&self) -> &str {
        &self.text
    }
}
