//! Rows that sum up others.

use crate::import::Cell;
use crate::import::Row;
use crate::import::headings::name::normal;

/// Whether a row says the sum or the mean of others, and nothing but numbers beside it.
pub(super) fn is_total(problem: &Cell, row: &Row) -> bool {
    let is_number = |text: &str| text.trim_end_matches('%').parse::<f64>().is_ok();
    let mut others = row.cells.iter().filter(|cell| !cell.is_blank() && *cell != problem);
    is_sum(&problem.text) && others.all(|cell| is_number(cell.text.trim()))
}

/// Whether a text is a word for the sum or the mean of what stands above.
pub(super) fn is_sum(text: &str) -> bool {
    /// The longest word with what may stand around it.
    const LONGEST: usize = 40;
    const WORDS: &[&str] = &[
        "total",
        "totals",
        "grand total",
        "sum",
        "average",
        "mean",
        "count",
        "max",
        "maximum",
        "summe",
        "gesamt",
        "durchschnitt",
        "mittelwert",
        "somme",
        "moyenne",
        "suma",
        "promedio",
    ];
    // Most texts have more words, which is seen without a closer look.
    let may_be = text.len() <= LONGEST && text.split_whitespace().nth(3).is_none();
    may_be && WORDS.contains(&normal(text.trim_end_matches(':')).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_below_a_table_are_no_failures() {
        let row = |texts: &[&str]| Row {
            line: 1,
            cells: texts.iter().map(|text| Cell::new(text, Vec::new())).collect(),
            said: None,
        };
        for texts in [&["Total:", "", "12"][..], &["Average", "4.5", "60%"], &["Summe"]] {
            let row = row(texts);
            assert!(is_total(&row.cells[0], &row), "{texts:?}");
        }
        for texts in [&["Total", "nothing works", "3"][..], &["Total outage", "3"]] {
            let row = row(texts);
            assert!(!is_total(&row.cells[0], &row), "{texts:?}");
        }
    }
}
