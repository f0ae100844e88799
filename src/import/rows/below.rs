//! Rows that depend on the rows above: blank cells to fill, section titles, repeated headings, and more about the failure above.

use crate::import::Cell;
use crate::import::Row;
use crate::import::Table;
use crate::import::cells::Reading;
use crate::import::cells::binding::ColumnBinding;
use crate::import::columns::column::Column;
use crate::import::columns::is_action;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::is_rating;
use crate::import::mapping::Why;
use crate::import::rows::blanks::Blanks;
use crate::import::rows::ditto::Copies;
use crate::import::rows::ditto::repeat_above;
use crate::import::rows::sums::is_sum;
use crate::import::rows::title::Titles;
use crate::import::rows::title::is_blank;
use crate::import::rows::title::is_of_place;
use crate::import::rows::width::is_shifted;
use crate::import::rows::width::rates;
use crate::model::is_placeholder;

/// What a row is beside those above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A failure, or what is left out with a reason.
    Own,
    /// More about the failure above.
    More,
    /// The title of the rows below.
    Title(String),
    /// The headings once more.
    Headings,
}

/// How often something was met, and in which line first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) times: usize,
    pub(super) line: usize,
}

impl Tally {
    pub(super) fn count(&mut self, row: &Row) {
        self.times += 1;
        if self.times == 1 {
            self.line = row.line;
        }
    }
}

/// The rows of a table, one after the other.
pub(super) struct Below<'t> {
    bindings: &'t [ColumnBinding<'t>],
    columns: &'t [Column],
    reading: &'t Reading<'t>,
    is_sheet: bool,
    /// The lines of rows that have cells which cannot be read.
    flawed: &'t [usize],
    problem: Option<usize>,
    titles: Option<Titles>,
    /// The columns that the user wants to be filled, each with the last cell above.
    filled: Vec<(usize, Cell)>,
    /// What the failure above says of its problem and its place.
    failure: Option<Vec<(usize, Cell)>>,
    above: Vec<Cell>,
    copies: Copies,
    blanks: Blanks,
    further: Tally,
}

