//! Failures that nobody owns.

use crate::finding::Place;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    target: 2,
    habit: Some(|number| format!("none of the {number} failures has an owner")),
    ..Rule::judging("no-owner", include_str!("no_owner.md"), check)
};

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    for failure in scope.open_failures().filter(|failure| !failure.flawed) {
        remarks.judged();
        if failure.owner.is_none() {
            remarks
                .say(Place::of(Kind::Failure, failure), "nobody owns this failure")
                .help("add owner = \"…\" to it, to its [playbook], or to faultbook.toml");
        }
    }
}
