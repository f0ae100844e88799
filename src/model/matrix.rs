//! Priority, and the matrix that gives it.

use std::collections::BTreeMap;

use crate::model::Rating;
use crate::model::Scale;
use crate::model::Scales;
use crate::model::Words;
use crate::model::word::words;

words! {
    /// The matrix's word for severity × likelihood, by rising urgency.
    pub enum Priority as "priority" {
        /// Can wait.
        Low = "low",
        /// Belongs on the plan.
        Medium = "medium",
        /// Comes next.
        High = "high",
        /// Comes first.
        Critical = "critical",
        /// Not known: a rating is missing. Listed before all others, because nobody looked yet.
        Unrated = "unrated",
    }
}

/// Severity × likelihood → priority. Rows are severities, columns likelihoods, both by rising score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    rows: BTreeMap<String, Vec<Priority>>,
}

impl Matrix {
    /// The words of its cells: every priority that somebody decided on.
    pub const CELLS: Words = {
        let all = Words::of::<Priority>();
        let rated = Priority::Unrated as usize;
        Words { words: all.words.split_at(rated).0, means: all.means.split_at(rated).0, ..all }
    };

    /// Makes a matrix of rows named by their severity.
    pub fn new(rows: BTreeMap<String, Vec<Priority>>) -> Self {
        Self { rows }
    }

    /// The row of a severity, as it was written.
    pub fn row(&self, severity: &str) -> Option<&[Priority]> {
        self.rows.get(severity).map(Vec::as_slice)
    }

    /// The cell of two ratings; [`Priority::Unrated`] where one is missing or the matrix has no such cell.
    pub fn priority(
        &self,
        severity: Option<&Rating>,
        likelihood: Option<&Rating>,
        columns: &Scale,
    ) -> Priority {
        let cell = || {
            let row = self.row(severity?.name())?;
            row.get(columns.position(likelihood?)?).copied()
        };
        cell().unwrap_or(Priority::Unrated)
    }

    /// Whether the matrix has exactly one cell for each pair of levels.
    pub fn fits(&self, scales: &Scales) -> bool {
        let columns = scales.likelihood.levels().len();
        scales.severity.names().all(|name| self.row(name).is_some_and(|row| row.len() == columns))
            && self.rows.len() == scales.severity.levels().len()
    }
}

impl Default for Matrix {
    /// Gives 4 critical, 5 high and 5 medium on the 14 failures of the reliability maturity model.
    fn default() -> Self {
        use Priority::{Critical, High, Low, Medium};
        let rows = [
            ("high", vec![Medium, High, Critical, Critical]),
            ("medium", vec![Low, Medium, Medium, High]),
            ("low", vec![Low, Low, Low, Medium]),
        ];
        Self { rows: rows.map(|(name, row)| (name.to_owned(), row)).into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_rating_or_cell_is_unrated() {
        let (matrix, scales) = (Matrix::default(), Scales::default());
        let severity = scales.severity.find("high");
        let likelihood = scales.likelihood.find("likely");
        let priority = |s: Option<&Rating>, l: Option<&Rating>| matrix.priority(s, l, &scales.likelihood);
        assert_eq!(priority(severity.as_ref(), likelihood.as_ref()), Priority::Critical);
        assert_eq!(priority(None, likelihood.as_ref()), Priority::Unrated);
        assert_eq!(priority(severity.as_ref(), None), Priority::Unrated);
        assert!(matrix.fits(&scales));
        assert!(Priority::Unrated > Priority::Critical, "what nobody rated is listed first");
    }
}
