//! Failures against which nothing is done.

use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;
use crate::model::MeasureClass;
use crate::model::Word;

pub(super) const RULE: Rule = Rule {
    needs: &["preventative", "reactive", "mitigation", "accepted"],
    habit: Some(|number| format!("none of the {number} open failures has an action")),
    ..Rule::of_failures("no-action", include_str!("no_action.md"), check)
};

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    if scope.is_accepted(failure) {
        return;
    }
    diagnostics.judged();
    if MeasureClass::ALL.iter().all(|&class| failure.measures(class).is_empty()) {
        diagnostics
            .report(Place::of(Kind::Failure, failure), "nothing is done about this failure")
            .help("add preventative = [\"…\"] or reactive = [\"…\"], or accept it in [failure.….accepted]");
    }
}
