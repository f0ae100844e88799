//! Failures that nobody has looked at for too long.

use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Cadence;
use crate::model::Duration;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Interval;
use crate::model::InvalidDuration;
use crate::model::Kind;
use crate::rank::priority;

pub(super) const RULE: Rule = Rule {
    needs: &["reviewed", "severity", "likelihood", "accepted"],
    dated: true,
    options: &["grace"],
    habit: Some(|number| {
        format!("none of the {number} failures that are to be reviewed was reviewed in time")
    }),
    check,
    ..Rule::of_failures("stale-review", include_str!("stale_review.md"), each)
};

/// How long a review may wait, if that is written.
fn grace(scope: &Scope<'_>) -> Option<Result<Duration, InvalidDuration>> {
    scope.option(RULE.id, "grace").map(|written| written.as_str().unwrap_or("").parse())
}

/// Says what is wrong with the option.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if let Some(Err(reason)) = grace(scope) {
        let place = Place::config(format!("lint.{}.grace", RULE.id));
        diagnostics.report(place, "`grace` is no duration").help(reason.to_string());
    }
}

fn each(scope: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    let Some(interval) = interval(failure, scope).filter(|_| !scope.is_accepted(failure)) else { return };
    diagnostics.judged();
    let today = scope.facts.today;
    let place = || Place::of(Kind::Failure, failure);
    let help = || format!("look at it again, mend what changed, and write reviewed = {today}");
    match failure.reviewed {
        None => diagnostics.report(place(), "this failure has never been reviewed").help(help()),
        Some(reviewed) => {
            let Some(due) = interval.after(reviewed).filter(|due| *due < today) else { return };
            let grace = grace(scope).and_then(Result::ok);
            if grace.map_or(Some(due), |grace| grace.after(due)).is_some_and(|late| late < today) {
                let message = format!("the review of this failure was due on {due}");
                diagnostics.report(place().field("reviewed"), message).help(help());
            }
        }
    }
}

/// How often a failure is reviewed: as its playbook says, else as the workspace says.
fn interval(failure: &Entry<Failure>, scope: &Scope<'_>) -> Option<Interval> {
    let playbook = scope.book.playbooks.get(&failure.playbook);
    let cadence = playbook.and_then(|playbook| playbook.review_every.as_ref());
    match cadence.or(scope.config.review_every.as_ref())? {
        Cadence::Always(interval) => Some(*interval),
        Cadence::ByPriority(intervals) => intervals.get(&priority(failure, scope.config)).copied(),
    }
}
