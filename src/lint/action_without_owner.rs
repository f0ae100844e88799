//! Actions that nobody is accountable for.

use crate::finding::Place;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::ActionStatus;

pub(super) const RULE: Rule = Rule {
    target: 4,
    habit: Some(|number| format!("none of the {number} tracked actions has an owner")),
    ..Rule::judging("action-without-owner", include_str!("action_without_owner.md"), check)
};

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    scope.each_action(|place: Place, action, owned| {
        if action.status == Some(ActionStatus::Rejected) {
            return;
        }
        remarks.judged();
        if !owned {
            remarks
                .say(place, "nobody is accountable for this action")
                .help("add owner = \"…\" to it: one team or person; others stand in `with`");
        }
    });
}
