//! Dependencies that may fail, of which nobody said what happens then, or whose fallback fails with them.

use crate::finding::Level;
use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Kind;
use crate::model::Strength;

pub(super) const RULE: Rule = Rule {
    needs: &["depends_on"],
    level: Level::Hint,
    target: 3,
    habit: Some(|number| format!("none of the {number} weak dependencies has a working fallback")),
    ..Rule::judging(
        "weak-dependency-without-fallback",
        include_str!("weak_dependency_without_fallback.md"),
        check,
    )
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for component in scope.book.components.iter() {
        for (index, needed) in component.depends_on.iter().enumerate() {
            // Whether a fallback fails with a component of another workspace cannot be seen from here.
            let Some(id) = needed.component.as_ref().filter(|_| needed.strength == Strength::Weak) else {
                continue;
            };
            diagnostics.judged();
            let at = || Place::of(Kind::Component, component).field(format!("depends_on[{index}]"));
            match &needed.fallback {
                None => {
                    let message =
                        format!("this component goes on without `{id}`, and nobody said with what instead");
                    diagnostics.report(at(), message).help("add fallback = \"…\": what users get meanwhile");
                }
                Some(fallback) if scope.graph.is_lost(&component.id, id) => {
                    let message = format!("the fallback `{fallback}` fails with `{id}`");
                    let help = format!("name a fallback that works without `{id}`");
                    diagnostics.report(at(), message).help(help);
                }
                Some(_) => {}
            }
        }
    }
}
