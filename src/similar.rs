//! Texts that say the same thing in nearly the same words.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

/// Words that say nothing by themselves.
const FILLERS: &[&str] =
    &["a", "an", "and", "are", "at", "be", "by", "in", "is", "it", "its", "of", "on", "the"];

/// Words that make the order of all others count: from A to B is not from B to A.
const DIRECTIONS: &[&str] = &[
    "after", "before", "behind", "for", "from", "instead", "into", "onto", "over", "than", "to", "until",
    "with",
];

/// Groups the texts that say the same: the telling words are the same but for case, punctuation, order and a final
/// `s`. Each group of two or more comes as indices, by rising index. Takes time in proportion to the texts.
///
/// Every telling word counts, so "reads fail" and "writes fail" differ, and "zone A" and "zone B".
pub fn alike<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Vec<usize>> {
    let mut groups: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut buffer = String::new();
    for (index, text) in texts.into_iter().enumerate() {
        if let Some(gist) = gist(text, &mut buffer) {
            groups.entry(gist).or_default().push(index);
        }
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort();
    groups
}

/// A number that texts share that say the same; `None` where a text says nothing. Two that differ share one with a
/// chance of one in some 10¹⁹.
fn gist(text: &str, buffer: &mut String) -> Option<u64> {
    buffer.clear();
    if text.is_ascii() {
        buffer.push_str(text);
        buffer.make_ascii_lowercase();
    } else {
        buffer.extend(text.chars().flat_map(char::to_lowercase));
    }
    let mut any = false;
    let mut any_order = 0_u64;
    let mut in_order = DefaultHasher::new();
    let mut directed = false;
    for word in buffer.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
        let word = stem(word.trim_matches(['\'', '’']));
        if word.is_empty() || FILLERS.contains(&word) {
            continue;
        }
        directed |= DIRECTIONS.contains(&word);
        let mut hasher = DefaultHasher::new();
        word.hash(&mut hasher);
        let hash = hasher.finish();
        any = true;
        any_order = any_order.wrapping_add(hash);
        hash.hash(&mut in_order);
    }
    any.then(|| if directed { in_order.finish() } else { any_order })
}

/// A word without the `s` of a plural, of a verb or of a possessor.
fn stem(word: &str) -> &str {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_alike(a: &str, b: &str) -> bool {
        !alike([a, b]).is_empty()
    }

    #[test]
    fn the_same_in_nearly_the_same_words_is_alike() {
        for (a, b) in [
            ("Zone outage", "zone  outage."),
            ("Zone outage", "Outage of a zone"),
            ("The order store times out", "Order stores time out"),
            ("A customer's cart is lost", "Customer cart lost"),
            ("Überlast im Café", "überlast im CAFÉ"),
            ("網路故障", "網路故障。"),
        ] {
            assert!(are_alike(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn one_telling_word_makes_a_difference() {
        for (a, b) in [
            ("Reads fail", "Writes fail"),
            ("Zone A is down", "Zone B is down"),
            ("Region 1 outage", "Region 2 outage"),
            ("The cache is full", "The cache is not full"),
            ("Traffic from A to B is lost", "Traffic from B to A is lost"),
            ("The backup runs before the migration", "The migration runs before the backup"),
            ("Login fails", "Login fails after a deployment"),
            ("Disk full", "Full disk of the log host"),
            ("zone zone outage", "zone outage outage"),
            ("…", "—"),
            ("", ""),
        ] {
            assert!(!are_alike(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn groups_come_in_order() {
        assert_eq!(alike(["b", "a x", "B", "x a", "c", "b!"]), [vec![0, 2, 5], vec![1, 3]]);
    }
}
