//! Tables as wide as the terminal.

use std::io::Write;

use clap::builder::styling::Style;
use faultbook::config::Config;
use faultbook::model::Kind;
use faultbook::model::Priority;
use faultbook::report::Column;
use faultbook::report::Listing;
use faultbook::report::Record;
use faultbook::report::Report;
use faultbook::report::Row;
use faultbook::report::Standing;
use faultbook::report::Value;
use faultbook::report::in_order;
use tabled::builder::Builder;
use tabled::settings::Color;
use tabled::settings::Modify;
use tabled::settings::Padding;
use tabled::settings::Style as Borders;
use tabled::settings::object::Cell;
use tabled::settings::object::Rows;

use crate::cli::ui::columns::Fit;
use crate::cli::ui::columns::wrap;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::console::CYAN;
use crate::cli::ui::console::Console;
use crate::cli::ui::console::RED;
use crate::cli::ui::console::YELLOW;
use crate::cli::ui::page::Page;
use crate::cli::ui::sanitize::plain;
use crate::cli::ui::sanitize::plain_line;

/// The last columns where each row is one line, and on a terminal, where the id stands below the problem.
const ONE_LINE: &[&str] = &["id", "problem"];
const TERMINAL: &[&str] = &["problem"];

/// Rows with what a table says of them.
struct Table<'t, R> {
    rows: &'t [R],
    /// The columns where each row is one line, or a block.
    columns: Vec<Column>,
    /// The columns on a terminal.
    wrapped: Vec<Column>,
    /// What stands above a column.
    heading: &'t dyn Fn(&Column) -> String,
    /// The colour of a cell.
    style: &'t (dyn Fn(&Column, &R) -> Option<Style> + Sync),
    /// Whether the id stands below the problem on a terminal.
    with_id: bool,
}

/// Writes failures as a table. Where nobody counts the columns, each row is one line.
pub(in crate::cli) fn write(
    report: &Report<'_>,
    config: &Config,
    console: &Console,
    out: &mut impl Write,
) -> std::io::Result<()> {
    // The score goes by the name that the method gives it.
    let heading = |column: &Column| match (column.name(), report.method.score) {
        ("score", Some(scoring)) => scoring.heading.to_uppercase(),
        _ => plain_line(column.heading()).to_uppercase(),
    };
    let table = Table {
        rows: &report.rows,
        columns: columns(report, ONE_LINE),
        wrapped: columns(report, TERMINAL),
        heading: &heading,
        style: &|column, row| style(column, row, config),
        with_id: report.columns.is_empty(),
    };
    table.write(console, out)
}

/// Writes entries of any kind as a table.
pub(in crate::cli) fn write_listing(
    listing: &Listing<'_>,
    console: &Console,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let table = Table {
        rows: &listing.rows,
        columns: listing.columns.clone(),
        wrapped: listing.columns.clone(),
        heading: &|column| plain_line(column.heading()).to_uppercase(),
        style: &|_, _| None,
        with_id: false,
    };
    table.write(console, out)
}

/// The columns asked for; else the priority, the score where the method gives one, what that is made of, and the last ones.
fn columns(report: &Report<'_>, last: &[&'static str]) -> Vec<Column> {
    let score = report.method.score.map(|_| "score");
    let names = std::iter::once("priority").chain(score).chain(report.method.made_of.iter().copied());
    let names: Vec<&str> = names.chain(last.iter().copied()).collect();
    let mut columns = report.columns_or(&names);
    add_standing(report, &mut columns);
    columns
}

/// A list in which not all is open says how each failure stands.
fn add_standing(report: &Report<'_>, columns: &mut Vec<Column>) {
    let differs = report.rows.iter().any(|row| row.standing != Standing::Open);
    if report.columns.is_empty() && differs {
        columns.extend(Column::parse(Kind::Failure, "status"));
    }
}

