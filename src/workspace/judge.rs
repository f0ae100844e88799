//! Runs the rules over a workspace.

use crate::document::Document;
use crate::document::passages_of_config;
use crate::finding::Finding;
use crate::finding::Passage;
use crate::finding::Subject;
use crate::lint;
use crate::lint::Facts;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::lint::Texts;
use crate::model::EntryRef;
use crate::parallel;
use crate::report::Located;
use crate::report::Verdict;
use crate::workspace::Workspace;
use crate::workspace::reading::PARALLEL;

impl Workspace {
    /// Judges the playbooks. The findings come with their lines, in the order of the text.
    pub fn lint(&self, rules: &[Rule], facts: Facts) -> Verdict {
        let findings = self.run(rules, facts, |_| true);
        let book = &self.book;
        let system = book.components.len() + book.flows.len();
        let entries = system + book.failures.len() + book.actions.len() + book.tests.len();
        Verdict {
            findings: self.locate(findings),
            entries: entries + book.mentions.len(),
            files: self.documents.len(),
            ..Verdict::default()
        }
    }

    fn run(&self, rules: &[Rule], facts: Facts, wanted: impl Fn(&Finding) -> bool) -> Vec<Vec<Finding>> {
        let scope = Scope::new(&self.book, &self.config, facts, rules, &self.findings);
        lint::run(&scope.with_texts(self.judge_texts(rules)), wanted)
    }

    /// The findings of one entry.
    pub fn lint_entry(&self, entry: &EntryRef, rules: &[Rule], facts: Facts) -> Vec<Located> {
        let is_of_it = |finding: &Finding| matches!(&finding.at.subject, Subject::Entry(of) if of == entry);
        self.locate(self.run(rules, facts, is_of_it))
    }

    /// What rules about texts report, file by file.
    fn judge_texts(&self, rules: &[Rule]) -> Vec<Finding> {
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
