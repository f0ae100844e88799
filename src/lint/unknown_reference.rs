//! References to entries that do not exist.

use std::collections::HashSet;

use crate::finding::Place;
use crate::finding::nearest;
use crate::graph::each_naming;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::EntryRef;

pub(super) const RULE: Rule =
    Rule { check, ..Rule::structural("unknown-reference", include_str!("unknown_reference.md")) };

/// How many findings get a suggestion: each costs a look at every id.
const SUGGESTIONS: usize = 100;

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let book = scope.book;
    let mut said = 0;
    // Most references name what others name too.
    let mut known = HashSet::new();
    each_naming(book, |naming| {
        let (kind, id) = (naming.named_kind, naming.named);
        if known.contains(&(kind, id)) {
            return;
        }
        if book.has(kind, id.as_str()) {
            known.insert((kind, id));
            return;
        }
        said += 1;
        let near = if said <= SUGGESTIONS { nearest(id.as_str(), book.ids(kind)) } else { None };
        let other = book.kinds_of(id.as_str()).first().copied();
        let help = match (near, other) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(other)) => format!("there is a {other} of that name; this must be a {kind}"),
            (None, None) if naming.or_words => {
                format!("add [{kind}.{id}], or write it in words, with a capital letter or a space")
            }
            (None, None) => format!("add [{kind}.{id}]"),
        };
        let at = Place::entry(EntryRef { kind: naming.kind, id: naming.id.clone() }).field(naming.field());
        remarks.say(at, format!("there is no {kind} `{id}`")).help(help);
    });
}
