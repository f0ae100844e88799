//! The part of a text that shows what was found.

use std::ops::Range;

use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeStruct;

/// How many characters are shown.
const WIDTH: usize = 120;
/// How many of them stand before the first word that was found.
const BEFORE: usize = 30;

/// A part of a text, in which the words that were found are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The part; `…` stands where text was left out.
    pub text: String,
    /// The bytes of the words in it, in order.
    pub marks: Vec<Range<usize>>,
}

impl Snippet {
    /// The part around the first of the marks, which are bytes of the text, in order. It is cut at gaps between words, where
    /// there are some.
    pub(super) fn new(text: &str, marks: &[Range<usize>]) -> Self {
        let first = marks.first().map_or(0, |mark| mark.start);
        let back = text[..first].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
        let start = match text[back..first].find(char::is_whitespace) {
            Some(at) if back > 0 => back + at + 1,
            _ => back,
        };
        let start = text.ceil_char_boundary(start);
        let cut = text[start..].char_indices().nth(WIDTH).map_or(text.len(), |(at, _)| start + at);
        let least = marks.first().map_or(start, |mark| mark.end.min(cut));
        let end = match text[least..cut].rfind(char::is_whitespace) {
            Some(at) if cut < text.len() => least + at,
            _ => cut,
        };
        let (head, tail) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
        let shown = marks.iter().filter(|mark| mark.start >= start && mark.start < end);
        let moved = |at: usize| at.min(end) - start + head.len();
        Self {
            marks: shown.map(|mark| moved(mark.start)..moved(mark.end)).collect(),
            text: format!("{head}{}{tail}", &text[start..end]),
        }
    }
}

/// As JSON the marks count characters, as most languages do.
impl Serialize for Snippet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let count = |at: usize| self.text.get(..at).map_or(0, |before| before.chars().count());
        let marks: Vec<_> = self.marks.iter().map(|mark| [count(mark.start), count(mark.end)]).collect();
        let mut object = serializer.serialize_struct("Snippet", 2)?;
        object.serialize_field("text", &self.text)?;
        object.serialize_field("marks", &marks)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::text_match::Query;

    fn shown(words: &str, text: &str) -> String {
        let mut snippet = Query::new(words).snippet(text).unwrap();
        for mark in snippet.marks.iter().rev() {
            snippet.text.insert(mark.end, ']');
            snippet.text.insert(mark.start, '[');
        }
        snippet.text
    }

    #[test]
    fn what_was_found_is_marked_and_far_text_is_left_out() {
        assert_eq!(shown("time", "Writes time out"), "Writes [time] out");
        assert_eq!(shown("b a", "a-b, c, A"), "[a]-[b], c, [A]");
        let long = format!("{}the needle is here {}", "word ".repeat(40), "after ".repeat(40));
        let shown = shown("needle", &long);
        assert!(shown.starts_with("…word word ") && shown.contains(" [needle] is here after "), "{shown}");
        assert!(shown.ends_with("after…") && shown.chars().count() < 130, "{shown}");
    }

    #[test]
    fn text_without_gaps_is_cut_between_characters() {
        for text in ["ü".repeat(300) + " é " + &"ñ".repeat(300), "網".repeat(500), "x".repeat(500)] {
            for word in text.split(' ') {
                assert!(Query::new(word).snippet(&text).unwrap().text.chars().count() <= 122);
            }
        }
        assert_eq!(Query::new("z").snippet("a b"), None);
    }
}
