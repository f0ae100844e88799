//! Runs the rules over a workspace.

use crate::finding::Finding;
use crate::finding::Passage;
use crate::finding::Subject;
use crate::lint;
use crate::lint::Facts;
use crate::lint::Judged;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::lint::Texts;
use crate::lint::Unread;
use crate::model::Book;
use crate::model::EntryRef;
use crate::model::Kind;
use crate::parallel;
use crate::read::Document;
use crate::read::passages_of_config;
use crate::report::Located;
use crate::report::Verdict;
use crate::workspace::Workspace;
use crate::workspace::reading::PARALLEL;

impl Workspace {
    /// Judges the playbooks. The findings come with their lines, in the order of the text.
    pub fn lint(&self, rules: &[Rule], facts: Facts) -> Verdict {
        let Judged { findings, held } = self.run(rules, facts, |_| true);
        Verdict {
            findings: self.locate(findings),
            entries: self.book.len() + self.book.mentions.len(),
            files: self.documents.len(),
            held,
            ..Verdict::default()
        }
    }

    fn run(&self, rules: &[Rule], facts: Facts, wanted: impl Fn(&Finding) -> bool) -> Judged {
        let scope = Scope::new(&self.book, &self.config, facts, rules, &self.findings);
        lint::run(&scope.with_texts(self.judge_texts(rules)).with_unread(self.unread_texts()), wanted)
    }

    /// The findings of one entry.
    pub fn lint_entry(&self, entry: &EntryRef, rules: &[Rule], facts: Facts) -> Vec<Located> {
        let is_of_it = |finding: &Finding| matches!(&finding.at.subject, Subject::Entry(of) if of == entry);
        self.locate(self.run(rules, facts, is_of_it).findings)
    }

    /// The texts that could not be read, or not those fields by which entries hang together.
    fn unread_texts(&self) -> Unread<'_> {
        let mut unread = Unread::default();
        if self.findings.is_empty() {
            return unread;
        }
        let Book { components, flows, failures, mentions, .. } = &self.book;
        let components = components.iter().filter(|entry| entry.flaws.touch(&["depends_on"]));
        let flows = flows.iter().filter(|entry| entry.flaws.touch(&["components"]));
        let failures = failures.iter().filter(|entry| entry.flaws.touch(&["sources", "affects"]));
        let entries = components
            .map(|entry| (Kind::Component, entry.origin))
            .chain(flows.map(|entry| (Kind::Flow, entry.origin)))
            .chain(failures.map(|entry| (Kind::Failure, entry.origin)))
            .chain(mentions.iter().map(|mention| (mention.entry.kind, mention.origin)));
        unread.texts.extend(entries.map(|(kind, origin)| (Some(kind), self.block(origin))));
        for finding in self.findings.iter().filter(|finding| finding.is_of_lost_text()) {
            let text = finding.at.text.as_ref();
            let text = text.and_then(|range| Some((self.document(&range.file)?, range.start)));
            match text.map(|(document, start)| document.around(start)) {
                Some(text) if !text.is_empty() => unread.texts.push((None, text)),
                _ => unread.unknown = true,
            }
        }
        unread
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
