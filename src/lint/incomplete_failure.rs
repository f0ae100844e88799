//! Failures without what a decision needs.

use crate::finding::Place;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Failure;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    options: &["needs"],
    ..Rule::judging("incomplete-failure", include_str!("incomplete_failure.md"), check)
};

/// The name of a field, and whether a failure lacks it.
type Need = (&'static str, fn(&Failure) -> bool);

/// The fields that can be asked for.
const FIELDS: &[Need] = &[
    ("risk", |failure| failure.risk.is_none()),
    ("sources", |failure| failure.sources.is_empty()),
    ("severity", |failure| failure.severity.is_none()),
    ("likelihood", |failure| failure.likelihood.is_none()),
    ("detection", |failure| failure.detection.is_none()),
    ("classes", |failure| failure.classes.is_empty()),
    ("cause", |failure| failure.cause.is_none()),
    ("outage", |failure| failure.outage.is_none()),
    ("reviewed", |failure| failure.reviewed.is_none()),
];

const NEEDS: &[&str] = &["risk", "sources", "severity", "likelihood"];

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let written = scope.option(RULE.id, "needs").and_then(|value| value.as_array());
    let needs: Vec<&str> = match written {
        Some(list) => list.iter().filter_map(|name| name.as_str()).collect(),
        None => NEEDS.to_vec(),
    };
    if let Some(unknown) = needs.iter().find(|name| !FIELDS.iter().any(|(field, _)| field == *name)) {
        let known: Vec<_> = FIELDS.iter().map(|(field, _)| *field).collect();
        remarks
            .say(
                Place::config("lint.incomplete-failure.needs"),
                format!("`{unknown}` is no field that can be asked for"),
            )
            .help(format!("write some of {}", known.join(", ")));
    }
    for failure in scope.open_failures().filter(|failure| !failure.flawed) {
        let lacks =
            |(field, lacks): &&(&'static str, fn(&Failure) -> bool)| needs.contains(field) && lacks(failure);
        let missing: Vec<_> = FIELDS.iter().filter(lacks).map(|(field, _)| *field).collect();
        let Some((last, rest)) = missing.split_last() else { continue };
        let list = if rest.is_empty() {
            (*last).to_owned()
        } else {
            format!("{} and no {last}", rest.join(", no "))
        };
        let unrated = missing.contains(&"severity") || missing.contains(&"likelihood");
        let finding = remarks.say(Place::of(Kind::Failure, failure), format!("this failure has no {list}"));
        finding.help(
            match (unrated, missing.iter().all(|field| matches!(*field, "severity" | "likelihood"))) {
                (true, true) => "rate it, so that it finds its place in the list",
                (true, false) => {
                    "rate it, and say the rest, so that it finds its place and others understand it"
                }
                (false, _) => "add it, so that others understand the failure",
            },
        );
    }
}
