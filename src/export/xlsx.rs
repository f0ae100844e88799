//! A workbook for spreadsheets: the failures, and the scales that their ratings are levels of.

use std::io;
use std::io::Write;

use rust_xlsxwriter::Color;
use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::DataValidationErrorStyle;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format as Style;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::export::Format;
use crate::export::cell;
use crate::finding::short;
use crate::model::Failure;
use crate::model::Priority;
use crate::model::Scale;
use crate::model::ScaleName;
use crate::model::Scales;
use crate::model::Shape;
use crate::model::Word;
use crate::report::Column;
use crate::report::Field;
use crate::report::Report;
use crate::report::Row;
use crate::report::Sort;
use crate::report::Value;

pub(super) const FORMAT: Format =
    Format { id: "xlsx", page: include_str!("xlsx.md"), report: Some(report), verdict: None, binary: true };

/// How many rows a sheet has, that of the headings included.
const ROWS: usize = 1 << 20;
/// How many columns a sheet has.
const COLUMNS: usize = 1 << 14;
/// The narrowest and the widest column, in letters.
const WIDTHS: (usize, usize) = (9, 50);

/// Background and letters of each priority. The word stays, and light is told from dark without its colour.
const COLORS: [(u32, u32); Priority::WORDS.len()] = [
    (0xDD_EB_F7, 0x00_00_00),
    (0xFF_F2_CC, 0x00_00_00),
    (0xF4_B1_83, 0x00_00_00),
    (0xC0_00_00, 0xFF_FF_FF),
    (0xD9_D9_D9, 0x00_00_00),
];

/// What stands in a cell.
enum Content {
    Number(f64),
    Text(String),
}

fn report(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let columns = report.columns_or(cell::COLUMNS);
    fits(report.rows.len(), columns.len())?;
    let mut workbook = Workbook::new();
    failures(workbook.add_worksheet(), report, &columns)?;
    scales(workbook.add_worksheet(), report.scales)?;
    // The day of the export is no part of it: what did not change is the same in every byte.
    let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(io::Error::other)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    out.write_all(&workbook.save_to_buffer().map_err(io::Error::other)?)
}

/// Refuses what is too large for a sheet.
fn fits(rows: usize, columns: usize) -> io::Result<()> {
    let refused = |what, is: usize, most: usize| {
        io::Error::other(format!(
            "{is} {what}, and a sheet has {most}; choose fewer of them, or the format csv"
        ))
    };
    match (rows, columns) {
        (rows, _) if rows >= ROWS => Err(refused("failures need a row each", rows, ROWS - 1)),
        (_, columns) if columns > COLUMNS => Err(refused("columns are asked for", columns, COLUMNS)),
        _ => Ok(()),
    }
}

fn failures(sheet: &mut Worksheet, report: &Report<'_>, columns: &[Column]) -> io::Result<()> {
    let mut table = Table::new(sheet, "Failures", columns.iter().map(cell::heading))?;
    let rated = columns.iter().map(|column| matches!(column, Column::Field(field) if is_priority(field)));
    let rated: Vec<bool> = rated.collect();
    let styles = COLORS.map(|(back, letters)| {
        style().set_background_color(Color::RGB(back)).set_font_color(Color::RGB(letters))
    });
    let contents = |rows: &[Row<'_>]| -> Vec<Vec<Content>> {
        rows.iter().map(|row| columns.iter().map(|column| content(&column.value(row))).collect()).collect()
    };
    let mut rows = report.rows.iter();
    report.in_order(contents, |contents| {
        for (cells, row) in contents.into_iter().zip(&mut rows) {
            let style = &styles[row.case.priority as usize];
            let styles = rated.iter().map(|&is_rated| is_rated.then_some(style));
            table.add(cells.into_iter().zip(styles), |column| {
                let heading = cell::heading(&columns[column]);
                format!("`{}` of the failure `{}`", short(&heading), row.failure().id)
            })?;
        }
        Ok(())
    })?;
    for (at, column) in (0..).zip(columns) {
        if let Some(words) = drop_down(column, report.scales).map_err(io::Error::other)? {
            // Rows that somebody adds below have the list as well.
            let last = u32::try_from(ROWS - 1).map_err(io::Error::other)?;
            table.sheet.add_data_validation(1, at, last, at, &words).map_err(io::Error::other)?;
        }
    }
    table.finish()
}

fn is_priority(field: &Field) -> bool {
    matches!(field.sort, Sort::Words(words, _) if words == Priority::WORDS)
}

fn content(value: &Value<'_>) -> Content {
    match value {
        Value::Number(number) => Content::Number(*number),
        value => Content::Text(cell::text(value).into_owned()),
    }
}

