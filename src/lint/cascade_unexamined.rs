//! Components that fail with another, of which nobody asked what that means.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::finding::Level;
use crate::finding::Place;
use crate::finding::listed;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Affects;
use crate::model::Class;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Reference;
use crate::model::Strength;

pub(super) const RULE: Rule = Rule {
    level: Level::Hint,
    target: 4,
    ..Rule::judging("cascade-unexamined", include_str!("cascade_unexamined.md"), check)
};

fn check<'a>(scope: &Scope<'a>, diagnostics: &mut Diagnostics) {
    // For each component those that fail with it at once. What fails with those is asked where they are examined.
    let vital = scope.graph.vital();
    let mut cascades: HashMap<&Id, Vec<&Id>> = HashMap::new();
    for component in scope.book.components.iter() {
        let strong = component.depends_on.iter().filter(|needed| needed.strength == Strength::Strong);
        for needed in
            strong.filter_map(|needed| needed.component.as_ref()).filter(|id| vital.contains_key(id))
        {
            // Who needs it twice comes twice in a row.
            let is_new = cascades.get(needed).is_none_or(|others| others.last() != Some(&&component.id));
            if *needed != component.id && is_new {
                cascades.entry(needed).or_default().push(&component.id);
            }
        }
    }
    if cascades.is_empty() {
        return;
    }
    let (examined, answered, together) = asked(scope, &cascades);
    // What is written as strong may be meant to be weak where something beside it is misspelt.
    let sure = scope.unsure().map(|_| scope.sure().vital());
    let is_sure = |id: &Id| sure.as_ref().is_none_or(|vital| vital.contains_key(id));
    let is_flawed = |id: &Id| {
        let entry = scope.book.components.get(id.as_str());
        entry.is_some_and(|entry| entry.flaws.touch(&["depends_on"]))
    };
    for component in scope.book.components.iter().filter(|component| examined.contains(&component.id)) {
        let Some(others) = cascades.get(&component.id) else { continue };
        let is_open =
            |other: &&&Id| !answered.contains(**other) && !together.contains(&(&component.id, **other));
        let open: Vec<&Id> = others.iter().copied().filter(|other| is_open(&other)).collect();
        // An answer names both, or what fails with the component.
        let (doubtful, open): (Vec<&Id>, Vec<&Id>) = open.into_iter().partition(|other| {
            !is_sure(&component.id) || is_flawed(other) || scope.may_name(&[Kind::Failure], other)
        });
        if !doubtful.is_empty() {
            diagnostics.hold_back(Place::of(Kind::Component, component));
        }
        let others: Vec<&str> = open.into_iter().map(Id::as_str).collect();
        let Some(first) = others.first() else { continue };
        let names = listed(others.iter().copied());
        let message = match others.len() {
            1 => format!("when this component fails, so does {names}, and no failure says what that means"),
            _ => format!(
                "when this component fails, so do {names}, and no failure says what that means for them"
            ),
        };
        diagnostics.report(Place::of(Kind::Component, component), message).help(format!(
            "add a failure with sources = [\"{}\"] and affects = [\"{first}\"], or one of {first} with classes = [\"dependency\"]",
            component.id
        ));
    }
}

/// The components that failures name; those of which a failure says what it means that something they need is gone;
/// and pairs, of what fails and what fails with it, that one failure names.
type Asked<'a> = (HashSet<&'a Id>, HashSet<&'a Id>, HashSet<(&'a Id, &'a Id)>);

fn asked<'a>(scope: &Scope<'a>, cascades: &HashMap<&'a Id, Vec<&'a Id>>) -> Asked<'a> {
    let mut edges: Option<HashSet<(&Id, &Id)>> = None;
    let (mut examined, mut answered, mut together) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut last: Option<&Id> = None;
    for failure in scope.open_failures() {
        let is_answer =
            failure.classes.iter().any(|class| matches!(class, Class::Dependency | Class::SharedFate));
        let names: Vec<&Id> = named(failure).collect();
        // Failures of one component often follow each other, and to look is quicker than to search.
        if let [only] = names[..]
            && !is_answer
            && last.replace(only) == Some(only)
        {
            continue;
        }
        examined.extend(&names);
        if is_answer {
            answered.extend(names);
        } else {
            for &failing in names.iter().filter(|id| names.len() > 1 && cascades.contains_key(*id)) {
                let edges = edges.get_or_insert_with(|| {
                    let edges = cascades
                        .iter()
                        .flat_map(|(&id, others)| others.iter().map(move |&other| (id, other)));
                    edges.collect()
                });
                together
                    .extend(names.iter().map(|&other| (failing, other)).filter(|pair| edges.contains(pair)));
            }
        }
    }
    (examined, answered, together)
}

/// The components that a failure names, some perhaps twice.
fn named(failure: &Entry<Failure>) -> impl Iterator<Item = &Id> {
    let affected = match &failure.affects {
        Affects::Components(ids) => ids.as_slice(),
        _ => &[],
    };
    failure.sources.iter().filter_map(Reference::id).chain(affected)
}
