//! The frozen result: rows with their scores, and located findings. Exporters print it and compute nothing.

mod column;
mod field;
mod filter;
mod listing;
mod operand;
mod record;
mod row;
mod rows;
mod search;
mod typing;
mod value;
mod verdict;

pub use column::Column;
pub use column::UnknownColumn;
pub use field::FIELDS;
pub use field::Field;
pub use field::Sort;
pub use field::fields;
pub use filter::BadFilter;
pub use filter::Filter;
pub use listing::EntryRow;
pub use listing::ListOptions;
pub use listing::Listing;
pub use record::Record;
pub use row::Row;
pub use row::Standing;
pub use rows::in_order;
pub use search::Hit;
pub use search::Near;
pub use typing::Typing;
pub use typing::operators;
pub use typing::typing;
pub use value::Value;
pub use verdict::Located;
pub use verdict::Related;
pub use verdict::Span;
pub use verdict::Verdict;

use std::sync::Arc;

use crate::config::Config;
use crate::graph::Graph;
use crate::model::Book;
use crate::model::Date;
use crate::model::Kind;
use crate::model::Scales;
use crate::rank::Method;
use crate::rank::cases;
use crate::rank::order;
use crate::report::filter::Term;
use crate::report::operand::Operator;

/// What is to be shown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReportOptions {
    /// The method that orders the rows.
    pub method: &'static Method,
    /// Rank for this condition alone.
    pub when: Option<String>,
    /// Which rows.
    pub filter: Filter,
    /// Which columns; empty: those of the format.
    pub columns: Vec<Column>,
    /// Whether retired failures are shown.
    pub all: bool,
    /// The order, in place of the rank: a column, and whether the greatest comes first.
    pub sort: Option<(Column, bool)>,
    /// How many rows at most.
    pub top: Option<usize>,
    /// The day on which it holds.
    pub today: Date,
}

impl ReportOptions {
    /// Everything that is not retired, in the order of a method.
    pub fn new(method: &'static Method, today: Date) -> Self {
        Self {
            method,
            when: None,
            filter: Filter::default(),
            columns: Vec::new(),
            all: false,
            sort: None,
            top: None,
            today,
        }
    }

    /// The same, ranked for this condition alone.
    #[must_use]
    pub fn when(self, when: Option<String>) -> Self {
        Self { when, ..self }
    }

    /// The same, of those rows alone that a filter lets pass.
    #[must_use]
    pub fn filter(self, filter: Filter) -> Self {
        Self { filter, ..self }
    }

    /// The same with these columns; empty: those of the format.
    #[must_use]
    pub fn columns(self, columns: Vec<Column>) -> Self {
        Self { columns, ..self }
    }

    /// The same, with retired failures or without.
    #[must_use]
    pub fn all(self, all: bool) -> Self {
        Self { all, ..self }
    }

    /// The same in the order of a column, the greatest first or last; `None`: by rank.
    #[must_use]
    pub fn sort(self, sort: Option<(Column, bool)>) -> Self {
        Self { sort, ..self }
    }

    /// The same with so many rows at most.
    #[must_use]
    pub fn top(self, top: Option<usize>) -> Self {
        Self { top, ..self }
    }
}

/// The failures of a workspace in their order.
#[derive(Debug)]
pub struct Report<'a> {
    /// The name of the system.
    pub workload: Option<&'a str>,
    /// The method that ordered the rows.
    pub method: &'static Method,
    /// The condition ranked for.
    pub when: Option<String>,
    /// The failures, the most urgent first.
    pub rows: Vec<Row<'a>>,
    /// Which columns were asked for; empty: those of the format.
    pub columns: Vec<Column>,
    /// How many entries could not be read, and are missing here.
    pub unread: usize,
    /// Everything else that the playbooks hold.
    pub book: &'a Book,
    /// The scales that the ratings are levels of.
    pub scales: &'a Scales,
    /// What lint says, for formats that hold it; empty unless somebody asked lint.
    pub findings: Vec<Located>,
}

impl<'a> Report<'a> {
    /// Ranks, filters and freezes the failures of a book.
    pub fn new(book: &'a Book, config: &'a Config, view: ReportOptions) -> Self {
        let graph = Arc::new(Graph::new(book));
        let mut cases = cases(book, &graph, config, view.when.as_deref());
        order(&mut cases, view.method);
        let rows =
            cases.into_iter().map(|case| Row::new(case, (book, config), &graph, view.method, view.today));
        // Whoever asks for drafts or for retired failures wants to see them.
        let names_status = |term: &Term| term.operator == Operator::Equal && term.column.name() == "status";
        let is_wanted = view.all || view.filter.terms.iter().any(names_status);
        let shown = |row: &Row<'_>| (is_wanted || row.standing.is_active()) && view.filter.matches(row);
        let mut rows: Vec<_> = rows.filter(shown).collect();
        rows::arrange(&mut rows, view.sort.as_ref(), view.top);
        Self {
            workload: config.workload.as_deref(),
            method: view.method,
            when: view.when,
            rows,
            columns: view.columns,
            unread: book.mentions.len(),
            book,
            scales: &config.scales,
            findings: Vec::new(),
        }
    }

    /// Stands among the names of columns for those of the method: what it is made of, and its score.
    pub const OF_METHOD: &'static str = "of-method";

    /// The columns asked for, or those that a format shows by itself.
    pub fn columns_or(&self, names: &[&'static str]) -> Vec<Column> {
        if !self.columns.is_empty() {
            return self.columns.clone();
        }
        let of_method = || {
            let score = self.method.score.map(|scoring| scoring.field);
            self.method.made_of.iter().copied().chain(score)
        };
        let names = names.iter().flat_map(|&name| match name {
            Self::OF_METHOD => of_method().collect(),
            name => vec![name],
        });
        names.filter_map(|name| Column::parse(Kind::Failure, name).ok()).collect()
    }
}
