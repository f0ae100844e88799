//! "Did you mean": the known word nearest to an unknown one.

use std::borrow::Cow;

/// The greatest length of words in bytes; longer ones are not compared.
const LONGEST: usize = 64;

/// The candidate that a person most likely meant by `word`; `None` where nothing is near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let folded = word.to_lowercase().replace(['_', ' '], "-");
    if folded.len() > LONGEST {
        return None;
    }
    let allowed = (folded.chars().count() / 3).clamp(1, 3);
    let (wanted, pattern) = (letters(&folded), Pattern::new(&folded));
    let scored =
        candidates.into_iter().filter(|candidate| candidate.len() <= LONGEST).filter_map(|candidate| {
            // Most are ids, which are as they are compared; there may be very many.
            let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            let other: Cow<'_, str> = match candidate.bytes().all(is_plain) {
                true => candidate.into(),
                false => candidate.to_lowercase().replace('_', "-").into(),
            };
            // An edit takes one letter of at most four bytes and gives another, so most candidates need no closer look.
            let has = letters(&other);
            let apart = (wanted & !has).count_ones().max((has & !wanted).count_ones()) as usize;
            if apart > allowed || folded.len().abs_diff(other.len()) > 4 * allowed {
                return None;
            }
            let distance = pattern.distance(&other);
            (distance <= allowed).then_some((distance, candidate))
        });
    scored.min().map(|(_, candidate)| candidate)
}

/// A bit for each letter of a word; some letters share one.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64))
}

/// A word of at most 64 letters, to be compared with many: for each letter the bits of the places where it is.
struct Pattern {
    length: usize,
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
}

impl Pattern {
    fn new(word: &str) -> Self {
        let mut pattern = Self { length: 0, ascii: [0; 128], others: Vec::new() };
        for letter in word.chars() {
            let bit = 1 << pattern.length;
            match pattern.ascii.get_mut(letter as usize) {
                Some(bits) => *bits |= bit,
                None => pattern.others.push((letter, bit)),
            }
            pattern.length += 1;
        }
        pattern
    }

    fn places(&self, letter: char) -> u64 {
        let others = || self.others.iter().filter(|(other, _)| *other == letter);
        let others = || others().fold(0, |bits, (_, bit)| bits | bit);
        self.ascii.get(letter as usize).copied().unwrap_or_else(others)
    }

    /// How many letters must be added, left out, replaced or exchanged with their neighbour. The columns of the usual table
    /// are words of bits, so that it takes a few operations for each letter (H. Hyyrö, "A bit-vector algorithm for computing
    /// Levenshtein and Damerau edit distances", 2003).
    fn distance(&self, other: &str) -> usize {
        let last = 1 << (self.length - 1);
        let (mut up, mut down, mut same, mut before) = (u64::MAX, 0, 0, 0);
        let mut distance = self.length;
        for letter in other.chars() {
            let here = self.places(letter);
            let exchanged = ((!same & here) << 1) & before;
            same = ((here & up).wrapping_add(up) ^ up) | here | down | exchanged;
            let (right_up, right_down) = (down | !(same | up), same & up);
            distance += usize::from(right_up & last != 0);
            distance -= usize::from(right_down & last != 0);
            let (right_up, right_down) = (right_up << 1 | 1, right_down << 1);
            (up, down) = (right_down | !(same | right_up), right_up & same);
            before = here;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let keys = ["severity", "sources", "status", "risk"];
        assert_eq!(nearest("severty", keys), Some("severity"));
        assert_eq!(nearest("Source", keys), Some("sources"));
        assert_eq!(nearest("rsik", keys), Some("risk"));
        assert_eq!(nearest("likelihood", keys), None);
        assert_eq!(nearest("", keys), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), keys), None);
        assert_eq!(nearest("Überlats", ["überlast", "uberlast"]), Some("überlast"));
    }

    /// The same by the table of its definition.
    fn distance(a: &[char], b: &[char]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = match (i, j) {
                    (i, 0) => i,
                    (0, j) => j,
                    (i, j) => {
                        let replaced = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                        let best = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                        let crossed = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                        if crossed { best.min(table[i - 2][j - 2] + 1) } else { best }
                    }
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn the_distance_is_that_of_its_definition() {
        let words = |length: usize| {
            (0..300_usize).map(move |seed| {
                let letter = |at: usize| ['a', 'b', 'ü', '-'][(seed * 7_919 + at * at * (seed + 3)) / 5 % 4];
                (0..(seed * 13) % (length + 1)).map(letter).collect::<String>()
            })
        };
        for (a, b) in words(64).chain(words(6)).zip(words(6).chain(words(64).skip(1))) {
            let (short, long): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            if !a.is_empty() {
                assert_eq!(Pattern::new(&a).distance(&b), distance(&short, &long), "{a} {b}");
            }
        }
        for (a, b, apart) in
            [("ab", "ba", 1), ("abc", "acb", 1), ("abcd", "", 4), ("a", "a", 0), ("ca", "abc", 3)]
        {
            assert_eq!(Pattern::new(a).distance(b), apart, "{a} {b}");
        }
    }
}
