//! The index of a workspace: made of what was read, and kept only to save time.

use crate::finding::Finding;
use crate::index;
use crate::index::Index;
use crate::index::SqlError;
use crate::lint::Facts;
use crate::lint::RULES;
use crate::model::Date;
use crate::report::Report;
use crate::report::ReportOptions;
use crate::store;
use crate::workspace::Workspace;

impl Workspace {
    /// The workspace as a database. What `.faultbook/` keeps is used where it was made of exactly this text, and brought up to date
    /// where it was not; whether it is there changes no answer.
    ///
    /// # Errors
    /// SQLite refuses: there is no memory.
    pub fn index(&self, today: Date) -> Result<Index, SqlError> {
        let kept = self.root.as_ref().and_then(|root| store::recall(root, index::FILE));
        let (stamp, note) = (index::stamp(), self.note(today));
        if let Some(kept) = &kept
            && kept.note == note
            && let Ok(index) = Index::open(&kept.bytes, today)
        {
            return Ok(index);
        }
        let view = ReportOptions { all: true, ..ReportOptions::new(self.method(), today) };
        let findings = self.lint(RULES, Facts { today, dated: false }).findings;
        let report = Report { findings, ..self.report(view) };
        let older = kept.filter(|kept| kept.note.starts_with(&stamp));
        let bytes = match older.and_then(|older| index::refresh(&older.bytes, &report).ok()) {
            Some(bytes) => bytes,
            None => index::build(&report)?,
        };
        drop(report);
        let index = Index::open(&bytes, today)?;
        if let Some(root) = &self.root {
            store::keep(root, index::FILE, &bytes, &note, index::is_ours);
        }
        Ok(index)
    }

    /// What an index is made of: the program, the day, and everything that was read.
    fn note(&self, today: Date) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        };
        add(&today.to_string());
        add(&self.config_text);
        for (path, document) in self.book.files.iter().zip(&self.documents) {
            add(path);
            add(document.text());
        }
        // The playbook of a file follows from its path and the configuration. What could not be read is told by findings.
        let said = |finding: &Finding| {
            [finding.at.to_string(), finding.rule.to_owned(), finding.message.to_string()]
        };
        self.findings.iter().flat_map(said).for_each(|part| add(&part));
        [&index::stamp(), " ", hasher.finalize().to_hex().as_str()].concat()
    }
}
