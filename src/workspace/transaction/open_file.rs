//! A file on the transaction, and what is to become of it.

use std::borrow::Cow;
use std::sync::Arc;

use crate::change::Refusal;
use crate::edit::Draft;
use crate::store::Root;
use crate::store::Step;
use crate::workspace::transaction::Changed;

/// A file, changed or not.
#[derive(Debug)]
pub(super) struct OpenFile {
    pub(super) draft: Draft,
    pub(super) fate: Fate,
    /// Whether it was found to be whole.
    examined: bool,
}

/// What is to become of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fate {
    /// It stays where it is.
    Stays,
    /// It does not exist yet.
    New,
    /// It gets another path.
    Moves(Arc<str>),
    /// It goes.
    Gone,
}

impl OpenFile {
    /// A file that was read.
    pub(super) fn read(draft: Draft) -> Self {
        Self { draft, fate: Fate::Stays, examined: false }
    }

    /// A file that is to be made, of a text.
    pub(super) fn of_text(path: Arc<str>, playbook: Arc<str>, text: String) -> Self {
        Self { draft: Draft::new(path, playbook, text), fate: Fate::New, examined: true }
    }

    /// Makes sure that the file can be read whole: to one that cannot nothing is written. `root` knows how people find it.
    pub(super) fn examine(&mut self, root: Option<&Root>) -> Result<(), Refusal> {
        if self.examined {
            return Ok(());
        }
        if let Some(finding) = self.draft.fault() {
            let line = finding.at.text.map_or(1, |text| {
                self.draft.before()[..text.start.min(self.draft.before().len())].matches('\n').count() + 1
            });
            let path = shown(root, self.draft.path());
            let refusal = Refusal::new(format!(
                "{path}:{line} cannot be read, and so is not written to: {}",
                finding.message
            ));
            let help = Cow::Borrowed("fix it first; `faultbook lint` shows the place");
            return Err(refusal.help(finding.help.unwrap_or(help)));
        }
        self.examined = true;
        Ok(())
    }

    /// The path that it is to have.
    pub(super) fn path(&self) -> Arc<str> {
        match &self.fate {
            Fate::Moves(path) => Arc::clone(path),
            _ => Arc::clone(self.draft.path()),
        }
    }

    /// What becomes of the file, with its text before and after; `None`: nothing.
    pub(super) fn changed(&self) -> Option<(Changed, String, String)> {
        let plan = self.plan()?;
        let before = if self.fate == Fate::New { "" } else { self.draft.before() };
        let after: String = if self.fate == Fate::Gone { String::new() } else { self.draft.after().concat() };
        Some((plan.changed, before.to_owned(), after))
    }

    pub(super) fn plan(&self) -> Option<Plan<'_>> {
        let (before, after) = (Arc::clone(self.draft.path()), self.path());
        let changed = match &self.fate {
            Fate::Stays if self.draft.is_changed() => Changed { before: Some(before), after: Some(after) },
            Fate::Stays => return None,
            Fate::New => Changed { before: None, after: Some(after) },
            Fate::Moves(_) => Changed { before: Some(before), after: Some(after) },
            Fate::Gone => Changed { before: Some(before), after: None },
        };
        let parts = self.draft.after().into_iter().map(str::as_bytes).collect();
        Some(Plan { changed, fate: &self.fate, read: self.draft.before().as_bytes(), parts })
    }
}

/// How people find a file, which is named from the root.
pub(super) fn shown(root: Option<&Root>, file: &str) -> String {
    root.map_or_else(|| file.to_owned(), |root| root.shown(file))
}

/// What is to be done to one file.
pub(super) struct Plan<'a> {
    pub(super) changed: Changed,
    fate: &'a Fate,
    read: &'a [u8],
    parts: Vec<&'a [u8]>,
}

impl Plan<'_> {
    /// The steps for the store.
    pub(super) fn steps(&self) -> Vec<Step<'_>> {
        let (read, parts) = (self.read, self.parts.as_slice());
        let before = self.changed.before.as_deref().unwrap_or_default();
        let after = self.changed.after.as_deref().unwrap_or_default();
        match self.fate {
            Fate::Stays => vec![Step::Replace { path: before, read, parts }],
            Fate::New => vec![Step::Create { path: after, parts }],
            Fate::Moves(_) => vec![Step::Create { path: after, parts }, Step::Remove { path: before, read }],
            Fate::Gone => vec![Step::Remove { path: before, read }],
        }
    }
}
