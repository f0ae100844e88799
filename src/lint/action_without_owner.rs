//! Actions that nobody is accountable for.

use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::lint::tracked;
use crate::lint::tracked::Tracked;
use crate::model::ActionStatus;
use crate::model::Entry;
use crate::model::Failure;

pub(super) const RULE: Rule = Rule {
    needs: &["owner", "preventative", "reactive", "mitigation"],
    alone: true,
    target: 4,
    habit: Some(|number| format!("none of the {number} tracked actions has an owner")),
    check,
    ..Rule::of_failures("action-without-owner", include_str!("action_without_owner.md"), each)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    tracked::entries(scope).for_each(|action| judge(&action, diagnostics));
}

fn each(_: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    tracked::of_failure(failure).for_each(|action| judge(&action, diagnostics));
}

fn judge(tracked: &Tracked<'_>, diagnostics: &mut Diagnostics) {
    if tracked.action.status == Some(ActionStatus::Rejected) {
        return;
    }
    diagnostics.judged();
    if !tracked.is_owned {
        diagnostics
            .report(tracked.place(""), "nobody is accountable for this action")
            .help("add owner = \"…\" to it: one team or person; others stand in `with`");
    }
}
