//! What happened, with a date that has not come yet.

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::AnyEntry;
use crate::model::Date;
use crate::model::Entry;
use crate::model::Fact;
use crate::model::Failure;
use crate::model::Kind;
use crate::model::Leaf;

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
    let others = scope.book.entries().filter(|entry| entry.kind() != Kind::Failure);
    others.for_each(|entry| judge(entry, scope, diagnostics));
}

fn each(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    judge(AnyEntry::Failure(failure), scope, diagnostics);
}

fn judge(entry: AnyEntry<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let (mut found, mut written) = (Vec::new(), Vec::new());
    entry.walk(&mut |leaf, key, path| match leaf {
        Leaf::Date(date) if key.fact != Fact::No && is_future(date, scope.facts.today) => {
            found.push((key.fact, path.to_string(), date));
        }
        Leaf::Word(_) => written.push(key.name),
        _ => {}
    });
    for (fact, field, date) in found {
        if !matches!(fact, Fact::With(other) if !written.contains(&other)) {
            let message = message(&field, date);
            diagnostics.report(Place::entry(entry.entry_ref()).field(field), message).help(HELP);
        }
    }
}
