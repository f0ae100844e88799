//! Sheets and columns that a spreadsheet program does not show, and what is said of them.

use crate::finding::short;
use crate::import::Choice;
use crate::import::Options;
use crate::import::Table;
use crate::import::Unseen;
use crate::import::columns::Layout;
use crate::import::columns::column::Column;
use crate::import::headings::meaning::Target;
use crate::limits::COMMENTS;

impl Unseen {
    /// What is said of a sheet, of which a table with these columns is imported.
    fn told(mut self, columns: &[Column]) -> Vec<String> {
        /// How many cells are named.
        const NAMED: usize = 5;
        let mut told = Vec::new();
        self.comments.sort_unstable();
        let is_more = self.comments.len() == COMMENTS;
        self.comments.dedup();
        let named: Vec<String> =
            self.comments.iter().take(NAMED).map(|(row, column)| name(*row, *column)).collect();
        let named = named.join(", ");
        told.extend(match self.comments.len() {
            0 => None,
            1 => Some(format!("1 cell comment was not imported: {named}")),
            many => {
                let least = if is_more { "at least " } else { "" };
                let rest = if many > NAMED { ", …" } else { "" };
                Some(format!("{least}{many} cell comments were not imported: {named}{rest}"))
            }
        });
        told.extend(match self.rows {
            0 => None,
            1 => Some("1 row is hidden in the sheet, and was imported".to_owned()),
            many => Some(format!("{many} rows are hidden in the sheet, and were imported")),
        });
        let is_named = |column: &&Column| !column.heading.is_empty() && column.target != Target::Nothing;
        let hidden =
            columns.iter().zip(self.hidden()).filter(|(column, is_hidden)| *is_hidden && is_named(column));
        let headings: Vec<String> =
            hidden.map(|(column, _)| format!("“{}”", short(&column.heading))).collect();
        told.extend(match headings.as_slice() {
            [] => None,
            [one] => Some(format!("the column {one} is hidden in the sheet, and was imported")),
            all => Some(format!(
                "{} columns are hidden in the sheet, and were imported: {}",
                all.len(),
                all.join(", ")
            )),
        });
        told
    }
}

/// Leaves the sheet that is asked for.
///
/// # Errors
/// No sheet has this name.
pub(in crate::import) fn choose(tables: &mut Vec<Table>, wanted: &str) -> Result<(), String> {
    let mut sheets: Vec<String> = tables.iter().filter_map(|table| table.sheet.clone()).collect();
    sheets.dedup();
    tables.retain(|table| table.sheet.as_deref().is_some_and(|sheet| sheet.eq_ignore_ascii_case(wanted)));
    if tables.is_empty() {
        let has = match sheets.is_empty() {
            true => "it has no sheets".to_owned(),
            false => format!("its sheets are {}", sheets.join(", ")),
        };
        return Err(format!("sheet `{wanted}` not found: {has}"));
    }
    Ok(())
}

/// Passes over sheets that are hidden, each with one word, where nobody asked for them.
pub(in crate::import) fn skip_hidden(tables: &mut Vec<Table>, read: &mut Vec<Layout>, options: &Options<'_>) {
    if options.sheet.is_some() || matches!(options.choice, Choice::Only(_)) {
        return;
    }
    let mut at = 0;
    while at < tables.len() {
        if !tables[at].unseen.sheet {
            at += 1;
            continue;
        }
        let sheet = tables[at].sheet.clone();
        let of_sheet =
            tables[at..].iter().take_while(|table| table.unseen.sheet && table.sheet == sheet).count();
        let fits = read[at..at + of_sheet].iter().any(|layout| layout.passed_over.is_none());
        let name = sheet.unwrap_or_default();
        let name = short(&name);
        let way_out = match fits {
            true if name.chars().all(char::is_alphanumeric) => format!("; --sheet {name} imports it"),
            true => format!("; --sheet \"{name}\" imports it"),
            false => String::new(),
        };
        read[at] = Layout::none(&format!("sheet “{name}” is hidden and was skipped{way_out}"));
        tables.drain(at + 1..at + of_sheet);
        read.drain(at + 1..at + of_sheet);
        at += 1;
    }
}

/// Says what is hidden of each sheet, or was not imported, beside the first of its tables that is imported.
pub(in crate::import) fn tell(tables: &mut [Table], read: &[Layout]) {
    let mut of_sheet: Option<(Option<String>, Unseen)> = None;
    for (table, layout) in tables.iter_mut().zip(read) {
        let unseen = std::mem::take(&mut table.unseen);
        if of_sheet.as_ref().is_none_or(|(sheet, _)| *sheet != table.sheet) {
            of_sheet = Some((table.sheet.clone(), unseen));
        }
        if layout.passed_over.is_none()
            && let Some((_, unseen)) = &mut of_sheet
        {
            let told = std::mem::take(unseen).told(&layout.columns);
            table.remarks.extend(told.into_iter().map(|message| (table.line, message)));
        }
    }
}

/// The name of a cell: `B4`.
fn name(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::COLUMNS;

    #[test]
    fn cells_have_names() {
        assert_eq!([name(3, 1), name(0, 25), name(9, 26), name(0, 16_383)], ["B4", "Z1", "AA10", "XFD1"]);
    }

    #[test]
    fn hidden_columns_are_known_when_one_is_taken_out() {
        let mut unseen = Unseen::default();
        unseen.hide_columns(1..3);
        unseen.hide_columns(2..usize::MAX);
        unseen.hide_columns(COLUMNS..COLUMNS + 9);
        assert_eq!(unseen.hidden()[..4], [false, true, true, true]);
        unseen.without_column(1);
        assert_eq!(unseen.hidden()[..3], [false, true, true]);
        let mut unseen = Unseen::default();
        unseen.hide_columns(1..2);
        unseen.without_column(1);
        assert!(unseen.told(&[]).is_empty());
    }

    #[test]
    fn comments_are_counted_by_cell() {
        let mut unseen = Unseen::default();
        [(3, 1), (6, 2), (3, 1)].into_iter().for_each(|(row, column)| unseen.comment(row, column));
        assert_eq!(unseen.told(&[]), ["2 cell comments were not imported: B4, C7"]);
        let mut unseen = Unseen::default();
        (0..COMMENTS + 9).for_each(|row| unseen.comment(row, 0));
        let told = format!("at least {COMMENTS} cell comments were not imported: A1, A2, A3, A4, A5, …");
        assert_eq!(unseen.told(&[]), [told]);
    }
}
