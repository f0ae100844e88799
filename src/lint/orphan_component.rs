//! Components that nothing names.

use std::collections::HashSet;

use crate::finding::Place;
use crate::finding::listed;
use crate::graph::each_naming;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Id;
use crate::model::Kind;

pub(super) const RULE: Rule =
    Rule { target: 2, ..Rule::judging("orphan-component", include_str!("orphan_component.md"), check) };

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let mut named: HashSet<&Id> = HashSet::new();
    each_naming(scope.book, |naming| {
        let itself = naming.kind == Kind::Component && naming.id == naming.named;
        if naming.named_kind == Kind::Component && !itself {
            named.insert(naming.named);
        }
    });
    let orphans: Vec<_> =
        scope.book.components.iter().filter(|component| !named.contains(&component.id)).collect();
    let (number, place) = match orphans.as_slice() {
        [] => return,
        [one] => {
            ("no flow, component or failure names this component".to_owned(), Place::of(Kind::Component, one))
        }
        many => (
            format!(
                "no flow, component or failure names {} components: {}",
                many.len(),
                listed(many.iter().map(|component| component.id.as_str()))
            ),
            Place::workspace(),
        ),
    };
    remarks
        .say(place, number)
        .help("add it to the flow that passes it, or to depends_on of what needs it, or delete it");
}
