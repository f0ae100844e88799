//! Whether a card is a failure. Minutes, reviews, glossaries and bills of materials have fields with values too.

use crate::import::Title;
use crate::import::cards::card::Card;
use crate::import::cards::card::Entry;
use crate::import::columns::looks::Looks;
use crate::import::headings::families::is_first_aid;
use crate::import::headings::families::is_mode;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::is_rating;
use crate::import::headings::name::normal;
use crate::import::headings::title::named;
use crate::model::is_placeholder;
use crate::model::says_nothing;

/// Words of titles above failures.
const FAILURES: &[&str] = &[
    "failure",
    "failures",
    "fmea",
    "fmeca",
    "hazard",
    "hazards",
    "premortem",
    "risk",
    "risks",
    "threat",
    "threats",
    "ausfalle",
    "fehlermodi",
    "risiken",
    "bedrohungen",
    "risque",
    "risques",
    "defaillances",
    "menaces",
    "riesgos",
    "fallos",
    "amenazas",
    "riscos",
    "falhas",
    "ameacas",
];

/// Fields of documents about a single event, such as minutes, incidents and bugs, which are not failure modes.
const EVENTS: &[&str] = &[
    "attendees",
    "authors",
    "duration",
    "end",
    "end time",
    "ended",
    "incident commander",
    "participants",
    "resolved",
    "resolved at",
    "start",
    "start time",
    "started",
    "steps to reproduce",
    "time to detect",
    "time to resolve",
    "timeline",
];

/// Words of short titles above definitions.
const DEFINITIONS: &[&str] = &[
    "definition",
    "definitions",
    "field",
    "fields",
    "format",
    "glossary",
    "legend",
    "scale",
    "scales",
    "schema",
    "template",
    "terminology",
    "terms",
];

/// Whether a card is a failure; `None`: it is one beside others with the same fields.
pub(super) fn is_failure(card: &Card, looks: &Looks<'_>) -> Option<bool> {
    if card.entries.iter().any(|entry| EVENTS.contains(&entry.name.as_str())) {
        return Some(false);
    }
    let is_rated = |entry: &&Entry| is_rated(entry, looks);
    let says = |entry: &&Entry| !is_placeholder(&entry.cell.text) && !says_nothing(&entry.cell.text);
    let filled = || card.filled().filter(says);
    let is_likely = filled().filter(|entry| entry.is("likelihood")).any(|entry| is_rated(&entry));
    let rated = filled().filter(is_rated).count();
    let acts = |entry: &&Entry| {
        ["reactive", "preventative", "mitigation"].iter().any(|class| entry.is(class))
            || entry.target == Some(Target::Actions)
    };
    let treats = || filled().filter(acts).any(|entry| !is_first_aid(&entry.heading));
    // Who explains what a severity is gives none.
    let mut ratings = card.filled().filter(|entry| entry.target.as_ref().is_some_and(is_rating)).peekable();
    if rated == 0 && (card.defines || is_below(card, DEFINITIONS, 3)) {
        return Some(false);
    }
    if rated == 0 && ratings.peek().is_some() {
        return None;
    }
    let told = ["risk", "cause", "sources", "confirm", "detected_by"];
    let told = filled().filter(|entry| told.iter().any(|field| entry.is(field))).count();
    let is_mode = filled().any(|entry| entry.is("problem") && is_mode(&entry.heading));
    let is_headed = card.title.as_ref().is_some_and(|title| named(&title.text).is_marked)
        || is_below(card, FAILURES, usize::MAX);
    let is_failure = is_likely && (rated > 1 || filled().any(|entry| acts(&entry)) || told > 0)
        || rated > 0 && treats()
        || is_mode && (rated > 0 || filled().any(|entry| acts(&entry)) || told > 1)
        || is_headed && (rated > 0 || treats());
    // One whose level nobody knows may be one all the same.
    let may_be =
        |entry: &Entry| entry.target.as_ref().is_some_and(is_rating) || entry.is("problem") || acts(&entry);
    match is_failure {
        false if card.entries.iter().any(may_be) => None,
        is_failure => Some(is_failure),
    }
}

/// Whether a field is a rating with a value that is one. Where several are offered, none is said.
fn is_rated(entry: &Entry, looks: &Looks<'_>) -> bool {
    let Some(target) = entry.target.as_ref().filter(|target| is_rating(target) || target.is("risk")) else {
        return false;
    };
    let line = entry.cell.line();
    let parts = line.split([',', '/', '|']).flat_map(|part| part.split(" or ")).map(str::trim);
    // `3/5` says its scale.
    let offered = parts.filter(|part| part.parse::<u8>().is_err() && looks.is_rated(target, part)).count();
    looks.is_rated(target, &line) && offered < 2
}

/// Whether a title of at most so many words holds one of some.
fn is_below(card: &Card, words: &[&str], most: usize) -> bool {
    let is_short = |title: &&Title| title.text.split_whitespace().count() <= most;
    let titles = card.title.iter().chain(&card.above).filter(is_short);
    let mut all = titles.map(|title| normal(&title.text).replace("pre-mortem", "premortem"));
    all.any(|title| title.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word)))
}
