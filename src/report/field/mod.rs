//! The fields of each kind by name: one vocabulary for `--where`, `--columns` and `--sort`.

mod failure;
mod key;

use std::sync::LazyLock;

use crate::model::Kind;
use crate::model::ScaleName;
use crate::model::Word;
use crate::report::Row;
use crate::report::Value;

pub use failure::FIELDS;
pub(super) use key::value;

/// How the values of a field compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// As text.
    Text,
    /// As levels of a scale.
    Rating(ScaleName),
    /// As these words, by rising rank, each with what it means.
    Words(&'static [&'static str], &'static [&'static str]),
    /// As numbers.
    Number,
    /// As percentages.
    Percent,
    /// As durations.
    Duration,
    /// As dates; a duration is the time from today.
    Date,
    /// As dates of what happened; a duration is the time until today.
    Since,
}

/// A field of a row.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name that is written.
    pub name: &'static str,
    /// The heading of its column.
    pub heading: &'static str,
    /// What it is.
    pub about: &'static str,
    /// How its values compare.
    pub sort: Sort,
    pub(super) source: Source,
}

/// Where the values of a field come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// They are computed for a failure.
    Row(for<'r> fn(&'r Row<'_>) -> Value<'r>),
    /// What every entry has.
    Own(Own),
    /// The value at the end of these keys.
    Keys(&'static [&'static crate::model::Key]),
}

/// What every entry has.
#[derive(Clone, Copy, Debug)]
pub(super) enum Own {
    /// Its id.
    Id,
    /// Its playbook.
    Playbook,
}

/// The fields of a kind: what is computed, then its keys, those of its tables behind an underscore.
pub fn fields(kind: Kind) -> &'static [Field] {
    static FIELDS_OF: LazyLock<Vec<Vec<Field>>> =
        LazyLock::new(|| Kind::ALL.iter().map(|&kind| key::fields(kind)).collect());
    FIELDS_OF.get(kind as usize).map_or(&[], Vec::as_slice)
}
