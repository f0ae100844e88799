//! What a file said all along and the workspace understands only now: components that its words name, levels that its words mean.

use crate::change::Edit;
use crate::change::Path;
use crate::change::Value;
use crate::change::at;
use crate::import::Field;
use crate::import::ImportedEntry;
use crate::import::cells::names::Names;
use crate::import::plan::base;
use crate::import::plan::existing::ExistingEntry;
use crate::import::plan::lists::Manner;
use crate::model::Book;
use crate::model::Id;
use crate::model::Provenance;
use crate::model::Reference;
use crate::model::said;

/// The fields whose words mean what the workspace says that they mean: its scales, its flows and components, the words that it remembers.
const UNDERSTOOD: &[&str] =
    &["severity", "likelihood", "detection", "residual", "status", "flows", "affects"];

/// The entries that words may name.
pub(super) struct Late {
    components: Names,
    alerts: Names,
}

/// Words of an entry that an import wrote, and the entry that they name by now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) path: Path,
    words: String,
    id: Id,
}

impl Late {
    pub(super) fn new(book: &Book) -> Self {
        Self { components: Names::components(book), alerts: Names::alerts(book) }
    }

    /// The words of a failure that name an entry which the row names as well. Words that were edited by hand name none, or another one.
    pub(super) fn links(&self, foreign: &ImportedEntry, known: &ExistingEntry<'_>) -> Vec<Link> {
        let Some(failure) = known.failure else { return Vec::new() };
        let lists = [
            ("sources", &failure.sources, &self.components),
            ("detected_by", &failure.detected_by, &self.alerts),
        ];
        let mut links = Vec::new();
        for (key, references, names) in lists {
            for reference in references {
                let Reference::Words(words) = reference else { continue };
                let Some(id) = names.written(words).filter(|id| names_it(foreign, key, id)) else { continue };
                links.push(Link { path: Path::key(key), words: words.clone(), id: id.clone() });
            }
        }
        links
    }
}

/// Whether a row names an entry in a field.
fn names_it(foreign: &ImportedEntry, key: &str, id: &Id) -> bool {
    let field = foreign.fields.iter().find(|field| field.path == Path::key(key));
    let items = field.and_then(|field| field.value.as_ref()?.as_list()).unwrap_or_default();
    items.iter().any(|item| item.as_str() == Some(id.as_str()))
}

impl Link {
    /// The edit that makes the words a reference; an entry that is referred to already needs no second one.
    pub(super) fn edit(&self, now: &Value) -> Option<Edit> {
        let items = at(now, &self.path)?.as_list()?;
        let place = |text: &str| items.iter().position(|item| item.as_str() == Some(text));
        let words = self.path.then_index(place(&self.words)?);
        Some(match place(self.id.as_str()) {
            Some(_) => Edit::Clear(words),
            None => Edit::Set(words, Value::text(self.id.as_str())),
        })
    }
}

/// Whether a cell that did not change is read in another way than at its last import.
pub(super) fn is_read_anew(field: &Field, before: Option<&Provenance>) -> bool {
    let (Some(values), Some(value)) = (base::values(before), &field.value) else { return false };
    if !field.path.first_key().is_some_and(|key| UNDERSTOOD.contains(&key)) {
        return false;
    }
    let text = base::text(&field.path, value, Manner::plain(&|_| None));
    said::is_recorded(values, &field.path.to_string(), &text) != Some(true)
}
