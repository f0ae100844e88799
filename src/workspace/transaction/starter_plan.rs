//! How the failures of one starter are taken over: what is new, and what changes of what is there.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analyse::known::Known;
use crate::analyse::known::Recognised;
use crate::change::Edit;
use crate::change::NewEntry;
use crate::change::Path;
use crate::change::Refusal;
use crate::change::Value;
use crate::edit::Draft;
use crate::finding::nearest;
use crate::model::Book;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Scales;
use crate::model::Status;
use crate::model::Test;
use crate::starter::Starter;
use crate::workspace::transaction::adopt::Adopted;
use crate::workspace::transaction::starter_fields;

/// Changes of entries that are there already.
type Edits = Vec<(EntryRef, Vec<Edit>)>;

/// One starter beside the book of a workspace.
pub(super) struct Taking<'a> {
    starter: &'a Starter,
    draft: Draft,
    catalogue: &'a Book,
    book: &'a Book,
    known: Known<'a>,
}

impl<'a> Taking<'a> {
    pub(super) fn new(starter: &'a Starter, catalogue: &'a Book, book: &'a Book) -> Self {
        let draft = Draft::new(starter.name.into(), starter.name.into(), starter.playbook().into_owned());
        Self { starter, draft, catalogue, book, known: Known::new(book) }
    }

    /// What is new, and what changes of what is there. Of the rest it tells why nothing does.
    pub(super) fn plan(
        &self,
        wanted: BTreeMap<&Id, BTreeSet<&Id>>,
        scales: &Scales,
        adopted: &mut Adopted,
    ) -> Result<(Vec<NewEntry>, Edits), Refusal> {
        if let Some(id) = wanted.keys().find(|id| self.catalogue.failures.get(id.as_str()).is_none()) {
            return Err(self.unknown(id));
        }
        let (mut new, mut edits) = (Vec::new(), Vec::new());
        // The failures that tests can cover afterwards, by their ids in the catalogue, and which of them are new.
        let mut ids: BTreeMap<&Id, Id> = BTreeMap::new();
        let mut fresh: BTreeSet<&Id> = BTreeSet::new();
        for failure in self.catalogue.failures.iter() {
            let known = self.known.find(self.starter.name, failure);
            if let Some(Recognised::Taken(known)) = known {
                ids.insert(&failure.id, known.id.clone());
            }
            let Some(components) = wanted.get(&failure.id) else { continue };
            let id = match known {
                Some(Recognised::Taken(known)) => {
                    edits.extend(self.wire(known, components, adopted));
                    continue;
                }
                // Of an entry that cannot be read only the id is known.
                _ if self.book.has(Kind::Failure, failure.id.as_str()) => match self.other_id(failure) {
                    Some(id) => id,
                    None => {
                        adopted.taken.push(entry(Kind::Failure, &failure.id));
                        continue;
                    }
                },
                _ => failure.id.clone(),
            };
            if id != failure.id {
                adopted.renamed.push((failure.id.clone(), entry(Kind::Failure, &id)));
            }
            if components.is_empty() {
                adopted.loose.push(entry(Kind::Failure, &id));
            }
            let value = self.draft.value(&entry(Kind::Failure, &failure.id))?;
            let fields = starter_fields::fields(value, self.starter, components, scales);
            new.push(NewEntry { kind: Kind::Failure, id: Some(id.clone()), fields, comment: String::new() });
            ids.insert(&failure.id, id);
            fresh.insert(&failure.id);
        }
        for test in self.catalogue.tests.iter().filter(|test| test.covers.iter().any(|id| fresh.contains(id)))
        {
            let covers: Vec<&Id> = test.covers.iter().filter_map(|id| ids.get(id)).collect();
            match self.book.has(Kind::Test, test.id.as_str()) {
                false => new.extend(self.test(test, &covers)?),
                true => edits.extend(self.cover(test, covers, adopted)),
            }
        }
        Ok((new, edits))
    }

    /// Lets a failure that was taken over before name more components.
    fn wire(
        &self,
        known: &Entry<Failure>,
        components: &BTreeSet<&Id>,
        adopted: &mut Adopted,
    ) -> Option<(EntryRef, Vec<Edit>)> {
        let failure = entry(Kind::Failure, &known.id);
        let edits = match known.status {
            Status::Retired => Vec::new(),
            _ => starter_fields::edits(known, self.starter.word(), components),
        };
        if edits.is_empty() {
            adopted.known.push(failure);
            return None;
        }
        adopted.wired.push(failure.clone());
        Some((failure, edits))
    }

    /// The id with the name of the starter before it, where it does not begin so.
    fn other_id(&self, failure: &Entry<Failure>) -> Option<Id> {
        let prefix = format!("{}-", self.starter.name);
        let id = Id::new(&format!("{prefix}{}", failure.id)).ok()?;
        let is_free = !self.book.has(Kind::Failure, id.as_str());
        (is_free && !failure.id.as_str().starts_with(&prefix)).then_some(id)
    }

    /// A test that is new, and covers what is there.
    fn test(&self, test: &Entry<Test>, covers: &[&Id]) -> Result<Option<NewEntry>, Refusal> {
        let Value::Table(mut fields) = self.draft.value(&entry(Kind::Test, &test.id))? else {
            return Ok(None);
        };
        for (_, value) in fields.iter_mut().filter(|(key, _)| key == "covers") {
            *value = Value::texts(covers.iter().map(|id| id.as_str()));
        }
        Ok(Some(NewEntry { kind: Kind::Test, id: Some(test.id.clone()), fields, comment: String::new() }))
    }

    /// Adds new failures to `covers` of a test that was added before. One that covers nothing of the starter only shares the id; one
    /// with runs did not test the new failures.
    fn cover(
        &self,
        test: &Entry<Test>,
        covers: Vec<&Id>,
        adopted: &mut Adopted,
    ) -> Option<(EntryRef, Vec<Edit>)> {
        let there = entry(Kind::Test, &test.id);
        let known = self.book.tests.get(test.id.as_str());
        let Some(known) = known.filter(|known| known.covers.iter().any(|id| covers.contains(&id))) else {
            adopted.taken.push(there);
            return None;
        };
        let more: Vec<&Id> = covers.into_iter().filter(|id| !known.covers.contains(id)).collect();
        if !known.runs.is_empty() {
            adopted.tried.extend((!more.is_empty()).then_some(there));
            return None;
        }
        let more = more.into_iter();
        Some((there, more.map(|id| Edit::Add(Path::key("covers"), Value::text(id.as_str()))).collect()))
    }

    fn unknown(&self, id: &Id) -> Refusal {
        let refusal = Refusal::new(format!("the starter {} has no failure `{id}`", self.starter.name));
        let ids = self.catalogue.failures.iter().map(|failure| failure.id.as_str());
        refusal.help(match nearest(id.as_str(), ids) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`faultbook starter show {}` lists them", self.starter.name),
        })
    }
}

fn entry(kind: Kind, id: &Id) -> EntryRef {
    EntryRef { kind, id: id.clone() }
}
