//! Components that nothing names.

use std::collections::HashSet;

use crate::finding::Place;
use crate::finding::listed;
use crate::graph::struck;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Book;
use crate::model::Component;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Reference;

pub(super) const RULE: Rule =
    Rule { target: 2, ..Rule::judging("orphan-component", include_str!("orphan_component.md"), check) };

/// How many of them are shown.
const NAMED: usize = 3;

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let orphans = unnamed(scope.book);
    let (silenced, orphans): (Vec<_>, Vec<_>) =
        orphans.into_iter().partition(|component| component.allow.contains_key(RULE.id));
    for component in silenced {
        diagnostics.left_out(EntryRef { kind: Kind::Component, id: component.id.clone() });
    }
    // What nobody names may belong to a flow that is still to be filled in, and that is a finding already.
    let is_filled = |flow: &Entry<Flow>| !flow.components.is_empty() || flow.flaws.touch(&["components"]);
    let is_complete = || scope.book.flows.iter().all(is_filled);
    if orphans.is_empty() || !is_complete() {
        return;
    }
    let kinds = [Kind::Component, Kind::Flow, Kind::Failure];
    let (doubtful, orphans): (Vec<_>, Vec<_>) =
        orphans.into_iter().partition(|component| scope.may_name(&kinds, &component.id));
    doubtful.iter().for_each(|component| diagnostics.hold_back(Place::of(Kind::Component, component)));
    if orphans.is_empty() {
        return;
    }
    let message = match orphans.as_slice() {
        [one] => format!("no flow, component or failure names the component {}", one.id),
        many => {
            let names = listed(many.iter().map(|component| component.id.as_str()));
            format!("no flow, component or failure names {} components: {names}", many.len())
        }
    };
    let first = orphans.iter().take(NAMED);
    first
        .fold(diagnostics.report(Place::workspace(), message), |remark, component| {
            remark.related(Place::of(Kind::Component, component), "named by nothing")
        })
        .help("add it to the flow that passes it, or to depends_on of what needs it, or delete it");
}

/// The components that nothing names, by id. Failures, of which there may be very many, are asked last.
fn unnamed(book: &Book) -> Vec<&Entry<Component>> {
    let named: HashSet<&Id> = book
        .flows
        .iter()
        .flat_map(|flow| flow.components.iter().map(|step| &step.component))
        .chain(book.components.iter().flat_map(|component| {
            let needed = component.depends_on.iter().flat_map(|dependency| {
                let fallback = dependency.fallback.as_deref().and_then(|id| book.components.get(id));
                [dependency.component.as_ref(), fallback.map(|entry| &entry.id)].into_iter().flatten()
            });
            needed.filter(|id| **id != component.id)
        }))
        .collect();
    let mut unnamed: HashSet<&Id> =
        book.components.iter().map(|component| &component.id).filter(|id| !named.contains(id)).collect();
    for failure in book.failures.iter() {
        if unnamed.is_empty() {
            break;
        }
        for id in failure.sources.iter().filter_map(Reference::id).chain(struck(failure).unwrap_or_default())
        {
            unnamed.remove(id);
        }
    }
    book.components.iter().filter(|component| unnamed.contains(&component.id)).collect()
}
