//! Coverage: which components of which flows somebody asked about, and what is still missing.
//!
//! A *cell* is a component that a flow needs, and a question. It is answered where all failures of the component answer it; a
//! component without any failure answers nothing. Failures that belong to no component that flows need have a row of their
//! own: that of the flow which they name, or of the whole workload. Retired failures do not count. A failure whose risk is
//! accepted, or that silences the rule which asks the same, need not answer.

mod ask;
mod gap;
mod map;
mod outside;
mod row;
mod tally;

pub use ask::Ask;
pub use ask::By;
pub use gap::Gap;
pub use gap::GapKind;
pub use gap::Stake;
pub use outside::OutsideComponent;
pub use outside::OutsideFailure;
pub use row::Cell;
pub use row::Row;
pub use row::Subject;
pub use row::Tally;

use serde::Serialize;
use serde::Serializer;

use crate::analyse::coverage::map::Map;
use crate::analyse::coverage::row::Named;
use crate::analyse::coverage::tally::Count;
use crate::config::Config;
use crate::graph::Graph;
use crate::model::Book;
use crate::model::Criticality;
use crate::model::Entry;
use crate::model::Flow;
use crate::model::Id;

/// One flow, with how much is answered of the rows below it: those of the components that matter most for this flow, and of the
/// failures that name it alone. What matters more for another flow is counted there, so that all flows make the whole.
#[derive(Clone, Debug)]
pub struct Covered<'a> {
    /// Which flow.
    pub flow: &'a Entry<Flow>,
    /// The components that it passes, in the order of the journey, each once. Only those that there are.
    pub passes: Vec<&'a Id>,
    /// How many rows below it are of components that it needs and does not pass.
    pub needs: usize,
    /// The cells of the rows below it.
    pub tally: Tally,
}

/// The grid, and its gaps.
#[derive(Clone, Debug)]
pub struct Coverage<'a> {
    /// The questions that were asked: the columns of the grid.
    pub questions: Vec<&'static str>,
    /// The groups of questions that were not asked, since nobody in the workspace ever answered one.
    pub unbegun: Vec<By>,
    /// All cells of the grid, each once.
    pub tally: Tally,
    /// What is missing, the weightiest first. A source from outside is no cell of the grid, and a gap all the same.
    pub gaps: Vec<Gap<'a>>,
    /// The flows, the most critical first.
    pub flows: Vec<Covered<'a>>,
    /// The rows of the grid: the workload, then flow by flow itself, what it passes, and what else it needs.
    pub rows: Vec<Row<'a>>,
    /// The components that no flow needs, those with the worst failures first. Nothing is asked of them.
    pub components_outside: Vec<OutsideComponent<'a>>,
    /// The failures that touch no flow, the worst first. They count nowhere.
    pub failures_outside: Vec<OutsideFailure<'a>>,
}

impl<'a> Coverage<'a> {
    /// Asks each component that flows need, and each failure that touches a flow.
    pub fn new(book: &'a Book, config: &Config, graph: &Graph<'a>, ask: &Ask<'_>) -> Self {
        let (topics, unbegun) = ask::topics(ask, book, graph, config);
        let mut map = Map::new(book, graph, ask.flow);
        let mut count = Count { book, config, graph, today: ask.today, topics: &topics, gaps: Vec::new() };
        let failures_outside = outside::failures(count.all(&mut map), config, graph);
        count.close(&mut map);
        let mut gaps = count.gaps;
        gaps.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
        let components_outside = outside::components(book, config, graph, &map);
        let (rows, flows) = map.finish(graph, &topics);
        let mut tally = Tally::default();
        rows.iter().for_each(|row| tally.add(row.tally()));
        Self {
            questions: topics.iter().map(|topic| topic.name()).collect(),
            unbegun,
            tally,
            gaps,
            flows,
            rows,
            components_outside,
            failures_outside,
        }
    }
}

/// As data: components once, with what is answered; flows with the components that they pass.
impl Serialize for Coverage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct OneFlow<'c> {
            id: &'c Id,
            criticality: Option<Criticality>,
            passes: &'c [&'c Id],
            needs: usize,
            asked: usize,
            answered: usize,
        }
        #[derive(Serialize)]
        struct Flat<'c> {
            questions: &'c [&'static str],
            unbegun: &'c [By],
            asked: usize,
            answered: usize,
            percent: f64,
            gaps: &'c [Gap<'c>],
            flows: Vec<OneFlow<'c>>,
            rows: Vec<Named<'c>>,
            components_outside: &'c [OutsideComponent<'c>],
            failures_outside: &'c [OutsideFailure<'c>],
        }
        let flows = self.flows.iter().map(|Covered { flow, passes, needs, tally }| OneFlow {
            id: &flow.id,
            criticality: flow.criticality,
            passes,
            needs: *needs,
            asked: tally.asked,
            answered: tally.answered,
        });
        Flat {
            questions: &self.questions,
            unbegun: &self.unbegun,
            asked: self.tally.asked,
            answered: self.tally.answered,
            percent: self.tally.percent(),
            gaps: &self.gaps,
            flows: flows.collect(),
            rows: self.rows.iter().map(|row| Named(row, &self.questions)).collect(),
            components_outside: &self.components_outside,
            failures_outside: &self.failures_outside,
        }
        .serialize(serializer)
    }
}
