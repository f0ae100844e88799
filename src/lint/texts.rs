//! Judges the texts of files.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::finding::Finding;
use crate::finding::Passage;
use crate::lint::Diagnostics;
use crate::lint::OfText;
use crate::lint::Rule;

/// The rules about texts, and what was found while reading.
#[derive(Debug)]
pub struct Texts<'a> {
    rules: Vec<(&'static str, OfText)>,
    reading: &'a [Finding],
    /// Where something was found while reading: the first bytes, by file.
    known: OnceLock<HashMap<&'a Arc<str>, HashSet<usize>>>,
}

impl<'a> Texts<'a> {
    /// Those of the rules that judge texts.
    pub fn new(rules: &[Rule], reading: &'a [Finding]) -> Self {
        let rules = rules.iter().filter_map(|rule| Some((rule.id, rule.text?))).collect();
        Self { rules, reading, known: OnceLock::new() }
    }

    /// The bytes of a file, in order, near which a rule may have something to report.
    pub fn glance(&self, file: &str) -> Vec<usize> {
        let mut found: Vec<usize> = self.rules.iter().flat_map(|(_, rule)| (rule.glance)(file)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What the rules report about a text.
    pub fn judge(&self, passage: &Passage<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (id, rule) in &self.rules {
            if !(rule.yields && self.is_known(passage)) {
                let mut diagnostics = Diagnostics::new(id);
                (rule.judge)(passage, &mut diagnostics);
                findings.append(&mut diagnostics.findings);
            }
        }
        findings
    }

    fn is_known(&self, passage: &Passage<'_>) -> bool {
        let known = self.known.get_or_init(|| {
            let mut known: HashMap<&Arc<str>, HashSet<usize>> = HashMap::new();
            for text in self.reading.iter().filter_map(|finding| finding.at.text.as_ref()) {
                known.entry(&text.file).or_default().insert(text.start);
            }
            known
        });
        let text = passage.at.text.as_ref();
        text.is_some_and(|text| known.get(&text.file).is_some_and(|starts| starts.contains(&text.start)))
    }
}
