//! Names in a sentence.

use crate::finding::short;

/// `a`, `a and b`, `a, b and c`; of very many the first, and how many more there are; each cut to a
/// length that fits a message.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 20;
    let mut names: Vec<String> = names.into_iter().map(|name| short(name).into_owned()).collect();
    let more = names.len().saturating_sub(MOST);
    if more > 1 {
        names.truncate(MOST);
        names.push(format!("{more} more"));
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
