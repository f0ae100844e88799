//! Text of a playbook on its way to a terminal: data, never commands.

use std::borrow::Cow;

use faultbook::model::is_obeyed;

/// Shows what no terminal may act on: control characters and changes of direction become a sign. Tabs and line feeds
/// stay.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    replace(text)
}

/// The same on one line.
pub(super) fn plain_line(text: &str) -> Cow<'_, str> {
    // Without an early exit, so that many bytes are looked at in one step; most text is such.
    if text.bytes().fold(true, |all, byte| all & (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    match text.contains(['\n', '\t']) {
        true => Cow::Owned(replace(&text.replace(['\n', '\t'], " ")).into_owned()),
        false => replace(text),
    }
}

/// One sign for one character, so that columns stay true.
fn replace(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_obeyed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_obeyed(c) { '\u{fffd}' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_terminal_acts_on_a_text() {
        let hostile = "a\u{1b}]0;x\u{7}b\u{9b}31m\rc\u{8}\u{202e}d\u{7f}\u{0}";
        assert!(!plain(hostile).chars().any(|c| c.is_control() || c == '\u{202e}'));
        assert_eq!(plain(hostile).chars().count(), hostile.chars().count());
        assert_eq!(plain("a\nb"), "a\nb");
        assert_eq!(plain_line("a\nb\tc"), "a b c");
    }
}
