//! Keys that nobody reads: most are found while reading; options of rules are known only here.

use crate::finding::Place;
use crate::finding::nearest;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;

pub(super) const RULE: Rule =
    Rule { check, ..Rule::structural("unknown-key", include_str!("unknown_key.md")) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (name, setting) in &scope.config.lint.rules {
        let Some(rule) = scope.rules.iter().find(|rule| rule.id == name) else {
            continue;
        };
        for option in setting.options.keys().filter(|option| !rule.options.contains(&option.as_str())) {
            let help = match nearest(option, rule.options.iter().copied().chain(["level"])) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("faultbook explain {name} tells which options it has"),
            };
            let place = Place::config(format!("lint.{name}.{option}"));
            diagnostics.report(place, format!("the rule {name} has no option `{option}`")).help(help);
        }
    }
}
