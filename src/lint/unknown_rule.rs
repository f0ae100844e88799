//! Names that are no rule, where rules are named.

use crate::finding::Place;
use crate::finding::nearest;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;

pub(super) const RULE: Rule =
    Rule { check, ..Rule::structural("unknown-rule", include_str!("unknown_rule.md")) };

/// The check of `coverage` that an entry may silence, although no rule of `lint` is called so.
pub const UNTESTED: &str = "untested-failure";

/// What is wrong with the name of a rule in the `allow` of an entry, and what to do; `None` where there is such a rule.
pub fn unknown_in_allow(name: &str, rules: &[Rule]) -> Option<(String, String)> {
    (name != UNTESTED).then(|| unknown(name, rules, &[UNTESTED])).flatten()
}

/// The same where `lint` alone is spoken of. `others` may be meant as well.
fn unknown(name: &str, rules: &[Rule], others: &[&str]) -> Option<(String, String)> {
    if rules.iter().any(|rule| rule.id == name) {
        return None;
    }
    let help = match nearest(name, rules.iter().map(|rule| rule.id).chain(others.iter().copied())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "faultbook explain lists all rules".to_owned(),
    };
    Some((format!("`{name}` is no rule"), help))
}

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let say = |diagnostics: &mut Diagnostics, place: Place, wrong: Option<(String, String)>| {
        if let Some((message, help)) = wrong {
            diagnostics.report(place, message).help(help);
        }
    };
    let lint = &scope.config.lint;
    for name in lint.rules.keys() {
        say(diagnostics, Place::config(format!("lint.{name}")), unknown(name, scope.rules, &[]));
    }
    for (index, levels) in lint.per_file.tables.iter().enumerate() {
        for (name, level) in levels {
            let place = Place::config(format!("lint.per-file[{index}].{level}"));
            say(diagnostics, place, unknown(name, scope.rules, &[]));
        }
    }
    for (entry, allow) in scope.allows() {
        for name in allow.keys() {
            let place = Place::entry(entry.clone()).field(format!("allow.{name}"));
            say(diagnostics, place, unknown_in_allow(name, scope.rules));
        }
    }
}
