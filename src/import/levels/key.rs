//! Tables that say what the levels of a document mean.

use std::collections::HashMap;

use crate::import::Table;
use crate::import::headings::meaning::is_rating;
use crate::import::headings::meaning::target;
use crate::import::headings::name::normal;
use crate::import::levels::label::Label;
use crate::import::levels::label::word;
use crate::import::ratings::undecorated;
use crate::model::ScaleName;
use crate::model::Word;

/// How large such a table is at most.
const ROWS: usize = 20;
const COLUMNS: usize = 8;
/// How long a meaning becomes.
const LONGEST: usize = 200;

/// What such a table says of the words of a scale, without case and accents: the place of each by rising level, and its meaning.
#[derive(Debug, Default)]
pub(super) struct Key {
    words: HashMap<String, (usize, String)>,
}

impl Key {
    /// The first table that has at least two of the words, in an order that is that of their levels. `all` has the words of each scale.
    pub(super) fn of(tables: &[Table], scale: ScaleName, all: &[(ScaleName, Vec<Label>)]) -> Self {
        let labels = all.iter().find(|(name, _)| *name == scale).map_or(&[][..], |(_, labels)| labels);
        // A table that does not say of which scale it is may be of any whose words it has.
        let is_of = |table: &Table, column: usize| {
            let heading = &table.headings[column];
            let above = table.section.as_deref().unwrap_or_default();
            let others = || all.iter().filter(|(name, _)| *name != scale);
            names(heading, scale)
                || is_general(heading)
                    && (names(above, scale) || others().all(|(_, labels)| matches(table, column, labels) < 2))
        };
        tables.iter().find_map(|table| read(table, is_of, labels)).unwrap_or_default()
    }

    /// Where a word stands.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.words.get(name).map(|(at, _)| *at)
    }

    /// What a word means.
    pub(super) fn means(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(|(_, means)| means.as_str()).filter(|means| !means.is_empty())
    }
}

/// How many rows of a column are one of some words.
fn matches(table: &Table, column: usize, labels: &[Label]) -> usize {
    let texts = table.rows.iter().filter_map(|row| Some(row.cells.get(column)?.line()));
    texts.filter(|text| known(labels, text).is_some()).count()
}

fn read(table: &Table, is_of: impl Fn(&Table, usize) -> bool, labels: &[Label]) -> Option<Key> {
    if table.rows.len() > ROWS || !(2..=COLUMNS).contains(&table.headings.len()) {
        return None;
    }
    let line = |row: usize, column: usize| table.rows[row].cells.get(column).map(|cell| cell.line());
    let level = (0..table.headings.len())
        .find(|&column| matches(table, column, labels) >= 2 && is_of(table, column))?;
    let words = |column: usize| {
        let texts = (0..table.rows.len()).filter_map(|row| line(row, column));
        texts.map(|text| text.split_whitespace().count()).sum::<usize>()
    };
    let means =
        (0..table.headings.len()).filter(|column| *column != level).max_by_key(|column| words(*column));
    let rows: Vec<(String, String)> = (0..table.rows.len())
        .filter_map(|row| {
            let text = line(row, level)?;
            let means = means.and_then(|column| line(row, column)).unwrap_or_default();
            Some((normal(word(undecorated(&text))?), means.chars().take(LONGEST).collect()))
        })
        .collect();
    // Tables begin with the least or with the worst; the levels that are known say which.
    let scores: Vec<u8> =
        rows.iter().filter_map(|(name, _)| Some(find(labels, name)?.level.score())).collect();
    let rises = scores.is_sorted();
    if !rises && !scores.iter().rev().is_sorted() || scores.first() == scores.last() {
        return None;
    }
    let last = rows.len();
    let place = |at: usize| if rises { at } else { last - at };
    let words = rows.into_iter().enumerate().map(|(at, (name, means))| (name, (place(at), means)));
    Some(Key { words: words.collect() })
}

/// Whether a heading is the name of a scale.
fn names(heading: &str, scale: ScaleName) -> bool {
    target(heading, "").is(scale.word())
}

/// Whether a heading is one of levels, whatever the scale.
fn is_general(heading: &str) -> bool {
    const LEVELS: &[&str] = &[
        "level", "levels", "rating", "class", "category", "value", "word", "term", "grade", "scale", "stufe",
        "klasse", "wert", "niveau", "classe", "valeur", "nivel", "clase", "valor", "grado",
    ];
    !is_rating(&target(heading, "")) && LEVELS.contains(&normal(heading).as_str())
}

fn known<'l>(labels: &'l [Label], text: &str) -> Option<&'l Label> {
    find(labels, &normal(word(undecorated(text))?))
}

fn find<'l>(labels: &'l [Label], name: &str) -> Option<&'l Label> {
    labels.iter().find(|label| label.name == name)
}
