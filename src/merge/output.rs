//! The merged text while it grows.

use crate::merge::Conflict;
use crate::merge::Markers;
use crate::merge::three;

/// The merged text, and what is not decided in it.
pub(super) struct Output {
    chunks: Vec<Chunk>,
    pub(super) conflicts: Vec<Conflict>,
    pub(super) feed: &'static str,
}

enum Chunk {
    Text(String),
    Undecided { base: String, ours: String, theirs: String },
}

/// What takes the place of conflicts.
#[derive(Clone, Copy)]
pub(super) enum Choice<'m> {
    Marked(&'m Markers<'m>),
    Ours,
    Theirs,
}

impl Output {
    pub(super) fn new(feed: &'static str) -> Self {
        Self { chunks: Vec::new(), conflicts: Vec::new(), feed }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    pub(super) fn ends_in_conflict(&self) -> bool {
        matches!(self.chunks.last(), Some(Chunk::Undecided { .. }))
    }

    pub(super) fn push(&mut self, text: &str) {
        match self.chunks.last_mut() {
            _ if text.is_empty() => {}
            Some(Chunk::Text(last)) => last.push_str(text),
            _ => self.chunks.push(Chunk::Text(text.to_owned())),
        }
    }

    /// Leaves a place undecided.
    pub(super) fn conflict(&mut self, at: Conflict, base: &str, ours: &str, theirs: &str) {
        let [base, ours, theirs] = [base, ours, theirs].map(str::to_owned);
        self.chunks.push(Chunk::Undecided { base, ours, theirs });
        self.conflicts.push(at);
    }

    /// Takes what one side has, the other, or both.
    pub(super) fn decide(&mut self, at: Conflict, base: &str, ours: &str, theirs: &str) {
        match three(base, ours, theirs) {
            Some(text) => self.push(text),
            None => self.conflict(at, base, ours, theirs),
        }
    }

    pub(super) fn render(&self, choice: Choice<'_>) -> String {
        let mut out = String::new();
        for chunk in &self.chunks {
            match (chunk, choice) {
                (Chunk::Text(text), _) => out.push_str(text),
                (Chunk::Undecided { ours, .. }, Choice::Ours) => out.push_str(ours),
                (Chunk::Undecided { theirs, .. }, Choice::Theirs) => out.push_str(theirs),
                (Chunk::Undecided { base, ours, theirs }, Choice::Marked(markers)) => {
                    let line = |sign: &str, label: &str| {
                        let gap = if label.is_empty() { "" } else { " " };
                        format!("{}{gap}{label}{}", sign.repeat(markers.size), self.feed)
                    };
                    out.push_str(&line("<", markers.ours));
                    out.push_str(ours);
                    if let Some(label) = markers.base {
                        out.push_str(&line("|", label));
                        out.push_str(base);
                    }
                    out.push_str(&line("=", ""));
                    out.push_str(theirs);
                    out.push_str(&line(">", markers.theirs));
                }
            }
        }
        out
    }
}