/// The words to choose from in a column. They help, and forbid nothing: files also take aliases, numbers, and
/// likelihoods with conditions. What is computed cannot be chosen.
fn drop_down(column: &Column, scales: &Scales) -> Result<Option<DataValidation>, XlsxError> {
    let Some(key) = Failure::KEYS.iter().find(|key| key.name == column.name()) else { return Ok(None) };
    let list = DataValidation::new().set_error_style(DataValidationErrorStyle::Information);
    let list = match key.shape {
        Shape::Word(words) => list.allow_list_strings(words.words)?,
        Shape::Rating(scale) => match range(scale, scales) {
            Some(levels) => list.allow_list_formula(levels),
            None => return Ok(None),
        },
        Shape::Likelihood => match range(ScaleName::Likelihood, scales) {
            Some(levels) => list.allow_list_formula(levels).show_error_message(false),
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    let message =
        "This is none of the words of the list. You may keep it, and import says what it makes of it.";
    Ok(Some(list.set_error_title("Not in the list")?.set_error_message(message)?))
}

/// The cells that hold the levels of a scale. A list in the rule itself could neither be long nor hold commas.
fn range(name: ScaleName, scales: &Scales) -> Option<Formula> {
    let before = ScaleName::ALL.iter().take_while(|&&other| other != name);
    let first = 2 + before.map(|&other| scales.get(other).levels().len()).sum::<usize>();
    let last = first + scales.get(name).levels().len() - 1;
    (first <= last).then(|| Formula::new(format!("=Scales!$B${first}:$B${last}")))
}

/// The levels of all scales, so that a reader knows what the words mean.
fn scales(sheet: &mut Worksheet, scales: &Scales) -> io::Result<()> {
    let headings = Scale::COLUMNS;
    let mut table = Table::new(sheet, "Scales", headings.map(str::to_owned).into_iter())?;
    for &name in ScaleName::ALL {
        for level in scales.get(name).levels() {
            let text = |text: &str| content(&Value::Text(text.into()));
            let aliases = level.aliases().iter().map(|alias| alias.as_str().into()).collect();
            let cells = [
                text(name.word()),
                text(level.name()),
                Content::Number(level.score().into()),
                text(level.means()),
                content(&Value::List(aliases)),
            ];
            table.add(cells.map(|cell| (cell, None)).into_iter(), |column| {
                format!("`{}` of a level of the scale `{}`", headings[column], name.word())
            })?;
        }
    }
    table.finish()
}

/// A sheet with headings that grows by rows.
struct Table<'s> {
    sheet: &'s mut Worksheet,
    widths: Vec<usize>,
    row: u32,
}

impl<'s> Table<'s> {
    fn new(sheet: &'s mut Worksheet, name: &str, headings: impl Iterator<Item = String>) -> io::Result<Self> {
        let mut widths = Vec::new();
        let bold = style().set_bold();
        sheet.set_name(name).and_then(|sheet| sheet.set_freeze_panes(1, 0)).map_err(io::Error::other)?;
        for (column, heading) in (0..).zip(headings) {
            // The button of the filter takes room.
            widths.push((heading.chars().count() + 3).clamp(WIDTHS.0, WIDTHS.1));
            let what = || format!("the heading of column {}", column + 1);
            // Cells without a style of their own have that of their column.
            let styled = sheet.set_column_format(column, &style()).map_err(io::Error::other)?;
            put(styled, 0, column, heading, Some(&bold)).map_err(|error| refusal(error, what))?;
        }
        Ok(Self { sheet, widths, row: 0 })
    }

    /// Adds a row; `what` says which cell it is that does not fit.
    fn add<'c>(
        &mut self,
        cells: impl Iterator<Item = (Content, Option<&'c Style>)>,
        what: impl Fn(usize) -> String,
    ) -> io::Result<()> {
        self.row += 1;
        for ((content, style), column) in cells.zip(0..) {
            let written = match content {
                Content::Number(number) => self.sheet.write_number(self.row, column, number).map(drop),
                Content::Text(text) => {
                    let width = &mut self.widths[usize::from(column)];
                    if *width < WIDTHS.1 {
                        let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
                        *width = (*width).max((longest + 1).min(WIDTHS.1));
                    }
                    put(self.sheet, self.row, column, text, style)
                }
            };
            written.map_err(|error| refusal(error, || what(usize::from(column))))?;
        }
        Ok(())
    }

    fn finish(self) -> io::Result<()> {
        for (column, width) in (0..).zip(&self.widths) {
            // No column is wider than fits into 32 bits.
            self.sheet.set_column_width(column, *width as u32).map_err(io::Error::other)?;
        }
        let last = u16::try_from(self.widths.len().saturating_sub(1)).map_err(io::Error::other)?;
        self.sheet.autofilter(0, 0, self.row, last).map_err(io::Error::other)?;
        Ok(())
    }
}

/// Cells of several lines are shown whole, from the top.
fn style() -> Style {
    Style::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Writes a text as text: never a formula, a link or markup.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: String,
    style: Option<&Style>,
) -> Result<(), XlsxError> {
    // The writer takes what stands between these tags for markup that it made itself, and would write it as it is. It
    // escapes the two characters that XML cannot hold after it has looked for texts that look like such an escape.
    let is_misread =
        (text.starts_with("<r>") && text.ends_with("</r>")) || text.contains(['\u{fffe}', '\u{ffff}']);
    match style {
        _ if is_misread => {
            let text = text.replace("_x", "_x005F_x");
            let runs = [(&Style::default(), text.as_str())];
            match style {
                Some(style) => sheet.write_rich_string_with_format(row, column, &runs, style),
                None => sheet.write_rich_string(row, column, &runs),
            }
        }
        Some(style) => sheet.write_string_with_format(row, column, text, style),
        None => sheet.write_string(row, column, text),
    }
    .map(drop)
}

/// Says which cell is too long, and what to do.
fn refusal(error: XlsxError, what: impl FnOnce() -> String) -> io::Error {
    match error {
        XlsxError::MaxStringLengthExceeded => io::Error::other(format!(
            "{} is longer than the 32,767 characters that a cell of a workbook can hold; leave the column out, or choose the format csv",
            what()
        )),
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_for_a_sheet_is_refused() {
        assert!(fits(1_048_575, 16_384).is_ok());
        let said = |rows, columns| fits(rows, columns).unwrap_err().to_string();
        assert_eq!(
            said(1_048_576, 1),
            "1048576 failures need a row each, and a sheet has 1048575; choose fewer of them, or the format csv"
        );
        assert_eq!(
            said(1, 16_385),
            "16385 columns are asked for, and a sheet has 16384; choose fewer of them, or the format csv"
        );
    }
}
