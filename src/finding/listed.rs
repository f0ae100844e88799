//! Names in a sentence.

use crate::finding::short;

/// `a`, `a and b`, `a, b and c`; of very many the first, and how many more there are; each cut to a
/// length that fits a message.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 20;
    let mut rest = names.into_iter();
    let mut names: Vec<String> = rest.by_ref().take(MOST).map(|name| short(name).into_owned()).collect();
    // One more takes no more room than to say so.
    if let Some(last) = rest.next() {
        names.push(match rest.count() {
            0 => short(last).into_owned(),
            more => format!("{} more", more + 1),
        });
    }
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_a_sentence() {
        assert_eq!(listed([]), "");
        assert_eq!(listed(["a"]), "a");
        assert_eq!(listed(["a", "b"]), "a and b");
        assert_eq!(listed(["a", "b", "c"]), "a, b and c");
        assert_eq!(listed(["x"; 21]).matches('x').count(), 21);
        assert!(listed(["x"; 22]).ends_with("x and 2 more"));
    }
}
