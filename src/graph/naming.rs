//! Every place where an entry names another.

use crate::model::Affects;
use crate::model::Book;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::MeasureClass;
use crate::model::Reference;
use crate::model::Word;

/// One place where an entry names another.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    /// The kind of the entry that names.
    pub kind: Kind,
    /// Its id.
    pub id: &'a Id,
    /// The kind of the entry that is named.
    pub named_kind: Kind,
    /// Its id. There need not be such an entry.
    pub named: &'a Id,
    /// Whether the field takes words as well.
    pub or_words: bool,
    key: &'static str,
    index: Option<usize>,
}

impl Naming<'_> {
    /// Where in the entry it stands: `sources[0]`, `reactive[1].use`.
    pub fn field(&self) -> String {
        let is_use = self.named_kind == Kind::Action && self.kind == Kind::Failure;
        let tail = if is_use { ".use" } else { "" };
        self.index.map_or_else(|| self.key.to_owned(), |index| format!("{}[{index}]{tail}", self.key))
    }
}

/// Shows every place where an entry names another, in the order of kinds and ids.
pub fn each_naming<'a>(book: &'a Book, mut show: impl FnMut(Naming<'a>)) {
    each_naming_of_system(book, &mut show);
    book.failures.iter().for_each(|entry| each_naming_of(entry, &mut show));
}

/// Shows every place where an entry other than a failure names another.
pub fn each_naming_of_system<'a>(book: &'a Book, mut show: impl FnMut(Naming<'a>)) {
    for entry in book.components.iter() {
        let to = |key| Field { kind: Kind::Component, id: &entry.id, key, or_words: false };
        let needs = entry.depends_on.iter().map(|dependency| &dependency.component);
        to("depends_on").list(Kind::Component, needs, &mut show);
        // Words may look like an id, and are none unless there is such a component.
        let fallbacks = entry.depends_on.iter().map(|dependency| dependency.fallback.as_deref());
        let named =
            fallbacks.map(|fallback| fallback.and_then(|id| book.components.get(id)).map(|entry| &entry.id));
        to("depends_on").some(Kind::Component, named, &mut show);
    }
    for entry in book.flows.iter() {
        let to = |key| Field { kind: Kind::Flow, id: &entry.id, key, or_words: false };
        to("components").list(
            Kind::Component,
            entry.components.iter().map(|step| &step.component),
            &mut show,
        );
        if let Some(other) = &entry.alternative_to {
            show(to("alternative_to").naming(Kind::Flow, other, None));
        }
    }
    for entry in book.tests.iter() {
        let to = Field { kind: Kind::Test, id: &entry.id, key: "covers", or_words: false };
        for (index, id) in entry.covers.iter().enumerate() {
            let is_action = !book.has(Kind::Failure, id.as_str()) && book.has(Kind::Action, id.as_str());
            show(to.naming(if is_action { Kind::Action } else { Kind::Failure }, id, Some(index)));
        }
    }
}

/// Shows every place where a failure names another entry.
pub fn each_naming_of<'a>(entry: &'a Entry<Failure>, mut show: impl FnMut(Naming<'a>)) {
    let to = |key| Field { kind: Kind::Failure, id: &entry.id, key, or_words: false };
    let or_words = |key| Field { or_words: true, ..to(key) };
    or_words("sources").some(Kind::Component, entry.sources.iter().map(Reference::id), &mut show);
    or_words("detected_by").some(Kind::Alert, entry.detected_by.iter().map(Reference::id), &mut show);
    if let Affects::Components(ids) = &entry.affects {
        to("affects").list(Kind::Component, ids, &mut show);
    }
    to("flows").list(Kind::Flow, &entry.flows, &mut show);
    for &class in MeasureClass::ALL {
        let shared = entry.measures(class).iter().map(|measure| match measure {
            Measure::Shared { id } => Some(id),
            _ => None,
        });
        to(class.word()).some(Kind::Action, shared, &mut show);
    }
}

/// A field that names entries.
struct Field<'a> {
    kind: Kind,
    id: &'a Id,
    key: &'static str,
    or_words: bool,
}

impl<'a> Field<'a> {
    fn naming(&self, named_kind: Kind, named: &'a Id, index: Option<usize>) -> Naming<'a> {
        let Self { kind, id, key, or_words } = *self;
        Naming { kind, id, named_kind, named, or_words, key, index }
    }

    fn list(&self, kind: Kind, ids: impl IntoIterator<Item = &'a Id>, show: &mut impl FnMut(Naming<'a>)) {
        self.some(kind, ids.into_iter().map(Some), show);
    }

    /// A list of which some items are no ids.
    fn some(
        &self,
        kind: Kind,
        items: impl Iterator<Item = Option<&'a Id>>,
        show: &mut impl FnMut(Naming<'a>),
    ) {
        for (index, id) in items.enumerate() {
            if let Some(id) = id {
                show(self.naming(kind, id, Some(index)));
            }
        }
    }
}

/// The entries that name an entry, in the order of their kinds and ids.
pub fn named_by(book: &Book, kind: Kind, id: &str) -> Vec<EntryRef> {
    let mut entries: Vec<EntryRef> = Vec::new();
    each_naming(book, |naming| {
        let is = naming.named_kind == kind && naming.named.as_str() == id;
        let known = entries.last().is_some_and(|last| last.kind == naming.kind && last.id == *naming.id);
        if is && !known {
            entries.push(EntryRef { kind: naming.kind, id: naming.id.clone() });
        }
    });
    entries.sort();
    entries
}
