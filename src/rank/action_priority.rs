//! Action priority of AIAG-VDA 2019, for design and process FMEA.

use crate::config::Config;
use crate::model::word::words;
use crate::rank::Case;
use crate::rank::Key;
use crate::rank::Method;
use crate::rank::Score;
use crate::rank::Scoring;
use crate::rank::rpn::Numbers;
use crate::rank::why;

words! {
    /// How urgent it is to act, by rising urgency.
    pub enum ActionPriority as "action priority" {
        /// Action could be taken.
        Low = "low",
        /// Action should be taken, or the reason written why not.
        Medium = "medium",
        /// Action must be taken, or it must be shown that what is in place is enough.
        High = "high",
    }
}

pub(super) const METHOD: Method = Method {
    id: "action-priority",
    page: include_str!("action_priority.md"),
    made_of: &["s", "o", "d"],
    key,
    score: Some(Scoring {
        heading: "Action priority",
        field: "ap",
        of: |case| Numbers::of(case).map(class).map(Score::Class),
    }),
    reason,
    ties: &[why::severity_number, why::likelihood_number, why::detection_number],
    relief,
};

/// Bands of severity, of occurrence within them, and of detection within those: 9–10, 7–8, 4–6, 2–3, 1; 8–10, 6–7, 4–5,
/// 2–3, 1; 7–10, 5–6, 2–4, 1.
///
/// Source: the action priority table for design and process FMEA of the AIAG & VDA FMEA Handbook, 1st edition 2019, of
/// which two public transcriptions agree on all 1,000 combinations.
const TABLE: [[&[u8; 4]; 5]; 5] = [
    [b"HHHH", b"HHHH", b"HHHM", b"HMLL", b"LLLL"],
    [b"HHHH", b"HHHM", b"HMMM", b"MMLL", b"LLLL"],
    [b"HHMM", b"MMML", b"MLLL", b"LLLL", b"LLLL"],
    [b"MMLL", b"LLLL", b"LLLL", b"LLLL", b"LLLL"],
    [b"LLLL", b"LLLL", b"LLLL", b"LLLL", b"LLLL"],
];

/// The action priority of a severity, an occurrence and a detection, each from 1 to 10. A number beyond counts as the
/// nearest of these.
pub fn action_priority(severity: u8, occurrence: u8, detection: u8) -> ActionPriority {
    let band =
        |number: u8, least: &[u8]| least.iter().position(|&least| number >= least).unwrap_or(least.len());
    let row = &TABLE[band(severity, &[9, 7, 4, 2])];
    let cells = row[band(occurrence, &[8, 6, 4, 2])];
    match cells[band(detection, &[7, 5, 2])] {
        b'H' => ActionPriority::High,
        b'M' => ActionPriority::Medium,
        _ => ActionPriority::Low,
    }
}

fn class(Numbers { severity, occurrence, detection, .. }: Numbers) -> ActionPriority {
    action_priority(severity, occurrence, detection)
}

fn key(case: &Case<'_>) -> Key {
    let Some(numbers) = Numbers::of(case) else { return Numbers::unknown(case) };
    let [severity, occurrence, detection] = numbers.all().map(u64::from);
    [class(numbers) as u64, severity, occurrence, detection, case.untested()]
}

fn reason(case: &Case<'_>) -> String {
    match Numbers::of(case) {
        Some(numbers) => {
            let [severity, occurrence, detection] = numbers.all();
            let (class, remark) = (class(numbers), numbers.remark());
            format!("{class} for severity {severity}, occurrence {occurrence}, detection {detection}{remark}")
        }
        None => Numbers::lacking(case),
    }
}

/// The rating that reaches a lower class in the fewest steps of its scale.
fn relief(case: &Case<'_>, config: &Config) -> Option<String> {
    let now = class(Numbers::of(case)?);
    let mut best: Vec<(usize, String)> = Vec::new();
    for (what, steps) in Numbers::below(case, config) {
        let lower =
            steps.into_iter().enumerate().map(|(step, (level, numbers))| (step, level, class(numbers)));
        if let Some((step, level, class)) = lower.into_iter().find(|(.., class)| *class < now) {
            best.push((step, format!("{what} {level} would make it {class}")));
        }
    }
    let fewest = best.iter().map(|(step, _)| *step).min()?;
    let said: Vec<String> =
        best.into_iter().filter(|(step, _)| *step == fewest).map(|(_, said)| said).collect();
    Some(said.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each() -> impl Iterator<Item = (u8, u8, u8)> {
        (1..=10).flat_map(|s| (1..=10).flat_map(move |o| (1..=10).map(move |d| (s, o, d))))
    }

    #[test]
    fn the_thousand_cells_are_as_many_of_each_class_as_published() {
        let count = |wanted| each().filter(|&(s, o, d)| action_priority(s, o, d) == wanted).count();
        assert_eq!(
            [ActionPriority::High, ActionPriority::Medium, ActionPriority::Low].map(count),
            [318, 214, 468]
        );
        assert_eq!(action_priority(8, 6, 2), ActionPriority::High);
        assert_eq!(action_priority(2, 6, 8), ActionPriority::Low);
    }

    #[test]
    fn it_never_falls_when_a_rating_rises() {
        for (s, o, d) in each() {
            let now = action_priority(s, o, d);
            for (s, o, d) in [(s + 1, o, d), (s, o + 1, d), (s, o, d + 1)] {
                if s.max(o).max(d) <= 10 {
                    assert!(action_priority(s, o, d) >= now, "{s} {o} {d}");
                }
            }
        }
    }
}
