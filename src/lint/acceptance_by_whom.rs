//! Risks accepted by nobody, or by somebody who may not.

use crate::finding::Place;
use crate::finding::listed;
use crate::finding::short;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["accepted"],
    target: 2,
    ..Rule::of_failures("acceptance-by-whom", include_str!("acceptance_by_whom.md"), check)
};

fn check(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    let may = &scope.config.accept_by;
    let named = || match may.as_slice() {
        [] => "somebody who answers for the risk".to_owned(),
        names => format!("{}, as accept_by in faultbook.toml says", listed(names.iter().map(String::as_str))),
    };
    let Some(accepted) = &failure.accepted else { return };
    let place = Place::of(Kind::Failure, failure);
    match &accepted.by {
        None => diagnostics
            .report(place.field("accepted"), "nobody is named who accepts this risk")
            .help(format!("add by = \"…\": {}", named())),
        Some(by) if may.is_empty() || may.iter().any(|name| is_same(name, by)) => {}
        Some(by) => diagnostics
            .report(place.field("accepted.by"), format!("`{}` may not accept a risk", short(by)))
            .help(format!("ask {}", named())),
    }
}

fn is_same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}
