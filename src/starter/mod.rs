//! The starter catalogue: failures by technology that ship with the program, as text and as what they fit.
//!
//! This is only the list, and what it fits: `Workspace::of_starters` reads the texts, `analyse::suggest` compares them with a
//! book, and `Transaction::adopt` takes failures over.

mod aim;
mod fit;
mod list;

pub use aim::Aim;
pub use fit::Fit;
pub use fit::Profile;
pub use list::STARTERS;

use std::borrow::Cow;

use crate::finding::nearest;
use crate::model::ComponentKind;
use crate::starter::fit::parts;

/// One playbook of the catalogue: how a technology fails, and what is done about it.
#[derive(Clone, Copy, Debug)]
pub struct Starter {
    /// Its name, which its file bears too, and with which the ids of its failures begin: `postgresql`.
    pub name: &'static str,
    /// The playbook as TOML, with the keys `x-suggest` that say what a failure is about.
    pub text: &'static str,
    /// How people call the technology besides, in lower case: `postgres`.
    pub aliases: &'static [&'static str],
    /// The kinds of components that it fits where their technology says nothing.
    pub kinds: &'static [ComponentKind],
    /// Its services, as the ids of failures of one name them behind the name of the starter: `cosmos-db`.
    pub(crate) services: &'static [&'static str],
    /// The word among the sources that stands for the component, where it is not the title.
    pub(crate) word: Option<&'static str>,
}

impl Starter {
    /// What the technology is called: `PostgreSQL`.
    pub fn title(&self) -> &'static str {
        let line = self.text.lines().find_map(|line| line.strip_prefix("title = \"")?.strip_suffix('"'));
        line.unwrap_or(self.name)
    }

    /// The word among the sources of its failures in whose place the id of a component comes.
    pub fn word(&self) -> &'static str {
        self.word.unwrap_or_else(|| self.title())
    }

    /// The services of which it holds failures, where it speaks of a cloud with many: `cosmos-db`.
    pub fn services(&self) -> &'static [&'static str] {
        self.services
    }

    /// The playbook as people get it: the text without what only [`Aim`] reads.
    pub fn playbook(&self) -> Cow<'static, str> {
        if !self.text.contains(Aim::KEY) {
            return self.text.into();
        }
        self.text.split_inclusive('\n').filter(|line| !line.starts_with(Aim::KEY)).collect::<String>().into()
    }

    /// What stands in its text before the first entry: a comment, and the title of the playbook.
    pub fn head(&self) -> &'static str {
        let end = self.text.find("\n[failure.").map_or(self.text.len(), |at| at + 1);
        &self.text[..end]
    }

    /// What entries that were taken over name as where they came from: `starter/postgresql`.
    pub fn provenance(&self) -> String {
        format!("starter/{}", self.name)
    }
}

/// The starter that a person names: by its name, its title or another name of the technology, whatever the case.
///
/// ```
/// assert_eq!(faultbook::starter::find("Postgres").map(|starter| starter.name), Some("postgresql"));
/// ```
pub fn find(name: &str) -> Option<&'static Starter> {
    let asked = parts(name);
    let names = |starter: &Starter| {
        let mut names = starter.aliases.iter().copied().chain([starter.name, starter.title()]);
        names.any(|name| parts(name) == asked)
    };
    // An alias may belong to several; a name belongs to one.
    STARTERS
        .iter()
        .find(|starter| starter.name == name)
        .or_else(|| STARTERS.iter().find(|starter| names(starter)))
}

/// The name of a starter that is most like a text.
pub fn near(name: &str) -> Option<&'static str> {
    nearest(name, STARTERS.iter().map(|starter| starter.name))
}
