//! Which of two words is the worse level, where that is certain.

use crate::import::levels::key::Key;
use crate::import::levels::label::Label;
use crate::import::ratings::incident;
use crate::import::ratings::step;

/// Words for likelihoods that are said with each other, by rising level.
const LIKELIHOODS: &[&[&str]] = &[
    &["rare", "remote"],
    &["unlikely", "not likely"],
    &["possible", "credible"],
    &["likely"],
    &["very likely", "highly likely"],
    &["almost certain", "certain", "frequent"],
];

/// The same for severities.
const SEVERITIES: &[&[&str]] = &[
    &["insignificant", "negligible", "trivial"],
    &["low", "minor"],
    &["medium", "moderate"],
    &["elevated"],
    &["high", "major"],
    &["very high", "critical", "severe", "extreme", "catastrophic", "extreme/catastrophic"],
];

/// Where a word stands among others of one family of words.
type Place<'k> = &'k dyn Fn(&Label) -> Option<usize>;

/// The words of one level that are certainly different levels of the file, by rising level; each with the words that mean the same. `None`:
/// there are not two.
pub(super) fn classes<'l>(labels: &[&'l Label], key: &Key) -> Option<Vec<Vec<&'l Label>>> {
    let of_incident = |label: &Label| incident(&label.text).map(usize::from);
    let families: [Place<'_>; 5] = [
        &|label| key.place(&label.name),
        &|label| step(&label.text),
        &|label| among(LIKELIHOODS, &label.name),
        &|label| among(SEVERITIES, &label.name),
        &of_incident,
    ];
    let mut best: Vec<Vec<&Label>> = Vec::new();
    for family in families {
        let mut placed: Vec<(usize, &Label)> =
            labels.iter().filter_map(|label| Some((family(label)?, *label))).collect();
        placed.sort_by_key(|(at, _)| *at);
        let mut classes: Vec<(usize, Vec<&Label>)> = Vec::new();
        for (at, label) in placed {
            match classes.last_mut() {
                Some((last, class)) if *last == at => class.push(label),
                _ => classes.push((at, vec![label])),
            }
        }
        if classes.len() > best.len() {
            best = classes.into_iter().map(|(_, class)| class).collect();
        }
    }
    (best.len() >= 2).then_some(best)
}

/// The place of a word on a ladder.
fn among(rungs: &[&[&str]], name: &str) -> Option<usize> {
    rungs.iter().position(|names| names.contains(&&*name.replace('-', " ")))
}

/// Whether two words, without case and accents, certainly mean the same level.
pub(super) fn is_like(one: &str, other: &str) -> bool {
    [SEVERITIES, LIKELIHOODS].iter().any(|ladder| {
        let place = among(ladder, one);
        place.is_some() && place == among(ladder, other)
    })
}
