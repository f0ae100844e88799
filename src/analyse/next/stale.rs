//! What was to be looked at again.

use crate::analyse::next::work::days;
use crate::config::Config;
use crate::finding::Subject;
use crate::graph::Graph;
use crate::lint;
use crate::lint::Facts;
use crate::lint::RULES;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Book;
use crate::model::Criticality;
use crate::model::Date;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Priority;
use crate::rank::Case;
use crate::rank::Key;
use crate::rank::urgency;

/// A review that is late, or an acceptance that has run out: what a rule says on that day.
#[derive(Clone, Debug)]
pub struct Stale<'a> {
    /// The rule that says so.
    pub rule: &'static str,
    /// The failure; `None` where it is said once for all of them.
    pub failure: Option<&'a Entry<Failure>>,
    /// Its priority.
    pub priority: Option<Priority>,
    /// What orders it among failures by the configured method; the greater comes first.
    pub urgency: Option<Key>,
    /// The criticality of the most critical flow that it reaches.
    pub criticality: Option<Criticality>,
    /// For how many days; `None` where no day is written.
    pub days_late: Option<i32>,
    /// What the rule says.
    pub message: String,
}

impl Stale<'_> {
    /// The rules that are asked.
    pub(super) const RULES: [&'static str; 2] = ["stale-acceptance", "stale-review"];

    /// Whether a risk is open again that somebody had answered for.
    pub fn is_acceptance(&self) -> bool {
        self.rule == Self::RULES[0]
    }
}

/// Asks the rules. What they do not say since the workspace silences them is no work.
pub(super) fn gather<'a>(book: &'a Book, config: &Config, graph: &Graph<'a>, today: Date) -> Vec<Stale<'a>> {
    let rules = RULES.iter().filter(|rule| Stale::RULES.contains(&rule.id)).copied();
    let rules: Vec<Rule> = rules.collect();
    let scope = Scope::new(book, config, Facts { today, dated: true }, &rules, &[]);
    let findings = lint::run(&scope, |finding| Stale::RULES.contains(&finding.rule)).findings;
    let stale = findings.into_iter().flatten().filter_map(|finding| {
        let failure = match &finding.at.subject {
            Subject::Entry(entry) => book.failures.get(entry.id.as_str()),
            Subject::Workspace => None,
            Subject::Config | Subject::File(_) => return None,
        };
        let until = failure.and_then(|failure| failure.accepted.as_ref()).map(|accepted| accepted.until);
        let until = until.filter(|_| finding.rule == Stale::RULES[0]);
        let case = failure.map(|failure| Case::new(failure, graph, config, None));
        Some(Stale {
            rule: finding.rule,
            failure,
            priority: case.as_ref().map(|case| case.priority),
            urgency: case.as_ref().map(|case| urgency(case, config)),
            criticality: case.and_then(|case| case.criticality),
            days_late: until.and_then(|until| days(until, today)),
            message: finding.message.into_owned(),
        })
    });
    stale.collect()
}
