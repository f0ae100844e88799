//! Actions whose day has passed.

use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::ActionStatus;

pub(super) const RULE: Rule = Rule {
    target: 4,
    dated: true,
    ..Rule::judging("overdue-action", include_str!("overdue_action.md"), check)
};

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    scope.each_action(|place, action, _| {
        let is_open = !matches!(
            action.status,
            Some(ActionStatus::InPlace | ActionStatus::Verified | ActionStatus::Rejected)
        );
        if let Some(due) = action.due.filter(|&due| is_open && due < scope.facts.today) {
            let field = match place.field.as_str() {
                "" => "due".to_owned(),
                inline => format!("{inline}.due"),
            };
            let status =
                action.status.map_or("its status is unknown".to_owned(), |status| format!("it is {status}"));
            remarks
                .say(place.field(field), format!("this action was due on {due}, and {status}"))
                .help("write status = \"in-place\" if it is done, else agree on a new day or reject it");
        }
    });
}
