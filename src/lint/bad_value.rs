//! Values that are impossible: most are found while reading; some only beside the rest of the workspace.

use crate::finding::Place;
use crate::finding::nearest;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Kind;
use crate::rank::METHODS;
use crate::rank::find;

pub(super) const RULE: Rule = Rule { check, ..Rule::structural("bad-value", include_str!("bad_value.md")) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    check_method(&scope.config.rank, diagnostics);
    let files = || scope.book.files.iter().map(|file| &**file);
    // A workspace without a file is still to be filled.
    let unmatched = files().next().map(|_| scope.config.lint.per_file.unmatched(files()));
    for (table, pattern) in unmatched.into_iter().flatten() {
        let place = Place::config(format!("lint.per-file[{table}].files[{pattern}]"));
        diagnostics.report(place, "this pattern matches no file").help("correct or remove it");
    }
    for component in scope.book.components.iter() {
        for (index, needed) in component.depends_on.iter().enumerate() {
            if needed.component.as_ref() == Some(&component.id) {
                let place = Place::of(Kind::Component, component).field(format!("depends_on[{index}]"));
                diagnostics
                    .report(place, "a component cannot depend on itself")
                    .help("delete it, or name the one it needs");
            }
        }
    }
}

fn check_method(rank: &str, diagnostics: &mut Diagnostics) {
    if find(rank).is_some() {
        return;
    }
    let ids = METHODS.iter().map(|method| method.id);
    let help = match nearest(rank, ids.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", ids.collect::<Vec<_>>().join(", ")),
    };
    diagnostics.report(Place::config("rank"), format!("`rank`: `{rank}` is no method")).help(help);
}
