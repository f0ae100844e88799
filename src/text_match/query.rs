//! Words that somebody looks for. What they find in memory is the definition of a right answer: there is no other search.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::ops::Range;

use memchr::memmem;

use crate::text_match::Snippet;
use crate::text_match::stem;

/// From this character on scripts write words without gaps, so a word may begin anywhere.
const UNPARTED: char = '\u{2e80}';

/// Words that must all be found. A word is found where another one begins with it, whatever the case: `time` in
/// `Timeouts`. A final `s` does not count, so `orders` is found in `order-store`. What is neither a letter nor a digit parts words
/// and says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Folded, each once, sorted.
    words: Vec<String>,
}

/// Where a text stands among several: what a word found in it weighs, from where on in the folded text.
type Stretch = (usize, u32);

impl Query {
    /// The words of a text.
    pub fn new(text: &str) -> Self {
        let words: BTreeSet<String> = tokens(text).map(|(_, word)| stem(&word).to_owned()).collect();
        Self { words: words.into_iter().collect() }
    }

    /// Whether there is no word, so that nothing can be found.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words, folded and sorted.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// The words that are found in none of some texts.
    #[must_use]
    pub fn missing_in(&self, texts: &[&str]) -> Self {
        let held = texts.iter().flat_map(|text| tokens(text)).map(|(_, token)| token).collect();
        self.missing_from(&held)
    }

    /// The words that none of these begins with.
    #[must_use]
    pub fn missing_from(&self, vocabulary: &BTreeSet<String>) -> Self {
        let is_found = |word: &str| match is_unparted(word) {
            true => vocabulary.iter().any(|token| token.contains(word)),
            false => vocabulary
                .range::<str, _>((Bound::Included(word), Bound::Unbounded))
                .next()
                .is_some_and(|token| token.starts_with(word)),
        };
        Self { words: self.words.iter().filter(|word| !is_found(word)).cloned().collect() }
    }

    /// How well texts fit, each with what a word found in it weighs; `None` where a word is found in none of them. A word
    /// that is found whole weighs twice as much as the beginning of one, and each word counts where it weighs most.
    pub fn weigh<'t>(&self, texts: impl IntoIterator<Item = (u32, &'t str)>) -> Option<u32> {
        if self.is_empty() {
            return None;
        }
        let (mut folded, mut stretches) = (String::new(), Vec::new());
        for (weight, text) in texts {
            stretches.push((folded.len(), weight));
            fold(text, &mut folded);
            folded.push('\n');
        }
        let mut total = 0_u32;
        for word in &self.words {
            total = total.saturating_add(best(word, &folded, &stretches)?);
        }
        Some(total)
    }

    /// The bytes of the words of a text that hold one of those that are looked for, in order.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let found = tokens(text).filter(|(_, token)| self.words.iter().any(|word| is_in(word, token)));
        found.map(|(at, _)| at).collect()
    }

    /// The part of a text that shows what was found, with the words marked; `None` where none of them is in it.
    pub fn snippet(&self, text: &str) -> Option<Snippet> {
        let marks = self.marks(text);
        (!marks.is_empty()).then(|| Snippet::new(text, &marks))
    }
}

/// The words of a text, folded, each once, sorted.
pub fn vocabulary(text: &str) -> BTreeSet<String> {
    tokens(text).map(|(_, word)| word).collect()
}

/// Whether a word is found in a folded token.
fn is_in(word: &str, token: &str) -> bool {
    if is_unparted(word) { token.contains(word) } else { token.starts_with(word) }
}

fn is_unparted(word: &str) -> bool {
    word.contains(|letter| letter >= UNPARTED)
}

/// The most that a word weighs in folded texts.
fn best(word: &str, folded: &str, stretches: &[Stretch]) -> Option<u32> {
    // To look for a word takes time with its length too.
    if word.len() > folded.len() {
        return None;
    }
    let anywhere = is_unparted(word);
    let begins = |at: usize| anywhere || !folded[..at].ends_with(char::is_alphanumeric);
    let found = memmem::find_iter(folded.as_bytes(), word).filter(|&at| begins(at));
    let weights = found.map(|at| {
        let stretch = stretches.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let weight = stretches.get(stretch).map_or(0, |(_, weight)| *weight);
        let rest = &folded[at..];
        let token = rest.find(|letter: char| !letter.is_alphanumeric()).map_or(rest, |end| &rest[..end]);
        if stem(token) == word { weight * 2 } else { weight }
    });
    weights.max()
}

/// Adds a text with letters in one case. What parts words stays; what a letter becomes beyond letters and digits goes.
fn fold(text: &str, into: &mut String) {
    let from = into.len();
    if text.is_ascii() {
        into.push_str(text);
        into[from..].make_ascii_lowercase();
        return;
    }
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            into.extend(letter.to_lowercase().filter(|letter| letter.is_alphanumeric()));
        } else {
            into.push(letter);
        }
    }
}

/// The words of a text, folded, each with its place.
fn tokens(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let mut at = 0;
    let pieces = text.split_inclusive(|letter: char| !letter.is_alphanumeric());
    pieces.filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        let mut folded = String::new();
        fold(word, &mut folded);
        (!folded.is_empty()).then(|| (start..start + word.len(), folded))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(words: &str, text: &str) -> bool {
        Query::new(words).weigh([(1, text)]).is_some()
    }

    #[test]
    fn words_are_found_at_the_beginning_of_words() {
        for (words, text) in [
            ("timeout", "Timeouts of the store"),
            ("timeouts", "a timeout"),
            ("time store", "The order-store times out"),
            ("orders", "order-store"),
            ("überlast", "ÜBERLAST im Café"),
            ("İstanbul", "istanbul"),
            ("故障", "網路故障"),
            ("'; DROP TABLE--", "drop the table"),
        ] {
            assert!(finds(words, text), "{words} in {text}");
        }
        for (words, text) in [
            ("out", "timeout"),
            ("timeout zone", "timeout"),
            ("", "anything"),
            ("\"*-^", "anything"),
            ("cafe", "Café"),
        ] {
            assert!(!finds(words, text), "{words} in {text}");
        }
    }

    #[test]
    fn a_word_counts_where_it_weighs_most_and_whole_words_count_double() {
        let weigh = |words: &str| Query::new(words).weigh([(8, "Zone outage"), (2, "zones, drained")]);
        assert_eq!(weigh("zone"), Some(16));
        assert_eq!(weigh("zo"), Some(8));
        assert_eq!(weigh("drain out"), Some(10));
        assert_eq!(weigh("zone zones ZONE"), Some(16), "each word once");
    }

    #[test]
    fn a_megabyte_of_words_takes_no_time() {
        let many: String = (0..150_000).map(|number| format!("w{number} ")).collect();
        assert!(many.len() > 1_000_000);
        let query = Query::new(&many);
        (0..1_000).for_each(|_| assert_eq!(query.weigh([(1, "w1 and nothing more")]), None));
    }
}
