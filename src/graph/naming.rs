//! Every place where an entry names another.

use crate::model::AnyEntry;
use crate::model::Book;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Leaf;
use crate::model::Name;
use crate::model::Way;

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

/// Shows every place where an entry names another, kind by kind in the order of ids, failures last.
pub fn each_naming<'a>(book: &'a Book, mut show: impl FnMut(Naming<'a, '_>)) {
    each_naming_of_system(book, &mut show);
    book.failures.iter().for_each(|entry| each_naming_of(entry, &mut show));
}

/// Shows every place where an entry other than a failure names another.
pub fn each_naming_of_system<'a>(book: &'a Book, mut show: impl FnMut(Naming<'a, '_>)) {
    let is_other = |entry: &AnyEntry<'_>| entry.kind() != Kind::Failure;
    book.entries().filter(is_other).for_each(|entry| each(entry, &mut show));
}

/// Shows every place where a failure names another entry.
pub fn each_naming_of<'a>(entry: &'a Entry<Failure>, mut show: impl FnMut(Naming<'a, '_>)) {
    each(AnyEntry::Failure(entry), &mut show);
}

fn each<'a>(entry: AnyEntry<'a>, show: &mut impl FnMut(Naming<'a, '_>)) {
    let (kind, id) = (entry.kind(), entry.id());
    entry.walk(&mut |leaf, _, field| {
        if let Leaf::Name(name) = leaf {
            show(Naming { kind, id, name, field });
        }
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
