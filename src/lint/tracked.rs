//! Actions that somebody tracks.

use crate::finding::Place;
use crate::lint::Scope;
use crate::model::Action;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::MeasureClass;
use crate::model::Word;

/// An action that somebody tracks: an entry, or one that is written out in a failure with a day or a status.
pub(super) struct Tracked<'a> {
    pub(super) action: &'a Action,
    /// Whether somebody is accountable for it.
    pub(super) is_owned: bool,
    at: At<'a>,
}

enum At<'a> {
    Entry(&'a Entry<Action>),
    Failure(&'a Entry<Failure>, MeasureClass, usize),
}

impl Tracked<'_> {
    /// Where it stands, or a field of it.
    pub(super) fn place(&self, field: &'static str) -> Place {
        match self.at {
            At::Entry(entry) => Place::of(Kind::Action, entry).field(field),
            At::Failure(failure, class, index) => {
                let dot = if field.is_empty() { "" } else { "." };
                Place::of(Kind::Failure, failure).field(format!("{class}[{index}]{dot}{field}"))
            }
        }
    }
}

/// Those that are entries.
pub(super) fn entries<'a>(scope: &Scope<'a>) -> impl Iterator<Item = Tracked<'a>> {
    let actions = scope.book.actions.iter();
    actions.map(|entry| Tracked { action: entry, is_owned: entry.owner.is_some(), at: At::Entry(entry) })
}

/// Those that are written out in a failure.
pub(super) fn of_failure(failure: &Entry<Failure>) -> impl Iterator<Item = Tracked<'_>> {
    let classes = MeasureClass::ALL.iter();
    let measures = classes
        .flat_map(move |&class| failure.measures(class).iter().enumerate().map(move |(i, m)| (class, i, m)));
    measures.filter_map(move |(class, index, measure)| match measure {
        Measure::Inline(action) if action.due.is_some() || action.status.is_some() => Some(Tracked {
            action,
            is_owned: action.owner.is_some() || failure.owner.is_some(),
            at: At::Failure(failure, class, index),
        }),
        _ => None,
    })
}
