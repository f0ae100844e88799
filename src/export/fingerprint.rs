//! What a finding is known by from run to run, when lines move and files are renamed.

use std::collections::HashMap;

use crate::report::Located;

/// Gives each finding of a verdict its fingerprint.
///
/// A finding is known by its rule, its entry and its field. One that can name no entry is known by its rule, its
/// message and the text of its line, and never by its file. Findings that are alike are counted in the order of the
/// verdict.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    seen: HashMap<u128, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: 32 digits of a hash, a colon, and the number among those with that hash,
    /// from 1. So no two of a run are equal, not even where hashes collide.
    pub(super) fn next(&mut self, finding: &Located) -> String {
        let Located { rule, subject, field, message, text, .. } = finding;
        let hash = match text {
            Some(text) => hash(&[rule, message, text, field]),
            None => hash(&[rule, subject, field]),
        };
        let number = self.seen.entry(hash).or_default();
        *number += 1;
        format!("{hash:032x}:{number}")
    }
}

/// FNV-1a with 128 bits. A byte that no UTF-8 text holds ends each part, so that `ab` `c` is not `a` `bc`.
fn hash(parts: &[&str]) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    bytes.fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values were worked out elsewhere, since the hash must never change.
    #[test]
    fn the_hash_is_fnv_1a_over_ended_parts() {
        assert_eq!(hash(&[]), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(
            format!("{:032x}", hash(&["no-owner", "failure/a", ""])),
            "5c663b36b503816722d8714d78ffb19b"
        );
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
    }
}