impl<R: Record> Table<'_, R> {
    fn write(&self, console: &Console, out: &mut impl Write) -> std::io::Result<()> {
        match console.width() {
            Some(width) => self.write_wrapped(width, console, out),
            None => self.write_lines(console.colored(), out),
        }
    }

    fn headings(&self, columns: &[Column]) -> Vec<String> {
        columns.iter().map(self.heading).collect()
    }

    /// One block for each row, where the columns do not fit side by side.
    fn write_records(&self, width: usize, out: &mut impl Write) -> std::io::Result<()> {
        let mut page = Page::new(out, Some(width));
        for (index, row) in self.rows.iter().enumerate() {
            if index > 0 {
                page.line("")?;
            }
            for column in &self.columns {
                let value = column.shown(row);
                match &value {
                    Value::Lines(_) | Value::Groups(_) => {
                        let mut lines = value.items().unwrap_or_default().into_iter();
                        lines.try_for_each(|line| page.labelled(column.heading(), line))?
                    }
                    value if value.is_empty() => {}
                    value => page.labelled(column.heading(), &value.to_text())?,
                }
            }
        }
        Ok(())
    }

    /// One line for each row, however long, for programs and files.
    fn write_lines(&self, colored: bool, out: &mut impl Write) -> std::io::Result<()> {
        let (columns, style) = (&self.columns, self.style);
        let headings = self.headings(columns);
        let cells = |row: &R| -> Vec<String> {
            columns.iter().map(|column| plain_line(&column.shown(row).to_text()).into_owned()).collect()
        };
        let mut fit = Fit::new(columns.len());
        fit.measure_line(&headings);
        // The cells are made twice rather than kept: there may be very many.
        let measure = |rows: &[R]| {
            let mut fit = Fit::new(columns.len());
            rows.iter().for_each(|row| fit.measure_line(&cells(row)));
            fit
        };
        in_order(self.rows, measure, |some| {
            fit.widen(&some);
            Ok(())
        })?;
        let bold = if colored { BOLD } else { Style::new() };
        writeln!(out, "{}", fit.pad(&headings, |_| bold).trim_end())?;
        let lines = |rows: &[R]| {
            let mut lines = String::new();
            for row in rows {
                let style =
                    |index: usize| style(&columns[index], row).filter(|_| colored).unwrap_or_default();
                lines.extend([fit.pad(&cells(row), style).trim_end(), "\n"]);
            }
            lines
        };
        in_order(self.rows, lines, |lines| out.write_all(lines.as_bytes()))
    }

    /// Cells wrap so that the table fits, and colour tells what is urgent.
    fn write_wrapped(&self, width: usize, console: &Console, out: &mut impl Write) -> std::io::Result<()> {
        let columns = &self.wrapped;
        let mut records = vec![self.headings(columns)];
        let cells = |row| columns.iter().map(|column| cell(column, row, self.with_id)).collect();
        records.extend(self.rows.iter().map(cells));
        let mut fit = Fit::new(columns.len());
        records.iter().for_each(|record| fit.measure(record));
        let Some(widths) = fit.widths(width) else { return self.write_records(width, out) };
        for record in &mut records {
            record.iter_mut().zip(&widths).for_each(|(cell, &width)| *cell = wrap(cell, width));
        }
        let mut table = Builder::from_iter(records).build();
        table.with(Borders::empty()).with(Padding::new(0, Fit::GAP, 0, 0));
        if console.colored() {
            table.with(Modify::new(Rows::first()).with(color(BOLD)));
            for (line, row) in self.rows.iter().enumerate() {
                for (index, column) in columns.iter().enumerate() {
                    if let Some(style) = (self.style)(column, row) {
                        table.with(Modify::new(Cell::new(line + 1, index)).with(color(style)));
                    }
                }
            }
        }
        for line in table.to_string().lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

fn cell(column: &Column, row: &impl Record, with_id: bool) -> String {
    let value = column.shown(row);
    let text = value.to_text();
    match (column.name(), &value) {
        ("problem", _) if with_id => format!("{}\n{}", plain_line(&text), row.id()),
        (_, Value::Lines(_) | Value::Groups(_)) => {
            let lines = value.items().unwrap_or_default();
            if lines.len() < 2 {
                return plain(&text).into_owned();
            }
            lines.iter().map(|line| format!("- {}", plain_line(line))).collect::<Vec<_>>().join("\n")
        }
        _ => plain(&text).into_owned(),
    }
}

/// Colour for the words that say how bad it is; the words are always there.
fn style(column: &Column, row: &Row<'_>, config: &Config) -> Option<Style> {
    match column.name() {
        "priority" => Some(priority(row.case.priority)),
        "severity" => {
            let levels = config.scales.severity.levels();
            let position = levels.iter().rev().position(|level| Some(level) == row.case.severity)?;
            [Some(RED), Some(YELLOW)].get(position).copied().flatten()
        }
        _ => None,
    }
}

/// The colour of a priority.
pub(in crate::cli) fn priority(priority: Priority) -> Style {
    match priority {
        Priority::Unrated => CYAN.bold(),
        Priority::Critical => RED.bold(),
        Priority::High => RED,
        Priority::Medium => YELLOW,
        Priority::Low => Style::new(),
    }
}

fn color(style: Style) -> Color {
    Color::new(style.render().to_string(), style.render_reset().to_string())
}
