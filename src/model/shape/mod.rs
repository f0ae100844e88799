//! The shape of the format as data: what keys each table has, in their order, and what may stand there.
//!
//! Schemas, prompts, flags, messages and the order in which keys are written come from here. Where the model has a
//! type, its docstrings are the texts: see `table!`. A test holds it against the code that reads.

#[cfg(test)]
pub(crate) mod sample;
mod shaped;
mod shown;
mod table;

pub(crate) use shaped::Shaped;
pub use shown::one_of;
pub(crate) use table::table;

pub use crate::model::kinds::keys;

use crate::model::Kind;
use crate::model::Playbook;
use crate::model::Word;
use crate::model::word::words;

/// A key of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// The key as it is written.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// What may stand there.
    pub shape: Shape,
    /// Whether the table counts for nothing without it.
    pub required: bool,
    /// Whether it is a table, or a list of tables, that stands under a header of its own, behind all other keys:
    /// `[failure.ID.estimate]`.
    pub header: bool,
    /// Whether it records what was tried, reviewed, accepted or done: evidence must never move to something else.
    pub evidence: bool,
    /// The words of it that claim nothing yet and are not evidence: `open`, `planned`.
    pub idle: &'static [&'static str],
    /// Whether it decides what the evidence of its table is about.
    pub identity: bool,
    /// Whether it is a date on which something happened, and so cannot lie in the future.
    pub fact: Fact,
    /// Whether people call the entry by it.
    pub title: bool,
    /// Whether a list of entries shows it unless other columns are asked for.
    pub listed: bool,
}

/// Whether a date tells what has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// It tells what lies ahead.
    No,
    /// It does.
    Yes,
    /// It does where the entry has this key as well.
    With(&'static str),
}

/// What may stand as a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Text for people.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number between two others, both included.
    Integer(i64, i64),
    /// A date: `2026-11-01`.
    Date,
    /// A date, or a date and a time with an offset: `2026-03-04T10:02:00Z`.
    Time,
    /// A [`Duration`](crate::model::Duration) in quotes: `"30m"`.
    Duration,
    /// An [`Interval`](crate::model::Interval) in quotes: a duration above zero.
    Interval,
    /// A [`Percent`](crate::model::Percent) in quotes: `"99.9%"`.
    Percent,
    /// One of some words.
    Word(Words),
    /// A level of a scale, one of its aliases, or a number from 1 to 10.
    Rating(ScaleName),
    /// A level of likelihood; a table with the keys of [`CASE`]; or a list of such tables.
    Likelihood,
    /// The id of an entry of one of these kinds, which must exist.
    Id(&'static [Kind]),
    /// The id of an entry of one of these kinds, or words that are no id.
    Reference(&'static [Kind]),
    /// A component of another workspace: a [`RemoteId`](crate::model::RemoteId).
    Remote,
    /// A list of ids of components, or `["*"]`.
    Affects,
    /// What is done: words, a table with the keys of [`SHARED`], or an action written out.
    Measure,
    /// A component that is needed: its id, or a table with these keys.
    Needed(&'static [Key]),
    /// A list.
    List(&'static Shape),
    /// A table with these keys.
    Table(&'static [Key]),
    /// A table whose keys the user chooses: `allow = { rule = "reason" }`.
    Map(&'static Shape),
    /// A table with these keys, and others that the user chooses, each with this shape.
    Open(&'static [Key], &'static Shape),
    /// A duration, or a table of durations by priority.
    Cadence,
    /// What one of these allows.
    Either(&'static [Shape]),
    /// Whatever TOML can say.
    Any,
}

/// The words of a closed enumeration, with their meanings: a [`Word`] as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// What a word says, for messages: `outage`, `component kind`.
    pub what: &'static str,
    /// The words.
    pub words: &'static [&'static str],
    /// What they mean, in the same order.
    pub means: &'static [&'static str],
}

words! {
    /// The scales that a workspace defines.
    pub enum ScaleName as "scale" {
        /// How bad it is for users.
        Severity = "severity",
        /// How often it happens.
        Likelihood = "likelihood",
        /// How we learn of it.
        Detection = "detection",
    }
}

impl ScaleName {
    /// What FMEA calls the rating as a number: `s`, `o` or `d`, for severity, occurrence and detection.
    pub fn letter(self) -> &'static str {
        ["s", "o", "d"][self as usize]
    }
}

impl Words {
    /// Words with as many meanings.
    pub const fn new<const N: usize>(
        what: &'static str,
        words: &'static [&'static str; N],
        means: &'static [&'static str; N],
    ) -> Self {
        Self { what, words, means }
    }

    /// The words of an enumeration.
    pub const fn of<W: Word>() -> Self {
        Self { what: W::WHAT, words: W::WORDS, means: W::MEANS }
    }

    /// Each word with its meaning.
    pub fn iter(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.words.iter().copied().zip(self.means.iter().copied())
    }
}

