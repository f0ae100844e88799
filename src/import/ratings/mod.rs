//! Words of a cell → ratings. What a cell says beyond a level is handed back, never dropped.

mod level;
mod phrase;

pub(in crate::import) use level::Found;
pub(in crate::import) use level::incident;
pub(in crate::import) use level::step;
pub(in crate::import) use phrase::undecorated;

use crate::import::headings::name::normal;
use crate::import::ratings::phrase::condition;
use crate::import::ratings::phrase::split_otherwise;
use crate::import::ratings::phrase::split_outside;
use crate::model::Condition;
use crate::model::Likelihood;
use crate::model::Outage;
use crate::model::Scale;
use crate::model::Status;
use crate::model::Word;

/// How the numbers of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) struct Numbers {
    /// The greatest number of the scale.
    pub(in crate::import) top: u8,
    /// Whether 1 is the worst.
    pub(in crate::import) falls: bool,
}

impl Numbers {
    /// From 1 to 10, of which 10 is the worst, as faultbook counts.
    pub(in crate::import) const OURS: Self = Self { top: 10, falls: false };
}

/// How the words and numbers of a column become levels of a scale.
#[derive(Clone, Copy, Debug)]
pub(in crate::import) struct Ratings<'a> {
    /// The scale.
    pub(in crate::import) scale: &'a Scale,
    /// Words that the user gave levels to.
    pub(in crate::import) words: &'a [(String, String)],
    /// Words of the tool that wrote the file, each with one that says nearly the same.
    pub(in crate::import) near: &'static [(&'static str, &'static str)],
    /// How the numbers of the column are read.
    pub(in crate::import) numbers: Numbers,
    /// Whether whatever stands in parentheses is a condition, as in our own tables. Elsewhere it is often a reason.
    pub(in crate::import) ours: bool,
}

/// What a cell says, and whether it says more than that.
#[derive(Debug, PartialEq)]
pub(in crate::import) struct Understood<T> {
    pub(in crate::import) value: T,
    pub(in crate::import) whole: bool,
}

impl<'a> Ratings<'a> {
    /// Ratings of a scale as it is, in numbers from 1 to 10.
    pub(in crate::import) fn of(scale: &'a Scale) -> Self {
        Self { scale, words: &[], near: &[], numbers: Numbers::OURS, ours: false }
    }

    /// A level, perhaps with more behind it: `High (9)`.
    pub(in crate::import) fn rating(&self, text: &str) -> Option<Understood<Found>> {
        // Of an old and a new level the new one holds.
        let arrow = ["->", "→", "⇒", "=>"].iter().find_map(|arrow| text.split_once(arrow));
        if let Some((old, new)) = arrow.filter(|_| !self.ours) {
            let (_, value) = (self.leading(old)?, self.leading(new)?.0);
            return Some(Understood { value, whole: false });
        }
        let (value, rest) = self.leading(text)?;
        Some(Understood { value, whole: rest.is_empty() })
    }

    /// A level; levels with conditions; or those with a level for all other times.
    pub(in crate::import) fn likelihood(&self, text: &str) -> Option<Understood<(Likelihood, Found)>> {
        if !self.ours && ["->", "→", "⇒", "=>"].iter().any(|arrow| text.contains(arrow)) {
            let Understood { value, whole } = self.rating(text)?;
            return Some(Understood { value: (Likelihood::always(value.rating.clone()), value), whole });
        }
        let numbered = |word: &str| self.scale.nearest(self.number(word)?);
        let (main, otherwise) =
            split_otherwise(text, |word| self.scale.find(word).or_else(|| numbered(word)));
        // Several conditions as we print them: `rare (at night), likely (by day)`.
        let mut first = None;
        let several = split_outside(main).into_iter().map(|part| {
            let (level, rest) = self.leading(part)?;
            first.get_or_insert_with(|| level.clone());
            Some(Condition { level: level.rating, when: condition(rest, self.ours)?.to_owned() })
        });
        if let (Some(conditions), Some(first)) = (several.collect::<Option<Vec<_>>>(), first) {
            let likelihood = Likelihood::conditional(conditions, otherwise)?;
            return Some(Understood { value: (likelihood, Found { number: None, ..first }), whole: true });
        }
        let (level, rest) = self.leading(main)?;
        let likelihood = Likelihood::always(level.rating.clone());
        let whole = rest.is_empty();
        otherwise.is_none().then_some(Understood { value: (likelihood, level), whole })
    }
}

