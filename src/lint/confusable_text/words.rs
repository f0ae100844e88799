//! Words that look like ASCII but are written with letters of other alphabets.

use std::ops::Range;

use crate::model::lookalike::confirms;
use crate::model::lookalike::is_latin;
use crate::model::lookalike::lookalike;

/// A word in which letters of another alphabet look like ASCII.
#[derive(Debug)]
pub(super) struct Disguise {
    pub(super) range: Range<usize>,
    /// The first such letter, and what it looks like.
    pub(super) letter: (char, char),
    /// Whether letters of the Latin alphabet are beside it.
    pub(super) is_mixed: bool,
    /// What the word looks like.
    pub(super) reads: String,
}

impl Disguise {
    /// Whether it is one letter alone.
    pub(super) fn is_single(&self) -> bool {
        self.reads.len() == 1
    }
}

/// The disguised words of a text. One without any letter of the Latin alphabet counts where nothing around it shows that the
/// alphabet is meant: `сор` in an English text, but not in a Russian one.
pub(super) fn disguised(text: &str, around: &str) -> Vec<Disguise> {
    let mut confirmed: Vec<(char, bool)> = Vec::new();
    let mut is_meant = |letter: char| match confirmed.iter().find(|(known, _)| *known == letter) {
        Some((_, meant)) => *meant,
        None => {
            let meant = around.chars().any(|other| confirms(other, letter));
            confirmed.push((letter, meant));
            meant
        }
    };
    let words = words(text).filter_map(|range| disguise(text, range, &mut lookalike));
    words.filter(|word| word.is_mixed || !is_meant(word.letter.0)).collect()
}

/// The disguised words among the hosts of addresses.
pub(super) fn hosts(text: &str) -> Vec<Disguise> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, _) in text.match_indices("://") {
        let start = at + 3;
        let is_end =
            |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | ')');
        let end = text[start..].find(is_end).map_or(text.len(), |length| start + length);
        let host = &text[start..end];
        found.extend(disguised(host, host).into_iter().map(|word| {
            let range = start + word.range.start..start + word.range.end;
            Disguise { range, ..word }
        }));
    }
    found
}

/// The words of a text: letters and digits without anything between them.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(char::is_alphanumeric)?;
        let length = text[start..].find(|c: char| !c.is_alphanumeric());
        rest = length.map_or(text.len(), |length| start + length);
        Some(start..rest)
    })
}

/// What a word looks like, where every letter of it is Latin or looks so, and at least one is not. Digits of other scripts alone
/// are numbers.
pub(super) fn disguise(
    text: &str,
    range: Range<usize>,
    look: &mut impl FnMut(char) -> Option<char>,
) -> Option<Disguise> {
    let word = &text[range.clone()];
    if word.is_ascii() {
        return None;
    }
    let (mut letter, mut is_mixed, mut has_letter) = (None, false, false);
    let mut reads = String::with_capacity(word.len());
    for c in word.chars() {
        match look(c) {
            Some(looks) => {
                letter = letter.or(Some((c, looks)));
                has_letter |= c.is_alphabetic();
                reads.push(looks);
            }
            None if is_latin(c) => {
                is_mixed = true;
                reads.push(c);
            }
            None if c.is_ascii_digit() => reads.push(c),
            None => return None,
        }
    }
    letter.filter(|_| is_mixed || has_letter).map(|letter| Disguise { range, letter, is_mixed, reads })
}
