//! Letters that others act on: a terminal, a reader's eye, a spreadsheet.

/// Whether a terminal obeys a character, or an eye is misled by it: control characters but for tabs and line feeds,
/// and those that change the direction of text ("Trojan Source"). No language needs them.
pub fn is_terminal_control(letter: char) -> bool {
    match letter {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

/// Whether a character is obeyed, or takes no room and so may hide something: the line ends of Unicode, marks of direction,
/// zero-width spaces, and the tags that repeat ASCII unseen. Scripts and emoji are joined by U+200C and U+200D, which may pass.
pub fn is_hidden(letter: char) -> bool {
    match letter {
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' => true,
        '\u{61c}' | '\u{180e}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e007f}' => true,
        other => is_terminal_control(other),
    }
}

/// Whether a text is made of printable ASCII and line feeds alone, so that nothing in it is hidden or obeyed. Most texts are,
/// and are told from the others at a glance.
pub fn is_plain(text: &str) -> bool {
    // Without an early exit, so that many bytes are looked at in one step.
    text.bytes().fold(true, |all, byte| all & ((0x20..0x7f).contains(&byte) || byte == b'\n'))
}

/// Whether a spreadsheet takes a text for a formula (OWASP: CSV injection), or might once it has dropped the white space and
/// the hidden characters before it.
pub fn begins_formula(text: &str) -> bool {
    let bare = text.trim_start_matches(|letter: char| letter.is_whitespace() || is_hidden(letter));
    text.starts_with(['\t', '\r', '\n', '\0'])
        || bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_found_behind_what_is_dropped() {
        for text in ["=1", "＋1", "-1", "@a", "\ta", "\na", "\0a", " =1", "\u{feff}\u{a0}=1", "\u{1b}=1"] {
            assert!(begins_formula(text), "{text:?}");
        }
        for text in ["", " ", "a=1", "'=1", "\"=1\"", "(-1)", "–1"] {
            assert!(!begins_formula(text), "{text:?}");
        }
    }
}
