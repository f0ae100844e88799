//! Ids of new entries.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::change::NewEntry;
use crate::change::Refusal;
use crate::finding::short;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::shape::keys;
use crate::workspace::transaction::Transaction;

/// Gives new entries ids that neither the workspace nor an entry beside them has.
pub(super) struct Naming<'d> {
    transaction: &'d Transaction,
    named: HashSet<EntryRef>,
    /// The last number that was tried behind an id.
    numbers: HashMap<EntryRef, u32>,
}

impl<'d> Naming<'d> {
    pub(super) fn new(transaction: &'d Transaction) -> Self {
        Self { transaction, named: HashSet::new(), numbers: HashMap::new() }
    }

    /// Gives each entry an id.
    ///
    /// # Errors
    /// An id is taken or none can be made, or an entry lacks what it must have.
    pub(super) fn name(mut self, new: &mut [NewEntry]) -> Result<(), Refusal> {
        for new in new {
            let entry = match &new.id {
                Some(id) => self.free(EntryRef { kind: new.kind, id: id.clone() })?,
                None => self.made(new)?,
            };
            if let Some(required) = keys(entry.kind)
                .iter()
                .find(|key| key.required && !new.fields.iter().any(|(name, _)| name == key.name))
            {
                let refusal = Refusal::new(format!("{entry} has no `{}`", required.name));
                return Err(refusal.help(format!("say {}: {}", required.name, required.about)));
            }
            new.id = Some(entry.id.clone());
            self.named.insert(entry);
        }
        Ok(())
    }

    /// A free id, made from what the entry says.
    fn made(&mut self, new: &NewEntry) -> Result<EntryRef, Refusal> {
        let title = new.title().unwrap_or_default();
        match Id::slug(title) {
            Some(id) => {
                let entry = EntryRef { kind: new.kind, id };
                Ok(if self.has(&entry) { self.next_free(&entry) } else { entry })
            }
            None => Err(Refusal::new(format!("no id can be made from “{}”", short(title)))
                .help("say one of a-z, 0-9 and hyphens: --id zone-outage")),
        }
    }

    /// The id that is asked for, where it is free.
    fn free(&mut self, entry: EntryRef) -> Result<EntryRef, Refusal> {
        if !self.has(&entry) {
            return Ok(entry);
        }
        let free = self.next_free(&entry).id;
        let message = match self.transaction.place(&entry) {
            Some((path, line)) => {
                format!("there is {entry} already in {}:{line}", self.transaction.shown(&path))
            }
            None => format!("{entry} is added twice"),
        };
        Err(Refusal::new(message).help(format!("`{free}` is free: --id {free}")))
    }

    fn has(&self, entry: &EntryRef) -> bool {
        self.named.contains(entry) || self.transaction.has(entry.kind, entry.id.as_str())
    }

    fn next_free(&mut self, entry: &EntryRef) -> EntryRef {
        let mut number = self.numbers.get(entry).copied().unwrap_or(1);
        loop {
            number += 1;
            let next = EntryRef { kind: entry.kind, id: entry.id.with_suffix(&number.to_string()) };
            if !self.has(&next) {
                self.numbers.insert(entry.clone(), number);
                return next;
            }
        }
    }
}
