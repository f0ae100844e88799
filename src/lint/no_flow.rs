//! Workspaces without any flow.

use crate::finding::Finding;
use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Kind;

pub(super) const RULE: Rule =
    Rule { target: 3, ..Rule::judging("no-flow", include_str!("no_flow.md"), check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let book = scope.book;
    if !book.ids(Kind::Flow).is_empty() || book.failures.is_empty() && book.components.is_empty() {
        return;
    }
    // A team that has not begun to describe its system is not asked before it works towards that level.
    if book.components.is_empty() && scope.config.target_level < RULE.target {
        return;
    }
    // What could not be read may be a flow.
    if scope.reading.iter().any(Finding::is_of_lost_text) {
        return diagnostics.hold_back(Place::workspace());
    }
    diagnostics
        .report(Place::workspace(), "no flow is described, so nothing tells what a failure means for users")
        .help("begin with the most critical one: [flow.…] with its criticality, and its components in their order");
}
