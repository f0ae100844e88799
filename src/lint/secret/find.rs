//! Finds tokens, keys and passwords in a text, in time that grows with its length alone.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;

use crate::lint::secret::shapes::Alphabet;
use crate::lint::secret::shapes::SHAPES;
use crate::lint::secret::shapes::Shape;
use crate::lint::secret::shapes::may_begin;
use crate::lint::secret::value::is_placeholder;
use crate::lint::secret::value::is_random;

/// A secret in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Secret {
    /// What it is, behind "contains".
    pub(crate) what: &'static str,
    /// The bytes that nobody may see.
    pub(crate) range: Range<usize>,
}

/// As long as anything is looked for: no token is longer.
pub(super) const FAR: usize = 4 << 10;
/// Tokens with a prefix hold this many letters, digits, `_` and `-` in a row.
const RUN: usize = 16;
/// So many bytes lie within a run wherever it begins.
const STEP: usize = RUN / 2;

/// What `…` is read as where texts were cut to fit a message: it has as many bytes, and no secret goes on behind it.
const CUT: &str = "\n\n\n";

/// The secrets of a text, in order.
pub(crate) fn find(text: &str) -> Vec<Secret> {
    find_in(text, false)
}

/// The secrets of a message, in order. Of those that were cut the beginning counts.
pub(crate) fn find_in_message(message: &str) -> Vec<Secret> {
    match message.contains('…') {
        true => find_in(&message.replace('…', CUT), true),
        false => find_in(message, false),
    }
}

fn find_in(text: &str, is_cut: bool) -> Vec<Secret> {
    let mut finder = Finder { text, bytes: text.as_bytes(), is_cut, found: Vec::new() };
    finder.blocks();
    finder.runs();
    finder.signs();
    finder.options();
    finder.finish()
}

const BEGIN: &str = "-----BEGIN ";
/// Made once: it is asked of each message, too.
static BEGINNINGS: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new(BEGIN));

pub(super) struct Finder<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    is_cut: bool,
    found: Vec<Secret>,
}

/// Whether bytes may all belong to a run: of eight, whether one is a space, a quote or a comma, in one step.
fn may_be_run(bytes: [u8; STEP]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let eight = u64::from_le_bytes(bytes);
    let below = eight.wrapping_sub(ONES * u64::from(b'-')) & !eight;
    (below | eight) & (ONES * 0x80) == 0
}

