//! What happened, with a date that has not come yet.

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Date;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    level: Level::Deny,
    dated: true,
    check,
    ..Rule::of_failures("future-fact", include_str!("future_fact.md"), each)
};

const HELP: &str = "write the date on which it happened";

/// Whether a date lies in the future, wherever on earth it was written down: the day after today may have begun there.
pub fn is_future(date: Date, today: Date) -> bool {
    today.tomorrow().is_ok_and(|tomorrow| date > tomorrow)
}

/// The finding about a fact in the future, as the rule reports it.
pub fn future_fact(at: Place, date: Date) -> Finding {
    let message = message(&at.field, date);
    Finding::new(RULE.id, at, message).help(HELP)
}

fn message(field: &str, date: Date) -> String {
    format!("`{field}` is in the future: {date}")
}

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for component in scope.book.components.iter() {
        let restored = component.backup.as_ref().and_then(|backup| backup.restored);
        judge(Place::of(Kind::Component, component).field("backup.restored"), restored, scope, diagnostics);
    }
    for flow in scope.book.flows.iter() {
        let agreed = flow.agreed.as_ref().and_then(|agreed| agreed.on);
        judge(Place::of(Kind::Flow, flow).field("agreed.on"), agreed, scope, diagnostics);
    }
    for test in scope.book.tests.iter() {
        for (at, run) in test.runs.iter().enumerate() {
            judge(Place::of(Kind::Test, test).field(format!("runs[{at}].on")), run.on, scope, diagnostics);
        }
    }
}

fn each(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    let accepted = failure.accepted.as_ref().and_then(|accepted| accepted.on);
    for (field, date) in [("reviewed", failure.reviewed), ("accepted.on", accepted)] {
        if date.is_some() {
            judge(Place::of(Kind::Failure, failure).field(field), date, scope, diagnostics);
        }
    }
}

fn judge(at: Place, date: Option<Date>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(date) = date.filter(|date| is_future(*date, scope.facts.today)) else { return };
    let message = message(&at.field, date);
    diagnostics.report(at, message).help(HELP);
}
