//! Spaces, dashes, quotes and wide symbols that a shell does not understand. They come from word processors, chats and input
//! methods, and make a command fail or do something else.

use crate::model::lookalike::confirms;
use crate::model::lookalike::narrow;

/// Whether a character may be one of those; most are not, which is seen at a glance.
pub(super) fn may_be(symbol: char) -> bool {
    reads(symbol).is_some()
}

/// The first symbol of a command that is not what it looks like, and what it looks like.
pub(super) fn first(text: &str) -> Option<(usize, char, &'static str)> {
    if text.is_ascii() {
        return None;
    }
    text.char_indices().find_map(|(at, symbol)| {
        let looks = reads(symbol)?;
        let previous = text[..at].chars().next_back().unwrap_or(' ');
        let next = text[at + symbol.len_utf8()..].chars().next().unwrap_or(' ');
        let is_meant = match looks {
            // A dash between words or numbers is punctuation; before a word it was the hyphen of an option.
            "-" | "--" => {
                let begins = previous.is_whitespace() || reads(previous).is_some_and(|looks| looks != "'");
                !begins || !(next.is_alphanumeric() || reads(next) == Some("-"))
            }
            // Between letters it is an apostrophe.
            "'" => previous.is_alphanumeric() && next.is_alphanumeric(),
            _ if narrow(symbol).is_some() => text.chars().any(|other| confirms(other, symbol)),
            _ => false,
        };
        (!is_meant).then_some((at, symbol, looks))
    })
}

/// A text with the ASCII that its symbols look like.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|symbol| reads(symbol).map_or_else(|| symbol.to_string(), str::to_owned)).collect()
}

/// The ASCII that a symbol looks like.
fn reads(symbol: char) -> Option<&'static str> {
    /// The wide symbols from U+FF01 to U+FF5E, without letters and digits.
    const WIDE: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    Some(match symbol {
        '\0'..='\u{9f}' => return None,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' => "-",
        '\u{2014}' | '\u{2015}' | '\u{fe58}' => "--",
        '\u{201c}'..='\u{201f}' | '\u{2033}' => "\"",
        '\u{2018}'..='\u{201b}' | '\u{2032}' => "'",
        '\u{2044}' | '\u{2215}' => "/",
        '\u{37e}' => ";",
        '\u{2223}' | '\u{1c0}' => "|",
        '\u{2216}' | '\u{fe68}' => "\\",
        wide => {
            let at = WIDE.find(narrow(wide)?)?;
            &WIDE[at..=at]
        }
    })
}