impl<'t> Below<'t> {
    pub(super) fn new(
        bindings: &'t [ColumnBinding<'t>],
        columns: &'t [Column],
        reading: &'t Reading<'t>,
        table: &Table,
        flawed: &'t [usize],
    ) -> Self {
        let problem = bindings.iter().position(|binding| binding.target.is("problem"));
        let is_filled = |at: &usize| reading.mapping.fills(bindings[*at].heading);
        let filled: Vec<usize> = (0..bindings.len()).filter(is_filled).collect();
        Self {
            bindings,
            columns,
            reading,
            is_sheet: table.sheet.is_some(),
            flawed,
            problem,
            titles: problem.map(|problem| Titles::of(&table.rows, bindings, problem)),
            // What a program leaves blank holds nothing of what stands above.
            blanks: Blanks::of(
                bindings,
                problem.filter(|_| !columns.iter().any(|column| column.why == Why::Preset)),
                &filled,
            ),
            filled: filled.into_iter().map(|at| (at, Cell::default())).collect(),
            failure: None,
            above: Vec::new(),
            copies: Copies::new(),
            further: Tally::default(),
        }
    }

    /// Fills what a row leaves to those above, and says what it is. `next` is the row below.
    pub(super) fn take<'r>(&mut self, row: &mut Row, next: impl FnOnce() -> Option<&'r Row>) -> Role {
        if row.cells.iter().all(Cell::is_blank) {
            return Role::Own;
        }
        // What cannot be read is not what stands above.
        if self.flawed.binary_search(&row.line).is_ok() {
            repeat_above(row, &mut self.above, &mut self.copies);
            self.failure = None;
            return Role::Own;
        }
        if self.repeats_headings(row) {
            self.restart(row, false);
            return Role::Headings;
        }
        if let Some(title) = self.titles.as_ref().and_then(|titles| titles.title(row, self.bindings, next)) {
            self.restart(row, true);
            return Role::Title(title);
        }
        let named = self.problem.filter(|problem| !is_blank(row, *problem));
        let is_total = named.is_some_and(|problem| is_sum(&row.cells[problem].text));
        if named.is_some() && !is_total {
            self.blanks.look(row);
        }
        repeat_above(row, &mut self.above, &mut self.copies);
        if !is_total {
            self.fill(row);
        }
        match self.problem {
            Some(problem) if is_blank(row, problem) => return self.unnamed(row),
            Some(problem) => self.failure = self.place(row, problem).filter(|_| !is_total),
            None => {}
        }
        Role::Own
    }

    fn repeats_headings(&self, row: &Row) -> bool {
        let is_it = |(at, cell): (usize, &Cell)| {
            let heading = self.bindings.get(at).map(|binding| binding.heading);
            heading.is_some_and(|heading| cell.text.eq_ignore_ascii_case(heading))
        };
        let filled = || row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
        let named = || self.bindings.iter().filter(|binding| !binding.heading.is_empty()).count();
        filled().all(is_it) && filled().nth(1).is_some() && filled().count() * 2 >= named()
    }

    /// Forgets what stands above a title, or headings, since the rows below begin anew.
    fn restart(&mut self, row: &Row, is_title: bool) {
        let none = Row::default();
        let row = if is_title { row } else { &none };
        self.failure = None;
        for (at, above) in &mut self.filled {
            *above = row.cells.get(*at).cloned().unwrap_or_default();
        }
        self.blanks.restart(row);
    }

    /// Fills the columns that the user named. What is behind the problem belongs to a failure; what is before it to all that follows.
    fn fill(&mut self, row: &mut Row) {
        for (at, above) in &mut self.filled {
            let is_wanted = match self.problem {
                Some(problem) if *at > problem => !is_blank(row, problem),
                _ => (*at + 1..row.cells.len()).any(|later| !is_blank(row, later)),
            };
            match row.cells.get(*at).filter(|cell| !cell.is_blank()) {
                Some(cell) => above.clone_from(cell),
                None if is_wanted && !above.is_blank() => put(row, *at, above, &mut self.copies),
                None => {}
            }
        }
    }

    /// What a row says of its problem and its place; `None` where it says nothing of a failure.
    fn place(&self, row: &Row, problem: usize) -> Option<Vec<(usize, Cell)>> {
        let cell = &row.cells[problem];
        let is_sure = !is_shifted(self.bindings, row, self.is_sheet, self.reading);
        if !is_sure || !cell.is_literal() && is_placeholder(&cell.text) {
            return None;
        }
        let is_it = |at: &usize| *at == problem || is_of_place(self.bindings[*at].target);
        let known = (0..=problem).filter(|at| is_it(at) && !is_blank(row, *at));
        Some(known.map(|at| (at, row.cells[at].clone())).collect())
    }

    /// A row without a problem: a further failure of the row above where it has ratings, or a cause and an effect, of its own; more about that
    /// failure where it has actions alone. What could be either is left out.
    fn unnamed(&mut self, row: &mut Row) -> Role {
        if self.failure.is_none() {
            return Role::Own;
        }
        let Some(says) = self.says(row) else { return Role::Own };
        let is_rated = self.bindings.iter().any(|binding| is_rating(binding.target));
        let is_further = says.rating && (says.effect || says.detail || says.more)
            || says.effect && (says.detail || !is_rated);
        if is_further && !says.other {
            self.blanks.look_further(row);
            for (at, cell) in self.failure.iter().flatten() {
                if is_blank(row, *at) {
                    put(row, *at, cell, &mut self.copies);
                }
            }
            self.fill(row);
            self.further.count(row);
            return Role::Own;
        }
        if says.detail && !says.rating && !says.effect && !says.result && !says.other {
            return Role::More;
        }
        if says.effect || says.detail {
            self.blanks.look_unnamed();
        }
        Role::Own
    }

    /// What a row without a problem says; `None` where its cells are not sure, or sum up others.
    fn says(&self, row: &Row) -> Option<Says> {
        if is_shifted(self.bindings, row, self.is_sheet, self.reading) {
            return None;
        }
        let mut says = Says::default();
        for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            let (Some(binding), Some(column)) = (self.bindings.get(at), self.columns.get(at)) else {
                return None;
            };
            let target = binding.target;
            if is_sum(&cell.text) {
                return None;
            }
            // What is before the problem stands above it in the order of things, and an id is that of another failure.
            if *target == Target::Id || self.problem.is_some_and(|problem| at < problem) {
                says.other = true;
                continue;
            }
            if is_placeholder(&cell.text) {
                continue;
            }
            let is_one = |fields: &[&str]| fields.iter().any(|field| target.is(field));
            match target {
                Target::Computed | Target::Nothing | Target::Due => {}
                _ if is_rating(target) => says.rating = true,
                _ if rates(binding) => says.result = true,
                Target::Actions => says.detail = true,
                _ if is_action(column) || is_one(&["cause", "detected_by", "confirm"]) => says.detail = true,
                _ if column.why == Why::OnlyCause => says.detail = true,
                _ if target.is("risk") => says.effect = true,
                _ if is_one(&["owner", "status", "references"]) => {}
                Target::Extra(_) => says.more |= cell.text.contains(char::is_alphabetic),
                _ => says.other = true,
            }
        }
        Some(says)
    }

    /// How many rows are further failures of those above.
    pub(super) fn further(&self) -> Tally {
        self.further
    }

    /// What else is to be said of the table.
    pub(super) fn told(&self) -> Vec<String> {
        let spent = "the rows refer to more text above them than can be copied; the rest stays empty";
        let mut told = self.blanks.told(self.bindings);
        told.extend(self.copies.is_spent.then(|| spent.to_owned()));
        told
    }
}

/// What a row without a problem says.
#[derive(Clone, Copy, Debug, Default)]
struct Says {
    /// Ratings of its own.
    rating: bool,
    effect: bool,
    /// A cause, an action, or how it is noticed.
    detail: bool,
    /// Words in a column of the user's own.
    more: bool,
    /// What is left after actions, or a score.
    result: bool,
    /// Something that the failure above does not share.
    other: bool,
}

fn put(row: &mut Row, at: usize, cell: &Cell, copies: &mut Copies) {
    let Some(copy) = copies.of(cell) else { return };
    if row.cells.len() <= at {
        row.cells.resize(at + 1, Cell::default());
    }
    row.cells[at] = copy;
}
