//! Counts what failures answer, and notes what they do not.

use crate::analyse::coverage::Gap;
use crate::analyse::coverage::GapKind;
use crate::analyse::coverage::Stake;
use crate::analyse::coverage::Subject;
use crate::analyse::coverage::ask::Topic;
use crate::analyse::coverage::ask::has_no_action;
use crate::analyse::coverage::map::Map;
use crate::analyse::coverage::map::Slot;
use crate::config::Config;
use crate::graph::Graph;
use crate::graph::Tried;
use crate::model::Affects;
use crate::model::Book;
use crate::model::Date;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Reference;
use crate::rank::Case;
use crate::rank::urgency;

/// Whether a failure answers a question, lacks the answer, or need not have one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Given,
    Lacking,
    Excused,
}

/// Goes through all failures once.
pub(super) struct Count<'c, 'a> {
    pub(super) book: &'a Book,
    pub(super) config: &'c Config,
    pub(super) graph: &'c Graph<'a>,
    pub(super) today: Date,
    pub(super) topics: &'c [Topic],
    pub(super) gaps: Vec<Gap<'a>>,
}

impl<'a> Count<'_, 'a> {
    /// Counts every failure that is not retired; gives those that touch no flow.
    pub(super) fn all(&mut self, map: &mut Map<'a>) -> Vec<&'a Entry<Failure>> {
        let failures = self.book.failures.iter().filter(|failure| failure.is_active());
        failures.filter(|failure| !self.one(failure, map)).collect()
    }

    /// Counts one failure; says whether it touches a flow.
    fn one(&mut self, failure: &'a Entry<Failure>, map: &mut Map<'a>) -> bool {
        let everything = matches!(failure.affects, Affects::Everything(_));
        let numbers: Vec<usize> = own(failure).filter_map(|id| self.graph.number(id)).collect();
        let stakes = numbers.iter().filter_map(|&number| map.stake(number));
        let named = failure.flows.iter().filter_map(|flow| map.stake_of_flow(flow));
        let all = everything.then(|| map.stake_of_all()).flatten();
        let heaviest = stakes.chain(named).chain(all).min_by(|a, b| a.key().cmp(&b.key()));
        let Some(stake) = heaviest else { return false };
        let answers: Vec<Answer> = self.topics.iter().map(|topic| self.answer(topic, failure)).collect();
        let mut is_of_component = false;
        for (at, &number) in numbers.iter().enumerate() {
            let is_new = !numbers[..at].contains(&number);
            if let Some(slot) = map.component(number).filter(|_| is_new) {
                slot.add(&answers);
                is_of_component = true;
            }
        }
        if everything {
            map.workload().into_iter().for_each(|slot| slot.add(&answers));
        } else if !is_of_component {
            for (at, flow) in failure.flows.iter().enumerate() {
                if !failure.flows[..at].contains(flow) {
                    map.flow(flow).into_iter().for_each(|slot| slot.add(&answers));
                }
            }
        }
        self.note(failure, &answers, stake);
        true
    }

    fn answer(&self, topic: &Topic, failure: &Entry<Failure>) -> Answer {
        if topic.is_answered(failure, self.graph) {
            return Answer::Given;
        }
        // Which classes there are is a question to the component, not to each of its failures.
        let is_excused = matches!(topic, Topic::Class(_)) || topic.is_excused(failure, self.today);
        if is_excused { Answer::Excused } else { Answer::Lacking }
    }

    /// Notes what a failure lacks.
    fn note(&mut self, failure: &'a Entry<Failure>, answers: &[Answer], stake: Stake<'a>) {
        let lacking = |topic: &Topic| {
            self.topics
                .iter()
                .position(|asked| asked == topic)
                .is_some_and(|at| answers[at] == Answer::Lacking)
        };
        let (unprevented, unanswered) = (lacking(&Topic::Preventative), lacking(&Topic::Reactive));
        let gaps = [
            (GapKind::Action, unprevented && unanswered && has_no_action(failure)),
            (GapKind::Preventative, unprevented && !has_no_action(failure)),
            (GapKind::Reactive, unanswered && !has_no_action(failure)),
            (GapKind::Detection, lacking(&Topic::Detection)),
            (untested(self.graph.tried(failure)), lacking(&Topic::Test)),
            (GapKind::Owner, lacking(&Topic::Owner)),
        ];
        let asks_structure = self.topics.contains(&Topic::Failure);
        let is_silenced = || failure.allow.contains_key("source-outside-flow");
        let sources = match asks_structure && !is_silenced() {
            true => self.graph.sources_outside(failure).map(|outside| outside.sources).unwrap_or_default(),
            false => Vec::new(),
        };
        if sources.is_empty() && gaps.iter().all(|(_, is_open)| !is_open) {
            return;
        }
        let case = Case::new(failure, self.graph, self.config, None);
        let urgency = urgency(&case, self.config);
        let gap = |gap| Gap::of_failure(gap, &case, urgency, stake);
        let gaps = gaps.into_iter().filter(|(_, is_open)| *is_open).map(|(kind, _)| gap(kind));
        let mut seen: Vec<&Id> = Vec::new();
        let outside = sources.into_iter().filter(|(_, id)| {
            let is_new = !seen.contains(id);
            seen.push(id);
            is_new
        });
        let outside = outside.map(|(_, id)| Gap { component: Some(id), ..gap(GapKind::Source) });
        self.gaps.extend(gaps.chain(outside));
    }

    /// Counts what components answer themselves, and notes what they lack.
    pub(super) fn close(&mut self, map: &mut Map<'a>) {
        let (workload, components) = map.split();
        let everywhere = workload.map(|slot| slot.has.clone()).unwrap_or_default();
        for slot in components {
            slot.has.resize(self.topics.len(), 0);
            slot.lacks.resize(self.topics.len(), 0);
            let Subject::Component(id) = slot.subject else { continue };
            let component = self.book.components.get(id.as_str());
            let owner = component.and_then(|component| component.owner.as_deref());
            let allows = |rule| component.is_some_and(|component| component.allow.contains_key(rule));
            slot.is_excused = slot.failures == 0
                && (allows("unexamined-component")
                    || slot.stake.flow.allow.contains_key("unexamined-component"));
            let gap = |gap| Gap::of_component(gap, id, owner, slot.stake);
            // What is asked of its failures, nobody answers where there is none.
            let asks_failures = |topic: &Topic| !matches!(topic, Topic::Owner | Topic::Class(_));
            if slot.failures == 0 && !slot.is_excused && self.topics.iter().any(asks_failures) {
                self.gaps.push(gap(GapKind::Failure));
            }
            let mut classes = Vec::new();
            for (at, topic) in self.topics.iter().enumerate() {
                match topic {
                    Topic::Owner if component.is_some() && owner.is_none() && !allows("no-owner") => {
                        slot.lacks[at] += 1;
                        self.gaps.push(gap(GapKind::Owner));
                    }
                    Topic::Class(question) if !slot.is_excused => {
                        slot.has[at] += everywhere.get(at).copied().unwrap_or(0);
                        if slot.has[at] == 0 {
                            slot.lacks[at] += 1;
                            classes.push(question.name);
                        }
                    }
                    _ => {}
                }
            }
            if !classes.is_empty() {
                self.gaps.push(Gap { classes, ..gap(GapKind::Class) });
            }
        }
    }
}

impl Slot<'_> {
    /// Adds a failure.
    fn add(&mut self, answers: &[Answer]) {
        self.failures += 1;
        self.has.resize(answers.len(), 0);
        self.lacks.resize(answers.len(), 0);
        for (at, answer) in answers.iter().enumerate() {
            self.has[at] += usize::from(*answer == Answer::Given);
            self.lacks[at] += usize::from(*answer == Answer::Lacking);
        }
    }
}

/// What is missing where no test of a failure has passed.
fn untested(tried: Tried) -> GapKind {
    match tried {
        Tried::Failed => GapKind::FailedTest,
        Tried::Planned => GapKind::UnrunTest,
        Tried::Never | Tried::Passed => GapKind::Test,
    }
}

/// The components of a failure: those that it strikes, and those among its sources. One may come twice.
pub(super) fn own(failure: &Failure) -> impl Iterator<Item = &Id> {
    let struck = match &failure.affects {
        Affects::Components(ids) => ids.as_slice(),
        _ => &[],
    };
    failure.sources.iter().filter_map(Reference::id).chain(struck)
}
