//! What became of the tables of a file, for people.

use std::collections::HashMap;
use std::io::Write;

use faultbook::import::TableNote;

use crate::cli::Context;
use crate::cli::commands::import::told::SHOWN;
use crate::cli::commands::import::told::Told;
use crate::cli::ui::columns::aligned;
use crate::cli::ui::console::counted;
use crate::cli::ui::sanitize::brief;
use crate::cli::ui::sanitize::plain_line;

/// Prints what becomes of each table and each column.
pub(super) fn explain(all: &[Told], context: &Context) -> anyhow::Result<()> {
    let mut out = context.console.out();
    for told in all {
        let tables = &told.taken.import.tables;
        if tables.is_empty() {
            writeln!(out, "{}: no table found", plain_line(&told.name))?;
        }
        if let Some(preset) = told.taken.import.preset {
            writeln!(out, "{}: read as an export of {}", plain_line(&told.name), preset.tool)?;
        }
        for table in tables {
            let place = told.place(table.sheet.as_deref(), table.line);
            match &table.outcome {
                Ok(number) => writeln!(out, "{place}: {}", entries(table, *number))?,
                Err(reason) => writeln!(out, "{place}: skipped: {}", brief(reason))?,
            }
            let columns = table.columns.iter();
            let rows: Vec<_> = columns.map(|(heading, field)| vec![brief(heading), brief(field)]).collect();
            let lines = aligned(&rows, 2, context.console.width());
            lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
    }
    Ok(out.flush()?)
}

/// How many entries a table gave; only a catalogue has no columns.
fn entries(table: &TableNote, number: usize) -> String {
    counted(number, if table.columns.is_empty() { "component" } else { "failure" }).into_owned()
}

impl Told {
    /// Says how many entries each table gave.
    pub(super) fn imported(&self, context: &Context) {
        if let Some(preset) = self.taken.import.preset {
            let name = plain_line(&self.name);
            context.console.status(format_args!("{name}: read as an export of {}", preset.tool));
        }
        let given = self.taken.import.tables.iter().filter_map(|table| {
            let number = table.outcome.as_ref().ok()?;
            Some(format!("{}: {}", self.place(table.sheet.as_deref(), table.line), entries(table, *number)))
        });
        self.lines(given, "tables", context);
    }

    /// Says which tables gave nothing: why only where the file gave nothing at all, or where a table cannot be read.
    pub(super) fn skipped(&self, context: &Context) {
        let tables = &self.taken.import.tables;
        if tables.is_empty() {
            context.console.status(format_args!("{}: no table found", plain_line(&self.name)));
        }
        let is_nothing = self.is_empty();
        let skipped = || tables.iter().filter_map(|table| Some((table, table.outcome.as_ref().err()?)));
        let is_shown = |table: &TableNote| is_nothing || table.is_broken;
        let mut places: HashMap<(&Option<String>, &str), usize> = HashMap::new();
        for (table, reason) in skipped().filter(|(table, _)| is_shown(table)) {
            *places.entry((&table.sheet, reason)).or_default() += 1;
        }
        let reasons = skipped().filter_map(|(table, reason)| {
            // Of several tables with one reason the first is shown.
            let more = match places.remove(&(&table.sheet, reason.as_str()))? {
                1 => String::new(),
                number => format!(" (and {})", counted(number - 1, "more table")),
            };
            let place = self.place(table.sheet.as_deref(), table.line);
            Some(format!("{place}: table skipped: {}{more}", brief(reason)))
        });
        self.lines(reasons, "tables", context);
        let others = skipped().filter(|(table, _)| !is_shown(table)).count();
        if others > 0 {
            let name = plain_line(&self.name);
            let number = counted(others, "table");
            context.console.status(format_args!("{name}: {number} skipped: --explain-mapping shows why"));
        }
    }

    /// Prints the first lines, and how many more there are.
    fn lines(&self, lines: impl Iterator<Item = String>, what: &str, context: &Context) {
        let mut more = 0;
        for (at, line) in lines.enumerate() {
            match at < SHOWN {
                true => context.console.status(line),
                false => more += 1,
            }
        }
        if more > 0 {
            context.console.status(format_args!("… and {more} more {what}; --json has them all"));
        }
    }
}
