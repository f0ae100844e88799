//! What a person should know of a file.

/// What became of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableNote {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The line of its heading.
    pub line: usize,
    /// How many failures it gave, or why it was passed over.
    pub outcome: Result<usize, String>,
    /// Whether it was meant as a table and cannot be read.
    pub is_broken: bool,
    /// Each heading, and what becomes of its column.
    pub columns: Vec<(String, String)>,
    /// What could not be taken over as it was, in the order of rows.
    pub notes: Vec<Note>,
}

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The line of the row.
    pub line: usize,
    /// The heading of the column; empty for the whole row.
    pub column: String,
    /// What happened.
    pub message: String,
}
