//! What a lint rule says about one place, in plain data.

mod listed;
mod nearest;
mod passage;
mod place;
mod short;

pub use listed::listed;
pub use nearest::nearest;
pub use passage::Passage;
pub use passage::Role;
pub use place::Place;
pub use place::Position;
pub use place::Subject;
pub use place::TextRange;
pub use short::bounded;
pub use short::short;

use std::borrow::Cow;

use crate::model::word::words;

words! {
    /// How loudly a finding speaks.
    pub enum Level as "level" {
        /// Not at all.
        Allow = "allow",
        /// Only when asked, folded into one line.
        Hint = "hint",
        /// Always, without failing a run.
        Warn = "warn",
        /// Always, and the run fails.
        Deny = "deny",
    }
}

/// What a rule says about one place, and the way out.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// How loudly; settled from the rule's own level and the configuration.
    pub level: Level,
    /// The entry and field it speaks of, and the text where that is known.
    pub at: Place,
    /// What is wrong, in lower case and without a full stop.
    pub message: Cow<'static, str>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// Other places that belong to it, each with what it is.
    pub related: Vec<(Place, Cow<'static, str>)>,
}

impl Finding {
    /// A finding at the loudest level, until lint settles it.
    pub fn new(rule: &'static str, at: Place, message: impl Into<Cow<'static, str>>) -> Self {
        Self { rule, level: Level::Deny, at, message: message.into(), help: None, related: Vec::new() }
    }

    /// Whether it tells that a part of a file is missing: what cannot be read, an unknown table, an id that is none. Of what
    /// an entry lost the entry itself tells.
    pub fn is_of_lost_text(&self) -> bool {
        matches!(self.at.subject, Subject::File(_))
            && !matches!(self.rule, "toml-1-1-syntax" | "conflict-marker" | "duplicate-playbook-table")
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do, where there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<impl Into<Cow<'static, str>>>) -> Self {
        self.help = help.map(Into::into).or(self.help);
        self
    }

    /// Names another place that belongs to it.
    #[must_use]
    pub fn related(mut self, at: Place, what: impl Into<Cow<'static, str>>) -> Self {
        self.related.push((at, what.into()));
        self
    }
}
