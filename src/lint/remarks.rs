//! What a rule says while it judges.

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::model::EntryRef;

/// Collects the findings of one rule.
#[derive(Debug)]
pub struct Remarks {
    pub(super) rule: &'static str,
    pub(super) findings: Vec<Finding>,
    pub(super) judged: usize,
    /// The entries that silence the rule, and were left out of what it says of several.
    pub(super) left_out: Vec<EntryRef>,
}

impl Remarks {
    pub(super) fn new(rule: &'static str) -> Self {
        Self { rule, findings: Vec::new(), judged: 0, left_out: Vec::new() }
    }

    /// Reports a finding; what comes back takes the help.
    pub fn say(&mut self, at: Place, message: impl Into<String>) -> Remark<'_> {
        let index = self.findings.len();
        self.findings.push(Finding::new(self.rule, at, message));
        Remark(&mut self.findings[index])
    }

    /// How many findings were reported here.
    pub fn said(&self) -> usize {
        self.findings.len()
    }

    /// Counts an entry that the rule looked at, so that a missing habit can be told from a missing field.
    pub fn judged(&mut self) {
        self.judged += 1;
    }

    /// Adds what the same rule said of other entries.
    pub(super) fn add(&mut self, more: Self) {
        self.findings.extend(more.findings);
        self.judged += more.judged;
        self.left_out.extend(more.left_out);
    }

    /// Notes that an entry silences the rule, where one finding speaks of several entries: it is left out of it.
    pub fn left_out(&mut self, entry: EntryRef) {
        self.left_out.push(entry);
    }
}

/// A finding just reported.
#[derive(Debug)]
pub struct Remark<'a>(&'a mut Finding);

impl Remark<'_> {
    /// Speaks no louder than this, however loud the rule is.
    #[must_use]
    pub fn at_most(self, level: Level) -> Self {
        self.0.level = self.0.level.min(level);
        self
    }

    /// Names another place that belongs to it.
    #[must_use]
    pub fn related(self, at: Place, what: impl Into<String>) -> Self {
        self.0.related.push((at, what.into()));
        self
    }

    /// Says what to do.
    pub fn help(self, help: impl Into<String>) {
        self.0.help = Some(help.into());
    }
}
