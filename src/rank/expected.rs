//! What an estimate expects of a year, and what error budgets allow.
//!
//! Source of the arithmetic: Google CRE, "How to prioritize and communicate risks" and the spreadsheet with it. Source
//! of the scores: faultbook's own scale for software, in the documentation of the methods.

use crate::model::Duration;
use crate::model::Estimate;
use crate::model::Interval;
use crate::model::Percent;
use crate::model::Rating;

/// Days in a year on average.
const DAYS_A_YEAR: f64 = 365.25;
/// Minutes in a day.
const MINUTES_A_DAY: f64 = 1_440.0;

/// The incidents of one failure that are to be expected in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// Incidents a year; above 0.
    pub incidents: f64,
    /// Minutes from the beginning of an incident to somebody knowing.
    pub detect: f64,
    /// Minutes from knowing to working again.
    pub repair: f64,
    /// The share of users that it hits, 0 to 1.
    pub affected: f64,
}

impl Expected {
    /// What an estimate expects. `None` where one of its four numbers is missing: none is made up.
    pub fn of(estimate: &Estimate) -> Option<Self> {
        Some(Self {
            incidents: incidents(estimate.every?),
            detect: estimate.detect?.minutes(),
            repair: estimate.repair?.minutes(),
            affected: estimate.affected?.share(),
        })
    }

    /// The numbers that an estimate lacks.
    pub fn missing(estimate: &Estimate) -> Vec<&'static str> {
        let Estimate { detect, repair, affected, every } = estimate;
        let numbers = [
            ("detect", detect.is_some()),
            ("repair", repair.is_some()),
            ("affected", affected.is_some()),
            ("every", every.is_some()),
        ];
        numbers.into_iter().filter(|(_, is_there)| !is_there).map(|(name, _)| name).collect()
    }

    /// Bad minutes a year: (detect + repair) × affected × incidents.
    pub fn bad_minutes(&self) -> f64 {
        (self.detect + self.repair) * self.affected * self.incidents
    }

    /// What is to be expected once the ratings are these: no more incidents than the score of the likelihood stands
    /// for, and none that stays unseen for longer than that of the detection does.
    #[must_use]
    pub fn within(self, likelihood: Option<&Rating>, detection: Option<&Rating>) -> Self {
        let incidents = likelihood.and_then(|rating| most_incidents(rating.number()));
        let detect = detection.and_then(|rating| most_minutes(rating.number()));
        Self {
            incidents: incidents.map_or(self.incidents, |most| self.incidents.min(most)),
            detect: detect.map_or(self.detect, |most| self.detect.min(most)),
            ..self
        }
    }
}

/// Incidents a year of a failure that comes once in a time.
pub fn incidents(every: Interval) -> f64 {
    DAYS_A_YEAR / every.days()
}

/// The bad minutes a year that an objective allows: (1 − objective) × a year. Whatever its window, it is counted over a
/// year, so that failures of all flows compare.
pub fn error_budget(target: Percent) -> f64 {
    target.rest() * MINUTES_A_DAY * DAYS_A_YEAR
}

/// The bad minutes that an objective allows within its window: (1 − objective) × window.
pub fn error_budget_within(target: Percent, window: Duration) -> f64 {
    target.rest() * window.minutes()
}

/// The least number of incidents a year of each occurrence score from 10 down to 2.
const OCCURRENCE: [(f64, u8); 9] =
    [(365.0, 10), (52.0, 9), (24.0, 8), (12.0, 7), (4.0, 6), (2.0, 5), (1.0, 4), (1.0 / 3.0, 3), (0.1, 2)];

/// The occurrence score of a number of incidents a year, 1 to 10.
pub fn occurrence(incidents: f64) -> u8 {
    OCCURRENCE.iter().find(|(least, _)| incidents >= *least).map_or(1, |(_, score)| *score)
}

/// The number of incidents a year below which an occurrence score ends; `None` for 10, which has no end.
fn most_incidents(score: u8) -> Option<f64> {
    OCCURRENCE.iter().find(|(_, above)| above.checked_sub(1) == Some(score)).map(|(least, _)| *least)
}

/// The most minutes that pass until somebody knows, by detection score from 1 to 9; `None` for 10.
fn most_minutes(score: u8) -> Option<f64> {
    const MINUTES: [f64; 9] = [0.0, 1.0, 5.0, 15.0, 30.0, 60.0, 240.0, 1_440.0, 10_080.0];
    MINUTES.get(usize::from(score.checked_sub(1)?)).copied()
}

/// Something systemic that makes every failure worse, such as a missing runbook.
///
/// Costs (1 + g) × (ΔD + ΔR) × Σ pᵢnᵢ + g × Σ badᵢ bad minutes a year, over failures with the share `p` of users hit and
/// `n` incidents a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Factor {
    /// Minutes later that an incident is known: ΔD.
    pub detect: f64,
    /// Minutes longer that it takes to repair: ΔR.
    pub repair: f64,
    /// The relative rise of frequency: g. 0.1 is 10 % more incidents.
    pub more: f64,
}

