//! The tables of a file → what it says.

use std::collections::HashSet;

use crate::config::Config;
use crate::import::Choice;
use crate::import::ImportedEntries;
use crate::import::Note;
use crate::import::Options;
use crate::import::Proposal;
use crate::import::Table;
use crate::import::TableNote;
use crate::import::cards::gathered;
use crate::import::cells::Reading;
use crate::import::cells::range::Range;
use crate::import::cells::range::greatest;
use crate::import::columns;
use crate::import::columns::Layout;
use crate::import::columns::column::Column;
use crate::import::columns::is_action;
use crate::import::columns::is_ours;
use crate::import::columns::layout;
use crate::import::columns::looks::Looks;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::is_rating;
use crate::import::levels::propose;
use crate::import::presets::Preset;
use crate::import::rows::Rows;
use crate::import::rows::joined::Joined;
use crate::limits::TABLES;
use crate::model::Book;
use crate::model::MeasureClass;
use crate::model::Scale;
use crate::model::Word;

/// What a file says.
#[derive(Debug, Default)]
pub struct Import {
    /// The entries that it wants, in its order.
    pub entries: ImportedEntries,
    /// The tool that wrote the file, where it is known.
    pub preset: Option<&'static Preset>,
    /// What became of each table, in the order of the file.
    pub tables: Vec<TableNote>,
    /// What else a person should look at, in the order of rows.
    pub notes: Vec<Note>,
    /// Scales that keep levels of the file apart, where the workspace cannot tell them from each other.
    pub proposal: Option<Proposal>,
}

impl Import {
    /// How many actions of a class the file holds.
    pub fn count(&self, class: MeasureClass) -> usize {
        self.entries.elements(class.word())
    }
}

/// Reads tables, and makes entries of those that are taken.
///
/// # Errors
/// There are too many tables, or the sheet or table that was asked for is missing.
pub(super) fn of_tables(
    mut tables: Vec<Table>,
    config: &Config,
    book: &Book,
    options: &Options<'_>,
) -> Result<Import, String> {
    // What levels mean stands beside the failures of our own workbooks, and nobody asks what became of it.
    tables.retain(|table| !table.headings.iter().eq(Scale::COLUMNS));
    tables.iter_mut().for_each(Table::take_said);
    let looks = Looks { scales: &config.scales, words: options.mapping.words() };
    let mut tables = gathered(tables, &looks, options.mapping)?;
    if tables.len() > TABLES {
        return Err(format!("this file has more than {TABLES} tables; split it into several files"));
    }
    if let Some(wanted) = options.sheet {
        columns::choose(&mut tables, wanted)?;
    }
    if let Choice::Only(number) = options.choice
        && !(1..=tables.len()).contains(&number)
    {
        return Err(format!("table {number} not found: the file has {}", tables.len()));
    }
    let preset = options.preset.or_else(|| Preset::of(&tables));
    let mapping = options.mapping.with(preset);
    let options = &Options { mapping: &mapping, ..*options };
    let mut import = Import { preset, ..Import::default() };
    let read = |(at, table): (usize, &Table)| match options.choice {
        Choice::Only(number) if number != at + 1 => Layout::none("another table was chosen"),
        _ => layout(table, options, &looks),
    };
    let mut read: Vec<Layout> = tables.iter().enumerate().map(read).collect();
    columns::skip_hidden(&mut tables, &mut read, options);
    take_in(&tables, &mut read, options);
    columns::tell(&mut tables, &read);
    let is_taken = |(_, layout): &(&Table, &Layout)| layout.passed_over.is_none();
    let taken = || tables.iter().zip(&read).filter(is_taken).map(|(table, layout)| (table, &layout.columns));
    let foreign = taken().filter(|(table, columns)| !is_ours(table, columns, options.is_ours));
    let top = foreign.filter_map(|(table, columns)| greatest(table, columns)).max();
    let all: usize = taken().map(|(table, _)| table.rows.len()).sum();
    let mut done = 0;
    let mut rows = Rows::new(config, Reading::new(&config.scales, options.mapping, book), options.is_ours);
    for (table, Layout { columns, passed_over, remarks }) in tables.iter_mut().zip(read) {
        table.remarks.splice(0..0, remarks.into_iter().map(|remark| (table.line, remark)));
        let told = columns.iter().map(|column| column.told(options.mapping)).collect();
        let outcome = match passed_over {
            Some(reason) => Err(reason),
            None => {
                let range = match is_ours(table, &columns, options.is_ours) {
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
        let (sheet, line, is_broken) = (table.sheet.clone(), table.line, table.unreadable.is_some());
        import.tables.push(TableNote { sheet, line, outcome, is_broken, columns: told, notes });
    }
    let Joined { entries, notes, .. } = rows.joined;
    (import.entries, import.notes) = (entries, notes);
    import.proposal = propose(&import.entries, &tables, config, options.mapping);
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
