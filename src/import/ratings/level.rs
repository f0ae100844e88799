//! Words and numbers → the levels of a scale.

use crate::change::Value;
use crate::import::headings::name::normal;
use crate::import::ratings::Ratings;
use crate::import::ratings::phrase::is_apart;
use crate::import::ratings::undecorated;
use crate::model::Rating;

/// A level that was found.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import) struct Found {
    pub(in crate::import) rating: Rating,
    /// The number that stood there, on a scale from 1 to 10.
    pub(in crate::import) number: Option<u8>,
    /// Whether the scale has no such word, and this is the level nearest to it.
    pub(in crate::import) beyond: bool,
}

impl Found {
    /// As it is written: the level, or the number.
    pub(in crate::import) fn value(&self) -> Value {
        match self.number {
            Some(number) => Value::Number(number.to_string()),
            None => Value::text(self.rating.name()),
        }
    }
}

/// Five words that every scale of words is made of, each with what else stands for it, without accents.
const STEPS: [&[&str]; 5] = [
    &[
        "very low",
        "vl",
        "sehr gering",
        "sehr niedrig",
        "tres faible",
        "tres bas",
        "tres basse",
        "muy bajo",
        "muy baja",
    ],
    &["low", "l", "lo", "gering", "niedrig", "faible", "bas", "basse", "bajo", "baja"],
    &[
        "medium", "m", "med", "mod", "moderate", "mittel", "moyen", "moyenne", "modere", "moderee", "medio",
        "media", "moderado", "moderada",
    ],
    &["high", "h", "hi", "hoch", "eleve", "elevee", "haut", "haute", "fort", "forte", "alto", "alta"],
    &[
        "very high",
        "vh",
        "critical",
        "crit",
        "sehr hoch",
        "kritisch",
        "tres eleve",
        "tres elevee",
        "tres haut",
        "tres haute",
        "almost certain",
        "certain",
        "certaine",
        "quasi certaine",
        "fast sicher",
        "critique",
        "muy alto",
        "muy alta",
        "critico",
        "critica",
    ],
];

impl Ratings<'_> {
    /// The level of a word or number.
    pub(in crate::import) fn find(&self, word: &str) -> Option<Found> {
        const LONGEST: usize = 120;
        let word = undecorated(word);
        let certain = |rating| Found { rating, number: None, beyond: false };
        let is_asked = |known: &str| known.eq_ignore_ascii_case(word) || is_within(known, word);
        let asked = self.words.iter().find(|(known, _)| is_asked(known));
        if let Some(rating) = asked.and_then(|(_, level)| self.scale.read(level)) {
            return Some(certain(rating));
        }
        if let Some(number) = self.number(word) {
            return Some(Found { rating: self.scale.nearest(number)?, number: Some(number), beyond: false });
        }
        if let Some(rating) = self.scale.find(word) {
            return Some(certain(rating));
        }
        if let Some(number) = incident(word) {
            return Some(Found {
                rating: self.scale.level_near(number)?.clone(),
                number: None,
                beyond: true,
            });
        }
        // A heading loses what stands in parentheses; of a cell nothing is lost. What is long is no word.
        if word.len() > LONGEST || word.contains(['(', '[']) {
            return None;
        }
        let name = normal(word);
        let Some(step) = STEPS.iter().position(|names| names.contains(&name.as_str())) else {
            let (_, near) = self.near.iter().find(|(known, _)| *known == name)?;
            return Some(Found { beyond: true, ..Self { near: &[], ..*self }.find(near)? });
        };
        let known = |step: &usize| STEPS[*step].iter().find_map(|name| self.scale.find(name));
        if let Some(rating) = known(&step) {
            return Some(certain(rating));
        }
        // Beyond what the scale has words for stands its end.
        let (inner, end) = match step {
            0 => (known(&1)?, self.scale.levels().first()?),
            4 => (known(&3)?, self.scale.levels().last()?),
            _ => return None,
        };
        (inner == *end).then_some(Found { rating: inner, number: None, beyond: true })
    }

    /// A number of the column's range, or one that says its own (`3/5`), on a scale from 1 to 10.
    pub(in crate::import) fn number(&self, text: &str) -> Option<u8> {
        let (number, top) = match text.split_once('/') {
            Some((number, top)) => (number, top.trim().parse().ok().filter(|top| (2..=10).contains(top))?),
            None => (text, self.numbers.top),
        };
        let number = number.trim();
        let number = number.strip_suffix(".0").unwrap_or(number);
        let number: u8 = number.parse().ok().filter(|number| (1..=top).contains(number))?;
        // `1 = worst` counts the other way round.
        let number = if self.numbers.falls { top + 1 - number } else { number };
        Some(stretched(number, top))
    }

    /// The level that a text begins with, the longest first, and the rest. A text that names another level further on,
    /// or takes its own back, is not understood.
    pub(in crate::import) fn leading<'t>(&self, text: &'t str) -> Option<(Found, &'t str)> {
        const WORDS: usize = 4;
        let text = undecorated(text);
        if let Some(found) = self.find(text) {
            return Some((found, ""));
        }
        let gaps = text.match_indices([' ', '(', ',', ';', ':', '–', '—']).map(|(at, _)| at);
        // `High: a guest waits` and `High. It was seen` end at the sign, and not at the space behind it.
        let is_end = |at: &usize| !text[..*at].ends_with([':', ';', ',']);
        let gaps: Vec<usize> = gaps.filter(is_end).take(WORDS).collect();
        let found =
            gaps.into_iter().rev().find_map(|gap| Some((self.find(&text[..gap])?, text[gap..].trim())));
        let (level, rest) = found?;
        if level.number.is_some() && goes_on_as_number(rest) {
            return None;
        }
        // A level at the beginning of a sentence is no level: `Users of the shop wait`.
        let ends_sentence = text[..text.len() - rest.len()].trim_end().ends_with('.');
        if !is_apart(rest) && !ends_sentence {
            return None;
        }
        if let Some(both) = self.both(&level, rest) {
            return Some((both, ""));
        }
        let mut words =
            rest.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
        let denies = words.clone().next().is_some_and(|word| word.eq_ignore_ascii_case("not"));
        let within = rest.starts_with('(') && rest.ends_with(')');
        let takes_back =
            !within && (denies || words.any(|word| self.scale.find(word).is_some() || is_step(word)));
        (!takes_back).then_some((level, rest))
    }

    /// A level that is said twice: `High (9)`, `4 - High`, `5 (Very high)`.
    fn both(&self, level: &Found, rest: &str) -> Option<Found> {
        let bare = rest.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '-' | '–' | '—' | ':' | '=')
        });
        let other = self.find(bare)?;
        match (level.number, other.number) {
            (Some(_), None) => Some(other),
            (None, Some(_)) => (other.rating == level.rating).then(|| level.clone()),
            _ => None,
        }
    }
}

