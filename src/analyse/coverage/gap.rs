//! What is missing, in the order in which it matters.

use std::cmp::Reverse;

use serde::Serialize;
use serde::Serializer;

use crate::finding::listed;
use crate::model::Criticality;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Priority;
use crate::model::Strength;
use crate::model::word::words;
use crate::rank::Case;
use crate::rank::Key;

words! {
    /// What is missing, the weightiest first.
    pub enum GapKind as "gap" {
        /// Nobody asked how a component fails.
        Failure = "failure",
        /// A source is part of no flow that its failure breaks.
        Source = "source",
        /// Nothing is done about a failure.
        Action = "action",
        /// Nothing prevents it.
        Preventative = "preventative",
        /// Nothing says what to do when it happens.
        Reactive = "reactive",
        /// Nothing says how it is noticed.
        Detection = "detection",
        /// The last run of every test that covers it and was run failed.
        FailedTest = "failed-test",
        /// No test covers it.
        Test = "test",
        /// A test covers it, and none was ever run.
        UnrunTest = "unrun-test",
        /// Nobody answers for it.
        Owner = "owner",
        /// Nobody asked whether the component fails in some of the ways that are asked for.
        Class = "class",
    }
}

/// The flow for which something matters most.
#[derive(Clone, Copy, Debug)]
pub struct Stake<'a> {
    /// The most critical flow that needs it; of equally critical ones one that cannot do without, and of those the first by id.
    pub flow: &'a Entry<Flow>,
    /// Whether that flow can do without it.
    pub strength: Strength,
    /// Whether the flow passes it, or only something on its way needs it.
    pub is_passed: bool,
}

impl Stake<'_> {
    /// What orders stakes: the weightiest first, and those of one weight by the flow.
    pub(super) fn key(&self) -> (Reverse<Option<Criticality>>, Strength, &Id) {
        (Reverse(self.flow.criticality), self.strength, &self.flow.id)
    }
}

/// Something that is missing.
#[derive(Clone, Debug)]
pub struct Gap<'a> {
    /// What is missing.
    pub gap: GapKind,
    /// The flow for which it matters most.
    pub stake: Stake<'a>,
    /// The component that lacks it, or is named as a source from outside.
    pub component: Option<&'a Id>,
    /// The failure that lacks it.
    pub failure: Option<&'a Entry<Failure>>,
    /// The priority of that failure.
    pub priority: Option<Priority>,
    /// What orders that failure among others by the configured method; the greater comes first.
    pub urgency: Option<Key>,
    /// For [`GapKind::Class`]: the questions that no failure of the component answers.
    pub classes: Vec<&'static str>,
    /// Who is to fill it: the owner of the failure, else of the component.
    pub owner: Option<&'a str>,
}

impl<'a> Gap<'a> {
    /// What a component lacks.
    pub(super) fn of_component(
        gap: GapKind,
        component: &'a Id,
        owner: Option<&'a str>,
        stake: Stake<'a>,
    ) -> Self {
        let (failure, priority, urgency, classes) = (None, None, None, Vec::new());
        Self { gap, stake, component: Some(component), failure, priority, urgency, classes, owner }
    }

    /// What a failure lacks.
    pub(super) fn of_failure(gap: GapKind, case: &Case<'a>, urgency: Key, stake: Stake<'a>) -> Self {
        let Case { failure, priority, .. } = *case;
        Self {
            gap,
            stake,
            component: None,
            failure: Some(failure),
            priority: Some(priority),
            urgency: Some(urgency),
            classes: Vec::new(),
            owner: failure.owner.as_deref(),
        }
    }

    /// The order of gaps: the criticality of the flow, what is missing, whether the flow can do without, the failure by the configured
    /// method; for components the flow, whether it passes them, and how many classes they lack; then by id. No two gaps are
    /// equal in it.
    pub(super) fn key(&self) -> impl Ord + '_ {
        let Stake { strength, flow, is_passed } = &self.stake;
        let component = (Some(&flow.id), !is_passed, Reverse(self.classes.len()), self.classes.as_slice());
        // Failures are ordered by urgency, whatever their flow.
        let component = if self.failure.is_none() { component } else { Default::default() };
        let id = (self.failure.map(|failure| &failure.id), self.component);
        (Reverse(flow.criticality), self.gap, *strength, Reverse(self.urgency), component, id)
    }

    /// What is missing, in words, of whatever lacks it.
    pub fn reason(&self) -> String {
        match self.gap {
            GapKind::Failure if self.stake.is_passed => {
                format!("it is a component of {}, and has no failure", self.flow())
            }
            GapKind::Failure => format!("{} needs it, and it has no failure", self.flow()),
            GapKind::Source => {
                let source = self.component.map(|id| id.as_str()).unwrap_or_default();
                format!("its source {source} is part of no flow that it breaks")
            }
            GapKind::Action => "nothing is done about it".to_owned(),
            GapKind::Preventative => "nothing prevents it".to_owned(),
            GapKind::Reactive => "nothing says what to do when it happens".to_owned(),
            GapKind::Detection => "nothing says how it is detected".to_owned(),
            GapKind::FailedTest => "the last run of its test failed".to_owned(),
            GapKind::Test => "no test covers it".to_owned(),
            GapKind::UnrunTest => "its test was never run".to_owned(),
            GapKind::Owner => "nobody owns it".to_owned(),
            GapKind::Class => format!("no failure of it is of {}", listed(self.classes.iter().copied())),
        }
    }

    /// The flow in a sentence, with its criticality.
    pub fn flow(&self) -> String {
        let Stake { flow, .. } = self.stake;
        match flow.criticality {
            Some(Criticality::High) => format!("the critical flow {}", flow.id),
            Some(other) => format!("the flow {} ({other})", flow.id),
            None => format!("the flow {}", flow.id),
        }
    }
}

impl Serialize for Gap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Flat<'a> {
            gap: GapKind,
            criticality: Option<Criticality>,
            flow: &'a Id,
            strength: Strength,
            component: Option<&'a Id>,
            failure: Option<&'a Id>,
            priority: Option<Priority>,
            owner: Option<&'a str>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            classes: &'a Vec<&'static str>,
            reason: String,
        }
        Flat {
            gap: self.gap,
            criticality: self.stake.flow.criticality,
            flow: &self.stake.flow.id,
            strength: self.stake.strength,
            component: self.component,
            failure: self.failure.map(|failure| &failure.id),
            priority: self.priority,
            owner: self.owner,
            classes: &self.classes,
            reason: self.reason(),
        }
        .serialize(serializer)
    }
}
