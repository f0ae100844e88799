//! Characters that no eye sees and that change what one reads.

use crate::model::is_terminal_control;
use crate::read::reader::Reader;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

impl Reader<'_> {
    /// Reports texts with characters that no eye sees and that change what one reads.
    pub(crate) fn check_texts(&mut self, value: &Value<'_>) {
        match value.get_ref() {
            Tree::String(text) => {
                if let Some(hidden) = hidden_character(text) {
                    let message =
                        format!("{} contains the control character U+{:04X}", self.name(), u32::from(hidden));
                    self.say(
                        "control-character",
                        value.span(),
                        message,
                        Some("remove it; it is shown as a sign, never sent to a terminal".to_owned()),
                    );
                }
            }
            Tree::Array(array) => {
                for (index, item) in array.iter().enumerate() {
                    self.element(index, |reader| reader.check_texts(item));
                }
            }
            Tree::Table(table) => {
                for (key, item) in table {
                    self.named(key.get_ref(), |reader| reader.check_texts(item));
                }
            }
            _ => {}
        }
    }
}

/// The first control or direction-changing character of a text; tabs and line ends are none.
pub(crate) fn hidden_character(text: &str) -> Option<char> {
    let plain = |byte: u8| (0x20..0x7f).contains(&byte) || byte == b'\n' || byte == b'\t';
    // Without an early exit, so that many bytes are looked at in one step.
    if text.bytes().fold(true, |all, byte| all & plain(byte)) {
        return None;
    }
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let hidden = is_terminal_control(character) && !(character == '\r' && rest.peek() == Some(&'\n'));
        if hidden {
            return Some(character);
        }
    }
    None
}
