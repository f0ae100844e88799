//! Web and mail addresses in text.

use std::ops::Range;

/// The next address in a text that begins with `http:`, `https:` or `mailto:`: as far as a reader would take it, so without the
/// full stop of a sentence and without a bracket that was opened before it.
pub(super) fn next(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(found) = memchr::memchr(b':', &text.as_bytes()[from..]) {
        let colon = from + found;
        from = colon + 1;
        let word = text[..colon].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let start = colon - word;
        let content = match text[start..colon].to_ascii_lowercase().as_str() {
            "http" | "https" if text[from..].starts_with("//") => from + 2,
            "mailto" => from,
            _ => continue,
        };
        // `git+https:` and `xhttps:` are other schemes.
        let is_other =
            text[..start].ends_with(|before: char| before.is_alphanumeric() || "+.-".contains(before));
        let begins = |first: char| first.is_alphanumeric() || first == '[';
        if !is_other && text[content..].starts_with(begins) {
            let length = length(&text[content..]);
            if length > 0 {
                return Some(start..content + length);
            }
        }
    }
    None
}

/// How much of a text is the rest of an address. What could end it for a reader of Markdown ends it.
fn length(text: &str) -> usize {
    let mut open: Vec<char> = Vec::new();
    let mut end = 0;
    for (at, character) in text.char_indices() {
        match character {
            '(' => open.push(')'),
            '[' => open.push(']'),
            ')' | ']' if open.pop() != Some(character) => break,
            ')' | ']' => {}
            other if other.is_alphanumeric() || "-._~:/?#@!$&'*+,;=%{}^".contains(other) => {}
            _ => break,
        }
        if !".,:;!?'*_~([".contains(character) {
            end = at + character.len_utf8();
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_a_reader_would_end_them() {
        for (text, address) in [
            ("see https://x.example/a_b#c.", "https://x.example/a_b#c"),
            ("(https://x/a_(b)#c), and", "https://x/a_(b)#c"),
            ("[a](https://x/#1)[b](https://y/#2)", "https://x/#1"),
            ("<HTTPS://x/#1>", "HTTPS://x/#1"),
            ("\"https://x/@a\"", "https://x/@a"),
            ("**https://x/#a**", "https://x/#a"),
            ("write to mailto:a@b.example!", "mailto:a@b.example"),
            ("http://[::1]:80/#a|b", "http://[::1]:80/#a"),
            ("https://x/?a=1&b=$c#d`e", "https://x/?a=1&b=$c#d"),
            ("a: b https://bücher.example/ü#1", "https://bücher.example/ü#1"),
        ] {
            assert_eq!(next(text).map(|range| &text[range]), Some(address), "{text}");
        }
        for text in [
            "",
            "https://",
            "https:// x",
            "https://<b>",
            "xhttps://a",
            "git+https://a",
            "mailto: x",
            "javascript:a#b",
            "::http:",
        ] {
            assert_eq!(next(text), None, "{text}");
        }
    }
}
