//! How a file is read.

use crate::import::Mapping;
use crate::import::Preset;

/// Which tables of a file are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Those that hold failures by their headings.
    #[default]
    Fitting,
    /// The table of this number, from 1, whatever its headings say.
    Only(usize),
    /// All, whatever their headings say.
    All,
}

/// How a file is read.
pub struct Options<'a> {
    /// The sheet of a workbook; `None`: all.
    pub sheet: Option<&'a str>,
    /// Which tables.
    pub choice: Choice,
    /// What the user says of headings and words.
    pub mapping: &'a Mapping,
    /// The tool that wrote the file; `None`: that which its headings tell.
    pub preset: Option<&'static Preset>,
    /// Whether a heading is one that our own tables have.
    pub is_ours: &'a dyn Fn(&str) -> bool,
    /// Is told how many rows of how many are read.
    pub progress: &'a dyn Fn(usize, usize),
}
