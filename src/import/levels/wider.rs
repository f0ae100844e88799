//! Scales with a level for each word of a file.

use crate::config::Config;
use crate::import::headings::name::key as name_of;
use crate::import::headings::name::normal;
use crate::import::levels::key::Key;
use crate::import::levels::label::Label;
use crate::import::levels::label::is_default;
use crate::import::levels::order::is_like;
use crate::import::levels::spread::scores;
use crate::import::ratings::Ratings;
use crate::model::Level;
use crate::model::Matrix;
use crate::model::Rating;
use crate::model::Scale;
use crate::model::ScaleName;

/// Words that became one level, by rising level of the file.
pub(super) type Group<'l> = (Rating, Vec<Vec<&'l Label>>);

/// A scale with more levels.
pub(super) struct Wide {
    pub(super) scale: Scale,
    /// What each of its levels was, by rising score.
    was: Vec<Rating>,
}

impl Wide {
    /// A scale that stays as it is.
    pub(super) fn same(scale: &Scale) -> Self {
        Self { scale: scale.clone(), was: scale.levels().to_vec() }
    }

    /// A scale that has a level for each class of words, in their order, and reads every word of the file as before or as its class; `None`:
    /// there is none.
    pub(super) fn of(
        name: ScaleName,
        scale: &Scale,
        groups: &[Group<'_>],
        labels: &[Label],
        key: &Key,
    ) -> Option<Self> {
        let is_default = is_default(scale, name);
        let (mut levels, mut known, mut was) = (Vec::new(), Vec::new(), Vec::new());
        // The name of the level that each word is to be.
        let mut wanted: Vec<(&Label, String)> = Vec::new();
        for rating in scale.levels() {
            let of_level: Vec<&Label> = labels.iter().filter(|label| label.level == *rating).collect();
            let classes =
                groups.iter().find(|(level, _)| level == rating).map(|(_, classes)| classes.as_slice());
            let keeps = classes.map_or(0, |classes| keeper(rating, classes));
            for at in 0..classes.map_or(1, <[_]>::len) {
                let class = classes.map_or(of_level.as_slice(), |classes| classes[at].as_slice());
                let level = match at == keeps {
                    true => own(rating, class, key, is_default),
                    false => new(class, key),
                };
                wanted.extend(class.iter().map(|label| (*label, level.name.clone())));
                levels.push(level);
                known.push((at == keeps).then(|| rating.score()));
                was.push(rating.clone());
            }
            let is_free = |label: &&Label| !wanted.iter().any(|(other, _)| other.name == label.name);
            let free: Vec<&Label> = of_level.into_iter().filter(is_free).collect();
            wanted.extend(free.into_iter().map(|label| (label, rating.name().to_owned())));
        }
        let scores = scores(&known)?;
        levels.iter_mut().zip(scores).for_each(|(level, score)| level.score = score);
        name_apart(&mut levels, &wanted);
        let missing: Vec<&(&Label, String)> = {
            let scale = Scale::new(scale.name(), levels.iter().cloned());
            wanted.iter().filter(|(label, name)| !is_read(&scale, label, name)).collect()
        };
        for (label, name) in missing {
            let level = levels.iter_mut().find(|level| level.name == *name)?;
            level.aliases.push(label.text.to_lowercase());
        }
        let scale = Scale::new(scale.name(), levels);
        let is_whole = scale.levels().len() == was.len();
        (is_whole && wanted.iter().all(|(label, name)| is_read(&scale, label, name)))
            .then_some(Self { scale, was })
    }
}

/// Whether a scale reads a word as a level.
fn is_read(scale: &Scale, label: &Label, name: &str) -> bool {
    let ratings = Ratings::of(scale);
    ratings.find(&label.text).is_some_and(|found| found.rating.name() == name && found.number.is_none())
}

/// A level as it is, with what the file says of it where nobody else did.
fn own(rating: &Rating, class: &[&Label], key: &Key, is_default: bool) -> Level {
    let of_file = || class.iter().find_map(|label| key.means(&label.name));
    let of_file = of_file().or_else(|| key.means(&normal(rating.name()))).filter(|_| is_default);
    Level {
        name: rating.name().to_owned(),
        score: rating.score(),
        means: of_file.unwrap_or(rating.means()).to_owned(),
        aliases: rating.aliases().to_vec(),
    }
}

/// Which class of words stays the level that all of them became: the one that is called so, else is known to the
/// scale, else means the same.
fn keeper(level: &Rating, classes: &[Vec<&Label>]) -> usize {
    let folded = |word: &str| normal(word).replace(' ', "-");
    let is_named = |label: &&Label| folded(&label.text) == folded(level.name());
    let place = |fits: &dyn Fn(&&Label) -> bool| classes.iter().position(|class| class.iter().any(fits));
    let known = || place(&|label| !label.is_beyond);
    let is_like = |label: &&Label| is_like(&label.name, &normal(level.name()));
    place(&is_named).or_else(known).or_else(|| place(&is_like)).unwrap_or(0)
}

/// A level for words that have none.
fn new(class: &[&Label], key: &Key) -> Level {
    let text = class.first().map_or("", |label| label.text.as_str());
    let is_latin = text.chars().any(|letter| letter.is_ascii_alphanumeric());
    let means = class.iter().find_map(|label| key.means(&label.name)).unwrap_or_default();
    Level {
        name: if is_latin { name_of(text) } else { text.to_lowercase() },
        score: 0,
        means: means.to_owned(),
        aliases: Vec::new(),
    }
}

/// Takes words from the levels that they are not to be.
fn name_apart(levels: &mut [Level], wanted: &[(&Label, String)]) {
    let folded = |word: &str| word.replace(['_', ' '], "-").to_lowercase();
    for (label, name) in wanted {
        let (text, own) = (folded(&label.text), folded(name));
        for level in levels.iter_mut().filter(|level| level.name != *name) {
            level.aliases.retain(|alias| ![&text, &own].contains(&&folded(alias)));
        }
    }
}

/// The matrix for wider scales: what is new has the cells of what it was. `None`: it stays, or does not fit as it is.
pub(super) fn wider_matrix(config: &Config, severity: &Wide, likelihood: &Wide) -> Option<Matrix> {
    let (matrix, scales) = (&config.matrix, &config.scales);
    let is_same = severity.was == scales.severity.levels() && likelihood.was == scales.likelihood.levels();
    if is_same || !matrix.fits(scales) {
        return None;
    }
    let row = |(level, was): (&Rating, &Rating)| {
        let cell = |column: &Rating| matrix.priority(Some(was), Some(column), &scales.likelihood);
        (level.name().to_owned(), likelihood.was.iter().map(cell).collect())
    };
    Some(Matrix::new(severity.scale.levels().iter().zip(&severity.was).map(row).collect()))
}
