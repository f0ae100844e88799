//! Sources that the flows of their failure do not need.

use crate::finding::Place;
use crate::finding::listed;
use crate::graph::Outside;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["sources", "affects", "flows"],
    alone: false,
    target: 3,
    ..Rule::of_failures("source-outside-flow", include_str!("source_outside_flow.md"), check)
};

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    let Some(Outside { sources, flows }) = scope.graph.sources_outside(failure) else { return };
    for (index, id) in sources {
        if scope.may_name(&[Kind::Component, Kind::Flow], id) {
            diagnostics.hold_back(Place::of(Kind::Failure, failure));
            continue;
        }
        let names = listed(flows.iter().map(|flow| flow.id.as_str()));
        let which = if flows.len() == 1 {
            "the flow that this failure breaks,"
        } else {
            "any flow that this failure breaks:"
        };
        diagnostics
            .report(
                Place::of(Kind::Failure, failure).field(format!("sources[{index}]")),
                format!("`{id}` is not part of {which} {names}"),
            )
            .help("add it to the flow, or to depends_on of a component there, or take it from the sources");
    }
}
