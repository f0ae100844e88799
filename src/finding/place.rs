//! Places: an entry and a field, or a range of a file's text.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Kind;

/// What a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The workspace as a whole.
    Workspace,
    /// `faultbook.toml`.
    Config,
    /// A file, where no entry can be named.
    File(Arc<str>),
    /// An entry.
    Entry(EntryRef),
}

/// A range of bytes in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextRange {
    /// The file, relative to the root, with `/` between its parts.
    pub file: Arc<str>,
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

impl TextRange {
    /// A range of a file.
    pub fn new(file: &Arc<str>, bytes: Range<usize>) -> Self {
        Self { file: Arc::clone(file), start: bytes.start, end: bytes.end }
    }
}

/// A line and a column, both from 1; columns count Unicode characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Where a finding stands: `failure/zone-outage.severity`. Rules name the field; whoever holds the text adds the
/// range.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// What it speaks of.
    pub subject: Subject,
    /// The way to the field, as it would be written: `preventative[1].use`; empty for the whole.
    pub field: Cow<'static, str>,
    /// Where that stands, once known.
    pub text: Option<TextRange>,
}

impl Place {
    /// The workspace as a whole.
    pub fn workspace() -> Self {
        Self { subject: Subject::Workspace, field: Cow::Borrowed(""), text: None }
    }

    /// A key of `faultbook.toml`.
    pub fn config(field: impl Into<Cow<'static, str>>) -> Self {
        Self { subject: Subject::Config, field: field.into(), text: None }
    }

    /// A range of a file.
    pub fn file(file: &Arc<str>, bytes: Range<usize>) -> Self {
        let text = Some(TextRange::new(file, bytes));
        Self { subject: Subject::File(Arc::clone(file)), field: Cow::Borrowed(""), text }
    }

    /// A whole entry.
    pub fn of<T>(kind: Kind, entry: &Entry<T>) -> Self {
        Self::entry(EntryRef { kind, id: entry.id.clone() })
    }

    /// A whole entry, by its name.
    pub fn entry(entry: EntryRef) -> Self {
        Self { subject: Subject::Entry(entry), field: Cow::Borrowed(""), text: None }
    }

    /// A field of the same subject.
    #[must_use]
    pub fn field(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.field = field.into();
        self
    }

    /// The same place, with its text.
    #[must_use]
    pub fn at(mut self, text: TextRange) -> Self {
        self.text = Some(text);
        self
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workspace => f.write_str("workspace"),
            Self::Config => f.write_str("faultbook.toml"),
            Self::File(path) => f.write_str(path),
            Self::Entry(entry) => write!(f, "{entry}"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.subject)?;
        if self.field.is_empty() { Ok(()) } else { write!(f, ".{}", self.field) }
    }
}
