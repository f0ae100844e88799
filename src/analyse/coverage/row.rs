//! A row of the grid, and its cells.

use serde::Serialize;
use serde::Serializer;

use crate::analyse::coverage::Stake;
use crate::model::Criticality;
use crate::model::Id;
use crate::model::Strength;

/// What a row of the grid is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// The failures that strike the whole workload.
    Workload,
    /// The failures that name this flow, and no component that flows need.
    Flow(&'a Id),
    /// A component that flows need.
    Component(&'a Id),
}

/// How a question is answered by what a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// It is not asked here.
    NotAsked,
    /// Nobody answered it.
    Open,
    /// This many failures answer it, and some that should do not.
    Partly(usize),
    /// This many failures answer it, and none is missing; 0 where there is nothing to ask.
    Answered(usize),
}

impl Cell {
    /// How many failures answer the question.
    pub fn count(self) -> usize {
        match self {
            Self::NotAsked | Self::Open => 0,
            Self::Partly(count) | Self::Answered(count) => count,
        }
    }

    /// Whether it counts as asked.
    pub fn is_asked(self) -> bool {
        self != Self::NotAsked
    }

    /// Whether it counts as answered.
    pub fn is_answered(self) -> bool {
        matches!(self, Self::Answered(_))
    }
}

/// A row of the grid: each component once, below the flow for which it matters most.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// What it is about.
    pub subject: Subject<'a>,
    /// The flow for which that matters most.
    pub stake: Stake<'a>,
    /// How many failures it has.
    pub failures: usize,
    /// A cell for each question, in their order.
    pub cells: Vec<Cell>,
}

impl Row<'_> {
    /// How many cells are asked, and how many of them are answered.
    pub(super) fn tally(&self) -> Tally {
        let asked = self.cells.iter().filter(|cell| cell.is_asked()).count();
        Tally { asked, answered: self.cells.iter().filter(|cell| cell.is_answered()).count() }
    }
}

/// How many cells were asked, and how many of them are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Cells that hold a question.
    pub asked: usize,
    /// Those of them that are answered.
    pub answered: usize,
}

impl Tally {
    /// The share that is answered, 0 to 100; 0 where nothing is asked, since nothing was examined.
    pub fn percent(self) -> f64 {
        match self.asked {
            0 => 0.0,
            asked => self.answered as f64 * 100.0 / asked as f64,
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.answered += other.answered;
    }
}

/// A row as data: questions by name, and only those that have something to say.
pub(super) struct Named<'r>(pub(super) &'r Row<'r>, pub(super) &'r [&'static str]);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Counts<'r>(&'r Row<'r>, &'r [&'static str]);
        impl Serialize for Counts<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let named = self.1.iter().zip(&self.0.cells).filter(|(_, cell)| cell.count() > 0);
                serializer.collect_map(named.map(|(name, cell)| (name, cell.count())))
            }
        }
        #[derive(Serialize)]
        struct Flat<'r> {
            kind: &'static str,
            id: Option<&'r Id>,
            flow: &'r Id,
            criticality: Option<Criticality>,
            strength: Strength,
            passed: bool,
            failures: usize,
            counts: Counts<'r>,
            asked: usize,
            answered: usize,
        }
        let Self(row, questions) = self;
        let (kind, id) = match row.subject {
            Subject::Workload => ("workload", None),
            Subject::Flow(id) => ("flow", Some(id)),
            Subject::Component(id) => ("component", Some(id)),
        };
        let Tally { asked, answered } = row.tally();
        let Stake { flow, strength, is_passed: passed } = row.stake;
        let (flow, criticality) = (&flow.id, flow.criticality);
        let (failures, counts) = (row.failures, Counts(row, questions));
        Flat { kind, id, flow, criticality, strength, passed, failures, counts, asked, answered }
            .serialize(serializer)
    }
}
