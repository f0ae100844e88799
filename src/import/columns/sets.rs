//! A second set of ratings, behind what was done: what is left of the risk.

use crate::import::columns::column::Column;
use crate::import::columns::is_action;
use crate::import::headings::meaning::Target;

/// Each rating with what it is called once something was done.
const RATINGS: &[(&str, &str)] = &[
    ("severity", "residual.severity"),
    ("likelihood", "residual.likelihood"),
    ("detection", "residual.detection"),
];

/// Takes ratings that stand a second time, behind a column of actions, for those that are left once these are done.
pub(super) fn read_second_set(columns: &mut [Column]) {
    let places = |columns: &[Column], field: &str| -> Vec<usize> {
        let is_it = |column: &Column| column.target.is(field) && !column.is_said();
        (0..columns.len()).filter(|at| is_it(&columns[*at])).collect()
    };
    let (severity, likelihood) = (places(columns, "severity"), places(columns, "likelihood"));
    let (&[first, second], &[_, likely]) = (severity.as_slice(), likelihood.as_slice()) else { return };
    let is_done =
        columns[first..second].iter().any(|column| is_action(column) || column.target == Target::Actions);
    let has_residual = columns.iter().any(|column| column.target.is("residual.severity"));
    if !is_done || has_residual || likely < first {
        return;
    }
    let from = second.min(likely);
    for column in columns[from..].iter_mut().filter(|column| !column.is_said()) {
        if let Some((_, hoped)) = RATINGS.iter().find(|(field, _)| column.target.is(field)) {
            column.target = Target::Field(hoped);
        } else if column.target == Target::Rpn {
            column.target = Target::Computed;
        }
    }
}
