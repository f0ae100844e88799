//! Components of critical flows of which nobody asked how they fail.

use std::collections::HashSet;

use crate::finding::Place;
use crate::finding::listed;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Affects;
use crate::model::Criticality;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Reference;

pub(super) const RULE: Rule = Rule {
    target: 2,
    ..Rule::judging("unexamined-component", include_str!("unexamined_component.md"), check)
};

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let mut examined: HashSet<&Id> = HashSet::new();
    for failure in scope.open_failures() {
        examined.extend(failure.sources.iter().filter_map(Reference::id));
        if let Affects::Components(ids) = &failure.affects {
            examined.extend(ids);
        }
    }
    for flow in scope.book.flows.iter().filter(|flow| flow.criticality == Some(Criticality::High)) {
        // A component that is named and not described is reported where it is named.
        let is_known = |id: &&Id| scope.book.has(Kind::Component, id.as_str());
        let steps = flow.components.iter().map(|step| &step.component).filter(is_known);
        let mut seen = HashSet::new();
        let missing = steps.filter(|id| !examined.contains(id) && seen.insert(*id));
        let missing: Vec<&str> = missing.map(Id::as_str).collect();
        let Some(first) = missing.first().filter(|_| scope.is_clear(&[Kind::Failure])) else { continue };
        let number = match missing.len() {
            1 => "a component of this critical flow has no failure".to_owned(),
            many => format!("{many} components of this critical flow have no failure"),
        };
        remarks
            .say(
                Place::of(Kind::Flow, flow).field("components"),
                format!("{number}: {}", listed(missing.iter().copied())),
            )
            .help(format!("ask how it can fail, and add what you find with sources = [\"{first}\"]"));
    }
}
