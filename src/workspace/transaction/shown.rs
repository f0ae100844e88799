//! How our own tables show the fields of entries, so that a cell that nobody edited is known.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::change::Path;
use crate::change::Step;
use crate::import::Cell;
use crate::model::EntryRef;
use crate::model::Kind;
use crate::model::ScaleName;
use crate::model::Word;
use crate::model::is_terminal_control;
use crate::rank::DEFAULT;
use crate::report::Column;
use crate::report::FIELDS;
use crate::report::Field;
use crate::report::Report;
use crate::report::ReportOptions;
use crate::report::Row;
use crate::report::Value;
use crate::workspace::Workspace;

/// The rows of a workspace by their ids.
pub(super) struct Shown<'w> {
    rows: HashMap<&'w str, Row<'w>>,
}

impl<'w> Shown<'w> {
    /// All rows, or none where no row of a table is ours.
    pub(super) fn new(workspace: &'w Workspace, ours: bool) -> Self {
        let report = || -> Report<'w> {
            // The order changes nothing in a row but its score, and the day nothing but its standing.
            let view =
                ReportOptions { all: true, ..ReportOptions::new(DEFAULT, crate::model::Date::default()) };
            workspace.report(view)
        };
        let rows = if ours { report().rows } else { Vec::new() };
        Self { rows: rows.into_iter().map(|row| (row.failure().id.as_str(), row)).collect() }
    }

    /// The texts by which a column may show an entry.
    pub(super) fn of(&self, entry: &EntryRef, column: &str) -> Vec<String> {
        let Some(row) = self.rows.get(entry.id.as_str()).filter(|_| entry.kind == Kind::Failure) else {
            return Vec::new();
        };
        let Ok(column) = Column::parse(Kind::Failure, column) else { return Vec::new() };
        let mut shown = forms(&column.value(row));
        // Whether a risk counts as accepted depends on the day on which the table was written.
        if column.name() == "status" {
            shown.push(row.failure().status.word().to_owned());
        }
        shown
    }
}

/// The names of the columns that a field is shown in.
pub(super) fn columns(path: &Path) -> Vec<String> {
    let keys: Vec<&str> = path
        .steps()
        .iter()
        .filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None })
        .collect();
    let name = keys.join("_");
    let number = number(&name);
    let columns = std::iter::once(name).chain(number);
    let columns =
        columns.filter_map(|name| Column::parse(Kind::Failure, &name).ok().or_else(|| headed(&name)));
    columns.map(|column| column.name().to_owned()).collect()
}

/// The column of a heading, as it is written in a path.
fn headed(name: &str) -> Option<Column> {
    let is = |field: &&Field| field.heading.to_lowercase().replace(' ', "_") == name;
    FIELDS.iter().find(is).map(Column::Field)
}

/// The column that shows a rating as a number: that of `residual_severity` is `residual_s`.
fn number(name: &str) -> Option<String> {
    let letter = |scale: &ScaleName| Some(format!("{}{}", name.strip_suffix(scale.word())?, scale.letter()));
    ScaleName::ALL.iter().find_map(letter)
}

/// The texts that formats write for a value, as import reads them.
fn forms(value: &Value<'_>) -> Vec<String> {
    let texts = [value.to_text(), value.to_cell(), value.to_page()];
    let read = |text: Cow<'_, str>| {
        // A spreadsheet's line ends may be those of HTML, whoever wrote them.
        let of_sheet = Cell::foreign(&text, Vec::new()).text;
        [Cell::new(&text, Vec::new()).text, text.replace(is_terminal_control, ""), of_sheet]
    };
    texts.into_iter().flat_map(read).collect()
}
