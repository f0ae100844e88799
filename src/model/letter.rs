//! Letters that others act on: a terminal, a reader's eye, a spreadsheet.

/// Whether a terminal obeys a character, or an eye is misled by it: control characters but for tabs and line feeds,
/// and those that change the direction of text ("Trojan Source").
pub fn is_obeyed(letter: char) -> bool {
    match letter {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

/// Whether a spreadsheet takes a text for a formula (OWASP: CSV injection).
pub fn begins_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}
