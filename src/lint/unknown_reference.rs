//! References to entries that do not exist.

use crate::finding::Place;
use crate::graph::Naming;
use crate::graph::each_naming_of;
use crate::graph::each_naming_of_system;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Status;

pub(super) const RULE: Rule = Rule {
    check,
    each: Some(each),
    ..Rule::structural("unknown-reference", include_str!("unknown_reference.md"))
};

/// Judges all but the failures that are looked at one by one.
fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    each_naming_of_system(scope.book, |naming| judge(naming, scope, remarks));
    let retired = scope.book.failures.iter().filter(|failure| failure.status == Status::Retired);
    retired.for_each(|failure| each(scope, failure, remarks));
}

fn each(scope: &Scope<'_>, failure: &Entry<Failure>, remarks: &mut Remarks) {
    each_naming_of(failure, |naming| judge(naming, scope, remarks));
}

fn judge(naming: Naming<'_>, scope: &Scope<'_>, remarks: &mut Remarks) {
    let (book, kind, id) = (scope.book, naming.named_kind, naming.named);
    if book.has(kind, id.as_str()) {
        return;
    }
    let help = match book.kinds_of(id.as_str()).first() {
        Some(other) => format!("there is a {other} of that name; this must be a {kind}"),
        None if naming.or_words => {
            format!("add [{kind}.{id}], or write it in words, with a capital letter or a space")
        }
        None => format!("add [{kind}.{id}]"),
    };
    let at = Place::entry(EntryRef { kind: naming.kind, id: naming.id.clone() }).field(naming.field());
    remarks.say(at, format!("there is no {kind} `{id}`")).help(help);
    remarks.missing(EntryRef { kind, id: id.clone() });
}
