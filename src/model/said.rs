//! What a text said, in short, so that a later look tells whether it still says so.

use std::borrow::Cow;

use crate::model::is_plain;
use crate::model::is_terminal_control;

/// The heading of the column in which our own tables keep what each row said when it was written.
pub const COLUMN: &str = "said";

/// The letters of one text.
pub const LETTERS: usize = 4;

/// The letters of a name before those of its text, and both.
const OF_NAME: usize = 2;
const BOTH: usize = 5;

/// What a field says: 24 bits of a hash of its name and its text (FNV-1a, 64 bits, folded) as four letters. What was written into
/// playbooks must be known again for ever.
pub fn short(name: &str, text: &str) -> String {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let bytes = name.bytes().chain([0]).chain(text.bytes());
    let hash = bytes.fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    letters_of(hash, ALPHABET).map(char::from).iter().collect()
}

/// Whether letters hold those of one text.
pub fn holds(letters: &str, one: &str) -> bool {
    chunks(letters, LETTERS).any(|chunk| chunk == one)
}

/// The letters of each text.
pub fn each(letters: &str) -> impl Iterator<Item = &str> {
    chunks(letters, LETTERS)
}

/// A name in records, in which its text is found by it: 12 bits of the name and 18 of both.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    letters: [u8; OF_NAME],
    seed: u64,
}

impl Name {
    /// That of a field or a column.
    pub fn new(name: &str) -> Self {
        let seed = hash(0, name.as_bytes());
        let mut letters = [0; OF_NAME];
        letters.copy_from_slice(&letters_of(seed, OF_RECORDS)[..OF_NAME]);
        Self { letters, seed }
    }

    /// Adds the name with its text to a record. White space at the ends of lines and empty lines do not count.
    pub fn record(&self, text: &str, record: &mut String) {
        record.extend(self.letters.map(char::from));
        record.extend(self.of_text(text).map(char::from));
    }

    fn of_text(&self, text: &str) -> [u8; BOTH - OF_NAME] {
        let mut letters = [0; BOTH - OF_NAME];
        let hash = hash(self.seed, even(text).as_bytes());
        letters.copy_from_slice(&letters_of(hash, OF_RECORDS)[..BOTH - OF_NAME]);
        letters
    }
}

/// What a record holds of a name; very rarely that of another name as well.
pub fn recorded<'r>(record: &'r str, name: &str) -> impl Iterator<Item = &'r str> {
    let name = Name::new(name);
    chunks(record, BOTH).filter(move |chunk| chunk.as_bytes()[..OF_NAME] == name.letters)
}

/// Whether a record says that this was the text of a name; `None`: it says nothing of the name.
pub fn is_recorded(record: &str, name: &str, text: &str) -> Option<bool> {
    let letters = Name::new(name).of_text(text);
    recorded(record, name).map(|chunk| chunk.as_bytes()[OF_NAME..] == letters).max()
}

/// Whether a text can be such a record.
pub fn is_record(text: &str) -> bool {
    !text.is_empty() && text.len().is_multiple_of(BOTH) && text.bytes().all(|byte| OF_RECORDS.contains(&byte))
}

/// An id as it is written beside a record. Two hyphens in a row would end a comment of HTML, in which a record may be: a full stop, which no
/// id has, separates them.
pub fn separated(id: &str) -> String {
    let mut text = String::with_capacity(id.len());
    for letter in id.chars() {
        text.extend((letter == '-' && text.ends_with('-')).then_some('.'));
        text.push(letter);
    }
    text
}

/// The id that is written so.
pub fn joined(text: &str) -> String {
    text.replace('.', "")
}

fn chunks(letters: &str, size: usize) -> impl Iterator<Item = &str> {
    let letters = if letters.is_ascii() { letters } else { "" };
    (0..letters.len() / size).map(move |at| &letters[at * size..(at + 1) * size])
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// The same without the hyphen, two of which would end a comment of HTML. No token has an exclamation mark, so that no record is taken for a secret.
const OF_RECORDS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!_";

/// 24 bits of a hash.
fn letters_of(hash: u64, alphabet: &[u8; 64]) -> [u8; LETTERS] {
    let folded = hash ^ (hash >> 24) ^ (hash >> 48);
    std::array::from_fn(|at| alphabet[(folded >> (6 * at)) as usize & 63])
}

/// A hash that takes eight bytes in one step, since whole tables are recorded: each step multiplies (by 2^64 divided by the golden ratio) and
/// folds, and the length ends it.
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let step = |hash: u64, word: [u8; 8]| {
        let hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^ (hash >> 32)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(seed, |hash, word| step(hash, *word));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    step(step(hash, last), length.to_le_bytes())
}

/// A text without what nobody sees in it: as it comes back from a spreadsheet or a page.
fn even(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_space = |byte: &u8| (*byte == b' ') | (*byte == b'\n');
    // Without an early exit, so that many bytes are looked at in one step.
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let has_gap = pairs.fold(false, |has, (one, next)| has | (is_space(one) & is_space(next)));
    let is_even = is_plain(text)
        && !has_gap
        && !bytes.first().is_some_and(is_space)
        && !bytes.last().is_some_and(is_space);
    if is_even {
        return Cow::Borrowed(text);
    }
    let is_unseen = |letter: char| {
        matches!(letter, '\u{200b}' | '\u{feff}') || is_terminal_control(letter) && !letter.is_whitespace()
    };
    let seen: String = text.chars().filter(|&letter| !is_unseen(letter)).collect();
    let lines = seen.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    Cow::Owned(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_in_short_never_changes() {
        assert_eq!(short("problem", "Disk full"), "8tnT");
        assert_eq!(short("accepted.until", "2026-11-01"), "3kDI");
        assert_ne!(short("problem", "Disk full"), short("risk", "Disk full"));
    }

    #[test]
    fn what_stands_in_a_comment_does_not_end_it() {
        for id in ["zone-outage", "a--b", "a---b--", "1"] {
            assert!(!separated(id).contains("--"), "{id}");
            assert_eq!(joined(&separated(id)), id);
        }
        assert!(!OF_RECORDS.contains(&b'-'));
    }

    #[test]
    fn a_record_tells_what_each_name_said() {
        let mut letters = String::new();
        Name::new("risk").record("a b\nc", &mut letters);
        Name::new("owner").record("", &mut letters);
        // Tables that were written once must be known again.
        assert_eq!(letters, "Pn09jlj4ZA");
        assert!(is_record(&letters) && letters.len() == 2 * BOTH);
        for text in ["a b\nc", " a  b \r\n\n c\n", "a\u{200b} b\n\u{1b}c"] {
            assert_eq!(is_recorded(&letters, "risk", text), Some(true), "{text:?}");
        }
        assert_eq!(is_recorded(&letters, "risk", "a b c"), Some(false));
        assert_eq!(is_recorded(&letters, "owner", " "), Some(true));
        assert_eq!(is_recorded(&letters, "problem", ""), None);
    }
}