impl Finder<'_> {
    pub(super) fn add(&mut self, what: &'static str, range: Range<usize>) {
        self.found.push(Secret { what, range });
    }

    /// Of secrets that overlap the first counts, and of those that begin together the one found first.
    fn finish(mut self) -> Vec<Secret> {
        self.found.sort_by_key(|secret| secret.range.start);
        let mut end = 0;
        self.found.retain(|secret| {
            let is_first = secret.range.start >= end;
            end = if is_first { secret.range.end } else { end };
            is_first
        });
        self.found
    }

    /// Whether a text was cut at a byte.
    pub(super) fn is_cut(&self, at: usize) -> bool {
        self.is_cut && self.text[at..].starts_with(CUT)
    }

    /// How many bytes from `at` on an alphabet holds.
    pub(super) fn length(&self, at: usize, alphabet: Alphabet) -> usize {
        let rest = &self.bytes[at.min(self.bytes.len())..];
        rest.iter().take(FAR).take_while(|&&byte| alphabet.holds(byte)).count()
    }

    /// Private keys in PEM: from the line that begins one to the line that ends it.
    fn blocks(&mut self) {
        const LONGEST_KEY: usize = 64 << 10;
        let mut end = 0;
        for start in BEGINNINGS.find_iter(self.bytes) {
            let label = self.text[start + BEGIN.len()..].split("-----").next().unwrap_or_default();
            let is_key = label.ends_with("PRIVATE KEY") || label == "PGP PRIVATE KEY BLOCK";
            let body = start + BEGIN.len() + label.len() + "-----".len();
            let rest = self.text.get(body..).unwrap_or_default();
            let first = rest.trim_start_matches(['\\', 'n', 'r', ' ', '\n', '\r']);
            if start < end || !is_key || first.starts_with(['.', '<', '…', '$', '{', '*']) {
                continue;
            }
            let far = self.text.floor_char_boundary((body + LONGEST_KEY).min(self.text.len()));
            let after = &self.text[body.min(far)..far];
            let closing = after.find("-----END").or_else(|| after.find(CUT).filter(|_| self.is_cut));
            end = closing.map_or_else(|| self.text.len().min(far), |at| body + at);
            self.add("a private key", body.min(end)..end.max(body.min(end)));
        }
    }

    /// Tokens with a prefix: runs of characters that are longer than words are. Most of a text is passed over in steps.
    fn runs(&mut self) {
        let is_run = |byte: &u8| Alphabet::Word.holds(*byte);
        let mut end = 0;
        for (index, bytes) in self.bytes.as_chunks::<STEP>().0.iter().enumerate() {
            let at = index * STEP;
            if !may_be_run(*bytes) || at < end || !bytes.iter().all(is_run) {
                continue;
            }
            let before = self.bytes[end..at].iter().rev().take_while(|byte| is_run(byte)).count();
            let after = self.bytes[at..].iter().take_while(|byte| is_run(byte)).count();
            let run = at - before..at + after;
            let known = self.found.len();
            if run.len() >= RUN {
                self.run(run.clone());
            }
            // A token may go on behind the run.
            end = self.found[known..].last().map_or(run.end, |found| found.range.end.max(run.end));
        }
        // What is left of one that was cut may be shorter.
        let text = if self.is_cut { self.text } else { "" };
        for (cut, _) in text.match_indices(CUT) {
            let length = self.bytes[..cut].iter().rev().take(RUN).take_while(|byte| is_run(byte)).count();
            if (1..RUN).contains(&length) {
                self.run(cut - length..cut);
            }
        }
    }

    fn run(&mut self, run: Range<usize>) {
        // Hyphens before it are those of an option or a list; a key of one's own begins with `x-`.
        let is_dash = |byte: &&u8| matches!(byte, b'-' | b'_');
        let own = |start: usize| if self.text[start..].starts_with("x-") { start + 2 } else { start };
        let mut start = run.start + self.bytes[run.clone()].iter().take_while(is_dash).count();
        let word = own(start)..run.end.max(own(start));
        // A prefix may hold dots: it is looked for before them too.
        for _ in 0..3 {
            if self.token(own(start), true) {
                return;
            }
            let is_inner = start >= 2 && matches!(self.bytes[start - 1], b'.' | b'+' | b' ');
            let before = self.bytes[..start.saturating_sub(1)].iter().rev().take(24);
            let length = before.take_while(|byte| Alphabet::Word.holds(**byte)).count();
            if !is_inner || length == 0 {
                break;
            }
            start -= 1 + length;
        }
        // Where what is left is as long as a token, another word may be before it.
        let least = word.end.saturating_sub(RUN).max(word.start);
        for at in word.start..least {
            if matches!(self.bytes[at], b'-' | b'_') && self.token(at + 1, false) {
                return;
            }
        }
        self.without_prefix(word);
    }

    /// Whether a token with a prefix begins at a byte, which begins a word or is within one.
    fn token(&mut self, start: usize, begins: bool) -> bool {
        let rest = &self.bytes[start..];
        let &[first, second, ..] = rest else { return false };
        if !may_begin(first, second) {
            return false;
        }
        let begin = SHAPES.partition_point(|shape| shape.prefix.as_bytes()[0] < first);
        let alike = SHAPES[begin..].iter().take_while(|shape| shape.prefix.as_bytes()[0] == first);
        let fits = |shape: &&Shape| rest.starts_with(shape.prefix.as_bytes()) && (begins || !shape.is_alone);
        let fitting = alike.filter(fits);
        let Some(shape) = fitting.max_by_key(|shape| shape.prefix.len()) else { return false };
        let body = start + shape.prefix.len();
        let length = self.length(body, shape.alphabet);
        let value = &self.text[body..body + length];
        let (least, most) = shape.length;
        let is_cut = length >= 4 && self.is_cut(body + length);
        let fits = (least..=most).contains(&length) || is_cut;
        let has_digit = !shape.has_digit || value.bytes().any(|byte| byte.is_ascii_digit());
        if fits && has_digit && !is_placeholder(value) {
            self.add(shape.what, body..body + length);
        }
        fits
    }

    /// Tokens that are known by how they are built, or by the word before them.
    fn without_prefix(&mut self, run: Range<usize>) {
        let (text, bytes) = (self.text, self.bytes);
        let is_behind = run.start > 0 && matches!(bytes[run.start - 1], b' ' | b'.');
        let first = bytes.get(run.start).copied().unwrap_or(0);
        if !(is_behind || first == b'e' || first.is_ascii_uppercase()) {
            return;
        }
        let word = |at: usize| self.length(at, Alphabet::Word);
        let dot = |at: usize| bytes.get(at) == Some(&b'.');
        let begins = |what: &str| text[run.start..].starts_with(what);
        let is_cut = |at: usize| self.is_cut(at);
        if begins("eyJ") && (dot(run.end) && text[run.end + 1..].starts_with("eyJ") || is_cut(run.end)) {
            let length = self.length(run.start, Alphabet::Open);
            return self.add("a signed token (JWT)", run.start + 3..run.start + length);
        }
        // A bot of Discord: its number, when the token was made, and a signature.
        if (23..=28).contains(&run.len()) && bytes[run.start].is_ascii_uppercase() && dot(run.end) {
            let (second, third) = (run.end + 1, run.end + 2 + word(run.end + 1));
            if (5..=7).contains(&word(second))
                && dot(third - 1)
                && (word(third) >= 27 || is_cut(third + word(third)))
            {
                return self.add("a Discord token", run.start..third + word(third));
            }
        }
        let before = &text[text.floor_char_boundary(run.start.saturating_sub(32))..run.start];
        if let Some(named) = before.strip_suffix(".atlasv1.") {
            let name = named.len() - named.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
            return self.add("a Terraform token", run.start - ".atlasv1.".len() - name..run.end);
        }
        let scheme = before
            .strip_suffix(' ')
            .map(|before| before.rsplit([' ', ':', '"', '\'']).next().unwrap_or_default());
        if scheme.is_some_and(|scheme| {
            ["Bearer", "bearer", "Basic", "basic", "SSWS", "GenieKey"].contains(&scheme)
        }) {
            let length = self.length(run.start, Alphabet::Open);
            let value = &text[run.start..run.start + length];
            if is_random(value) && !is_placeholder(value) {
                self.add("a token", run.start..run.start + length);
            }
        }
    }
}
