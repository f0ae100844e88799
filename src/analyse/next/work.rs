//! Actions that are to be done.

use std::collections::HashMap;

use crate::analyse::next::Gain;
use crate::config::Config;
use crate::graph::Graph;
use crate::model::Action;
use crate::model::Book;
use crate::model::Criticality;
use crate::model::Date;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Measure;
use crate::model::MeasureClass;
use crate::model::Priority;
use crate::model::Status;
use crate::model::Word;
use crate::rank::Case;
use crate::rank::Key;
use crate::rank::is_planned;
use crate::rank::urgency;

/// Where an action stands.
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    /// It is an entry.
    Entry(&'a Entry<Action>),
    /// It is written out in a failure, in a list, at an index.
    Failure(&'a Entry<Failure>, MeasureClass, usize),
}

/// An action that is to be done.
#[derive(Clone, Debug)]
pub struct Work<'a> {
    /// The action.
    pub action: &'a Action,
    /// Where it stands.
    pub at: At<'a>,
    /// The failures that it is an action of, by id; retired ones are left out.
    pub serves: Vec<&'a Entry<Failure>>,
    /// What it gains for those of them that are open.
    pub gain: Gain<'a>,
    /// The greatest priority of the failures; `None` where there is none.
    pub priority: Option<Priority>,
    /// What orders the most urgent of them by the configured method; the greater comes first.
    pub urgency: Option<Key>,
    /// The criticality of the most critical flow that they reach.
    pub criticality: Option<Criticality>,
    /// For how many days it is overdue.
    pub days_late: Option<i32>,
    /// In how many days it is due, where that is not in the past.
    pub days_left: Option<i32>,
}

/// One use of an action by a failure.
type Use<'a> = (&'a Entry<Failure>, MeasureClass);

/// All actions that are to be done, those of failures in the order of the book, then those that are entries; and how many
/// actions say nothing of how far they are.
pub(super) fn gather<'a>(
    book: &'a Book,
    config: &Config,
    graph: &Graph<'a>,
    today: Date,
) -> (Vec<Work<'a>>, usize) {
    let context = Context { config, graph, today };
    let mut shared: HashMap<&Id, Vec<Use<'a>>> = HashMap::new();
    let (mut work, mut untracked) = (Vec::new(), 0);
    for failure in book.failures.iter().filter(|failure| failure.is_active()) {
        for &class in MeasureClass::ALL {
            for (index, measure) in failure.measures(class).iter().enumerate() {
                match measure {
                    Measure::Shared { id } => shared.entry(id).or_default().push((failure, class)),
                    Measure::Inline(action) if is_tracked(action) || action.owner.is_some() => {
                        work.extend(context.work(
                            action,
                            At::Failure(failure, class, index),
                            &[(failure, class)],
                        ));
                    }
                    _ => untracked += usize::from(class != MeasureClass::Reactive),
                }
            }
        }
    }
    for entry in book.actions.iter() {
        let uses = shared.get(&entry.id).map(Vec::as_slice).unwrap_or_default();
        // Its owner may be no more than that of its playbook.
        if is_tracked(entry) {
            work.extend(context.work(entry, At::Entry(entry), uses));
        } else {
            let is_unknown =
                uses.is_empty() || uses.iter().any(|(_, class)| *class != MeasureClass::Reactive);
            untracked += usize::from(is_unknown);
        }
    }
    (work, untracked)
}

/// Whether somebody said how far an action is, or what it takes and brings.
fn is_tracked(action: &Action) -> bool {
    action.status.is_some()
        || action.due.is_some()
        || action.effort.is_some()
        || action.reduces.is_some()
        || action.link.is_some()
}

struct Context<'d, 'a> {
    config: &'d Config,
    graph: &'d Graph<'a>,
    today: Date,
}

impl<'a> Context<'_, 'a> {
    /// The action as work; `None` where there is nothing to do.
    fn work(&self, action: &'a Action, at: At<'a>, uses: &[Use<'a>]) -> Option<Work<'a>> {
        if !is_planned(action) {
            return None;
        }
        let allow = match at {
            At::Entry(entry) => &entry.allow,
            At::Failure(failure, ..) => &failure.allow,
        };
        let days = action
            .due
            .filter(|_| !allow.contains_key("overdue-action"))
            .and_then(|due| days(due, self.today));
        let days_late = days.filter(|&days| days > 0);
        let is_open = |(failure, class): &&Use<'a>| {
            *class != MeasureClass::Reactive
                && failure.status == Status::Open
                && !failure.is_accepted(self.today)
        };
        if days_late.is_none() && !uses.is_empty() && !uses.iter().any(|one| is_open(&one)) {
            return None;
        }
        // Uses come by the ids of their failures, and a failure may use an action twice.
        let mut serves: Vec<(Case<'a>, bool)> = Vec::new();
        for one in uses {
            match serves.last_mut().filter(|(case, _)| case.failure.id == one.0.id) {
                Some((_, open)) => *open |= is_open(&one),
                None => serves.push((Case::new(one.0, self.graph, self.config, None), is_open(&one))),
            }
        }
        let gaining = serves.iter().filter(|(_, open)| *open).map(|(case, _)| case);
        Some(Work {
            action,
            at,
            gain: Gain::new(action.reduces.as_deref(), action.effort, gaining, self.config),
            priority: serves.iter().map(|(case, _)| case.priority).max(),
            urgency: serves.iter().map(|(case, _)| urgency(case, self.config)).max(),
            criticality: serves.iter().filter_map(|(case, _)| case.criticality).max(),
            serves: serves.iter().map(|(case, _)| case.failure).collect(),
            days_late,
            days_left: days.filter(|&days| days <= 0).map(|days| -days),
        })
    }
}

/// How many days lie between a day and today; less than 0 where it is still to come.
pub(super) fn days(since: Date, today: Date) -> Option<i32> {
    since.until(today).ok().map(|span| span.get_days())
}
