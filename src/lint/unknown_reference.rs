//! References to entries that do not exist.

use crate::finding::Place;
use crate::graph::Naming;
use crate::graph::each_naming_of;
use crate::graph::each_naming_of_system;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Name;
use crate::model::missing;
use crate::model::shape::one_of;

pub(super) const RULE: Rule = Rule {
    check,
    each: Some(each),
    ..Rule::structural("unknown-reference", include_str!("unknown_reference.md"))
};

/// Judges all but the failures that are looked at one by one.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    each_naming_of_system(scope.book, |naming| judge(naming, scope, diagnostics));
    let others = scope.book.failures.iter().filter(|failure| !failure.is_active());
    others.for_each(|failure| each(scope, failure, diagnostics));
}

fn each(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    each_naming_of(failure, |naming| judge(naming, scope, diagnostics));
}

fn judge(naming: Naming<'_, '_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let (book, Name { id, kinds, or_words }) = (scope.book, naming.name);
    if naming.named(book).is_some() {
        return;
    }
    let help = match book.kinds_of(id.as_str()).first() {
        Some(other) => format!("there is {} of that name; this must be {}", one_of(&[*other]), one_of(kinds)),
        None => {
            let headers: Vec<String> = kinds.iter().map(|kind| format!("[{kind}.{id}]")).collect();
            let words =
                if or_words { ", or write it in words, with a capital letter or a space" } else { "" };
            format!("add {}{words}", headers.join(" or "))
        }
    };
    let at =
        Place::entry(EntryRef { kind: naming.kind, id: naming.id.clone() }).field(naming.field.to_string());
    diagnostics.report(at, missing(kinds, id)).help(help);
    diagnostics.missing(kinds, id);
}
