//! Rows that have another number of cells than the table has columns: nobody knows which cell belongs to which.

use std::collections::BTreeSet;

use crate::import::Row;
use crate::import::cells::Reading;
use crate::import::cells::binding::ColumnBinding;
use crate::import::cells::binding::Place;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::is_rating;
use crate::model::Shape;

/// Whether a column holds a rating, or what ratings are checked against.
pub(super) fn rates(binding: &ColumnBinding<'_>) -> bool {
    is_rating(binding.target)
        || matches!(binding.target, Target::Rpn | Target::Priority)
        || binding.target.field().is_some_and(|field| field.starts_with("residual."))
}

/// Whether cells of a row most likely stand under headings that they do not belong to.
pub(super) fn is_shifted(
    bindings: &[ColumnBinding<'_>],
    row: &Row,
    is_sheet: bool,
    reading: &Reading<'_>,
) -> bool {
    let width = row.cells.len();
    if row.cells.get(bindings.len()..).is_some_and(|more| more.iter().any(|cell| !cell.text.is_empty())) {
        return true;
    }
    // Spreadsheets leave out what is empty at the end of a row.
    if is_sheet || width >= bindings.len() || width < 2 {
        return false;
    }
    bindings.iter().zip(&row.cells).any(|(binding, cell)| is_odd(Place { cell, binding }, reading))
}

/// Whether a cell cannot belong to its heading: a number where words stand, or a sentence where a rating does.
pub(super) fn is_odd(place: Place<'_>, reading: &Reading<'_>) -> bool {
    let Place { cell, binding } = place;
    match binding.shape {
        Some(Shape::Text) => !binding.target.is("problem") && cell.text.trim().parse::<f64>().is_ok(),
        _ => cell.text.split_whitespace().count() > 2 && !reading.understands(place),
    }
}

/// The one way to put the cells under the headings in which severity × occurrence × detection is the RPN that the row says.
pub(super) fn alignment(bindings: &[ColumnBinding<'_>], row: &Row) -> Option<String> {
    let at = |wanted: &dyn Fn(&Target) -> bool| bindings.iter().position(|binding| wanted(binding.target));
    let severity = at(&|target| target.is("severity"))?;
    let likelihood = at(&|target| target.is("likelihood"))?;
    let detection = at(&|target| target.is("detection"))?;
    let rpn = at(&|target| *target == Target::Rpn)?;
    let (columns, width) = (bindings.len(), row.cells.len());
    let number = |at: usize| row.cells.get(at).and_then(|cell| cell.text.trim().parse::<u32>().ok());
    // Cells from `part` on stand so many columns further left or right.
    let found: BTreeSet<[u32; 4]> = (0..=columns.min(width))
        .filter_map(|part| {
            let read = |column: usize| match width >= columns {
                true => number(if column < part { column } else { column + width - columns }),
                false if column < part => number(column),
                false => number(column.checked_sub(columns - width).filter(|at| *at >= part)?),
            };
            let [s, o, d, rpn] = [read(severity)?, read(likelihood)?, read(detection)?, read(rpn)?];
            (s.checked_mul(o)?.checked_mul(d)? == rpn).then_some([s, o, d, rpn])
        })
        .collect();
    match found.iter().next() {
        Some([s, o, d, rpn]) if found.len() == 1 => {
            Some(format!("; severity {s}, likelihood {o} and detection {d} would match RPN {rpn}"))
        }
        _ => None,
    }
}
