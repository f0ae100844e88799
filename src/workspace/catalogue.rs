//! The starter catalogue, read.

use crate::starter::Starter;
use crate::workspace::Workspace;

impl Workspace {
    /// Reads starters as a workspace without a disk: each is a playbook of its own name, on the default scales.
    ///
    /// ```
    /// use faultbook::starter::STARTERS;
    /// use faultbook::workspace::Workspace;
    ///
    /// let catalogue = Workspace::of_starters(STARTERS);
    /// assert!(catalogue.book().failures.get("postgresql-connections-exhausted").is_some());
    /// ```
    pub fn of_starters<'s>(starters: impl IntoIterator<Item = &'s Starter>) -> Self {
        let file = |starter: &'s Starter| (format!("playbooks/{}.toml", starter.name), starter.text);
        let files: Vec<_> = starters.into_iter().map(file).collect();
        Self::from_texts("format = 1", files.iter().map(|(path, text)| (path.as_str(), *text)))
    }
}
