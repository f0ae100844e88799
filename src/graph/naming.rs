//! Every place where an entry names another.

use crate::model::Book;
use crate::model::Entries;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Link;
use crate::model::Mention;
use crate::model::Name;
use crate::model::Shape;
use crate::model::Way;
use crate::model::names::Names;
use crate::model::shape::keys;

/// One place where an entry names another.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a, 'w> {
    /// The kind of the entry that names.
    pub kind: Kind,
    /// Its id.
    pub id: &'a Id,
    /// What is named.
    pub name: Name<'a>,
    /// Where in the entry that is written: `sources[0]`, `reactive[1].use`.
    pub field: Way<'w>,
}

impl Naming<'_, '_> {
    /// The entry that is named; `None` where there is none of the kinds that would do.
    pub fn named(&self, book: &Book) -> Option<Kind> {
        self.name.kinds.iter().copied().find(|&kind| book.has(kind, self.name.id.as_str()))
    }
}

/// Shows every place where an entry names another, kind by kind in the order of ids.
pub fn each_naming<'a>(book: &'a Book, mut show: impl FnMut(Naming<'a, '_>)) {
    each_naming_of_system(book, &mut show);
    book.failures.iter().for_each(|entry| each_naming_of(entry, &mut show));
}

/// Shows every place where an entry other than a failure names another.
pub fn each_naming_of_system<'a>(book: &'a Book, mut show: impl FnMut(Naming<'a, '_>)) {
    fn all<'a, T: Names>(kind: Kind, entries: &'a Entries<T>, show: &mut impl FnMut(Naming<'a, '_>)) {
        entries.iter().for_each(|entry| each(kind, entry, show));
    }
    all(Kind::Component, &book.components, &mut show);
    all(Kind::Flow, &book.flows, &mut show);
    all(Kind::Action, &book.actions, &mut show);
    all(Kind::Test, &book.tests, &mut show);
    for Mention { entry, links, .. } in &book.mentions {
        for Link { field, id, kinds, or_words } in links {
            let (name, field) = (Name { id, kinds, or_words: *or_words }, Way::Text(field));
            show(Naming { kind: entry.kind, id: &entry.id, name, field });
        }
    }
}

/// Shows every place where a failure names another entry.
pub fn each_naming_of<'a>(entry: &'a Entry<Failure>, mut show: impl FnMut(Naming<'a, '_>)) {
    each(Kind::Failure, entry, &mut show);
}

fn each<'a, T: Names>(kind: Kind, entry: &'a Entry<T>, show: &mut impl FnMut(Naming<'a, '_>)) {
    entry.data.names(Shape::Table(keys(kind)), Way::Entry, &mut |name, field| {
        show(Naming { kind, id: &entry.id, name, field });
    });
}

/// The entries that name an entry, in the order of their kinds and ids.
pub fn named_by(book: &Book, kind: Kind, id: &str) -> Vec<EntryRef> {
    let mut entries: Vec<EntryRef> = Vec::new();
    each_naming(book, |naming| {
        let is = naming.name.id.as_str() == id && naming.name.kinds.contains(&kind);
        let known = entries.last().is_some_and(|last| last.kind == naming.kind && last.id == *naming.id);
        if is && !known {
            entries.push(EntryRef { kind: naming.kind, id: naming.id.clone() });
        }
    });
    entries.sort();
    entries
}
