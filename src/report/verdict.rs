//! Located findings.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::finding::Level;
use crate::finding::Position;

/// A range of a file, in lines and columns from 1 and in bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file, relative to the root.
    pub file: Arc<str>,
    /// The first character.
    pub start: Position,
    /// The character behind the last.
    pub end: Position,
    /// The bytes.
    pub bytes: (usize, usize),
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What it is.
    pub message: Cow<'static, str>,
}

/// A finding with its line.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The id of the rule.
    pub rule: &'static str,
    /// How loudly it speaks.
    pub level: Level,
    /// What it speaks of: `failure/zone-outage`, a file, or `workspace`.
    pub subject: String,
    /// The field, where it speaks of one.
    pub field: Cow<'static, str>,
    /// Where it stands.
    pub span: Span,
    /// The beginning of its line, where it speaks of a file and can name no entry: what it is known by when lines move
    /// and the file is renamed.
    pub text: Option<String>,
    /// What is wrong.
    pub message: Cow<'static, str>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// Other places.
    pub related: Vec<Related>,
}

impl Located {
    /// What is wrong and what to do, on a line each.
    pub fn said(&self) -> Cow<'_, str> {
        match &self.help {
            Some(help) => Cow::Owned(format!("{}\nhelp: {help}", self.message)),
            None => Cow::Borrowed(&self.message),
        }
    }
}

/// What lint has to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// The findings by file, line, column and rule.
    pub findings: Vec<Located>,
    /// How many entries were read.
    pub entries: usize,
    /// In how many files.
    pub files: usize,
    /// How much each rule did not say, since it depends on something that could not be read.
    pub held: BTreeMap<&'static str, usize>,
    /// The way from the repository to the root, for formats that a forge reads: `services/shop/`, or nothing.
    pub prefix: String,
    /// Whether formats for people show hints; those for programs hold them always.
    pub hints: bool,
}

impl Verdict {
    /// How many findings have a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// Whether a finding speaks at `level` or louder.
    pub fn reaches(&self, level: Level) -> bool {
        self.findings.iter().any(|finding| finding.level >= level)
    }

    /// What people are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Located> {
        self.findings.iter().filter(|finding| self.hints || finding.level > Level::Hint)
    }

    /// The file of a span, relative to the repository.
    pub fn path(&self, span: &Span) -> String {
        format!("{}{}", self.prefix, span.file)
    }
}

impl Serialize for Located {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Place<'a> {
            file: &'a str,
            line: usize,
            column: usize,
            end_line: usize,
            end_column: usize,
        }
        #[derive(Serialize)]
        struct Other<'a> {
            file: &'a str,
            line: usize,
            column: usize,
            message: &'a str,
        }
        #[derive(Serialize)]
        struct Flat<'a> {
            rule: &'a str,
            level: Level,
            subject: &'a str,
            field: Option<&'a str>,
            #[serde(flatten)]
            place: Place<'a>,
            message: &'a str,
            help: Option<&'a str>,
            related: Vec<Other<'a>>,
        }
        let (start, end) = (self.span.start, self.span.end);
        let related = self.related.iter().map(|related| Other {
            file: &related.span.file,
            line: related.span.start.line,
            column: related.span.start.column,
            message: &related.message,
        });
        Flat {
            rule: self.rule,
            level: self.level,
            subject: &self.subject,
            field: (!self.field.is_empty()).then_some(&self.field),
            place: Place {
                file: &self.span.file,
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
            },
            message: &self.message,
            help: self.help.as_deref(),
            related: related.collect(),
        }
        .serialize(serializer)
    }
}
