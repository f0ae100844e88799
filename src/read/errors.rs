//! Below the entries: syntax errors and TOML 1.1 syntax.

use std::ops::Range;

use crate::finding::Finding;
use crate::finding::Place;
use crate::limits::BLOCK;
use crate::model::lookalike::invisible;
use crate::read::characters::hidden_character;
use crate::read::mistake::mistake;
use crate::syntax::error::Error;
use crate::syntax::nodes::Nodes;
use crate::syntax::strings::unclosed_string;

/// Says that an entry is not parsed, since it is too large.
pub(crate) fn too_large(place: Place, what: &str) -> Finding {
    let message = format!("{what} too large: more than {} MiB, or too many keys", BLOCK >> 20);
    let help = "split it, or move the text elsewhere and link it";
    Finding::new("unreadable-file", place, message).help(help)
}

/// The first piece of syntax that TOML 1.0 does not have, and what it is.
pub(crate) fn toml_1_1(text: &str) -> Option<(Range<usize>, &'static str)> {
    Nodes::parse(text).0.newer
}

/// The finding about a piece of TOML 1.1.
pub(crate) fn toml_1_1_finding(place: Place, what: &str) -> Finding {
    let message = format!("{what} is TOML 1.1, which many tools cannot read");
    Finding::new("toml-1-1-syntax", place, message).help(match what {
        "an escape" => "write \\u001b for \\e, and \\u0041 for \\x41",
        "a time without seconds" => "add the seconds: 10:02:00",
        _ => "keep it on one line without a last comma, or write a [table] of its own",
    })
}

/// A syntax error as a finding; a control character has a rule of its own.
pub(crate) fn syntax_finding(
    text: &str,
    error: &Error,
    place: impl FnOnce(Range<usize>) -> Place,
) -> Finding {
    let span = error.span.clone().unwrap_or(0..0);
    let (start, end) = (span.start.min(text.len()), span.end.clamp(span.start.min(text.len()), text.len()));
    let near = text.get(start..text.len().min(start + 4)).or_else(|| text.get(start..)).unwrap_or("");
    let line_end = near.starts_with("\r\n");
    let here = near
        .chars()
        .next()
        .filter(|&c| c.is_control() && !line_end && hidden_character(&c.to_string()).is_some());
    if let Some(hidden) = here {
        let message = format!("the control character U+{:04X} stands in the text", u32::from(hidden));
        return Finding::new("control-character", place(start..start + hidden.len_utf8()), message)
            .help("remove it");
    }
    if let Some((at, letter, kind)) = unseen(text, start) {
        return invisible_finding(place(at..at + letter.len_utf8()), letter, kind);
    }
    if let Some(mistake) = mistake(text, text.floor_char_boundary(start)) {
        return Finding::new("syntax", place(mistake.span), mistake.message).help(mistake.help);
    }
    let said = error.message.as_str();
    if said.starts_with("invalid multi-line") {
        let opening = unclosed_string(text).unwrap_or(start..end);
        return Finding::new("syntax", place(opening), "this text is not closed: three quotes are missing");
    }
    let empty =
        text[start..].trim_start_matches([' ', '\t']).starts_with(['\n', '\r', '#']) || start == text.len();
    let plain = PLAIN.iter().find(|(theirs, _)| said.starts_with(theirs)).map(|(_, ours)| (*ours).to_owned());
    let message = match plain {
        Some(_) if said.starts_with("string values must be quoted") && empty => {
            "there is no value here".to_owned()
        }
        Some(message) => message,
        None => cut_message(said),
    };
    let finding = Finding::new("syntax", place(start..end), message);
    let escape = said.contains("escape") || said.contains("unicode");
    if escape { finding.help("write a backslash twice, or put the text in single quotes") } else { finding }
}

/// An invisible character where the parser stumbled, right before that, or in the word there: a person cannot see why it did.
fn unseen(text: &str, start: usize) -> Option<(usize, char, &'static str)> {
    const FAR: usize = 64;
    let before = text.get(..start)?.chars().next_back().map_or(0, char::len_utf8);
    let is_end = |letter: char| letter.is_ascii_whitespace() || matches!(letter, '"' | '\'' | '#');
    let word = text[start..].chars().take(FAR).take_while(|&letter| !is_end(letter)).count();
    let near = text[start - before..].char_indices().take(1 + word.max(1));
    near.map(|(at, letter)| (start - before + at, letter))
        // A byte order mark may begin a text.
        .filter(|found| *found != (0, '\u{feff}'))
        .find_map(|(at, letter)| Some((at, letter, invisible(letter)?)))
}

/// The finding about a byte order mark that does not begin its file. Files that were joined have one.
pub(crate) fn stray_mark(place: Place) -> Finding {
    invisible_finding(place, '\u{feff}', "byte order mark")
}

fn invisible_finding(place: Place, letter: char, kind: &str) -> Finding {
    let message = format!("U+{:04X} ({kind}) is outside quotes", u32::from(letter));
    Finding::new("syntax", place, message).help("delete it")
}

/// What the parser says of common mistakes, and how a person would say it.
const PLAIN: &[(&str, &str)] = &[
    ("invalid basic string", "this text is not closed: a double quote is missing"),
    ("invalid literal string", "this text is not closed: a single quote is missing"),
    ("unclosed array", "this list is not closed: `]` is missing"),
    ("unclosed inline table", "this table is not closed: `}` is missing"),
    ("unclosed table", "this header is not closed, or not made of words and dots alone"),
    ("string values must be quoted", "text needs quotes"),
    ("invalid boolean", "text needs quotes; without them only true and false are values"),
    ("duplicate key", "this key is written twice"),
    ("key with no value", "this key has no value: `=` is missing"),
    ("unquoted keys cannot be empty", "there is no key before `=`"),
];

/// The parser's own message on one line, cut to a sane length.
fn cut_message(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = line.char_indices().nth(200).map_or(line.len(), |(cut, _)| cut);
    line[..cut].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_1_1_is_told_from_1_0() {
        let what = |text: &str| toml_1_1(text).map(|(_, what)| what);
        assert_eq!(what("a = { b = 1,\n c = 2 }"), Some("an inline table over several lines"));
        assert_eq!(what("a = { b = 1, }"), Some("a comma before the closing brace"));
        assert_eq!(what("a = \"\\e[0m\""), Some("an escape"));
        assert_eq!(what("a = \"\\x41\""), Some("an escape"));
        assert_eq!(what("a = 2026-03-04T10:02Z"), Some("a time without seconds"));
        assert_eq!(what("a = 10:02"), Some("a time without seconds"));
        for plain in [
            "a = [1,\n 2,\n]",
            "a = { b = [1,\n 2,], c = \"\"\"\n\"\"\" }",
            "a = '\\e'",
            "a = \"\\\\e\"",
            "a = 2026-03-04T10:02:00Z",
            "a = 10:02:00.5",
            "a = { }",
            "# { b = 1,\n",
        ] {
            assert_eq!(what(plain), None, "{plain}");
        }
    }
}
