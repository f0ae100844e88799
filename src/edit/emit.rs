//! Writes new entries as TOML 1.0 text, in the order of the format.

use std::fmt::Write;

use toml_writer::TomlStringBuilder;

use crate::change::Step;
use crate::change::Value;
use crate::edit::splice::section;
use crate::edit::splice::written;
use crate::model::EntryRef;
use crate::model::is_hidden;

/// The head of a new playbook file: what it says of itself, and its title.
pub fn playbook_head(comment: &str, title: &str) -> String {
    let mut text = String::new();
    self::comment(&mut text, comment);
    // The empty line parts it from the entries, which come in the same way then.
    let _ = writeln!(text, "[playbook]\ntitle = {}\n", quoted(title));
    text
}

/// The text of a new entry, its comment above, without an end of its last line.
pub(crate) fn new_entry(entry: &EntryRef, fields: &Value, comment: &str, feed: &str) -> String {
    let mut text = String::new();
    self::comment(&mut text, comment);
    if feed != "\n" {
        text = text.replace('\n', feed);
    }
    let path = [Step::Key(entry.kind.to_string()), Step::Key(entry.id.to_string())];
    text.push_str(&section(&path, fields, feed));
    text
}

fn comment(text: &mut String, comment: &str) {
    for line in comment.lines() {
        let clean: String = line.chars().filter(|&letter| !is_hidden(letter)).collect();
        let _ = writeln!(text, "# {}", clean.trim_end());
    }
}

/// Text as a TOML string on one line. What is hidden is escaped, so that whoever reads the file sees it.
pub fn quoted(text: &str) -> String {
    use toml_writer::TomlWrite;
    let mut out = String::new();
    let _ = out.value(TomlStringBuilder::new(text).as_basic());
    if !out.contains(is_hidden) {
        return out;
    }
    let mut seen = String::with_capacity(out.len() + 16);
    for letter in out.chars() {
        let _ = match letter {
            hidden if is_hidden(hidden) => write!(seen, "\\U{:08X}", u32::from(hidden)),
            letter => seen.write_char(letter),
        };
    }
    seen
}

/// A value as TOML writes it on one line.
pub fn inline(value: &Value) -> String {
    written(value)
}

/// A key: bare where that is enough.
pub(crate) fn key_text(key: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !key.is_empty() && key.bytes().all(bare) { key.to_owned() } else { quoted(key) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_escaped_and_reads_back() {
        let text = "a\u{1b}\u{9b}\u{202e}\u{200f}\u{e0041}\"\\\n‍é";
        let written = quoted(text);
        assert!(!written.contains(is_hidden), "{written}");
        let read = toml::de::DeValue::parse(&written).unwrap();
        assert_eq!(read.get_ref().as_str(), Some(text));
    }
}
