//! Failures without what a decision needs.

use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;

pub(super) const RULE: Rule = Rule {
    needs: &["status"],
    options: &["needs"],
    check,
    ..Rule::of_failures("incomplete-failure", include_str!("incomplete_failure.md"), each)
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

/// The fields that are asked for: those of the option, else the usual ones.
fn needs<'a>(scope: &Scope<'a>) -> Option<Vec<&'a str>> {
    let written = scope.option(RULE.id, "needs")?.as_array()?;
    Some(written.iter().filter_map(|name| name.as_str()).collect())
}

/// Says what is wrong with the option.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let is_known = |name: &str| FIELDS.iter().any(|(field, _)| *field == name);
    if let Some(unknown) = needs(scope).unwrap_or_default().into_iter().find(|name| !is_known(name)) {
        let known: Vec<_> = FIELDS.iter().map(|(field, _)| *field).collect();
        diagnostics
            .report(
                Place::config("lint.incomplete-failure.needs"),
                format!("`{unknown}` is no field that can be asked for"),
            )
            .help(format!("write some of {}", known.join(", ")));
    }
}

fn each(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    let needs = needs(scope);
    let needs = needs.as_deref().unwrap_or(NEEDS);
    let lacks =
        |(field, lacks): &&(&'static str, fn(&Failure) -> bool)| needs.contains(field) && lacks(failure);
    let missing = FIELDS.iter().filter(lacks).map(|(field, _)| *field);
    // What seems to be missing may be misspelt.
    let (doubtful, missing): (Vec<&str>, Vec<&str>) =
        missing.partition(|field| failure.flaws.touch(&[field]));
    if !doubtful.is_empty() {
        diagnostics.hold_back(Place::of(Kind::Failure, failure));
    }
    let Some((last, rest)) = missing.split_last() else { return };
    let list =
        if rest.is_empty() { (*last).to_owned() } else { format!("{} and no {last}", rest.join(", no ")) };
    let unrated = missing.contains(&"severity") || missing.contains(&"likelihood");
    let finding =
        diagnostics.report(Place::of(Kind::Failure, failure), format!("this failure has no {list}"));
    finding.help(match (unrated, missing.iter().all(|field| matches!(*field, "severity" | "likelihood"))) {
        (true, true) => "rate it, so that it finds its place in the list",
        (true, false) => "rate it, and say the rest, so that it finds its place and others understand it",
        (false, _) => "add it, so that others understand the failure",
    });
}
