//! Names that are no rule, where rules are named.

use crate::finding::Place;
use crate::finding::nearest;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;

pub(super) const RULE: Rule = Rule::judging("unknown-rule", include_str!("unknown_rule.md"), check);

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let unknown = |name: &str| !scope.rules.iter().any(|rule| rule.id == name);
    let say = |remarks: &mut Remarks, place: Place, name: &str| {
        let help = match nearest(name, scope.rules.iter().map(|rule| rule.id)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "faultbook explain lists all rules".to_owned(),
        };
        remarks.say(place, format!("`{name}` is no rule")).help(help);
    };
    let lint = &scope.config.lint;
    for name in lint.rules.keys().filter(|name| unknown(name)) {
        say(remarks, Place::config(format!("lint.{name}")), name);
    }
    for (index, levels) in lint.per_file.tables.iter().enumerate() {
        for (name, level) in levels.iter().filter(|(name, _)| unknown(name)) {
            say(remarks, Place::config(format!("lint.per-file[{index}].{level}")), name);
        }
    }
    for (entry, allow) in scope.allows() {
        for name in allow.keys().filter(|name| unknown(name)) {
            say(remarks, Place::entry(entry.clone()).field(format!("allow.{name}")), name);
        }
    }
}
