//! Cheap changes to a text, the same ones in every run: what a test on the stable toolchain tries.

/// Random numbers (xorshift), the same from the same seed.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Begins a sequence.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `bound`, or 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % bound.max(1)
    }

    fn range(&mut self, length: usize, most: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..start + self.below(most.min(length - start) + 1)
    }
}

/// Changes a text in one to six places: words of a dictionary, pieces of another text, and what happens to bytes.
pub fn mutate(seed: &[u8], other: &[u8], words: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    const LONGEST: usize = 4_000;
    // A window of a long text, so that most changes meet something.
    let window = dice.below(seed.len().saturating_sub(LONGEST) + 1);
    let mut text = seed[window..seed.len().min(window + LONGEST)].to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(text.len() + 1);
        match dice.below(7) {
            0 if !text.is_empty() => {
                let byte = dice.below(text.len());
                text[byte] ^= 1 << dice.below(7);
            }
            1 => drop(text.drain(dice.range(text.len(), 40))),
            2 => {
                let piece = text[dice.range(text.len(), 200)].to_vec();
                drop(text.splice(at..at, piece));
            }
            3 => {
                let piece = other[dice.range(other.len(), 400)].to_vec();
                drop(text.splice(at..at, piece));
            }
            4 => text.truncate(at.max(1)),
            _ => {
                let word = words.get(dice.below(words.len())).cloned().unwrap_or_default();
                let end = at + dice.below(2) * dice.range(text.len() - at, word.len()).len();
                drop(text.splice(at..end.min(text.len()), word));
            }
        }
    }
    text
}
