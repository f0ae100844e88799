//! Failures of which nobody knows how they show.

use crate::finding::Level;
use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["detected_by", "accepted"],
    target: 3,
    habit: Some(|number| format!("none of the {number} failures says how it is detected")),
    ..Rule::of_failures("no-detection", include_str!("no_detection.md"), check)
};

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    if scope.is_accepted(failure) {
        return;
    }
    diagnostics.judged();
    if failure.detected_by.is_empty() {
        let level = if scope.is_urgent(failure) { Level::Deny } else { Level::Hint };
        diagnostics
            .report(Place::of(Kind::Failure, failure), "nothing says how this failure is detected")
            .at_most(level)
            .help("add detected_by = [\"…\"]: the alert, or in words what is seen first");
    }
}
