//! One line of the list.

use serde::Serialize;
use serde::Serializer;

use crate::analyse::coverage::Gap;
use crate::analyse::next::At;
use crate::analyse::next::Gain;
use crate::analyse::next::Stale;
use crate::analyse::next::Turn;
use crate::analyse::next::Work;
use crate::finding::listed;
use crate::model::ActionStatus;
use crate::model::Criticality;
use crate::model::Date;
use crate::model::Interval;
use crate::model::Priority;
use crate::rank::format_number;

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Task<'a> {
    /// An action.
    Action(Box<Work<'a>>),
    /// Something that coverage lacks.
    Gap(Box<Gap<'a>>),
    /// Something that was to be looked at again.
    Stale(Box<Stale<'a>>),
}

/// What is to be done, and why it stands where it stands.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// How urgent it is: the priority of its failure; of what a component lacks the criticality of its flow. It comes first in the
    /// order. `None` where neither is known.
    pub urgency: Option<Priority>,
    /// Why it stands where it stands among what is equally urgent.
    pub turn: Turn,
    /// What is to be done.
    pub task: Task<'a>,
}

impl<'a> Item<'a> {
    /// What it is about: `action/autoscale`, `failure/zone-outage.preventative[1]`, `component/cart-api`.
    pub fn subject(&self) -> String {
        match &self.task {
            Task::Action(work) => match work.at {
                At::Entry(entry) => format!("action/{}", entry.id),
                At::Failure(failure, class, index) => format!("failure/{}.{class}[{index}]", failure.id),
            },
            Task::Gap(gap) => match (gap.failure, gap.component) {
                (Some(failure), _) => format!("failure/{}", failure.id),
                (None, Some(component)) => format!("component/{component}"),
                (None, None) => "workspace".to_owned(),
            },
            Task::Stale(stale) => match stale.failure {
                Some(failure) => format!("failure/{}", failure.id),
                None => "workspace".to_owned(),
            },
        }
    }

    /// What is to be done, or the problem, in the words of the playbook; nothing for a component.
    pub fn text(&self) -> Option<&'a str> {
        match &self.task {
            Task::Action(work) => Some(&work.action.action),
            Task::Gap(gap) => gap.failure.map(|failure| failure.problem.as_str()),
            Task::Stale(stale) => stale.failure.map(|failure| failure.problem.as_str()),
        }
    }

    /// Who is to do it: the owner of the action, else those of its failures; of what is missing the owner of the failure,
    /// else of the component.
    pub fn owners(&self) -> Vec<&'a str> {
        match &self.task {
            Task::Action(work) => match work.action.owner.as_deref() {
                Some(owner) => vec![owner],
                None => {
                    let owners = work.serves.iter().filter_map(|failure| failure.owner.as_deref());
                    let mut owners: Vec<_> = owners.collect();
                    owners.sort_unstable();
                    owners.dedup();
                    owners
                }
            },
            Task::Gap(gap) => gap.owner.into_iter().collect(),
            Task::Stale(stale) => {
                stale.failure.and_then(|failure| failure.owner.as_deref()).into_iter().collect()
            }
        }
    }

    /// Why it is worth doing, and why now, in words.
    pub fn reason(&self) -> String {
        match &self.task {
            Task::Action(work) => reason(work),
            Task::Gap(gap) => gap.reason(),
            Task::Stale(stale) => stale.message.clone(),
        }
    }

    /// The priority of the failure, or the greatest of several.
    pub fn priority(&self) -> Option<Priority> {
        match &self.task {
            Task::Action(work) => work.priority,
            Task::Gap(gap) => gap.priority,
            Task::Stale(stale) => stale.priority,
        }
    }
}

/// Why an action is worth doing.
fn reason(work: &Work<'_>) -> String {
    let mut parts = Vec::new();
    let day = |days: i32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    parts.extend(work.days_late.map(|days| format!("due {} ago", day(days))));
    let effort = work.action.effort.map(|effort| format!(" for {effort} of work")).unwrap_or_default();
    let Gain { bad_minutes, lowers, .. } = &work.gain;
    if let Some(minutes) = bad_minutes {
        parts.push(format!("saves {} bad minutes a year{effort}", format_number(*minutes)));
    }
    if !lowers.is_empty() {
        let falls = lowers.iter().map(|fall| format!("{} from {} to {}", fall.failure, fall.from, fall.to));
        let falls: Vec<_> = falls.collect();
        let effort = if bad_minutes.is_some() { "" } else { &effort };
        parts.push(format!("lowers {}{effort}", listed(falls.iter().map(String::as_str))));
    }
    if !work.gain.is_known() {
        let serves = listed(work.serves.iter().map(|failure| failure.id.as_str()));
        let why = match (&work.action.reduces, work.serves.is_empty()) {
            (_, true) => "no failure uses it".to_owned(),
            (None, _) => format!("what it gains for {serves} is not known: `reduces` is not written"),
            (Some(_), _) => {
                format!("its `reduces` changes neither the priority nor the bad minutes of {serves}")
            }
        };
        parts.push(why);
        parts.extend(work.action.effort.map(|effort| format!("{effort} of work")));
    } else if work.action.effort.is_none() {
        parts.push("its effort is not written".to_owned());
    }
    parts.extend(work.days_left.map(|days| match days {
        0 => "due today".to_owned(),
        days => format!("due in {}", day(days)),
    }));
    parts.join("; ")
}

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Flat<'i> {
            urgency: Option<Priority>,
            turn: Turn,
            kind: &'static str,
            subject: String,
            text: Option<&'i str>,
            reason: String,
            owners: Vec<&'i str>,
            priority: Option<Priority>,
            criticality: Option<Criticality>,
            #[serde(skip_serializing_if = "Option::is_none")]
            action: Option<OfAction<'i>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            gap: Option<&'i Gap<'i>>,
            days_late: Option<i32>,
        }
        #[derive(Serialize)]
        struct OfAction<'i> {
            status: Option<ActionStatus>,
            due: Option<Date>,
            effort: Option<Interval>,
            gain: &'i Gain<'i>,
            failures: Vec<&'i str>,
        }
        let (mut action, mut gap) = (None, None);
        let (kind, criticality, days_late) = match &self.task {
            Task::Action(work) => {
                action = Some(OfAction {
                    status: work.action.status,
                    due: work.action.due,
                    effort: work.action.effort,
                    gain: &work.gain,
                    failures: work.serves.iter().map(|failure| failure.id.as_str()).collect(),
                });
                ("action", work.criticality, work.days_late)
            }
            Task::Gap(of) => {
                gap = Some(&**of);
                ("gap", of.stake.flow.criticality, None)
            }
            Task::Stale(stale) => (stale.rule, stale.criticality, stale.days_late),
        };
        Flat {
            urgency: self.urgency,
            turn: self.turn,
            kind,
            subject: self.subject(),
            text: self.text(),
            reason: self.reason(),
            owners: self.owners(),
            priority: self.priority(),
            criticality,
            action,
            gap,
            days_late,
        }
        .serialize(serializer)
    }
}
