//! Foreign tables and catalogues → wanted entries → a plan. A source is one file; what tables mean is read in one way.

mod cells;
mod columns;
mod entries;
mod plan;
mod remark;
mod rows;
mod source;
mod table;
mod typed;
mod wish;

pub use columns::Mapping;
pub use entries::entries;
pub use plan::Change;
pub use plan::Ground;
pub use plan::Held;
pub use plan::Plan;
pub use plan::Shown;
pub use plan::plan;
pub use remark::Remark;
pub use source::Entries;
pub use source::Read;
pub use source::SOURCES;
pub use source::Source;
pub use source::for_file;
pub use table::Cell;
pub use table::Row;
pub use table::Table;
pub use typed::Typed;
pub use typed::singular;
pub use wish::Field;
pub use wish::Wish;

use std::collections::HashSet;

use crate::change::Path;
use crate::change::Value;
use crate::config::Config;
use crate::import::cells::Reading;
use crate::import::cells::range::Range;
use crate::import::cells::range::greatest;
use crate::import::columns::Layout;
use crate::import::columns::column::Column;
use crate::import::columns::is_action;
use crate::import::columns::is_ours;
use crate::import::columns::layout;
use crate::import::columns::looks::Looks;
use crate::import::columns::meaning::Target;
use crate::import::columns::meaning::is_rating;
use crate::import::rows::Rows;
use crate::import::rows::joined;
use crate::limits::TABLES;
use crate::model::Book;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MeasureClass;
use crate::model::Scale;
use crate::model::Word;

/// Which tables of a file are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Those that hold failures by their headings.
    #[default]
    Fitting,
    /// The table of this number, from 1, whatever its headings say.
    Only(usize),
    /// All, whatever their headings say.
    All,
}

/// How a file is read.
pub struct Options<'a> {
    /// The sheet of a workbook; `None`: all.
    pub sheet: Option<&'a str>,
    /// Which tables.
    pub choice: Choice,
    /// What the user says of headings and words.
    pub mapping: &'a Mapping,
    /// Whether a heading is one that our own tables have.
    pub is_ours: &'a dyn Fn(&str) -> bool,
    /// Is told how many rows of how many are read.
    pub progress: &'a dyn Fn(usize, usize),
}

/// What a file says.
#[derive(Debug, Default)]
pub struct Import {
    /// The entries that it wants, in its order.
    pub wishes: Vec<Wish>,
    /// What became of each table, in the order of the file.
    pub tables: Vec<TableNote>,
    /// What else a person should look at, in the order of rows.
    pub notes: Vec<Note>,
}

impl Import {
    /// How many actions of a class the file holds.
    pub fn count(&self, class: MeasureClass) -> usize {
        let fields = self.wishes.iter().flat_map(|wish| &wish.fields);
        let lists = fields.filter(|field| field.path.first_key() == Some(class.word()));
        lists.filter_map(|field| field.value.as_ref()?.as_list()).map(<[Value]>::len).sum()
    }
}

/// What became of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableNote {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The line of its heading.
    pub line: usize,
    /// How many failures it gave, or why it was passed over.
    pub outcome: Result<usize, String>,
    /// Each heading, and what becomes of its column.
    pub columns: Vec<(String, String)>,
    /// What could not be taken over as it was, in the order of rows.
    pub notes: Vec<Note>,
}

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The line of the row.
    pub line: usize,
    /// The heading of the column; empty for the whole row.
    pub column: String,
    /// What happened.
    pub message: String,
}

/// Reads a file, and makes wishes of what it holds.
///
/// # Errors
/// Says why the file cannot be read at all, or that it has no such sheet or table.
pub fn import(
    source: &Source,
    bytes: &[u8],
    config: &Config,
    book: &Book,
    options: &Options<'_>,
) -> Result<Import, String> {
    match source.read {
        Read::Entries(read) => {
            let (mut wishes, mut notes) = read(bytes)?;
            resolve(&mut wishes, &mut notes, book);
            let all =
                TableNote { sheet: None, line: 1, outcome: Ok(wishes.len()), columns: Vec::new(), notes };
            Ok(Import { wishes, tables: vec![all], notes: Vec::new() })
        }
        Read::Tables(read) => of_tables(read(bytes)?, config, book, options),
    }
}

/// Leaves out needed components that are neither there nor wanted: their edges would lead nowhere.
fn resolve(wishes: &mut [Wish], notes: &mut Vec<Note>, book: &Book) {
    let wanted: HashSet<String> =
        wishes.iter().filter_map(|wish| Some(wish.id.as_ref()?.to_string())).collect();
    for wish in wishes {
        let row = wish.row;
        let Some(field) = wish.fields.iter_mut().find(|field| field.path == Path::key("depends_on")) else {
            continue;
        };
        let Some(Value::List(ids)) = &mut field.value else { continue };
        ids.retain(|id| {
            let id = id.as_str().unwrap_or_default();
            let is_there = book.has(Kind::Component, id) || wanted.contains(id);
            if !is_there {
                let message = format!("there is no component `{id}`, so the dependency is left out; import its catalogue as well");
                notes.push(Note { sheet: None, line: row, column: "spec.dependsOn".to_owned(), message });
            }
            is_there
        });
        if ids.is_empty() {
            field.value = None;
        }
        // When the component comes, the file says something new.
        let left: Vec<&str> =
            field.value.iter().filter_map(Value::as_list).flatten().filter_map(Value::as_str).collect();
        field.text = left.join(" ");
    }
    notes.sort_by_key(|note| note.line);
}

