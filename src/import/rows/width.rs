//! Rows that have another number of cells than the table has columns: nobody knows which cell belongs to which.

use std::collections::BTreeSet;

use crate::import::Row;
use crate::import::cells::Reading;
use crate::import::cells::seat::Place;
use crate::import::cells::seat::Seat;
use crate::import::columns::meaning::Target;
use crate::import::columns::meaning::is_rating;
use crate::model::Shape;

/// Whether a column holds a rating, or what ratings are checked against.
pub(super) fn rates(seat: &Seat<'_>) -> bool {
    is_rating(seat.target)
        || matches!(seat.target, Target::Rpn | Target::Priority)
        || seat.target.field().is_some_and(|field| field.starts_with("residual."))
}

/// Whether cells of a row most likely stand under headings that they do not belong to.
pub(super) fn is_shifted(seats: &[Seat<'_>], row: &Row, is_sheet: bool, reading: &Reading<'_>) -> bool {
    let width = row.cells.len();
    if row.cells.get(seats.len()..).is_some_and(|more| more.iter().any(|cell| !cell.text.is_empty())) {
        return true;
    }
    // Spreadsheets leave out what is empty at the end of a row.
    if is_sheet || width >= seats.len() || width < 2 {
        return false;
    }
    seats.iter().zip(&row.cells).any(|(seat, cell)| is_odd(Place { cell, seat }, reading))
}

/// Whether a cell cannot belong to its heading: a number where words stand, or a sentence where a rating does.
pub(super) fn is_odd(place: Place<'_>, reading: &Reading<'_>) -> bool {
    let Place { cell, seat } = place;
    match seat.shape {
        Some(Shape::Text) => !seat.target.is("problem") && cell.text.trim().parse::<f64>().is_ok(),
        _ => cell.text.split_whitespace().count() > 2 && !reading.understands(place),
    }
}

/// The one way to put the cells under the headings in which severity × occurrence × detection is the RPN that the row says.
pub(super) fn alignment(seats: &[Seat<'_>], row: &Row) -> Option<String> {
    let at = |wanted: &dyn Fn(&Target) -> bool| seats.iter().position(|seat| wanted(seat.target));
    let severity = at(&|target| target.is("severity"))?;
    let likelihood = at(&|target| target.is("likelihood"))?;
    let detection = at(&|target| target.is("detection"))?;
    let rpn = at(&|target| *target == Target::Rpn)?;
    let (columns, width) = (seats.len(), row.cells.len());
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
