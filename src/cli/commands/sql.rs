//! `faultbook sql`

use std::io;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;
use std::time::Instant;

use anyhow::Context as _;
use faultbook::database::Cell;
use faultbook::database::Database;
use faultbook::database::SEARCH;
use faultbook::database::tables;
use faultbook::export::write_csv;
use faultbook::export::write_json;
use faultbook::report::Value;
use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeMap;

use crate::cli::Context;
use crate::cli::ui::columns::Fit;
use crate::cli::ui::columns::aligned;
use crate::cli::ui::columns::wrap;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::console::Console;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::view::tell_unread;

/// Ask in SQL: one SELECT over failures, actions, findings and more
///
/// `date('now')` is the date of `--today`, and the same statement always gives the same answer. A statement is stopped after 300
/// million steps of SQLite or 8 seconds, and beyond 192 MiB of memory; an answer holds at most 1,000,000 rows and 128 MiB.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook sql --tables
  faultbook sql 'SELECT owner, count(*) FROM failures GROUP BY owner'
  faultbook sql 'SELECT id, problem FROM failures WHERE owner = ?' team-shop --json")]
pub(in crate::cli) struct Args {
    /// The statement; it reads the tables and does nothing else.
    #[arg(required_unless_present = "tables", value_name = "SELECT")]
    statement: Option<String>,
    /// Values for the `?` in the statement, in their order.
    values: Vec<String>,
    /// List the tables and their columns.
    #[arg(long, conflicts_with = "statement")]
    tables: bool,
    /// Print JSON.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print CSV.
    #[arg(long)]
    csv: bool,
}

/// How long a statement may take whose every step is slow. Others are stopped before by the number of their steps.
const PATIENCE: Duration = Duration::from_secs(8);

/// The memory that a statement may take, in bytes.
const MEMORY: usize = 192 << 20;

/// The most rows of a table for people, which is measured before it is shown.
const MOST: usize = 100_000;

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let Some(statement) = args.statement.as_deref().filter(|_| !args.tables) else {
        list_tables(&context.console)?;
        return Ok(ExitCode::SUCCESS);
    };
    let workspace = context.workspace()?;
    let mut database = workspace.database(context.today()?).context("the tables cannot be made")?;
    let start = Instant::now();
    database.stop_when(move || start.elapsed() > PATIENCE)?;
    database.limit_memory(MEMORY)?;
    let most = if args.json || args.csv { usize::MAX } else { MOST };
    let (columns, rows) = match answer(&database, statement, &args.values, most) {
        Ok(answer) => answer,
        Err(error) => {
            context.console.error(&plain_line(&format!("{error:#}")));
            context.console.note("`faultbook sql --tables` lists the tables and their columns");
            return Ok(ExitCode::from(2));
        }
    };
    if args.json {
        let mut out = context.console.raw();
        write_json(&rows.iter().map(|row| Record { columns: &columns, row }).collect::<Vec<_>>(), &mut out)?;
        out.flush()?;
    } else if args.csv {
        let mut out = context.console.raw();
        write_csv(&columns, rows.iter().map(|row| row.iter().map(value).collect()), &mut out)?;
        out.flush()?;
    } else {
        let mut out = context.console.out();
        write_table(&columns, &rows, &context.console, &mut out)?;
        out.flush()?;
    }
    tell_unread(workspace.unread(), context);
    if let Ok((_, rows)) = answer(&database, "SELECT value FROM about WHERE name = 'left_out'", &[], MOST) {
        rows.iter().flatten().for_each(|cell| context.console.note(&plain_line(&text(cell))));
    }
    Ok(ExitCode::SUCCESS)
}

type Answer = (Vec<String>, Vec<Vec<Cell>>);

/// The whole answer. It comes whole or not at all, since a statement can fail at its last row.
fn answer(database: &Database, statement: &str, values: &[String], most: usize) -> anyhow::Result<Answer> {
    let mut question = database.question(statement)?;
    let mut rows = Vec::new();
    question.answer(values, |row| {
        if rows.len() == most {
            anyhow::bail!("there are more than {MOST} rows; add LIMIT, or ask for --csv or --json");
        }
        rows.push(row);
        Ok(())
    })?;
    Ok((question.columns(), rows))
}