/// Whether what stands behind a number makes it another one: `1 in 1000`, `2–3`, `2 to 3`, `2..3`.
fn goes_on_as_number(rest: &str) -> bool {
    const JOINTS: &[&str] = &[
        "in ", "out of ", "of ", "to ", "per ", "bis ", "von ", "sur ", "de ", "a ", "-", "–", "—", "..",
        "−", "~", "〜",
    ];
    JOINTS.iter().any(|joint| {
        let rest = rest.strip_prefix(joint).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
    })
}

/// How severe an incident of a class is, on a scale from 1 to 10: `SEV1`, `P2`, `S0`. The least number is the worst.
pub(in crate::import) fn incident(word: &str) -> Option<u8> {
    const WORST_FIRST: [u8; 4] = [10, 7, 4, 1];
    let lower = word.to_ascii_lowercase();
    let (first, digits) = ["severity", "priority", "sev", "prio", "p", "s"].iter().find_map(|prefix| {
        let digits = lower.strip_prefix(prefix)?.trim_start_matches([' ', '-']);
        Some((usize::from(*prefix != "s"), digits))
    })?;
    let number: usize = digits.parse().ok().filter(|_| digits.len() == 1)?;
    WORST_FIRST.get(number.saturating_sub(first)).copied().or((number <= 5).then_some(1))
}

/// Whether a percentage lies in a range that the user gave a level to: `0%..5%`.
fn is_within(range: &str, word: &str) -> bool {
    let percent = |text: &str| text.trim().strip_suffix('%')?.trim().replace(',', ".").parse::<f64>().ok();
    let ends = range.split_once("..").and_then(|(from, to)| Some((percent(from)?, percent(to)?)));
    match (ends, percent(word)) {
        (Some((from, to)), Some(value)) => from <= value && value <= to,
        _ => false,
    }
}

/// Where a word stands among the five that every scale of words is made of.
pub(in crate::import) fn step(word: &str) -> Option<usize> {
    let name = normal(undecorated(word));
    STEPS.iter().position(|names| names.contains(&name.as_str()))
}

/// Whether a word stands for a level on most scales. Letters are too short to tell.
fn is_step(word: &str) -> bool {
    let name = normal(word);
    name.len() > 2 && STEPS.iter().any(|names| names.contains(&name.as_str()))
}

/// A number from 1 to `top` on a scale from 1 to 10.
fn stretched(number: u8, top: u8) -> u8 {
    let (number, top) = (u16::from(number) * 20, u16::from(top) * 2);
    u8::try_from((number + top / 2) / top).unwrap_or(10).clamp(1, 10)
}
