//! What a rule says while it judges.

use crate::finding::Finding;
use crate::finding::Place;

/// Collects the findings of one rule.
#[derive(Debug)]
pub struct Remarks {
    pub(super) rule: &'static str,
    pub(super) findings: Vec<Finding>,
    pub(super) judged: usize,
}

impl Remarks {
    pub(super) fn new(rule: &'static str) -> Self {
        Self { rule, findings: Vec::new(), judged: 0 }
    }

    /// Reports a finding; what comes back takes the help.
    pub fn say(&mut self, at: Place, message: impl Into<String>) -> Remark<'_> {
        self.findings.push(Finding::new(self.rule, at, message));
        Remark { finding: self.findings.last_mut() }
    }

    /// Counts an entry that the rule looked at, so that a missing habit can be told from a missing field.
    pub fn judged(&mut self) {
        self.judged += 1;
    }
}

/// A finding just reported.
#[derive(Debug)]
pub struct Remark<'a> {
    finding: Option<&'a mut Finding>,
}

impl Remark<'_> {
    /// Says what to do.
    pub fn help(self, help: impl Into<String>) {
        if let Some(finding) = self.finding {
            finding.help = Some(help.into());
        }
    }
}
