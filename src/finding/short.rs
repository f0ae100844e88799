//! Text of a playbook within a message.

use std::borrow::Cow;

/// A text cut to a length that fits a message.
pub fn short(text: &str) -> Cow<'_, str> {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((cut, _)) => Cow::Owned(format!("{}…", &text[..cut])),
        None => Cow::Borrowed(text),
    }
}
