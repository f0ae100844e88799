//! Failures that nobody owns.

use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["owner"],
    target: 2,
    habit: Some(|number| format!("none of the {number} failures has an owner")),
    ..Rule::of_failures("no-owner", include_str!("no_owner.md"), check)
};

fn check(_: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    diagnostics.judged();
    if failure.owner.is_none() {
        diagnostics
            .report(Place::of(Kind::Failure, failure), "nobody owns this failure")
            .help("add owner = \"…\" to it, to its [playbook], or to faultbook.toml");
    }
}
