//! What an action gains.

use std::cmp::Reverse;

use serde::Serialize;

use crate::config::Config;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Priority;
use crate::model::Rating;
use crate::model::Ratings;
use crate::rank::Case;

/// A failure whose priority an action lowers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lowered<'a> {
    /// Which failure.
    pub failure: &'a Id,
    /// Its priority now.
    pub from: Priority,
    /// Its priority once the action is done.
    pub to: Priority,
}

/// What an action gains, over the failures for which it is open work. What is not written is not made up.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Gain<'a> {
    /// Bad minutes saved a year, where `reduces` and an estimate say so; more than 0.
    pub bad_minutes: Option<f64>,
    /// Steps of priority, summed over failures.
    pub steps: usize,
    /// The failures whose priority falls, those that fall furthest first.
    pub lowers: Vec<Lowered<'a>>,
    /// How much work it is, in days; `None` where that is not written.
    pub days: Option<f64>,
}

impl<'a> Gain<'a> {
    /// What the ratings that an action reaches gain for failures, which come by id.
    pub(super) fn new<'c>(
        reduces: Option<&Ratings>,
        effort: Option<Interval>,
        cases: impl Iterator<Item = &'c Case<'a>>,
        config: &Config,
    ) -> Self
    where
        'a: 'c,
    {
        let mut gain = Self { days: effort.map(|effort| effort.days()), ..Self::default() };
        let Some(reduces) = reduces else { return gain };
        let mut saved = 0.0;
        for case in cases {
            let (likelihood, detection) = (reduces.likelihood.as_ref(), reduces.detection.as_ref());
            if let Some(expected) = case.expected {
                saved += expected.bad_minutes() - expected.within(likelihood, detection).bad_minutes();
            }
            // What an action is hoped to reach cannot be worse than what is.
            let after = |hoped: &Option<Rating>, now: Option<&Rating>| -> Option<Rating> {
                hoped.iter().chain(now).min().cloned()
            };
            let severity = after(&reduces.severity, case.severity);
            let likelihood = after(&reduces.likelihood, case.likelihood);
            let columns = &config.scales.likelihood;
            let to = config.matrix.priority(severity.as_ref(), likelihood.as_ref(), columns);
            let from = case.priority;
            if from != Priority::Unrated && to < from {
                gain.steps += from as usize - to as usize;
                gain.lowers.push(Lowered { failure: &case.failure.id, from, to });
            }
        }
        gain.bad_minutes = (saved > 0.0).then_some(saved);
        gain.lowers
            .sort_by_key(|lowered| Reverse((lowered.from as usize - lowered.to as usize, lowered.from)));
        gain
    }

    /// Whether it is known to gain anything.
    pub fn is_known(&self) -> bool {
        self.bad_minutes.is_some() || self.steps > 0
    }

    /// What orders gains: estimated ones before those that are only rated, those with an effort before those without; then
    /// by the gain of a day of work, or by the gain. The greater comes first.
    pub(super) fn key(&self) -> (u8, u64) {
        let (tier, gain) = match self.bad_minutes {
            Some(minutes) => (2, minutes),
            None => (0, self.steps as f64),
        };
        // Floats that are not negative have the order of their bits.
        match self.days {
            Some(days) => (tier + 1, (gain / days).to_bits()),
            None => (tier, gain.to_bits()),
        }
    }
}