impl Key {
    /// A key that may be absent.
    pub const fn new(name: &'static str, about: &'static str, shape: Shape) -> Self {
        Self {
            name,
            about,
            shape,
            required: false,
            header: false,
            evidence: false,
            idle: &[],
            identity: false,
            fact: Fact::No,
            title: false,
            listed: false,
        }
    }

    /// A key that must be there.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// A key that stands under a header of its own.
    #[must_use]
    pub const fn header(self) -> Self {
        Self { header: true, ..self }
    }

    /// A key that is evidence.
    #[must_use]
    pub const fn evidence(self) -> Self {
        Self { evidence: true, ..self }
    }

    /// A key that is evidence unless it holds one of these words.
    #[must_use]
    pub const fn evidence_but(self, idle: &'static [&'static str]) -> Self {
        Self { evidence: true, idle, ..self }
    }

    /// A key that decides what evidence is about.
    #[must_use]
    pub const fn identity(self) -> Self {
        Self { identity: true, ..self }
    }

    /// A date on which something happened.
    #[must_use]
    pub const fn fact(self) -> Self {
        Self { fact: Fact::Yes, ..self }
    }

    /// A date on which something happened, if the entry has another key.
    #[must_use]
    pub const fn fact_with(self, other: &'static str) -> Self {
        Self { fact: Fact::With(other), ..self }
    }

    /// What people call the entry by.
    #[must_use]
    pub const fn title(self) -> Self {
        Self { title: true, ..self }
    }

    /// A key that lists show.
    #[must_use]
    pub const fn listed(self) -> Self {
        Self { listed: true, ..self }
    }
}

/// The key by which people call an entry; the first one where no text does.
pub fn title(kind: Kind) -> &'static Key {
    let keys = keys(kind);
    keys.iter().find(|key| key.title).unwrap_or(&keys[0])
}

/// The keys of `[playbook]`.
pub const PLAYBOOK: &[Key] = Playbook::KEYS;

/// The keys that every entry has beside its own.
pub const COMMON: [Key; 2] = [
    Key::new(
        "confidential",
        "Whether it is kept out of registers and of reports unless asked for.",
        Shape::Boolean,
    ),
    Key::new("allow", "Rules silenced for this entry, each with the reason.", Shape::Map(&Shape::Text)),
];

/// The rules that are silenced for an entry.
pub const ALLOW: Key = COMMON[1];

/// The keys of a likelihood that is written as a table.
pub const CASE: &[Key] = &[
    Key::new("level", "How likely it is while the condition holds.", LIKELIHOOD).required(),
    Key::new("when", "The condition in words: `under heavy load`.", Shape::Text),
    Key::new("otherwise", "How likely it is at all other times.", LIKELIHOOD),
];

const LIKELIHOOD: Shape = Shape::Rating(ScaleName::Likelihood);

/// The keys of a shared action where it is used.
pub const SHARED: &[Key] =
    &[Key::new("use", "The id of an action that is an entry of its own.", ACTION).required()];

const ACTION: Shape = Shape::Id(&[Kind::Action]);

/// Keys with [`COMMON`] ones before those that stand under headers.
pub(crate) const fn with_common<const N: usize>(keys: &[Key]) -> [Key; N] {
    let mut all = [ALLOW; N];
    let (mut from, mut to) = (0, 0);
    while from < keys.len() && !keys[from].header {
        all[to] = keys[from];
        (from, to) = (from + 1, to + 1);
    }
    let mut common = 0;
    while common < COMMON.len() {
        all[to] = COMMON[common];
        (common, to) = (common + 1, to + 1);
    }
    while from < keys.len() {
        all[to] = keys[from];
        (from, to) = (from + 1, to + 1);
    }
    all
}
