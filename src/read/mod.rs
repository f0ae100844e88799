//! Playbooks and the configuration: from text to entries and settings. Reading never fails: every problem is a finding with its place, and
//! everything else is read.

pub(crate) mod block;
mod characters;
mod config;
pub(crate) mod conflict;
pub(crate) mod errors;
pub(crate) mod fields;
mod file;
mod grammar;
mod locate;
mod mistake;
mod passages;
mod rating;
pub(crate) mod reader;
mod scale;
mod union;
mod unknown;
mod value;

use std::sync::Arc;
use std::sync::OnceLock;

pub use block::Item;
pub use config::read_config;
pub use locate::Lines;
pub use locate::Request;
pub use locate::locate_in_config;
pub use passages::passages_of_config;
pub use union::unite;

use crate::finding::Finding;
use crate::model::Scales;
use crate::read::block::Source;
use crate::read::file::Reading;
use crate::syntax::cut::Block;

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
