//! Which failures of a book are failures of the starter catalogue.

use std::collections::HashMap;

use crate::model::Book;
use crate::model::Entry;
use crate::model::Failure;
use crate::text_match::gist;

/// Finds the failures of a book that were taken over from starters, or have the id of one.
#[derive(Debug)]
pub struct Known<'a> {
    book: &'a Book,
    /// What was taken over: by the starter and the problem.
    taken: HashMap<(&'a str, u64), &'a Entry<Failure>>,
}

/// A failure of a book that stands for one of the catalogue.
#[derive(Clone, Copy, Debug)]
pub enum Recognised<'a> {
    /// It was taken over from there, whatever it is called now.
    Taken(&'a Entry<Failure>),
    /// It has the same id, and came from elsewhere.
    SameId(&'a Entry<Failure>),
}

impl<'a> Known<'a> {
    /// Looks through a book once.
    pub fn new(book: &'a Book) -> Self {
        let taken = book.failures.iter().filter_map(|failure| {
            let from = failure.imported.as_deref()?.from.as_deref()?.strip_prefix("starter/")?;
            Some(((from, gist(&failure.problem)?), failure))
        });
        Self { book, taken: taken.collect() }
    }

    /// The failure that stands for one of a starter: the one of its id, else the one that was taken over from that starter
    /// and still tells the same problem.
    pub fn find(&self, starter: &str, failure: &Entry<Failure>) -> Option<Recognised<'a>> {
        let same = self.book.failures.get(failure.id.as_str());
        let came = |entry: &Entry<Failure>| {
            let from = entry.imported.as_deref().and_then(|imported| imported.from.as_deref());
            from.and_then(|from| from.strip_prefix("starter/")) == Some(starter)
        };
        if let Some(same) = same.filter(|same| came(same)) {
            return Some(Recognised::Taken(same));
        }
        let taken = gist(&failure.problem).and_then(|gist| self.taken.get(&(starter, gist)).copied());
        taken.map(Recognised::Taken).or(same.map(Recognised::SameId))
    }
}
