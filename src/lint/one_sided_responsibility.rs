//! Components of others that the team could not do without, and has no plan for.

use crate::finding::Level;
use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Kind;
use crate::model::Responsibility;

pub(super) const RULE: Rule = Rule {
    needs: &["responsibility", "exit_strategy"],
    alone: true,
    level: Level::Hint,
    target: 3,
    habit: Some(|number| {
        format!("none of the {number} components of vendors and platforms has an exit strategy")
    }),
    ..Rule::judging("one-sided-responsibility", include_str!("one_sided_responsibility.md"), check)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for component in scope.book.components.iter() {
        let whose = match component.responsibility {
            Some(Responsibility::Vendor) => "a vendor",
            Some(Responsibility::Platform) => "the platform",
            _ => continue,
        };
        diagnostics.judged();
        if component.exit_strategy.is_none() {
            diagnostics
                .report(
                    Place::of(Kind::Component, component).field("responsibility"),
                    format!("{whose} answers for this component, and it has no exit strategy"),
                )
                .help(
                    "add exit_strategy = \"…\": what you do when it is withdrawn, or no longer good enough",
                );
        }
    }
}
