//! Failures that are only prevented, or only reacted to.

use crate::finding::Level;
use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["preventative", "reactive", "mitigation", "accepted"],
    target: 3,
    ..Rule::of_failures("one-sided-actions", include_str!("one_sided_actions.md"), check)
};

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    // What is not yet classified may turn out to be the other side.
    if !failure.mitigation.is_empty() || scope.is_accepted(failure) {
        return;
    }
    let (message, help) = match (failure.preventative.is_empty(), failure.reactive.is_empty()) {
        (true, false) => (
            "nothing prevents this failure: it has only reactive actions",
            "add preventative = [\"…\"]: what lowers its likelihood or severity beforehand",
        ),
        (false, true) => (
            "nothing says what to do when it happens: it has only preventative actions",
            "add reactive = [\"…\"]: the steps for whoever is called, in their order",
        ),
        _ => return,
    };
    let level = if scope.is_urgent(failure) { Level::Deny } else { Level::Hint };
    diagnostics.report(Place::of(Kind::Failure, failure), message).at_most(level).help(help);
}
