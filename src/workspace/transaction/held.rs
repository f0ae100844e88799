//! The evidence that entries carry: their own, and that of tests, incidents and plans that name them.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::change::Value;
use crate::change::evidence;
use crate::change::subjects;
use crate::edit::Draft;
use crate::import::Held;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Shape;
use crate::model::shape::keys;
use crate::workspace::transaction::Transaction;

/// What the entries of a transaction hold, looked up one by one.
pub(super) struct Holding<'d> {
    drafts: HashMap<EntryRef, &'d Draft>,
    /// The entries whose evidence is about others, by those; found once somebody asks.
    about: OnceCell<HashMap<EntryRef, Vec<EntryRef>>>,
}

impl<'d> Holding<'d> {
    pub(super) fn new(transaction: &'d Transaction) -> Self {
        let drafts = transaction
            .drafts()
            .flat_map(|draft| draft.entries().into_iter().map(move |entry| (entry, draft)));
        Self { drafts: drafts.collect(), about: OnceCell::new() }
    }

    /// Whether there is such an entry, be it readable or not.
    pub(super) fn has(&self, entry: &EntryRef) -> bool {
        self.drafts.contains_key(entry)
    }

    /// An entry as data, with the evidence that it carries. `None`: it cannot be read.
    pub(super) fn of(&self, entry: &EntryRef) -> Option<Held> {
        let value = self.drafts.get(entry)?.value(entry).ok()?;
        let mut found = match evidence(keys(entry.kind), &value) {
            Some(Value::Table(pairs)) => pairs.into_iter().map(|(key, _)| key).collect(),
            _ => Vec::new(),
        };
        let about = self.about.get_or_init(|| self.about());
        found.extend(about.get(entry).into_iter().flatten().map(ToString::to_string));
        Some(Held { value, evidence: found })
    }

    fn about(&self) -> HashMap<EntryRef, Vec<EntryRef>> {
        let names_others = |entry: &&EntryRef| {
            let mut marked = keys(entry.kind).iter().filter(|key| key.identity || key.evidence);
            marked.any(|key| matches!(key.shape, Shape::Id(_) | Shape::List(Shape::Id(_))))
        };
        let mut about: HashMap<EntryRef, Vec<EntryRef>> = HashMap::new();
        let mut by: Vec<&EntryRef> = self.drafts.keys().filter(names_others).collect();
        by.sort();
        for by in by {
            let keys = keys(by.kind);
            let Some(value) = self.drafts.get(by).and_then(|draft| draft.value(by).ok()) else { continue };
            if evidence(keys, &value).is_none() {
                continue;
            }
            for (kinds, id) in subjects(keys, &value) {
                let Ok(id) = Id::new(id) else { continue };
                for &kind in kinds {
                    about.entry(EntryRef { kind, id: id.clone() }).or_default().push(by.clone());
                }
            }
        }
        about
    }
}