/// A value as text; nothing for NULL.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// A value as one of a table. A whole number that a float would change is text.
fn value(cell: &Cell) -> Value<'_> {
    let exact = |number: i64| (number.unsigned_abs() <= 1 << 53).then_some(number as f64);
    match cell {
        Cell::Null => Value::Nothing,
        Cell::Integer(number) => exact(*number).map_or_else(|| Value::Text(text(cell).into()), Value::Number),
        Cell::Real(number) => Value::Number(*number),
        Cell::Text(text) => Value::Text(text.as_str().into()),
        Cell::Bytes(_) => Value::Text(text(cell).into()),
    }
}

/// A row as an object. Of columns with one name the last counts, as in SQLite's own shell.
struct Record<'a> {
    columns: &'a [String],
    row: &'a [Cell],
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (at, (column, cell)) in self.columns.iter().zip(self.row).enumerate() {
            if self.columns.iter().skip(at + 1).any(|later| later == column) {
                continue;
            }
            match cell {
                Cell::Null => object.serialize_entry(column, &())?,
                Cell::Integer(number) => object.serialize_entry(column, number)?,
                Cell::Real(number) => object.serialize_entry(column, number)?,
                Cell::Text(_) | Cell::Bytes(_) => object.serialize_entry(column, &text(cell))?,
            }
        }
        object.end()
    }
}

/// A table that fits the terminal. Where nobody counts columns, each row is one line; where they do not fit side by side, each
/// row is a block.
fn write_table(
    columns: &[String],
    rows: &[Vec<Cell>],
    console: &Console,
    out: &mut impl Write,
) -> io::Result<()> {
    let headings: Vec<String> = columns.iter().map(|name| plain_line(name).to_uppercase()).collect();
    let line = |row: &Vec<Cell>| row.iter().map(|cell| plain_line(&text(cell)).into_owned()).collect();
    let mut records: Vec<Vec<String>> = rows.iter().map(line).collect();
    let mut fit = Fit::new(columns.len());
    if let Some(width) = console.width() {
        fit.measure(&headings);
        records.iter().for_each(|record| fit.measure(record));
        let Some(widths) = fit.widths(width) else { return write_blocks(columns, &records, width, out) };
        for record in &mut records {
            record.iter_mut().zip(&widths).for_each(|(cell, &width)| *cell = wrap(cell, width));
        }
    }
    let mut fit = Fit::new(columns.len());
    fit.measure_line(&headings);
    records.iter().flat_map(|record| lines(record)).for_each(|line| fit.measure_line(&line));
    writeln!(out, "{}", fit.pad(&headings, |_| BOLD).trim_end())?;
    for line in records.iter().flat_map(|record| lines(record)) {
        writeln!(out, "{}", fit.pad(&line, |_| Default::default()).trim_end())?;
    }
    Ok(())
}

/// The lines of a row whose cells may have several.
fn lines(record: &[String]) -> Vec<Vec<String>> {
    let height = record.iter().map(|cell| cell.lines().count()).max().unwrap_or(0).max(1);
    let line = |at| record.iter().map(|cell| cell.lines().nth(at).unwrap_or_default().to_owned()).collect();
    (0..height).map(line).collect()
}

fn write_blocks(
    columns: &[String],
    records: &[Vec<String>],
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    for (index, record) in records.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let filled = columns.iter().zip(record).filter(|(_, cell)| !cell.is_empty());
        let rows: Vec<_> =
            filled.map(|(column, cell)| vec![plain_line(column).into_owned(), cell.clone()]).collect();
        aligned(&rows, 0, Some(width)).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    Ok(())
}

fn list_tables(console: &Console) -> io::Result<()> {
    let mut out = console.out();
    let columns = tables().iter().flat_map(|table| &table.columns);
    let row = |name: &str, kind: &str, about: &str| vec![name.to_owned(), kind.to_owned(), about.to_owned()];
    let rows: Vec<_> = columns.map(|column| row(&column.name, column.kind.word(), &column.about)).collect();
    let mut lines = aligned(&rows, 2, console.width()).into_iter();
    for table in tables() {
        let title = aligned(&[vec![table.name.to_owned(), table.about.to_owned()]], 0, console.width());
        for title in title {
            let (name, about) = title.split_at(table.name.len());
            writeln!(out, "{BOLD}{name}{BOLD:#}{about}")?;
        }
        lines.by_ref().take(table.columns.len()).try_for_each(|line| writeln!(out, "{line}"))?;
        writeln!(out)?;
    }
    writeln!(out, "{BOLD}search{BOLD:#}  an entry, for MATCH; made by\n  {SEARCH}")?;
    out.flush()
}
