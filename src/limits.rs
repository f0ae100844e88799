//! How much is read, written, imported and asked for at most: one set of limits, in one place. What would be refused on reading is
//! refused on writing. Each limit is checked where the work is done, with a message that says what is too large and what to do.
//!
//! What bounds only how much is *shown* stands where it is shown.

/// A file, in bytes.
pub(crate) const FILE: usize = 256 << 20;

/// An entry with everything that belongs to it, in bytes.
pub(crate) const BLOCK: usize = 1 << 20;

/// A text that is parsed as a whole, in bytes: a file of unusual layout, one that is put in order, each side of a merge, a row of CSV.
pub(crate) const WHOLE: usize = 16 << 20;

/// The memory that parsing one text may take, in bytes. It is estimated: see `change::weight`.
pub(crate) const PARSE: usize = 400 << 20;

/// Headers of one file. What follows the last is one entry, and too large.
pub(crate) const BLOCKS: usize = 500_000;

/// The values that a key of the user's own may hold.
pub(crate) const VALUES: usize = 10_000;

/// The configuration, in bytes; real ones have a few kilobytes.
pub(crate) const CONFIG: usize = 256 << 10;

/// The instructions of SQLite's machine that one statement may take: a few seconds. They are counted, and no clock is asked, so that
/// the same statement always ends in the same way.
#[cfg(feature = "sqlite")]
pub(crate) const SQL_STEPS: u32 = 300_000_000;

/// The flows that all failures of a database list as those that they touch.
#[cfg(feature = "sqlite")]
pub(crate) const TOUCHES: usize = 1_000_000;

/// A text, a value or a row that a statement makes, in bytes.
#[cfg(feature = "sqlite")]
pub(crate) const SQL_LENGTH: usize = 16 << 20;

/// The rows of an answer.
#[cfg(feature = "sqlite")]
pub(crate) const SQL_ROWS: usize = 1_000_000;

/// The memory of an answer, in bytes.
#[cfg(feature = "sqlite")]
pub(crate) const SQL_ANSWER: usize = 128 << 20;

/// The cells of a file that is imported, and how many more each row counts: 100,000 rows of 13 columns are 1,900,000.
pub(crate) const CELLS: usize = 2_000_000;
/// See [`CELLS`].
pub(crate) const ROW: usize = 6;

/// The tables of a file that is imported, or the sheets of a workbook.
pub(crate) const TABLES: usize = 1_000;

/// The columns of a row, or of a sheet.
pub(crate) const COLUMNS: usize = 1_000;

/// The text of all cells of a workbook with what merged cells repeat, in bytes.
pub(crate) const TEXT: usize = 128 << 20;

/// The text that rows of one table take from those above them, in bytes.
pub(crate) const REPEATED: usize = TEXT / 4;

/// The cells that a workbook names, with those that only have a colour.
pub(crate) const NAMED_CELLS: usize = 8_000_000;

/// The comments of cells of one sheet that are counted.
pub(crate) const COMMENTS: usize = 100_000;

/// One cell, in bytes. An entry of a playbook may have no more.
pub(crate) const CELL: usize = BLOCK;

/// The text of one row that is imported, in bytes, so that its entry stays below [`BLOCK`].
pub(crate) const LONGEST_ROW: usize = BLOCK / 2;

/// What the parts of a workbook that are read unpack to, in bytes.
pub(crate) const UNPACKED: usize = 128 << 20;

/// The parts of a workbook.
pub(crate) const PARTS: usize = 10_000;

/// The texts that cells of a workbook share.
pub(crate) const SHARED: usize = 4_000_000;

/// A Markdown document, in bytes: parsing one may take seventy times its size in memory.
pub(crate) const DOCUMENT: usize = 6 << 20;

/// Conflict markers of one file that are looked at, of each kind.
pub(crate) const MARKERS: usize = 100_000;

/// Patterns of `playbooks`.
pub(crate) const PATTERNS: usize = 1_000;

/// One of them, in bytes.
pub(crate) const PATTERN: usize = 1_000;

/// A path below the root, in bytes; no common system opens a longer one.
pub(crate) const PATH: usize = 4_000;

/// What git says of the files of a revision, in bytes: a million files take about 100 MB.
pub(crate) const LISTING: usize = 512 << 20;

/// A `.gitignore` file, in bytes.
pub(crate) const IGNORE_FILE: usize = 256 << 10;

/// Patterns of `.gitignore` files that hold in one folder: each costs memory, and time with every name.
pub(crate) const IGNORE_PATTERNS: usize = 5_000;

/// Our own JSON that is read back, in bytes: it says much that is computed, and what is left of it has the bound of a text.
pub(crate) const EXPORT: usize = 64 << 20;

/// The values of our own JSON, each of which takes some hundred bytes of memory.
pub(crate) const EXPORT_VALUES: usize = 2_000_000;

/// The journal of a change of several files, in bytes.
pub(crate) const JOURNAL: usize = 16 << 20;
