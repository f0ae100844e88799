//! Sources that the flows of their failure do not need.

use crate::finding::Place;
use crate::finding::listed;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Affects;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Reference;

pub(super) const RULE: Rule = Rule {
    target: 3,
    ..Rule::of_failures("source-outside-flow", include_str!("source_outside_flow.md"), check)
};

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, remarks: &mut Remarks) {
    let are_known = |flows: &[Id]| flows.iter().all(|id| scope.book.has(Kind::Flow, id.as_str()));
    if failure.flawed || !are_known(&failure.flows) {
        return;
    }
    // What a failure strikes is part of the flows that this breaks: no need to ask which they are.
    let is_struck = !matches!(failure.affects, Affects::Components(_));
    let is_inside = |id: &Id| is_struck && scope.graph.reaches_flow(id);
    let is_doubtful = |id: &&Id| scope.book.components.get(id.as_str()).is_some() && !is_inside(id);
    let sources = failure.sources.iter().enumerate();
    let named =
        sources.filter_map(|(index, source)| Some((index, Reference::id(source).filter(is_doubtful)?)));
    let named: Vec<_> = named.collect();
    if named.is_empty() {
        return;
    }
    let flows = scope.graph.flows(failure);
    if flows.is_empty() {
        return;
    }
    for (index, id) in named.into_iter().filter(|(_, id)| !flows.need(id)) {
        if !scope.is_clear(&[Kind::Component, Kind::Flow]) {
            return;
        }
        let names = listed(flows.iter().map(|flow| flow.id.as_str()));
        let which = if flows.len() == 1 {
            "the flow that this failure breaks,"
        } else {
            "any flow that this failure breaks:"
        };
        remarks
            .say(
                Place::of(Kind::Failure, failure).field(format!("sources[{index}]")),
                format!("`{id}` is not part of {which} {names}"),
            )
            .help("add it to the flow, or to depends_on of a component there, or take it from the sources");
    }
}
