//! Failures of the starter catalogue, taken over.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::change::Refusal;
use crate::finding::nearest;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::starter::Starter;
use crate::workspace::Error;
use crate::workspace::Workspace;
use crate::workspace::transaction::Transaction;
use crate::workspace::transaction::starter_plan::Taking;

/// A failure of the catalogue that is wanted, and the components whose failure it is.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The starter.
    pub starter: &'static Starter,
    /// The id that the failure has there.
    pub failure: Id,
    /// The components; where there are none, the words of the catalogue stay among its sources.
    pub components: Vec<Id>,
}

/// What became of failures that were wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Adopted {
    /// The failures and tests that are new.
    pub new: Vec<EntryRef>,
    /// The failures that were there already, and name more components now.
    pub wired: Vec<EntryRef>,
    /// The failures that were there already and stayed as they were.
    pub known: Vec<EntryRef>,
    /// The new failures whose id was taken, each with the id that it has in the catalogue.
    pub renamed: Vec<(Id, EntryRef)>,
    /// Failures and tests that were left out, since something else has their id.
    pub taken: Vec<EntryRef>,
    /// The tests that were run before, and so do not cover what is new.
    pub tried: Vec<EntryRef>,
    /// The new failures that name no component.
    pub loose: Vec<EntryRef>,
}

impl Transaction {
    /// Takes failures of the catalogue over, with the tests that cover them: with where they came from, with components in place
    /// of the words for the technology, and with levels of the workspace's own scales. What was taken over before is not
    /// doubled: it names one more component at most. `playbook` is where what is new goes; `None`: a playbook for each starter,
    /// called as the starter is.
    ///
    /// # Errors
    /// A starter has no such failure, there is no such component, or a file that is to be changed cannot be read.
    pub fn adopt(&mut self, wanted: &[Wanted], playbook: Option<&str>) -> Result<Adopted, Error> {
        self.whole(|transaction| {
            let mut by_starter: BTreeMap<&str, (&Starter, BTreeMap<&Id, BTreeSet<&Id>>)> = BTreeMap::new();
            for one in wanted {
                let (_, failures) =
                    by_starter.entry(one.starter.name).or_insert((one.starter, BTreeMap::new()));
                failures.entry(&one.failure).or_default().extend(&one.components);
                one.components.iter().try_for_each(|component| transaction.is_component(component))?;
            }
            let workspace = transaction.as_workspace();
            let alone = by_starter.len() == 1;
            let mut adopted = Adopted::default();
            for (starter, failures) in by_starter.into_values() {
                let catalogue = Workspace::of_starters([starter]);
                let taking = Taking::new(starter, catalogue.book(), workspace.book());
                let (new, edits) = taking.plan(failures, &transaction.config.scales, &mut adopted)?;
                let head = if alone || playbook.is_none() { starter.head() } else { "" };
                adopted.new.extend(transaction.add_made(new, playbook.unwrap_or(starter.name), head)?);
                // Tests that are there already may name what is new.
                edits.iter().try_for_each(|(entry, edits)| transaction.edit(entry, edits))?;
            }
            Ok(adopted)
        })
    }

    fn is_component(&self, id: &Id) -> Result<(), Refusal> {
        if self.has(Kind::Component, id.as_str()) {
            return Ok(());
        }
        let ids: Vec<Id> =
            self.entries().filter(|entry| entry.kind == Kind::Component).map(|entry| entry.id).collect();
        let refusal = Refusal::new(format!("there is no component `{id}`"));
        Err(refusal.help(match nearest(id.as_str(), ids.iter().map(Id::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`faultbook add component {id}` adds it"),
        }))
    }
}
