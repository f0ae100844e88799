//! Texts that say the same thing in nearly the same words.

/// Groups the texts that say the same: the telling words are the same but for case, punctuation, order and a final
/// `s`. Each group of two or more comes as indices, by rising index. Takes no more time than sorting them.
///
/// Every telling word counts, so "reads fail" and "writes fail" differ, and "zone A" and "zone B".
pub fn alike<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Vec<usize>> {
    let mut buffer = String::new();
    let mut gists: Vec<(u64, usize)> = texts
        .into_iter()
        .enumerate()
        .filter_map(|(index, text)| Some((gist_with(text, &mut buffer)?, index)))
        .collect();
    gists.sort_unstable();
    let groups = gists.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    let mut groups: Vec<Vec<usize>> =
        groups.map(|group| group.iter().map(|(_, index)| *index).collect()).collect();
    groups.sort();
    groups
}

/// A number that texts share that say the same; `None` where a text says nothing. Two that differ share one with a
/// chance of one in some 10¹⁹.
pub fn gist(text: &str) -> Option<u64> {
    gist_with(text, &mut String::new())
}

fn gist_with(text: &str, buffer: &mut String) -> Option<u64> {
    buffer.clear();
    if text.is_ascii() {
        buffer.push_str(text);
        buffer.make_ascii_lowercase();
    } else {
        buffer.extend(text.chars().flat_map(char::to_lowercase));
    }
    let (mut any_order, mut in_order) = (0_u64, 0_u64);
    let (mut any, mut directed) = (false, false);
    for word in buffer.split(is_gap).filter(|word| !word.is_empty()) {
        let word = stem(word.trim_matches(['\'', '’']));
        if says_nothing(word) {
            continue;
        }
        let hash = hash(word);
        any = true;
        directed |= is_direction(word);
        any_order = any_order.wrapping_add(hash);
        in_order = mixed(in_order ^ hash);
    }
    any.then_some(if directed { in_order } else { any_order })
}

/// Whether two texts say the same thing: in the same words, whatever their order and endings, or but for one letter of one long word, since
/// correcting a misspelling changes nothing.
pub fn is_same(one: &str, other: &str) -> bool {
    match (gist(one), gist(other)) {
        (Some(a), Some(b)) => a == b || is_respelt(&words(one), &words(other)),
        _ => false,
    }
}

/// Whether a text is most likely another wording of another: nearly all of their telling words are the same, and all numbers are.
pub fn is_near(one: &str, other: &str) -> bool {
    let (one, mut other) = (words(one), words(other));
    let is_number = |word: &&String| word.contains(|letter: char| letter.is_ascii_digit());
    let numbers = |words: &[String]| {
        let mut numbers: Vec<String> = words.iter().filter(is_number).cloned().collect();
        numbers.sort_unstable();
        numbers
    };
    if numbers(&one) != numbers(&other) {
        return false;
    }
    let all = one.len() + other.len();
    let shared = one.iter().filter(|word| {
        let at = other.iter().position(|other| other == *word);
        at.map(|at| other.swap_remove(at)).is_some()
    });
    let shared = shared.count();
    let (fewest, most) = (one.len().min(all - one.len()), one.len().max(all - one.len()));
    // Of three words two are shared by chance, unless nothing but a word or two was added.
    20 * shared > 7 * all || shared > 0 && shared == fewest && most <= 2 * fewest
}

/// The words of a text that say something.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(is_gap).map(|word| stem(word.trim_matches(['\'', '’'])));
    words.filter(|word| !says_nothing(word)).map(str::to_owned).collect()
}

/// Whether one word differs, by one letter that is not the first. Short words and numbers are too like each other by chance.
fn is_respelt(one: &[String], other: &[String]) -> bool {
    const LONG: usize = 6;
    let mut differing = one.iter().zip(other).filter(|(a, b)| a != b);
    let is_long =
        |word: &str| word.chars().count() >= LONG && !word.contains(|letter: char| letter.is_ascii_digit());
    match (differing.next(), differing.next()) {
        (Some((a, b)), None) if one.len() == other.len() && is_long(a) && is_long(b) => {
            a.chars().next() == b.chars().next() && is_slip(a, b)
        }
        _ => false,
    }
}

/// Whether two words differ by one letter that is another, missing or too many, or by two that changed places.
pub fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[start..], &other[start..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&one[..one.len() - end], &other[..other.len() - end]) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => (a, b) == (d, c),
        _ => false,
    }
}

fn is_gap(letter: char) -> bool {
    match letter {
        'a'..='z' | '0'..='9' | '\'' | '’' => false,
        ascii if ascii.is_ascii() => true,
        other => !other.is_alphanumeric(),
    }
}

fn says_nothing(word: &str) -> bool {
    // Most words are longer, and need not be compared.
    word.len() <= 3
        && matches!(
            word,
            "" | "a"
                | "an"
                | "and"
                | "are"
                | "at"
                | "be"
                | "by"
                | "in"
                | "is"
                | "it"
                | "its"
                | "of"
                | "on"
                | "the"
        )
}

/// Words that make the order of all others count: from A to B is not from B to A.
fn is_direction(word: &str) -> bool {
    word.len() <= 7
        && matches!(
            word,
            "after"
                | "before"
                | "behind"
                | "for"
                | "from"
                | "instead"
                | "into"
                | "onto"
                | "over"
                | "than"
                | "to"
                | "until"
                | "with"
        )
}

/// FNV-1a, mixed so that sums of two say no less than one.
fn hash(word: &str) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    mixed(word.bytes().fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)))
}

/// Spreads each bit over all others (the last step of MurmurHash3).
fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// A word without the `s` of a plural, of a verb or of a possessor.
pub(super) fn stem(word: &str) -> &str {
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
    fn a_misspelling_that_is_corrected_changes_nothing() {
        for (one, other) in [
            ("Disk full on orders database", "The disk is full on the orders databse"),
            ("Certficate expires", "Certificate expires"),
            ("Zone outage", "zone outages"),
        ] {
            assert!(is_same(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("Disk full on orders database", "Disk full on payments database"),
            ("Mail server down", "Main server down"),
            ("Replica replica-1 lost", "Replica replica-2 lost"),
            ("Certificate expires", "Certificate expires early"),
            ("Import fails", "Export fails"),
        ] {
            assert!(!is_same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn another_wording_is_near_and_another_thing_is_not() {
        for (one, other) in [
            ("Test the backups", "Test the backups weekly"),
            ("Go on", "Go on now"),
            ("Fail over to the other region by hand", "Fail over to the second region by hand"),
        ] {
            assert!(is_near(one, other) && is_near(other, one), "{one} / {other}");
        }
        for (one, other) in [
            ("Run two nodes", "Run three nodes"),
            ("Keep backups for 7 days in another region", "Keep backups for 8 days in another region"),
            ("Test backups", "Test restores"),
            ("", ""),
        ] {
            assert!(!is_near(one, other), "{one} / {other}");
        }
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
