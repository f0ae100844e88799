//! What may stand where a starter, one of its failures or a component is being typed.

use std::ffi::OsStr;

use clap_complete::CompletionCandidate;
use faultbook::model::Kind;
use faultbook::starter::STARTERS;
use faultbook::workspace::Workspace;

use crate::cli::ui::complete::candidates::Offer;
use crate::cli::ui::complete::candidates::describe;
use crate::cli::ui::complete::candidates::offer;
use crate::cli::ui::complete::candidates::workspace;

/// The names of the starters.
pub(in crate::cli) fn starters(word: &OsStr) -> Vec<CompletionCandidate> {
    let Some(word) = word.to_str() else { return Vec::new() };
    offer("", word, STARTERS.iter().map(|starter| Offer::new(starter.name, starter.title())).collect())
}

/// The failures of the starters: their ids begin with the names of these.
pub(in crate::cli) fn starter_failures(word: &OsStr) -> Vec<CompletionCandidate> {
    let Some(word) = word.to_str() else { return Vec::new() };
    let catalogue = Workspace::of_starters(STARTERS);
    let failures = catalogue.book().failures.iter();
    offer("", word, failures.map(|failure| Offer::new(failure.id.as_str(), &failure.problem)).collect())
}

/// The components of the workspace.
pub(in crate::cli) fn components(word: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(word), Some(workspace)) = (word.to_str(), workspace()) else { return Vec::new() };
    let book = workspace.book();
    let ids = book.ids(Kind::Component).into_iter();
    offer("", word, ids.map(|id| Offer::new(id, describe(Kind::Component, id, book))).collect())
}
