//! "Did you mean": the known word nearest to an unknown one.

/// The candidate that a person most likely meant by `word`; `None` where nothing is near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let folded = word.to_lowercase().replace(['_', ' '], "-");
    let allowed = (folded.chars().count() / 3).clamp(1, 3);
    let wanted = letters(&folded);
    let scored =
        candidates.into_iter().filter(|candidate| candidate.len() <= LONGEST).filter_map(|candidate| {
            let other = candidate.to_lowercase().replace('_', "-");
            // An edit takes one letter of at most four bytes and gives another, so most candidates need no closer look.
            let has = letters(&other);
            let apart = (wanted & !has).count_ones().max((has & !wanted).count_ones()) as usize;
            if apart > allowed || folded.len().abs_diff(other.len()) > 4 * allowed {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&folded, &other);
            (distance <= allowed).then_some((distance, candidate))
        });
    scored.min().map(|(_, candidate)| candidate)
}

/// A bit for each letter of a word; some letters share one.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64))
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
    }
}
