//! Components of critical flows of which nobody asked how they fail.

use std::collections::HashSet;

use crate::finding::Place;
use crate::finding::listed;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Affects;
use crate::model::Criticality;
use crate::model::Entry;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Reference;

pub(super) const RULE: Rule = Rule {
    needs: &["criticality", "components"],
    target: 2,
    ..Rule::judging("unexamined-component", include_str!("unexamined_component.md"), check)
};

fn check<'a>(scope: &Scope<'a>, diagnostics: &mut Diagnostics) {
    let critical = || scope.book.flows.iter().filter(|flow| flow.criticality == Some(Criticality::High));
    let steps = |flow: &'a Entry<Flow>| flow.components.iter().map(|step| &step.component);
    // A component that is named and not described is reported where it is named.
    let is_known = |id: &&Id| scope.book.has(Kind::Component, id.as_str());
    let mut unexamined: HashSet<&Id> = critical().flat_map(steps).filter(is_known).collect();
    let mut last: Option<&Id> = None;
    for failure in scope.open_failures() {
        if unexamined.is_empty() {
            return;
        }
        let named = match &failure.affects {
            Affects::Components(ids) => ids.as_slice(),
            _ => &[],
        };
        for id in failure.sources.iter().filter_map(Reference::id).chain(named) {
            // Failures of one component often follow each other, and to look is quicker than to search.
            if last.replace(id) != Some(id) {
                unexamined.remove(id);
            }
        }
    }
    for flow in critical() {
        let mut seen = HashSet::new();
        let missing = steps(flow).filter(|id| unexamined.contains(id) && seen.insert(*id));
        let (doubtful, missing): (Vec<&Id>, Vec<&Id>) =
            missing.partition(|id| scope.may_name(&[Kind::Failure], id));
        if !doubtful.is_empty() {
            diagnostics.hold_back(Place::of(Kind::Flow, flow));
        }
        let missing: Vec<&str> = missing.into_iter().map(Id::as_str).collect();
        let Some(first) = missing.first() else { continue };
        let number = match missing.len() {
            1 => "a component of this critical flow has no failure".to_owned(),
            many => format!("{many} components of this critical flow have no failure"),
        };
        diagnostics
            .report(
                Place::of(Kind::Flow, flow).field("components"),
                format!("{number}: {}", listed(missing.iter().copied())),
            )
            .help(format!("ask how it can fail, and add what you find with sources = [\"{first}\"]"));
    }
}
