//! Scales and ratings: levels ordered by score, defined by the workspace.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::Serializer;

use crate::model::ScaleName;

/// One level of a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The word that is written: `not-likely`.
    pub name: String,
    /// 1 to 10; distinct within a scale, and its order.
    pub score: u8,
    /// What the level means, shown beside it.
    pub means: String,
    /// Other words for the level.
    pub aliases: Vec<String>,
}

/// A level of a scale, given to a failure. It cannot name a level that its scale does not have.
///
/// Ratings of one scale compare by the score of their level: worse is greater. A number that was written for a rating
/// is kept beside it, for methods that multiply.
#[derive(Clone, Debug)]
pub struct Rating {
    level: Arc<Level>,
    /// The number that was written for it; `None`: a word was.
    written: Option<u8>,
}

impl Rating {
    /// The level's name.
    pub fn name(&self) -> &str {
        &self.level.name
    }

    /// The number from 1 to 10 that was written; where a level was written, its score.
    pub fn number(&self) -> u8 {
        self.written.unwrap_or(self.level.score)
    }

    /// The number that was written; `None` where a level was.
    pub fn written(&self) -> Option<u8> {
        self.written
    }

    /// What ratings of one scale are ordered by where numbers count: the level, then the number.
    pub fn weight(&self) -> (u8, u8) {
        (self.score(), self.number())
    }

    /// The rating as it was written: the level, or the number.
    pub fn as_written(&self) -> Cow<'_, str> {
        self.written.map_or(Cow::Borrowed(self.name()), |number| Cow::Owned(number.to_string()))
    }

    /// The level, behind the number where one was written: `9 all-down`.
    pub fn in_full(&self) -> Cow<'_, str> {
        let numbered = |number| Cow::Owned(format!("{number} {}", self.name()));
        self.written.map_or(Cow::Borrowed(self.name()), numbered)
    }

    /// The level's score, 1 to 10.
    pub fn score(&self) -> u8 {
        self.level.score
    }

    /// What the level means.
    pub fn means(&self) -> &str {
        &self.level.means
    }

    /// Other words for the level.
    pub fn aliases(&self) -> &[String] {
        &self.level.aliases
    }
}

impl PartialEq for Rating {
    fn eq(&self, other: &Self) -> bool {
        self.score() == other.score()
    }
}

impl Eq for Rating {}

