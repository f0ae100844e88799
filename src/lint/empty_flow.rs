//! Flows that pass nothing.

use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["components"],
    alone: true,
    ..Rule::judging("empty-flow", include_str!("empty_flow.md"), check)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let empty = scope.book.flows.iter().filter(|flow| flow.components.is_empty());
    for flow in empty {
        diagnostics
            .report(Place::of(Kind::Flow, flow).field("components"), "this flow passes no component")
            .help("add components = [\"…\"], in the order of the journey");
    }
}
