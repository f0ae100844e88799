//! Components and flows: what a failure strikes, and which journeys pass there.

use std::collections::HashMap;

use crate::model::Affects;
use crate::model::Book;
use crate::model::Component;
use crate::model::Criticality;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::MeasureClass;
use crate::model::Reference;
use crate::model::Word;

/// The flows of a book by the components they pass.
#[derive(Debug)]
pub struct Graph<'a> {
    book: &'a Book,
    by_component: HashMap<&'a str, Passing<'a>>,
    /// The criticality of the most critical of all flows.
    criticality: Option<Criticality>,
}

/// The flows that pass one component.
#[derive(Debug, Default)]
struct Passing<'a> {
    flows: Vec<&'a Entry<Flow>>,
    criticality: Option<Criticality>,
}

impl<'a> Graph<'a> {
    /// Reads the components of all flows once.
    pub fn new(book: &'a Book) -> Self {
        let mut by_component: HashMap<&str, Passing<'_>> = HashMap::new();
        for flow in book.flows.iter() {
            for step in &flow.components {
                let passing = by_component.entry(step.component.as_str()).or_default();
                passing.flows.push(flow);
                passing.criticality = passing.criticality.max(flow.criticality);
            }
        }
        let criticality = book.flows.iter().filter_map(|flow| flow.criticality).max();
        Self { book, by_component, criticality }
    }

    /// The flows that a failure names, and those that pass a component it strikes; by id.
    pub fn flows(&self, failure: &Failure) -> Vec<&'a Entry<Flow>> {
        let Some(struck) = struck(failure) else { return self.book.flows.iter().collect() };
        let passing = struck.iter().filter_map(|id| self.by_component.get(id.as_str()));
        let passing = passing.flat_map(|passing| passing.flows.iter().copied());
        let mut flows: Vec<_> = self.named(failure).chain(passing).collect();
        flows.sort_by_key(|flow| &flow.id);
        flows.dedup_by_key(|flow| &flow.id);
        flows
    }

    /// The criticality of the most critical flow that a failure touches, without a look at each of them: a component
    /// may lie on very many.
    pub fn criticality(&self, failure: &Failure) -> Option<Criticality> {
        let Some(struck) = struck(failure) else { return self.criticality };
        let passing = struck.iter().filter_map(|id| self.by_component.get(id.as_str())?.criticality);
        self.named(failure).filter_map(|flow| flow.criticality).chain(passing).max()
    }

    fn named(&self, failure: &Failure) -> impl Iterator<Item = &'a Entry<Flow>> {
        failure.flows.iter().filter_map(|id| self.book.flows.get(id.as_str()))
    }
}

/// The components that a failure strikes: those that `affects` names, else those among its sources. `None`: the
/// whole workload.
fn struck(failure: &Failure) -> Option<Vec<&Id>> {
    match &failure.affects {
        Affects::Everything(_) => None,
        Affects::Components(ids) => Some(ids.iter().collect()),
        Affects::Sources => Some(failure.sources.iter().filter_map(Reference::id).collect()),
    }
}

/// The entries that name an entry, in the order of their kinds and ids.
pub fn named_by(book: &Book, kind: Kind, id: &str) -> Vec<EntryRef> {
    let is = |of: Kind, other: &Id| of == kind && other.as_str() == id;
    let component =
        |entry: &Entry<Component>| entry.depends_on.iter().any(|d| is(Kind::Component, &d.component));
    let flow = |entry: &Entry<Flow>| {
        let stands_in = entry.alternative_to.as_ref().is_some_and(|other| is(Kind::Flow, other));
        stands_in || entry.components.iter().any(|step| is(Kind::Component, &step.component))
    };
    let failure = |entry: &Entry<Failure>| {
        let sources = entry.sources.iter().filter_map(Reference::id).any(|other| is(Kind::Component, other));
        let alerts = entry.detected_by.iter().filter_map(Reference::id).any(|other| is(Kind::Alert, other));
        let strikes = matches!(&entry.affects, Affects::Components(ids) if ids.iter().any(|other| is(Kind::Component, other)));
        let flows = entry.flows.iter().any(|other| is(Kind::Flow, other));
        let measures = MeasureClass::ALL.iter().flat_map(|&class| entry.measures(class));
        let mut shared = measures.filter_map(|measure| match measure {
            Measure::Shared { id } => Some(id),
            _ => None,
        });
        sources || alerts || strikes || flows || shared.any(|other| is(Kind::Action, other))
    };
    let components =
        book.components.iter().filter(|entry| component(entry)).map(|e| (Kind::Component, &e.id));
    let flows = book.flows.iter().filter(|entry| flow(entry)).map(|e| (Kind::Flow, &e.id));
    let failures = book.failures.iter().filter(|entry| failure(entry)).map(|e| (Kind::Failure, &e.id));
    components.chain(flows).chain(failures).map(|(kind, id)| EntryRef { kind, id: id.clone() }).collect()
}