impl PartialOrd for Rating {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rating {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score().cmp(&other.score())
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Rating {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The levels of one rating, by rising score.
#[derive(Clone, Debug)]
pub struct Scale {
    name: &'static str,
    levels: Vec<Rating>,
}

impl Scale {
    /// The columns of a table that says what levels mean, as workbooks carry it.
    pub const COLUMNS: [&'static str; 5] = ["scale", "level", "score", "means", "aliases"];

    /// Makes a scale of `levels` in any order. Of two levels with one score, the first stays.
    pub fn new(name: &'static str, levels: impl IntoIterator<Item = Level>) -> Self {
        let mut levels: Vec<Rating> = levels.into_iter().map(Rating::of).collect();
        levels.sort();
        levels.dedup();
        Self { name, levels }
    }

    /// `severity`, `likelihood` or `detection`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The levels by rising score.
    pub fn levels(&self) -> &[Rating] {
        &self.levels
    }

    /// The rating that a level's name or alias names, whatever its case; a space, `_` and `-` count as one.
    pub fn find(&self, word: &str) -> Option<Rating> {
        let exact = self.levels.iter().find(|level| level.name() == word);
        exact.or_else(|| self.levels.iter().find(|level| level.answers_to(word))).cloned()
    }

    /// The rating that a person writes: a level's name or alias, or a number from 1 to 10.
    pub fn read(&self, text: &str) -> Option<Rating> {
        let number = || text.parse().ok().filter(|number| (1..=10).contains(number));
        self.find(text).or_else(|| self.nearest(number()?))
    }

    /// The rating that a number from 1 to 10 stands for: of the level nearest to it.
    pub fn nearest(&self, number: u8) -> Option<Rating> {
        self.level_near(number).map(|level| Rating { written: Some(number), ..level.clone() })
    }

    /// The level nearest to a number from 1 to 10; of two equally near, the worse.
    pub fn level_near(&self, number: u8) -> Option<&Rating> {
        self.levels.iter().rev().min_by_key(|level| level.score().abs_diff(number))
    }

    /// The level that says the same as a rating of another scale: the one of its name, else the one nearest to its score.
    pub fn fitting(&self, other: &Rating) -> Option<Rating> {
        self.find(other.name()).or_else(|| self.level_near(other.score()).cloned())
    }

    /// Where a rating stands among the levels, from 0.
    pub fn position(&self, rating: &Rating) -> Option<usize> {
        self.levels.iter().position(|level| level == rating)
    }

    /// The next level below a rating.
    pub fn below(&self, rating: &Rating) -> Option<&Rating> {
        self.levels.iter().rev().find(|level| *level < rating)
    }

    /// What can be written for a rating, for messages.
    pub fn choices(&self) -> String {
        let names = self.names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        format!("write one of {names}, or a number from 1 to 10")
    }

    /// The names of the levels, for messages.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.levels.iter().map(Rating::name)
    }
}

impl Rating {
    fn of(level: Level) -> Self {
        Self { level: Arc::new(level), written: None }
    }

    fn answers_to(&self, word: &str) -> bool {
        same_word(self.name(), word) || self.level.aliases.iter().any(|alias| same_word(alias, word))
    }
}

/// Whether two words are the same but for case and for the kind of gap between their parts.
fn same_word(a: &str, b: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        let letters = text.trim().chars().map(|c| if matches!(c, '_' | ' ') { '-' } else { c });
        letters.flat_map(char::to_lowercase)
    }
    letters(a).eq(letters(b))
}

/// The three scales of a workspace.
#[derive(Clone, Debug)]
pub struct Scales {
    /// How bad it is for users.
    pub severity: Scale,
    /// How often it happens.
    pub likelihood: Scale,
    /// How we learn of it; a greater score is learnt of later.
    pub detection: Scale,
}

impl Scales {
    /// One of them.
    pub fn get(&self, name: ScaleName) -> &Scale {
        match name {
            ScaleName::Severity => &self.severity,
            ScaleName::Likelihood => &self.likelihood,
            ScaleName::Detection => &self.detection,
        }
    }
}

impl Default for Scales {
    /// Three severities and four likelihoods in the words of the reliability maturity model, four kinds of
    /// detection; scores from the scale for software in the project's documentation.
    fn default() -> Self {
        let level = |name: &str, score, means: &str, aliases: &[&str]| Level {
            name: name.to_owned(),
            score,
            means: means.to_owned(),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        };
        let severity = [
            level("low", 3, "A minor problem in a nonessential feature; minimal downtime", &[]),
            level(
                "medium",
                6,
                "A temporary disruption of part of the workload; users are inconvenienced",
                &[],
            ),
            level(
                "high",
                9,
                "A complete outage, or data lost or corrupted; financial loss, loss of trust",
                &[],
            ),
        ];
        let likelihood = [
            level("rare", 2, "Less than once in three years", &["very low", "remote"]),
            level("not-likely", 4, "About once a year", &["unlikely", "low"]),
            level("likely", 6, "Several times a year", &["medium", "possible"]),
            level("very-likely", 9, "Weekly or more", &["highly likely", "high", "frequent"]),
        ];
        let detection = [
            level("prevented", 1, "Stopped or healed before users notice", &[]),
            level("paged", 3, "Somebody is paged within minutes", &[]),
            level("noticed", 6, "Seen on a dashboard within the hour", &[]),
            level("users", 10, "Users tell us", &[]),
        ];
        Self {
            severity: Scale::new("severity", severity),
            likelihood: Scale::new("likelihood", likelihood),
            detection: Scale::new("detection", detection),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_aliases_and_numbers_find_their_level() {
        let scales = Scales::default();
        let name = |rating: Option<Rating>| rating.map(|r| r.name().to_owned());
        for word in ["very-likely", "Very likely", "HIGHLY LIKELY", "highly_likely", " high "] {
            assert_eq!(name(scales.likelihood.find(word)).as_deref(), Some("very-likely"), "{word}");
        }
        assert_eq!(scales.severity.find("catastrophic"), None);
        assert_eq!(name(scales.severity.nearest(1)).as_deref(), Some("low"));
        assert_eq!(name(scales.severity.nearest(10)).as_deref(), Some("high"));
        assert_eq!(scales.severity.nearest(7).map(|rating| (rating.score(), rating.number())), Some((6, 7)));
        assert_eq!(name(scales.likelihood.nearest(5)).as_deref(), Some("likely"), "ties go to the worse");
        assert!(scales.severity.find("high") > scales.severity.find("medium"));
    }
}
