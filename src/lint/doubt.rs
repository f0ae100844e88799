//! What could not be read, and what may be named there all the same.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::finding::nearest;
use crate::graph::each_naming;
use crate::model::Book;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Word;

/// The texts that could not be read, or not all of them.
#[derive(Clone, Debug, Default)]
pub struct Unread<'a> {
    /// The texts, each with the kind of its entry where that is known.
    pub texts: Vec<(Option<Kind>, &'a str)>,
    /// Whether there are texts that are not even known, which may name anything.
    pub unknown: bool,
}

/// The components that may be named where that could not be understood: those whose ids stand in the text, and those that
/// are spelt nearly as a word there.
#[derive(Debug, Default)]
pub(super) struct Doubts<'a> {
    named: BTreeMap<Kind, HashSet<&'a str>>,
    unknown: bool,
}

/// The keys of a failure that say which flows it stops, and what that costs.
pub(super) const STOPS: &[&str] =
    &["status", "outage", "estimate", "sources", "affects", "flows", "accepted"];

/// How many ids words are compared with at most, to find what they may mean.
const COMPARED: usize = 1_000_000;

impl<'a> Doubts<'a> {
    /// Looks at the texts, and at the references that lead nowhere.
    pub(super) fn new(book: &'a Book, unread: &Unread<'_>) -> Self {
        let ids = book.ids(Kind::Component);
        let known: HashSet<&'a str> = ids.iter().copied().collect();
        let (mut compared, mut meanings) = (0, HashMap::new());
        let mut meant = |word: &str| {
            if let Some(id) = known.get(word) {
                return Some(*id);
            }
            // The same words stand in many texts.
            *meanings.entry(word.to_owned()).or_insert_with(|| {
                compared += ids.len();
                (compared <= COMPARED).then(|| nearest(word, ids.iter().copied())).flatten()
            })
        };
        let mut doubts = Self { named: BTreeMap::new(), unknown: unread.unknown };
        for (kind, text) in &unread.texts {
            let words = text.split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '-' | '_')));
            let words: HashSet<&str> = words.filter(|word| !word.is_empty()).collect();
            let named: HashSet<&str> = words.into_iter().filter_map(&mut meant).collect();
            let kinds = kind.as_ref().map_or(Kind::ALL, std::slice::from_ref);
            for &kind in kinds {
                doubts.named.entry(kind).or_default().extend(&named);
            }
        }
        each_naming(book, |naming| {
            if naming.name.kinds.contains(&Kind::Component) && naming.named(book).is_none() {
                doubts.named.entry(naming.kind).or_default().extend(meant(naming.name.id.as_str()));
            }
        });
        doubts
    }

    /// Whether an entry of one of these kinds may name a component, where that could not be understood.
    pub(super) fn may_name(&self, kinds: &[Kind], id: &Id) -> bool {
        let names = |kind: &Kind| self.named.get(kind).is_some_and(|named| named.contains(id.as_str()));
        self.unknown || kinds.iter().any(names)
    }

    /// Whether everything was understood.
    pub(super) fn is_empty(&self) -> bool {
        !self.unknown && self.named.is_empty()
    }
}
