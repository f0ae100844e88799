//! Text of a playbook on its way to a terminal: data, never commands.

use std::borrow::Cow;

use faultbook::model::is_hidden;
use faultbook::model::is_plain;

/// Shows what no terminal may act on: control characters, changes of direction and what is hidden become a sign, tabs become
/// spaces. Line feeds stay.
pub(in crate::cli) fn plain(text: &str) -> Cow<'_, str> {
    match text.contains('\t') {
        true => Cow::Owned(replace(&text.replace('\t', "    ")).into_owned()),
        false => replace(text),
    }
}

/// The same on one line.
pub(in crate::cli) fn plain_line(text: &str) -> Cow<'_, str> {
    if is_plain(text) && !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    match text.contains(['\n', '\t']) {
        true => Cow::Owned(replace(&text.replace(['\n', '\t'], " ")).into_owned()),
        false => replace(text),
    }
}

/// The same in a length that can be read.
pub(in crate::cli) fn brief(text: &str) -> String {
    const MOST: usize = 400;
    let line = plain_line(text);
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.into_owned(),
    }
}

/// One sign for one character, so that columns stay true.
fn replace(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_terminal_acts_on_a_text() {
        let hostile = "a\u{1b}]0;x\u{7}b\u{9b}31m\rc\u{8}\u{202e}d\u{7f}\u{0}\u{200b}\u{2028}\u{61c}\u{feff}";
        assert!(!plain(hostile).chars().any(is_hidden));
        assert_eq!(plain(hostile).chars().count(), hostile.chars().count());
        assert_eq!(plain("a\n\tb"), "a\n    b");
        assert_eq!(plain_line("a\nb\tc"), "a b c");
        assert_eq!(brief(&"ñ\n".repeat(9_000)).chars().count(), 401);
    }
}
