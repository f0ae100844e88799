//! What may stand where a field and its value are being typed.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap_complete::CompletionCandidate;
use faultbook::change::Path;
use faultbook::change::names;
use faultbook::import::Typed;
use faultbook::model::Date;
use faultbook::model::Key;
use faultbook::model::Kind;
use faultbook::model::shape::keys;
use faultbook::workspace::Workspace;

use crate::cli::ui::complete::candidates::Offer;
use crate::cli::ui::complete::candidates::describe;
use crate::cli::ui::complete::candidates::entries;
use crate::cli::ui::complete::candidates::offer;
use crate::cli::ui::complete::candidates::workspace;

/// The values of a flag.
pub(in crate::cli) fn field(kind: Kind, key: &Key, word: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(word), Some(workspace)) = (word.to_str(), workspace()) else { return Vec::new() };
    offer("", word, values(kind, &Path::key(key.name), workspace))
}

/// The names of the playbooks.
pub(in crate::cli) fn playbooks(word: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(word), Some(workspace)) = (word.to_str(), workspace()) else { return Vec::new() };
    let names: BTreeSet<&str> = workspace.playbooks().collect();
    offer("", word, names.into_iter().map(|name| Offer::new(name, "")).collect())
}

/// `FIELD=VALUE` of a failure.
pub(in crate::cli) fn assignments(word: &OsStr) -> Vec<CompletionCandidate> {
    let Some(word) = word.to_str() else { return Vec::new() };
    let Some((name, value)) = word.split_once('=') else {
        let offers = keys(Kind::Failure).iter();
        return offer("", word, offers.map(|key| Offer::new(format!("{}=", key.name), key.about)).collect());
    };
    let Some(workspace) = workspace() else { return Vec::new() };
    let Ok(path) = typed(Kind::Failure, workspace).path(name) else { return Vec::new() };
    offer(&format!("{name}="), value, values(Kind::Failure, &path, workspace))
}

/// The words of `edit`: an entry, then `FIELD=VALUE`.
pub(in crate::cli) fn edits(word: &OsStr) -> Vec<CompletionCandidate> {
    let mut candidates = assignments(word);
    if word.to_str().is_some_and(|word| !word.contains('=')) {
        candidates.splice(0..0, entries(word));
    }
    candidates
}

/// What a person types for an entry. No choice depends on the day.
fn typed(kind: Kind, workspace: &Workspace) -> Typed<'_> {
    Typed { kind, scales: &workspace.config().scales, today: Date::default() }
}

/// What a field can be: its words or levels, or the entries that it can name.
fn values(kind: Kind, path: &Path, workspace: &Workspace) -> Vec<Offer> {
    let typed = typed(kind, workspace);
    let choices = typed.choices(path);
    if !choices.is_empty() {
        return choices.into_iter().map(|(word, means)| Offer::new(word, means)).collect();
    }
    let kinds = names(kind, path.steps());
    let book = workspace.book();
    let named = kinds.iter().flat_map(|&kind| book.ids(kind).into_iter().map(move |id| (kind, id)));
    named.map(|(kind, id)| Offer::new(id, describe(kind, id, book))).collect()
}
