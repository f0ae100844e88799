//! The parts of a workbook of Excel.

pub(in crate::import) mod package;
pub(in crate::import) mod sheet;
pub(in crate::import) mod strings;
pub(in crate::import) mod styles;

use crate::import::source::workbook::excel::strings::Strings;
use crate::import::source::workbook::excel::styles::Style;

/// What holds for all sheets of a workbook.
pub(in crate::import) struct Workbook {
    pub(in crate::import) strings: Strings,
    pub(in crate::import) styles: Vec<Style>,
    /// Whether days are counted from the beginning of 1904.
    pub(in crate::import) since_1904: bool,
}