impl Factor {
    /// The bad minutes a year that it adds to some failures.
    pub fn bad_minutes(&self, exposure: Exposure) -> f64 {
        (1.0 + self.more) * (self.detect + self.repair) * exposure.rate + self.more * exposure.bad_minutes
    }
}

/// What systemic factors work on: several failures, summed up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Exposure {
    /// Incidents a year, each counted by the share of users that it hits: Σ pᵢnᵢ.
    pub rate: f64,
    /// Bad minutes a year.
    pub bad_minutes: f64,
}

impl Exposure {
    /// Adds a failure.
    pub fn add(&mut self, expected: &Expected) {
        self.rate += expected.affected * expected.incidents;
        self.bad_minutes += expected.bad_minutes();
    }
}

/// An amount as people read it: with at most two digits behind the point, and none where they say nothing.
pub fn format_number(number: f64) -> String {
    let text = format!("{number:.2}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "" | "0" | "-0" if number > 0.0 => "less than 0.01".to_owned(),
        "" | "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(detect: &str, repair: &str, affected: &str, every: &str) -> Expected {
        let duration = |text: &str| text.parse().ok();
        let affected = affected.parse().ok();
        Expected::of(&Estimate {
            detect: duration(detect),
            repair: duration(repair),
            affected,
            every: every.parse().ok(),
        })
        .unwrap()
    }

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 0.005, "{found} is not {wanted}");
    }

    fn three() -> [Expected; 3] {
        [
            expected("30m", "120m", "20%", "120d"),
            expected("1440m", "30m", "2%", "90d"),
            expected("5m", "120m", "50%", "180d"),
        ]
    }

    #[test]
    fn bad_minutes_are_those_of_the_published_examples() {
        let bad = three().map(|expected| expected.bad_minutes());
        near(bad[0], 91.31);
        near(bad[1], 119.32);
        near(bad[2], 126.82);
    }

    #[test]
    fn amounts_have_the_digits_that_count() {
        let said = [0.0, 91.3125, 525.96, 2_629.8, 120.0, 0.001, -0.001, -7.5].map(format_number);
        assert_eq!(said, ["0", "91.31", "525.96", "2629.8", "120", "less than 0.01", "0", "-7.5"]);
    }

    #[test]
    fn budgets_are_those_of_the_published_examples() {
        let budget = |target: &str| error_budget(target.parse().unwrap());
        near(budget("99.5%"), 2629.80);
        near(budget("99.5%") * Percent::of(25).share(), 657.45);
        near(budget("99.9%"), 525.96);
        let within = |target: &str| error_budget_within(target.parse().unwrap(), "28d".parse().unwrap());
        near(within("99%") / 60.0, 6.72);
        near(within("99.9%"), 40.32);
        near(within("99.95%"), 20.16);
        near(within("99.99%"), 4.03);
    }

    #[test]
    fn factors_cost_what_the_published_examples_say() {
        let mut exposure = Exposure::default();
        three().iter().for_each(|expected| exposure.add(expected));
        let cost = |factor: Factor| factor.bad_minutes(exposure);
        near(cost(Factor { detect: 30.0, ..Factor::default() }), 51.14);
        near(cost(Factor { repair: 5.0, ..Factor::default() }), 8.52);
        near(cost(Factor { more: 0.1, ..Factor::default() }), 33.75);
        near(cost(Factor { detect: 30.0, repair: 5.0, more: 0.1 }), 99.368);
    }

    #[test]
    fn intervals_have_the_score_of_their_incidents_a_year() {
        let scores = [
            ("12h", 10),
            ("1d", 10),
            ("1w", 9),
            ("2w", 8),
            ("1mo", 7),
            ("90d", 6),
            ("6mo", 5),
            ("1y", 4),
            ("3y", 3),
            ("10y", 2),
            ("11y", 1),
        ];
        for (every, score) in scores {
            assert_eq!(occurrence(incidents(every.parse().unwrap())), score, "{every}");
        }
    }

    #[test]
    fn a_rating_bounds_what_it_speaks_of_and_nothing_else() {
        let scales = crate::model::Scales::default();
        let before = expected("8h", "120m", "50%", "1w");
        let rare = scales.likelihood.find("rare").unwrap();
        let paged = scales.detection.find("paged").unwrap();
        let after = before.within(Some(&rare), Some(&paged));
        near(after.incidents, 1.0 / 3.0);
        near(after.detect, 5.0);
        assert_eq!((after.repair, after.affected), (before.repair, before.affected));
        assert_eq!(before.within(None, None), before);
        let always = scales.likelihood.nearest(10).unwrap();
        assert_eq!(before.within(Some(&always), None), before, "nothing is worse than 10");
    }
}
