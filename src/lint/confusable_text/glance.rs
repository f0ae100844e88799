//! Where a file may hold what the rule reports. Most files are ASCII, and of the others most need no closer look.

use std::collections::HashMap;

use memchr::memmem;

use crate::lint::confusable_text::RUN;
use crate::lint::confusable_text::symbols;
use crate::lint::confusable_text::words::disguise;
use crate::model::is_terminal_control;
use crate::model::lookalike::belongs;
use crate::model::lookalike::invisible;
use crate::model::lookalike::lookalike;

/// How many bytes are passed over in one step where they are ASCII.
const STEP: usize = 64;

/// The bytes of a file near which a text may be confusing, in order.
pub(super) fn glance(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut glance = Glance { text, found: escapes(bytes), alphabets: HashMap::new(), run: None, seen: 0 };
    for (index, step) in bytes.chunks(STEP).enumerate().filter(|(_, step)| !step.is_ascii()) {
        // The first byte of each character beyond ASCII.
        for at in (0..step.len()).filter(|&at| step[at] >= 0xc0).map(|at| index * STEP + at) {
            glance.look(at);
        }
    }
    glance.found.sort_unstable();
    glance.found
}

/// Escapes of characters beyond ASCII and of control characters. What they are is seen once they are undone.
fn escapes(bytes: &[u8]) -> Vec<usize> {
    let is_escape = |&at: &usize| {
        let digits = match bytes.get(at + 1) {
            Some(b'u') => 4,
            Some(b'U') => 8,
            Some(b'x') => 2,
            Some(b'b' | b'e' | b'f') => return true,
            _ => return false,
        };
        let digits = bytes.get(at + 2..at + 2 + digits).and_then(|digits| std::str::from_utf8(digits).ok());
        digits
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .is_some_and(|code| !(0x20..0x7f).contains(&code))
    };
    memchr::memchr_iter(b'\\', bytes).filter(is_escape).collect()
}

struct Glance<'t> {
    text: &'t str,
    found: Vec<usize>,
    /// What the letters of a stretch of 256 look like. To look that up costs more than all else here.
    alphabets: HashMap<u32, Vec<Option<char>>>,
    /// Where keys are named whose values are run.
    run: Option<Vec<usize>>,
    /// The end of the last word that was looked at.
    seen: usize,
}

impl Glance<'_> {
    fn look(&mut self, at: usize) {
        let Some(letter) = self.text[at..].chars().next() else { return };
        let is_suspect = match letter {
            // Letters of Europe and of East Asia, and pictures.
            '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{1bf}' | '\u{1c1}'..='\u{24f}' => false,
            '\u{3001}'..='\u{3163}' | '\u{3165}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7af}' => false,
            '\u{1f000}'..='\u{1faff}' => false,
            _ if invisible(letter).is_some() => !belongs(self.text, at, letter),
            _ if is_terminal_control(letter) => true,
            _ if letter.is_alphanumeric() => self.is_in_disguise(at),
            _ => symbols::may_be(letter) && self.may_be_run(at),
        };
        if is_suspect {
            self.found.push(at);
        }
    }

    /// Whether the word around a letter looks like ASCII.
    fn is_in_disguise(&mut self, at: usize) -> bool {
        if at < self.seen {
            return false;
        }
        let before = self.text[self.seen..at].chars().rev().take_while(|c| c.is_alphanumeric());
        let start = at - before.map(char::len_utf8).sum::<usize>();
        let length = self.text[at..].find(|c: char| !c.is_alphanumeric());
        self.seen = length.map_or(self.text.len(), |length| at + length);
        let alphabets = &mut self.alphabets;
        let mut look = |letter: char| {
            if letter.is_ascii() {
                return None;
            }
            let (stretch, at) = (u32::from(letter) >> 8, u32::from(letter) & 0xff);
            let of = |code: u32| char::from_u32(code).and_then(lookalike);
            let letters = || (0..0x100).map(|at| of(stretch << 8 | at)).collect();
            alphabets.entry(stretch).or_insert_with(letters)[at as usize]
        };
        disguise(self.text, start..self.seen, &mut look).is_some()
    }

    /// Whether a byte may belong to the value of a key that is run: one is named not far before it.
    fn may_be_run(&mut self, at: usize) -> bool {
        const FAR: usize = 16 << 10;
        let text = self.text.as_bytes();
        let run = self.run.get_or_insert_with(|| {
            let mut run: Vec<usize> = RUN.iter().flat_map(|key| memmem::find_iter(text, key)).collect();
            run.sort_unstable();
            run
        });
        let before = run.partition_point(|&named| named < at);
        before > 0 && at - run[before - 1] < FAR
    }
}
