//! How a failure of the catalogue becomes one of a workspace.

use std::collections::BTreeSet;

use crate::analyse::suggest::named;
use crate::change::Edit;
use crate::change::Path;
use crate::change::Value;
use crate::model::Affects;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Reference;
use crate::model::Scale;
use crate::model::Scales;
use crate::starter::Starter;

/// The fields of a failure as they are taken over: components in place of the word for the technology, levels of the
/// workspace's scales, and where it came from.
pub(super) fn fields(
    failure: Value,
    starter: &Starter,
    components: &BTreeSet<&Id>,
    scales: &Scales,
) -> Vec<(String, Value)> {
    let Value::Table(mut fields) = failure else { return Vec::new() };
    let default = Scales::default();
    for (key, value) in &mut fields {
        match key.as_str() {
            "sources" => wire(value, starter.word(), components),
            "severity" => fit(value, &default.severity, &scales.severity),
            "likelihood" => fit(value, &default.likelihood, &scales.likelihood),
            "detection" => fit(value, &default.detection, &scales.detection),
            _ => {}
        }
    }
    let from = vec![("from".to_owned(), Value::text(starter.provenance()))];
    fields.push(("imported".to_owned(), Value::Table(from)));
    fields
}

/// Puts components in the place of a word; behind all other sources where the word is not among them.
fn wire(sources: &mut Value, word: &str, components: &BTreeSet<&Id>) {
    let Value::List(items) = sources else { return };
    if components.is_empty() {
        return;
    }
    let at = items.iter().position(|item| item.as_str() == Some(word));
    let place = at.map_or(items.len()..items.len(), |at| at..at + 1);
    items.splice(place, components.iter().map(|id| Value::text(id.as_str())));
}

/// The edits that let a failure name components which it does not name yet.
pub(super) fn edits(failure: &Failure, word: &str, components: &BTreeSet<&Id>) -> Vec<Edit> {
    let sources = Path::key("sources");
    if matches!(failure.affects, Affects::Everything(_)) {
        return Vec::new();
    }
    let named = named(failure);
    let missing = components.iter().filter(|id| !named.contains(**id));
    let mut place =
        failure.sources.iter().position(|source| matches!(source, Reference::Words(words) if words == word));
    missing
        .map(|id| match place.take() {
            Some(at) => Edit::Set(sources.then_index(at), Value::text(id.as_str())),
            None => Edit::Add(sources.clone(), Value::text(id.as_str())),
        })
        .collect()
}

/// Says ratings of one scale in the levels of another.
fn fit(value: &mut Value, from: &Scale, to: &Scale) {
    match value {
        Value::Text(word) => {
            if let Some(level) = from.find(word).and_then(|rating| to.fitting(&rating)) {
                *word = level.name().to_owned();
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| fit(item, from, to)),
        Value::Table(pairs) => {
            let levels = pairs.iter_mut().filter(|(key, _)| matches!(key.as_str(), "level" | "otherwise"));
            levels.for_each(|(_, value)| fit(value, from, to));
        }
        _ => {}
    }
}
