//! Actions whose day has passed.

use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::lint::tracked;
use crate::lint::tracked::Tracked;
use crate::model::ActionStatus;
use crate::model::Entry;
use crate::model::Failure;

pub(super) const RULE: Rule = Rule {
    needs: &["preventative", "reactive", "mitigation"],
    alone: true,
    target: 4,
    dated: true,
    check,
    ..Rule::of_failures("overdue-action", include_str!("overdue_action.md"), each)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    tracked::entries(scope).for_each(|action| judge(&action, scope, diagnostics));
}

fn each(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    tracked::of_failure(failure).for_each(|action| judge(&action, scope, diagnostics));
}

fn judge(tracked: &Tracked<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let status = tracked.action.status;
    let is_done =
        matches!(status, Some(ActionStatus::InPlace | ActionStatus::Verified | ActionStatus::Rejected));
    let Some(due) = tracked.action.due.filter(|&due| !is_done && due < scope.facts.today) else { return };
    let status = status.map_or("its status is unknown".to_owned(), |status| format!("it is {status}"));
    diagnostics
        .report(tracked.place("due"), format!("this action was due on {due}, and {status}"))
        .help("write status = \"in-place\" if it is done, else agree on a new day or reject it");
}
