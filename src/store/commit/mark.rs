//! What a content is known by, in a journal: its length and a hash that is the same in every version and everywhere.

use std::fs::File;
use std::io;

use serde::Deserialize;
use serde::Serialize;

use crate::store::LARGEST;
use crate::store::folder;

/// Length and hash of a content. The hash tells contents apart that were not made to be mistaken; who can make them
/// can write the files as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mark {
    length: u64,
    /// FNV-1a, 64 bits.
    hash: u64,
}

impl Mark {
    const EMPTY: Self = Self { length: 0, hash: 0xcbf2_9ce4_8422_2325 };

    /// The mark of a content in pieces.
    pub(super) fn of(parts: &[&[u8]]) -> Self {
        let mut mark = Self::EMPTY;
        parts.iter().for_each(|part| mark.add(part));
        mark
    }

    /// The mark of a file's content from where it is read; `None` where it is larger than any file of ours.
    pub(super) fn of_file(file: &File) -> io::Result<Option<Self>> {
        let mut mark = Self::EMPTY;
        folder::pieces(file, |piece| {
            mark.add(piece);
            mark.is_possible()
        })?;
        Ok(mark.is_possible().then_some(mark))
    }

    /// Whether a file of ours can have this length.
    pub(super) fn is_possible(&self) -> bool {
        self.length <= LARGEST
    }

    /// The name under which a staged text is kept that found its place taken. It follows from the content, so that
    /// keeping it twice keeps it once.
    pub(super) fn kept_name(&self) -> String {
        format!("kept-{:016x}.toml", self.hash)
    }

    fn add(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        for byte in bytes {
            self.hash = (self.hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a_for_ever() {
        assert_eq!(Mark::of(&[]).hash, 0xcbf2_9ce4_8422_2325);
        assert_eq!(Mark::of(&[b"a"]).hash, 0xaf63_dc4c_8601_ec8c);
        assert_eq!(Mark::of(&[b"foo", b"", b"bar"]).hash, 0x8594_4171_f739_67e8);
    }
}
