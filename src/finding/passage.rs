//! Texts of a file as rules about text see them.

use std::ops::Range;

use crate::finding::Place;

/// What a text of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A key, or the id of an entry.
    Key,
    /// A text as a value.
    Value,
    /// A comment.
    Comment,
    /// A part of a file that cannot be parsed.
    Unparsed,
}

/// A text of a file, escapes undone, with its place.
#[derive(Debug)]
pub struct Passage<'t> {
    /// The entry and field, and the bytes in the file, quotes included.
    pub at: Place,
    /// What it is.
    pub role: Role,
    /// The key that it is, or that it is a value of; empty for others.
    pub key: &'t str,
    /// What it says.
    pub text: &'t str,
    /// What is written around it in the same entry, as far as a look at it costs little.
    pub around: &'t str,
    /// The byte of the file where the text begins, where it is written without escapes.
    pub begins: Option<usize>,
}

impl Passage<'_> {
    /// The place of a part of the text; all of it where escapes hide the part.
    pub fn part(&self, range: Range<usize>) -> Place {
        let mut at = self.at.clone();
        if let (Some(begins), Some(text)) = (self.begins, &mut at.text) {
            (text.start, text.end) = (begins + range.start, begins + range.end);
        }
        at
    }

    /// What it is called in messages.
    pub fn name(&self) -> String {
        match self.role {
            Role::Comment => "this comment".to_owned(),
            Role::Unparsed => "this part of the file".to_owned(),
            Role::Key | Role::Value if self.at.field.is_empty() => "this id".to_owned(),
            Role::Key | Role::Value => format!("`{}`", self.at.field),
        }
    }
}
