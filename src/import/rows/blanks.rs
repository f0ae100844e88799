//! Blank cells below filled ones, which may mean that the value above holds: they are reported with the flag that fills them.

use std::collections::HashSet;

use crate::finding::short;
use crate::import::Row;
use crate::import::cells::binding::ColumnBinding;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::is_rating;
use crate::import::rows::ditto::is_ditto;
use crate::import::rows::title::is_blank;
use crate::import::rows::title::is_of_place;

/// A column that may have blanks for what stands above.
struct Blank {
    at: usize,
    /// How many cells are blank below a filled one.
    empty: usize,
    /// The last text above.
    above: Option<String>,
    /// Whether blanks mean something else: some are above all others, or a text stands twice where a blank would have done.
    is_optional: bool,
}

/// Counts blank cells of a table.
pub(super) struct Blanks {
    rows: usize,
    columns: Vec<Blank>,
    problem: Option<usize>,
    /// How many rows were left out for want of a problem.
    unnamed: usize,
    /// The columns that further failures of a row leave blank, and how often.
    further: Vec<(usize, usize)>,
}

impl Blanks {
    /// Watches the columns before the problem that say where something fails, but for those that are `filled` anyway.
    pub(super) fn of(bindings: &[ColumnBinding<'_>], problem: Option<usize>, filled: &[usize]) -> Self {
        let is_it = |at: &usize| {
            let ColumnBinding { heading, target, .. } = &bindings[*at];
            let is_apart = matches!(target, Target::Extra(_)) || is_of_place(target);
            is_apart && !heading.is_empty() && !filled.contains(at)
        };
        let columns = (0..problem.unwrap_or(0)).filter(is_it);
        let blank = |at| Blank { at, empty: 0, above: None, is_optional: false };
        let further = |at: &usize| is_rating(bindings[*at].target) || bindings[*at].target.is("risk");
        let further = (0..bindings.len()).filter(|at| further(at) && !filled.contains(at));
        Self {
            rows: 0,
            columns: columns.map(blank).collect(),
            problem: problem.filter(|problem| !filled.contains(problem)),
            unnamed: 0,
            further: further.map(|at| (at, 0)).collect(),
        }
    }

    /// Looks at a row that has a problem of its own.
    pub(super) fn look(&mut self, row: &Row) {
        self.rows += 1;
        for Blank { at, empty, above, is_optional } in &mut self.columns {
            let Some(cell) = row.cells.get(*at).filter(|cell| !cell.is_blank()) else {
                match above {
                    Some(_) => *empty += 1,
                    None => *is_optional = true,
                }
                continue;
            };
            if !is_ditto(cell) && !*is_optional {
                *is_optional = above.as_ref() == Some(&cell.text);
                *above = Some(cell.text.clone());
            }
        }
    }

    /// Starts anew below a title, which may hold the value of a column.
    pub(super) fn restart(&mut self, title: &Row) {
        for Blank { at, above, .. } in &mut self.columns {
            *above = title.cells.get(*at).filter(|cell| !cell.is_blank()).map(|cell| cell.text.clone());
        }
    }

    /// Looks at a row that is a further failure of the one above.
    pub(super) fn look_further(&mut self, row: &Row) {
        self.rows += 1;
        let blank = self.further.iter_mut().filter(|(at, _)| is_blank(row, *at));
        blank.for_each(|(_, times)| *times += 1);
    }

    /// Counts a row that is left out for want of a problem.
    pub(super) fn look_unnamed(&mut self) {
        self.rows += 1;
        self.unnamed += 1;
    }

    /// What is to be said of them.
    pub(super) fn told(&self, bindings: &[ColumnBinding<'_>]) -> Vec<String> {
        let columns = self.columns.iter().filter(|blank| !blank.is_optional);
        let counts = columns
            .map(|blank| (blank.at, blank.empty))
            .chain(self.problem.map(|at| (at, self.unnamed)))
            .chain(self.further.iter().copied());
        // Two columns of one name are filled together.
        let mut seen: HashSet<&str> = HashSet::new();
        let counts = counts.filter(|(at, empty)| *empty > 0 && seen.insert(bindings[*at].heading));
        let told = counts.map(|(at, empty)| {
            let (heading, rows) = (short(bindings[at].heading), self.rows);
            format!(
                "{heading} is empty in {empty} of {rows} rows; --fill-down \"{heading}\" fills them from the row above"
            )
        });
        told.collect()
    }
}
