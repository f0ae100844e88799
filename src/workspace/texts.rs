//! Shows the texts of files to the rules that judge them.

use crate::document::Document;
use crate::document::passages_of_config;
use crate::finding::Finding;
use crate::finding::Passage;
use crate::lint::Rule;
use crate::lint::Texts;
use crate::parallel;
use crate::workspace::Workspace;
use crate::workspace::reading::PARALLEL;

impl Workspace {
    /// What rules about texts report, file by file.
    pub(super) fn judge_texts(&self, rules: &[Rule]) -> Vec<Finding> {
        let texts = Texts::new(rules, &self.findings);
        let of = |document: &Document| {
            let mut findings = Vec::new();
            let near = texts.glance(document.text());
            if !near.is_empty() {
                document.passages(&near, &mut |passage| findings.extend(texts.judge(passage)));
            }
            findings
        };
        let mut findings = Vec::new();
        if !texts.glance(&self.config_text).is_empty() {
            passages_of_config(&self.config_text, &mut |passage: &Passage<'_>| {
                findings.extend(texts.judge(passage));
            });
        }
        let size: usize = self.documents.iter().map(|document| document.text().len()).sum();
        let worth = if size < PARALLEL { usize::MAX } else { 2 };
        findings.extend(parallel::map(self.documents.iter().collect(), worth, of).into_iter().flatten());
        findings
    }
}
