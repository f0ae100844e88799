//! What the cells of a column look like, where its heading may mean a text or a rating.

use crate::import::Cell;
use crate::import::columns::column::Column;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::is_rating;
use crate::import::headings::name::key;
use crate::import::headings::name::normal;
use crate::import::mapping::Why;
use crate::import::ratings::Ratings;
use crate::import::ratings::undecorated;
use crate::model::Scale;
use crate::model::Scales;
use crate::model::is_placeholder;

/// Looks at cells.
pub(in crate::import) struct Looks<'a> {
    pub(in crate::import) scales: &'a Scales,
    pub(in crate::import) words: &'a [(String, String)],
}

/// Words for ratings that a scale need not have, without accents. A column of nothing else is one of ratings.
const RATINGS: &[&str] = &[
    "acceptable",
    "almost certain",
    "blocker",
    "blocking",
    "bloquant",
    "bloquante",
    "catastrophic",
    "certain",
    "extreme",
    "frequent",
    "improbable",
    "insignificant",
    "limited",
    "major",
    "marginal",
    "minimal",
    "minor",
    "negligible",
    "none",
    "occasional",
    "possible",
    "probable",
    "rare",
    "remote",
    "serious",
    "severe",
    "significant",
    "trivial",
    "unlikely",
    "likely",
    "very likely",
    "katastrophal",
    "gross",
    "klein",
    "unwahrscheinlich",
    "wahrscheinlich",
    "selten",
    "haufig",
    "majeur",
    "mineur",
    "certaine",
    "mayor",
    "menor",
    "catastrofico",
];

/// How many cells are looked at.
const ENOUGH: usize = 1_000;

impl Looks<'_> {
    /// Tells by the cells what a heading leaves open: an impact is a text or a severity, a detection a rating or a means, a
    /// risk a text or the priority.
    pub(in crate::import) fn settle(&self, column: &mut Column, cells: &[&Cell]) {
        // `Users see nothing` is an impact, although users are a level of another scale.
        let scale = self.scale(&column.target);
        let Some(rated) = self.rated(cells, scale) else { return };
        let settled = match &column.target {
            Target::Field("risk") if rated => match normal(&column.heading).as_str() {
                name if name.split(' ').any(|word| word.starts_with("ris") || word.starts_with("rie")) => {
                    Target::Priority
                }
                _ => Target::Field("severity"),
            },
            Target::Field("detection") if !rated => Target::Field("detected_by"),
            // What is no rating at all is not forced to be one.
            target if is_rating(target) && !rated && self.is_prose(cells, scale) => {
                Target::Extra(key(&column.heading))
            }
            Target::Priority if !rated && self.is_prose(cells, scale) => Target::Extra(key(&column.heading)),
            _ => return,
        };
        (column.target, column.why) = (settled, Why::Cells);
    }

    fn scale(&self, target: &Target) -> &Scale {
        match target {
            target if target.is("detection") => &self.scales.detection,
            target if target.is("likelihood") => &self.scales.likelihood,
            _ => &self.scales.severity,
        }
    }

    /// Whether a text is a rating where such a column has one.
    pub(in crate::import) fn is_rated(&self, target: &Target, text: &str) -> bool {
        self.is_rating(text, self.scale(target))
    }

    /// Whether nearly all that is written are ratings. `None`: nothing is written.
    fn rated(&self, cells: &[&Cell], scale: &Scale) -> Option<bool> {
        let written: Vec<String> = written(cells).take(ENOUGH).collect();
        let ratings = written.iter().filter(|text| self.is_rating(text, scale)).count();
        (!written.is_empty()).then_some(ratings * 5 >= written.len() * 4)
    }

    fn is_rating(&self, text: &str, scale: &Scale) -> bool {
        // What was struck out is no level any more, but it was one.
        let text = text.trim_matches(['~', '✅', '❌', '✓', '✔', '✗', '✘', '⚠', '\u{fe0f}', ' ']);
        let of = |scale| Ratings { words: self.words, ours: true, ..Ratings::of(scale) };
        // `High (most users)`, but not `High load on the database`.
        let end = text.find(['(', ',', ';', ':', '–', '—']).into_iter().chain(text.find(" - ")).min();
        let bare = end.map_or(text, |end| &text[..end]).trim();
        // `High` and `Low` are said on every scale, whatever its own words are.
        [scale, &self.scales.severity].into_iter().any(|scale| of(scale).rating(bare).is_some_and(|found| found.whole))
            || of(scale).likelihood(text).is_some_and(|found| found.whole)
            || RATINGS.contains(&normal(undecorated(text)).as_str())
            || text.parse::<f32>().is_ok()
            // `A` is no text, whatever it means.
            || (text.chars().count() == 1 && text.chars().all(char::is_uppercase))
    }

    /// Whether cells hold sentences.
    fn is_prose(&self, cells: &[&Cell], scale: &Scale) -> bool {
        let (mut all, mut long) = (0, 0);
        for text in written(cells).take(ENOUGH) {
            all += 1;
            long += usize::from(text.split_whitespace().count() > 4 && !self.is_rating(&text, scale));
        }
        long * 2 > all
    }

    /// How many words cells hold, ratings aside.
    pub(in crate::import) fn words(&self, cells: &[&Cell]) -> usize {
        let texts = written(cells).take(ENOUGH).filter(|text| !self.is_rating(text, &self.scales.severity));
        texts.map(|text| text.split_whitespace().count()).sum()
    }

    /// Whether cells hold words rather than numbers.
    pub(in crate::import) fn is_text(&self, cells: &[&Cell]) -> bool {
        written(cells).take(ENOUGH).any(|text| text.chars().any(char::is_alphabetic))
    }
}

fn written<'c>(cells: &'c [&Cell]) -> impl Iterator<Item = String> + 'c {
    cells.iter().map(|cell| cell.line()).filter(|text| !text.is_empty() && !is_placeholder(text))
}
