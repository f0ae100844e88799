//! Actions whose day has passed.

use crate::lint::Remarks;
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

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    tracked::entries(scope).for_each(|action| judge(&action, scope, remarks));
}

fn each(scope: &Scope<'_>, failure: &Entry<Failure>, remarks: &mut Remarks) {
    tracked::of_failure(failure).for_each(|action| judge(&action, scope, remarks));
}

fn judge(tracked: &Tracked<'_>, scope: &Scope<'_>, remarks: &mut Remarks) {
    let status = tracked.action.status;
    let is_done =
        matches!(status, Some(ActionStatus::InPlace | ActionStatus::Verified | ActionStatus::Rejected));
    let Some(due) = tracked.action.due.filter(|&due| !is_done && due < scope.facts.today) else { return };
    let status = status.map_or("its status is unknown".to_owned(), |status| format!("it is {status}"));
    remarks
        .say(tracked.place("due"), format!("this action was due on {due}, and {status}"))
        .help("write status = \"in-place\" if it is done, else agree on a new day or reject it");
}
