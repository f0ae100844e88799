//! Actions that nobody is accountable for.

use crate::lint::Remarks;
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

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    tracked::entries(scope).for_each(|action| judge(&action, remarks));
}

fn each(_: &Scope<'_>, failure: &Entry<Failure>, remarks: &mut Remarks) {
    tracked::of_failure(failure).for_each(|action| judge(&action, remarks));
}

fn judge(tracked: &Tracked<'_>, remarks: &mut Remarks) {
    if tracked.action.status == Some(ActionStatus::Rejected) {
        return;
    }
    remarks.judged();
    if !tracked.is_owned {
        remarks
            .say(tracked.place(""), "nobody is accountable for this action")
            .help("add owner = \"…\" to it: one team or person; others stand in `with`");
    }
}
