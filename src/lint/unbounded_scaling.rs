//! Components that scale without end.

use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Kind;
use crate::model::Scaling;

pub(super) const RULE: Rule = Rule {
    needs: &["scaling"],
    alone: true,
    target: 2,
    ..Rule::judging("unbounded-scaling", include_str!("unbounded_scaling.md"), check)
};

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for component in scope.book.components.iter() {
        if let Some(Scaling::Range { max: None, .. }) = component.scaling {
            diagnostics
                .report(
                    Place::of(Kind::Component, component).field("scaling"),
                    "nothing says how far this component may scale",
                )
                .help("add max = …, as much as the budget, the quota and what it depends on can bear");
        }
    }
}