fn of_tables(
    mut tables: Vec<Table>,
    config: &Config,
    book: &Book,
    options: &Options<'_>,
) -> Result<Import, String> {
    // What levels mean stands beside the failures of our own workbooks, and nobody asks what became of it.
    tables.retain(|table| !table.headings.iter().eq(Scale::COLUMNS));
    if tables.len() > TABLES {
        return Err(format!("this file has more than {TABLES} tables; split it into several files"));
    }
    if let Some(wanted) = options.sheet {
        let mut sheets: Vec<String> = tables.iter().filter_map(|table| table.sheet.clone()).collect();
        sheets.dedup();
        tables.retain(|table| table.sheet.as_deref().is_some_and(|sheet| sheet.eq_ignore_ascii_case(wanted)));
        if tables.is_empty() {
            let has = if sheets.is_empty() {
                "it has no sheets".to_owned()
            } else {
                format!("its sheets are {}", sheets.join(", "))
            };
            return Err(format!("there is no sheet `{wanted}`; {has}"));
        }
    }
    if let Choice::Only(number) = options.choice
        && !(1..=tables.len()).contains(&number)
    {
        return Err(format!("there is no table {number}; the file has {}", tables.len()));
    }
    let mut import = Import::default();
    let looks = Looks { scales: &config.scales, words: options.mapping.words() };
    let read = |(at, table): (usize, &Table)| match options.choice {
        Choice::Only(number) if number != at + 1 => Layout::none("another table was chosen"),
        _ => layout(table, options, &looks),
    };
    let mut read: Vec<Layout> = tables.iter().enumerate().map(read).collect();
    take_in(&tables, &mut read, options);
    let is_taken = |(_, layout): &(&Table, &Layout)| layout.passed_over.is_none();
    let taken = || tables.iter().zip(&read).filter(is_taken).map(|(table, layout)| (table, &layout.columns));
    let foreign = taken().filter(|(_, columns)| !is_ours(columns, options.is_ours));
    let top = foreign.filter_map(|(table, columns)| greatest(table, columns)).max();
    let all: usize = taken().map(|(table, _)| table.rows.len()).sum();
    let mut done = 0;
    let mut rows = Rows::new(config, Reading::new(&config.scales, options.mapping, book), options.is_ours);
    for (table, Layout { columns, passed_over, remarks }) in tables.iter_mut().zip(read) {
        table.remarks.splice(0..0, remarks.into_iter().map(|remark| (table.line, remark)));
        let told = columns.iter().map(|column| (column.heading.clone(), column.told())).collect();
        let outcome = match passed_over {
            Some(reason) => Err(reason),
            None => {
                let range = match is_ours(&columns, options.is_ours) {
                    true => Range::ours(&columns),
                    false => Range::of(table, &columns, top),
                };
                let count = table.rows.len();
                let taken = rows.add(table, &columns, &range, |row| (options.progress)(done + row, all));
                done += count;
                Ok(taken)
            }
        };
        let notes = rows.told();
        let (sheet, line) = (table.sheet.clone(), table.line);
        import.tables.push(TableNote { sheet, line, outcome, columns: told, notes });
    }
    (import.wishes, import.notes) = joined(rows.wishes);
    Ok(import)
}

/// Takes tables that say more of failures which other tables of the file hold: they have ids of those, and actions or ratings.
fn take_in(tables: &[Table], read: &mut [Layout], options: &Options<'_>) {
    let ids = |table: &Table, columns: &[Column]| -> HashSet<String> {
        let at = columns.iter().position(|column| column.target == Target::Id);
        let cells = table.rows.iter().filter_map(|row| Some(row.cells.get(at?)?.line().to_lowercase()));
        cells.filter(|id| !id.is_empty()).collect()
    };
    if options.choice != Choice::Fitting || read.iter().all(|layout| layout.passed_over.is_none()) {
        return;
    }
    let of_taken = tables.iter().zip(read.iter()).filter(|(_, layout)| layout.passed_over.is_none());
    let known: HashSet<String> = of_taken.flat_map(|(table, layout)| ids(table, &layout.columns)).collect();
    for (table, layout) in tables.iter().zip(read).filter(|(_, layout)| layout.passed_over.is_some()) {
        let own = ids(table, &layout.columns);
        let says = |column: &Column| is_action(column) || is_rating(&column.target);
        if !own.is_empty() && own.is_subset(&known) && layout.columns.iter().any(says) {
            layout.passed_over = None;
        }
    }
}

/// The id of the playbook that a file becomes.
pub fn playbook_id(name: &str) -> Option<Id> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words: Vec<_> =
        stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    Id::new(&words.join("-").to_lowercase()).ok().or_else(|| Id::slug(stem))
}

/// A file name as a title: `failure-modes.md` → `Failure modes`.
pub fn title(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace(['-', '_'], " ");
    let mut letters = stem.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Imported".to_owned(),
    }
}
