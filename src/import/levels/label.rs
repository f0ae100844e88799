//! The words that a file has for levels.

use std::collections::HashSet;

use crate::change::Path;
use crate::import::ImportedEntries;
use crate::import::Mapping;
use crate::import::headings::name::normal;
use crate::import::ratings::Ratings;
use crate::import::ratings::undecorated;
use crate::model::Rating;
use crate::model::Scale;
use crate::model::ScaleName;
use crate::model::Scales;
use crate::model::Word;

/// How many different texts of a scale are looked at, and how long a word is at most. A file of more has no levels.
const TEXTS: usize = 500;
const LONGEST: usize = 40;

/// A word of a file that was read as a level.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// As the file writes it.
    pub(super) text: String,
    /// Without case and accents.
    pub(super) name: String,
    /// The level that it became.
    pub(super) level: Rating,
    /// Whether the scale has no such word, and this is the level nearest to it.
    pub(super) is_beyond: bool,
}

/// The words that were read as levels of a scale, but for those of which somebody said what they mean.
pub(super) fn labels(
    entries: &ImportedEntries,
    name: ScaleName,
    scale: &Scale,
    mapping: &Mapping,
) -> Vec<Label> {
    let ratings = Ratings { words: mapping.words(), near: mapping.near(), ..Ratings::of(scale) };
    let now = Path::key(name.word());
    let after = Path::key("residual").then_key(name.word());
    let foreign = (0..entries.len()).filter(|&at| !entries.head(at).ours);
    let fields = foreign.flat_map(|at| entries.fields(at));
    let rated = fields.filter(|field| (*field.path == now || *field.path == after) && field.is_word());
    let is_written = !is_default(scale, name);
    let (mut texts, mut names) = (HashSet::new(), HashSet::new());
    let mut labels = Vec::new();
    for field in rated {
        if texts.contains(field.text) || texts.len() >= TEXTS {
            continue;
        }
        texts.insert(field.text);
        let Some((found, rest)) = ratings.leading(field.text) else { continue };
        let text = undecorated(field.text);
        let Some(text) = word(&text[..text.len().saturating_sub(rest.len())]) else { continue };
        let is_own = mapping.is_own(text) || is_written && is_alias(scale, text);
        let label =
            Label { text: text.to_owned(), name: normal(text), level: found.rating, is_beyond: found.beyond };
        if !is_own && names.insert(label.name.clone()) {
            labels.push(label);
        }
    }
    labels
}

/// The word of a level without the number that stands beside it: `4 - High`, `High (9)`.
pub(super) fn word(text: &str) -> Option<&str> {
    let is_around = |letter: char| !letter.is_alphanumeric();
    let mut text = text.trim_matches(is_around);
    let digits = |letter: char| letter.is_ascii_digit();
    let after = text.trim_start_matches(digits);
    if after.starts_with(is_around) {
        text = after.trim_matches(is_around);
    }
    let before = text.trim_end_matches(digits);
    if before.ends_with(is_around) {
        text = before.trim_matches(is_around);
    }
    let is_word = text.chars().any(char::is_alphabetic) && text.len() <= LONGEST && !text.contains('\n');
    is_word.then_some(text)
}

/// Whether a scale that somebody wrote has a word as another name of a level: then it is meant to be that level.
fn is_alias(scale: &Scale, text: &str) -> bool {
    let folded = |word: &str| normal(word).replace(' ', "-");
    scale.find(text).is_some_and(|level| folded(level.name()) != folded(text))
}

/// Whether a scale is the one that counts where none is written.
pub(super) fn is_default(scale: &Scale, name: ScaleName) -> bool {
    let levels = |scale: &Scale| -> Vec<(String, u8, Vec<String>)> {
        let level = |level: &Rating| (level.name().to_owned(), level.score(), level.aliases().to_vec());
        scale.levels().iter().map(level).collect()
    };
    levels(scale) == levels(Scales::default().get(name))
}
