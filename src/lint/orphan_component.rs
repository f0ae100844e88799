//! Components that nothing names.

use std::collections::HashSet;

use crate::finding::Place;
use crate::finding::listed;
use crate::graph::each_naming;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;

pub(super) const RULE: Rule =
    Rule { target: 2, ..Rule::judging("orphan-component", include_str!("orphan_component.md"), check) };

/// How many of them are shown.
const NAMED: usize = 3;

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let mut named: HashSet<&Id> = HashSet::new();
    each_naming(scope.book, |naming| {
        let itself = naming.kind == Kind::Component && naming.id == naming.named;
        if naming.named_kind == Kind::Component && !itself {
            named.insert(naming.named);
        }
    });
    let orphans = scope.book.components.iter().filter(|component| !named.contains(&component.id));
    let (silenced, orphans): (Vec<_>, Vec<_>) =
        orphans.partition(|component| component.allow.contains_key(RULE.id));
    for component in silenced {
        remarks.left_out(EntryRef { kind: Kind::Component, id: component.id.clone() });
    }
    if orphans.is_empty() || !scope.is_clear(&[Kind::Component, Kind::Flow, Kind::Failure]) {
        return;
    }
    let message = match orphans.as_slice() {
        [one] => format!("no flow, component or failure names the component {}", one.id),
        many => {
            let names = listed(many.iter().map(|component| component.id.as_str()));
            format!("no flow, component or failure names {} components: {names}", many.len())
        }
    };
    let first = orphans.iter().take(NAMED);
    first
        .fold(remarks.say(Place::workspace(), message), |remark, component| {
            remark.related(Place::of(Kind::Component, component), "named by nothing")
        })
        .help("add it to the flow that passes it, or to depends_on of what needs it, or delete it");
}