/// Where a failure stands, in the words of trackers.
pub(in crate::import) fn status(text: &str) -> Option<Understood<Status>> {
    const OPEN: &[&str] = &["new", "to do", "todo", "offen", "ouvert", "abierto", "abierta"];
    const BEGUN: &[&str] = &["in progress", "ongoing", "in arbeit", "in bearbeitung", "en cours", "en curso"];
    const DONE: &[&str] = &[
        "done",
        "resolved",
        "fixed",
        "implemented",
        "complete",
        "completed",
        "erledigt",
        "umgesetzt",
        "resolu",
        "resuelto",
    ];
    // A tick says once more that it is done.
    let word = normal(undecorated(undecorated(text).trim_matches(['✅', '✓', '✔', '☑', '\u{fe0f}'])));
    let whole = |value| Some(Understood { value, whole: true });
    match word.as_str() {
        known if Status::from_word(known).is_some() => whole(Status::from_word(known)?),
        word if OPEN.contains(&word) => whole(Status::Open),
        word if BEGUN.contains(&word) => Some(Understood { value: Status::Open, whole: false }),
        word if DONE.contains(&word) => Some(Understood { value: Status::Mitigated, whole: false }),
        _ => None,
    }
}

/// How much is gone: the words of RE:03, or ours. `Potential full` is a full outage, said with less certainty.
pub(in crate::import) fn outage(text: &str) -> Option<Understood<Outage>> {
    let lower = text.trim().to_lowercase();
    let known = |text: &str| {
        let word = text.trim().replace(' ', "-");
        Outage::from_word(&word).or_else(|| Outage::from_word(word.trim_end_matches("-outage")))
    };
    if let Some(value) = known(&lower) {
        return Some(Understood { value, whole: true });
    }
    let possible =
        lower.rsplit_once("potential")?.1.trim().trim_start_matches("for ").trim_start_matches("a ");
    known(possible).map(|value| Understood { value, whole: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scales;

    fn shown(text: &str) -> Option<(String, bool)> {
        let scales = Scales::default();
        let understood = Ratings::of(&scales.likelihood).likelihood(text)?;
        Some((understood.value.0.to_string(), understood.whole))
    }

    #[test]
    fn the_five_phrases_of_the_sources_keep_their_conditions() {
        let whole = |text: &str| Some((text.to_owned(), true));
        let both = whole("very-likely (during deployments), otherwise not-likely");
        assert_eq!(shown("Very likely"), whole("very-likely"));
        assert_eq!(shown("Likely"), whole("likely"));
        assert_eq!(shown("Not likely"), whole("not-likely"));
        assert_eq!(shown("Highly likely during deployments and not likely at other times"), both);
        assert_eq!(shown("Likely (under heavy load)"), whole("likely (under heavy load)"));
        assert_eq!(shown("Very low"), whole("rare"));
        assert_eq!(shown("Medium"), whole("likely"));
        assert_eq!(shown("4"), whole("not-likely"));
        assert_eq!(shown("🟡 Medium"), whole("likely"));
        assert_eq!(shown("Likely ⚠️"), whole("likely"));
        assert_eq!(shown(":red_circle: Very likely"), whole("very-likely"));
    }

    #[test]
    fn what_we_print_is_read_back() {
        let scales = Scales::default();
        let ratings = Ratings { ours: true, ..Ratings::of(&scales.likelihood) };
        for text in ["5", "5 (under heavy load)", "9 (at night), otherwise 3", "rare (at night), 6 (by day)"]
        {
            assert_eq!(ratings.likelihood(text).unwrap().value.0.as_written(), text);
        }
        for text in [
            "rare",
            "likely (under heavy load)",
            "very-likely (during deployments), otherwise not-likely",
            "rare (at night), likely (in the peak season), otherwise not-likely",
            "rare (at night), likely (in the peak season)",
            "likely (under high load), otherwise rare",
            "rare (in peak (December), at night), likely (by day)",
        ] {
            assert_eq!(shown(text), Some((text.to_owned(), true)), "{text}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(shown("Likely — see below"), Some(("likely".to_owned(), false)));
        assert_eq!(shown("Likely (90%)"), Some(("likely".to_owned(), false)));
        assert_eq!(shown("Medium (TBC)"), Some(("likely".to_owned(), false)));
        assert_eq!(shown("Low (we have two of them)"), Some(("not-likely".to_owned(), false)));
        assert_eq!(shown("Likely (see note)"), Some(("likely".to_owned(), false)));
        assert_eq!(shown("Likely (but no longer)"), Some(("likely".to_owned(), false)));
        for text in [
            "Sometimes",
            "",
            "Likely not",
            "low, but high in December",
            "Likely, or rare",
            "11",
            "❌ Likely",
            "≠ 5",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn outages_are_those_of_re_03() {
        let read = |text: &str| outage(text).map(|understood| (understood.value.word(), understood.whole));
        assert_eq!(read("Full"), Some(("full", true)));
        assert_eq!(read("External only"), Some(("external-only", true)));
        assert_eq!(read("None"), Some(("none", true)));
        assert_eq!(read("Partial outage"), Some(("partial", true)));
        assert_eq!(read("Potential full"), Some(("full", false)));
        assert_eq!(read("Potential for partial outage"), Some(("partial", false)));
        assert_eq!(read("Low risk, potential for partial outage"), Some(("partial", false)));
        for text in ["Who knows", "None (fully protected)", "Not a full outage", "Full / Partial"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
