//! Risk priority number: severity × occurrence × detection.

use crate::config::Config;
use crate::model::Rating;
use crate::model::ScaleName;
use crate::model::Word;
use crate::rank::Case;
use crate::rank::Key;
use crate::rank::Method;
use crate::rank::Score;
use crate::rank::Scoring;
use crate::rank::weight;
use crate::rank::why;

pub(super) const METHOD: Method = Method {
    id: "rpn",
    page: include_str!("rpn.md"),
    made_of: &["s", "o", "d"],
    key,
    score: Some(Scoring {
        heading: "RPN",
        field: "rpn",
        of: |case| Numbers::of(case).map(|numbers| Score::Number(f64::from(numbers.product()))),
    }),
    reason,
    ties: &[why::severity_number, why::likelihood_number, why::detection_number],
    relief,
};

/// Lower levels in words, the nearest first, each with what the numbers would be.
type Steps = Vec<(String, Numbers)>;

/// The three numbers of FMEA, each from 1 to 10.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    pub(super) severity: u8,
    pub(super) occurrence: u8,
    /// 10 where no detection is written.
    pub(super) detection: u8,
    is_detected: bool,
}

impl Numbers {
    /// What counts where nobody says how a failure is learnt of: it cannot be.
    const UNDETECTED: u8 = 10;

    /// The numbers of a case; `None` without a severity or a likelihood.
    pub(super) fn of(case: &Case<'_>) -> Option<Self> {
        Some(Self {
            severity: case.severity?.number(),
            occurrence: case.likelihood?.number(),
            detection: case.detection.map_or(Self::UNDETECTED, Rating::number),
            is_detected: case.detection.is_some(),
        })
    }

    /// Severity, occurrence, detection.
    pub(super) fn all(self) -> [u8; 3] {
        [self.severity, self.occurrence, self.detection]
    }

    fn product(self) -> u16 {
        self.all().into_iter().map(u16::from).product()
    }

    /// The key of a case without them: before all others.
    pub(super) fn unknown(case: &Case<'_>) -> Key {
        [u64::MAX, weight(case.severity), weight(case.likelihood), weight(case.detection), case.untested()]
    }

    /// Why a case has none.
    pub(super) fn lacking(case: &Case<'_>) -> String {
        match (case.severity, case.likelihood) {
            (None, None) => "it has neither a severity nor a likelihood",
            (None, Some(_)) => "it has no severity",
            _ => "it has no likelihood",
        }
        .to_owned()
    }

    /// The same with another number for one rating.
    fn with(self, rating: ScaleName, number: u8) -> Self {
        match rating {
            ScaleName::Severity => Self { severity: number, ..self },
            ScaleName::Likelihood => Self { occurrence: number, ..self },
            ScaleName::Detection => Self { detection: number, ..self },
        }
    }

    /// What the numbers would be with a lower level of one rating, for each rating.
    pub(super) fn below(case: &Case<'_>, config: &Config) -> Vec<(ScaleName, Steps)> {
        let Some(now) = Self::of(case) else { return Vec::new() };
        let below = |(&rating, number): (&ScaleName, u8)| {
            let levels = config.scales.get(rating).levels().iter().rev();
            let lower = levels.filter(|level| level.score() < number);
            let step =
                |level: &Rating| (format!("{level} ({})", level.score()), now.with(rating, level.score()));
            (rating, lower.map(step).collect())
        };
        ScaleName::ALL.iter().zip(now.all()).map(below).collect()
    }

    /// What is to be said of a detection that is not there.
    pub(super) fn remark(self) -> &'static str {
        if self.is_detected { "" } else { " (no detection is written, so 10 counts)" }
    }
}

fn key(case: &Case<'_>) -> Key {
    let Some(numbers) = Numbers::of(case) else { return Numbers::unknown(case) };
    let [severity, occurrence, detection] = numbers.all().map(u64::from);
    [u64::from(numbers.product()), severity, occurrence, detection, case.untested()]
}

fn reason(case: &Case<'_>) -> String {
    let Some(numbers) = Numbers::of(case) else { return Numbers::lacking(case) };
    let [severity, occurrence, detection] = numbers.all();
    let (product, remark) = (numbers.product(), numbers.remark());
    format!("severity {severity} × occurrence {occurrence} × detection {detection} = {product}{remark}")
}

/// The next lower level that takes away most.
fn relief(case: &Case<'_>, config: &Config) -> Option<String> {
    let now = Numbers::of(case)?.product();
    let steps = Numbers::below(case, config).into_iter();
    let next: Vec<_> = steps.filter_map(|(what, steps)| Some((what, steps.into_iter().next()?))).collect();
    let least = next.iter().map(|(_, (_, numbers))| numbers.product()).min()?;
    let best = next.iter().filter(|(_, (_, numbers))| numbers.product() == least);
    let said: Vec<_> = best.map(|(what, (level, _))| format!("{what} {level}")).collect();
    Some(format!("{} would make it {least} instead of {now}", said.join(" or ")))
}
