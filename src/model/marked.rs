//! Lists as the text of one cell, written so that import reads back the same items.
//!
//! Most lists need no bullets: their items are on separate lines, or separated by semicolons. Where that would be ambiguous, each item starts
//! with a bullet, and its continuation lines with a space. A line that a person adds without a bullet is a new item.

use crate::model::placeholder::says_nothing;

/// What stands before each item of a list that could be read in another way.
pub const MARK: &str = "• ";

/// Items as lines.
pub fn lines<T: AsRef<str>>(items: &[T]) -> String {
    let is_alone = items.len() == 1;
    // A single line is parted at its semicolons.
    let is_clear = |item: &str| is_clear(item) && !names_class(item) && !(is_alone && item.contains(';'));
    joined(items, is_clear, "\n")
}

/// Items as lines that begin with a dash, or with a mark where that could be read in another way.
pub fn dashed<T: AsRef<str>>(items: &[T]) -> String {
    let lines = lines(items);
    match is_marked(&lines) {
        true => lines,
        false => items.iter().map(|item| format!("- {}", item.as_ref())).collect::<Vec<_>>().join("\n"),
    }
}

/// Items as a list on one line. A comma may be part of an item; import parts at semicolons.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, |item| is_clear(item) && !item.contains([';', ',']), "; ")
}

/// Items with a mark each.
pub fn marked<T: AsRef<str>>(items: &[T]) -> String {
    let mark = |item: &T| format!("{MARK}{}", item.as_ref().lines().collect::<Vec<_>>().join("\n "));
    items.iter().map(mark).collect::<Vec<_>>().join("\n")
}

/// Whether a cell has such marks.
pub fn is_marked(text: &str) -> bool {
    text.starts_with(MARK) || text.contains("\n• ")
}

fn joined<T: AsRef<str>>(items: &[T], is_clear: impl Fn(&str) -> bool, between: &str) -> String {
    if items.iter().all(|item| is_clear(item.as_ref())) {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        return items.join(between);
    }
    marked(items)
}

/// Whether an item is a single line that starts with a word, not with a bullet or a list number, and is not a placeholder.
fn is_clear(item: &str) -> bool {
    let after = item.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let begins = if after.len() < item.len() {
        !after.starts_with(['.', ')'])
    } else {
        item.starts_with(char::is_alphabetic)
    };
    begins && !item.contains(['\n', '\r']) && !says_nothing(item)
}

/// Whether an item could be taken for the heading of a class of actions.
fn names_class(item: &str) -> bool {
    const BEGINNINGS: &[&str] =
        &["reacti", "reakti", "prevent", "präventi", "proacti", "vorbeugend", "actions ", "acciones "];
    let lower = item.to_lowercase();
    BEGINNINGS.iter().any(|begins| lower.starts_with(begins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_marked_where_they_could_be_read_in_another_way() {
        for (items, written) in [
            (&["Run two", "Wait; then look"][..], "Run two\nWait; then look"),
            (&["Über 5 °C", "3 copies"], "Über 5 °C\n3 copies"),
            (&["Wait; then look"], "• Wait; then look"),
            (&["Keep\nbackups", "b"], "• Keep\n backups\n• b"),
            (&["Preventative actions: none", "b"], "• Preventative actions: none\n• b"),
            (&["- dashes"], "• - dashes"),
            (&["1. first"], "• 1. first"),
            (&["None"], "• None"),
            (&["=1+1"], "• =1+1"),
            (&[""; 0], ""),
        ] {
            assert_eq!(lines(items), written);
            assert_eq!(is_marked(written), written.starts_with('•'));
        }
        assert_eq!(list(&["Key store", "DNS"]), "Key store; DNS");
        assert_eq!(list(&["Key store, DNS", "a"]), "• Key store, DNS\n• a");
    }
}
