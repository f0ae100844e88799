//! Tables → entries.

pub(in crate::import) mod above;
mod below;
mod blanks;
mod check;
mod ditto;
mod frame;
pub(super) mod joined;
mod more;
mod sums;
mod title;
mod width;

use crate::config::Config;
use crate::finding::short;
use crate::import::ImportedEntry;
use crate::import::Note;
use crate::import::Row;
use crate::import::Table;
use crate::import::cells::Reading;
use crate::import::cells::binding::ColumnBinding;
use crate::import::cells::range::Range;
use crate::import::columns::column::Column;
use crate::import::columns::is_added;
use crate::import::columns::is_ours;
use crate::import::headings::meaning::Target;
use crate::import::mapping::Why;
use crate::import::rows::above::above;
use crate::import::rows::below::Below;
use crate::import::rows::below::Role;
use crate::import::rows::below::Tally;
use crate::import::rows::frame::Frame;
use crate::import::rows::frame::Section;
use crate::import::rows::joined::Joined;
use crate::parallel;

/// How many rows are read before it is told how many there are.
const PART: usize = 2_000;
/// How many rows make it worth to start threads.
const PARALLEL: usize = 100;

/// Collects the entries of all tables of a file.
pub(super) struct Rows<'a> {
    config: &'a Config,
    reading: Reading<'a>,
    is_ours: &'a dyn Fn(&str) -> bool,
    pub(super) joined: Joined,
    /// The last entry, to which further rows may add.
    last: Option<ImportedEntry>,
    notes: Vec<Note>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(config: &'a Config, reading: Reading<'a>, is_ours: &'a dyn Fn(&str) -> bool) -> Self {
        Self { config, reading, is_ours, joined: Joined::default(), last: None, notes: Vec::new() }
    }

    /// Makes entries of a table's rows, which are freed on the way, and returns their number. `seen` gets the number of rows read so far.
    pub(super) fn add(
        &mut self,
        table: &mut Table,
        columns: &[Column],
        range: &Range,
        seen: impl Fn(usize),
    ) -> usize {
        let ours = is_ours(table, columns, self.is_ours);
        // In our own tables everybody knows what is computed; what is edited there is told.
        let told = |column: &Column| !ours || is_added(column, self.is_ours);
        self.tell_columns(table, columns.iter().enumerate().filter(|(_, column)| told(column)));
        for (heading, message) in &range.notes {
            self.note(table, table.line, heading, message);
        }
        for (line, remark) in &table.remarks {
            self.note(table, *line, "", remark);
        }
        let bindings = ColumnBinding::all(table, columns, range);
        let flawed = std::mem::take(&mut table.flawed);
        let mut below = Below::new(&bindings, columns, &self.reading, table, &flawed);
        // What was read is not needed any more: there may be very many rows.
        let mut rows = std::mem::take(&mut table.rows).into_iter();
        let table = &*table;
        let section = |title: Option<String>| {
            let above = above(title.as_deref(), table.sheet.as_deref(), columns, &self.reading);
            Section { title, above }
        };
        let mut sections = vec![section(table.section.clone())];
        let mut told = noted(&sections[0], table.line);
        let frame = Frame { config: self.config, reading: &self.reading, table, bindings: &bindings, ours };
        let filled = |row: &&Row| row.cells.iter().any(|cell| !cell.text.is_empty());
        let (mut titles, mut more) = (Tally::default(), Tally::default());
        let mut is_above = false;
        let (mut done, mut taken) = (0, 0);
        while rows.len() > 0 {
            let mut part: Vec<Row> = rows.by_ref().take(PART).collect();
            let mut roles = Vec::with_capacity(part.len());
            for at in 0..part.len() {
                let Some((row, later)) = part[at..].split_first_mut() else { break };
                let next = || later.iter().chain(rows.as_slice()).find(filled);
                let role = if ours { Role::Own } else { below.take(row, next) };
                if let Role::Title(title) = &role {
                    titles.count(row);
                    sections.push(section(Some(title.clone())));
                    told.extend(noted(&sections[sections.len() - 1], row.line));
                }
                roles.push((role, sections.len() - 1));
            }
            let placed = part.iter().zip(&roles).filter(|(row, _)| filled(row));
            let read = |(row, (role, section)): (&Row, &(Role, usize))| match role {
                Role::Title(_) => None,
                Role::Headings => Some(Err("this row repeats the headings, and is left out")),
                role => Some(frame.foreign(row, role, &sections[*section])),
            };
            let entries = parallel::map(placed.clone().collect(), PARALLEL, read);
            for (foreign, (row, (role, _))) in entries.into_iter().zip(placed) {
                let foreign = match (foreign, role, self.last.as_mut().filter(|_| is_above)) {
                    (None, ..) => continue,
                    (Some(Ok(foreign)), Role::More, Some(first)) => match more::add(first, foreign) {
                        Ok(()) => {
                            more.count(row);
                            continue;
                        }
                        Err(why) => Err(why),
                    },
                    (Some(Ok(_)), Role::More, None) => Err(frame::UNNAMED),
                    (Some(foreign), ..) => foreign,
                };
                is_above = foreign.is_ok() || (is_above && *role == Role::More);
                match foreign {
                    Ok(foreign) => {
                        taken += 1;
                        self.last.replace(foreign).into_iter().for_each(|last| self.joined.push(last));
                    }
                    Err(why) => told.push((row.line, why.to_owned())),
                }
            }
            done += part.len();
            seen(done);
        }
        told.extend(below.told().into_iter().map(|message| (table.line, message)));
        told.extend(counted(&sections, titles, below.further(), more));
        told.iter().for_each(|(line, message)| self.note(table, *line, "", message));
        self.last.take().into_iter().for_each(|last| self.joined.push(last));
        taken
    }

    fn tell_columns<'c>(&mut self, table: &Table, columns: impl Iterator<Item = (usize, &'c Column)>) {
        // A column without a heading and a cell is the edge of a sheet.
        let filled = |at: usize| {
            let mut cells = table.rows.iter().filter_map(|row| row.cells.get(at));
            cells.any(|cell| !cell.is_blank())
        };
        for (_, column) in columns.filter(|(at, column)| !column.heading.is_empty() || filled(*at)) {
            let message = match &column.target {
                Target::Computed => "computed by faultbook: not stored".to_owned(),
                Target::Priority | Target::Rpn => "computed by faultbook: checked, not stored".to_owned(),
                // What a tool has beside is known, and not asked about.
                Target::Extra(_) if column.why == Why::Preset => continue,
                Target::Extra(key) if !column.heading.starts_with("x-") => {
                    let why = match column.why {
                        Why::Taken => "another column maps to the field",
                        Why::NotComputed => "not all ratings that faultbook computes this from are here",
                        Why::Cells => "its cells are not ratings",
                        _ => "unknown column",
                    };
                    format!("{why}, kept as x-{key}")
                }
                Target::Nothing => "this column is left out, as you say".to_owned(),
                _ => continue,
            };
            self.note(table, table.line, &column.heading, &message);
        }
    }

    fn note(&mut self, table: &Table, line: usize, column: &str, message: &str) {
        let (sheet, column, message) = (table.sheet.clone(), column.to_owned(), message.to_owned());
        self.notes.push(Note { sheet, line, column, message });
    }

    /// What is to be told since it was last asked, in the order of rows.
    pub(super) fn told(&mut self) -> Vec<Note> {
        self.notes.sort_by_key(|note| note.line);
        std::mem::take(&mut self.notes)
    }
}

/// What a person should know of what stands above rows.
fn noted(section: &Section, line: usize) -> Vec<(usize, String)> {
    let note = section.above.as_ref().and_then(|above| above.note.clone());
    note.map(|note| (line, note)).into_iter().collect()
}

/// Notes about rows that are not failures of their own, or do not say what fails.
fn counted(sections: &[Section], titles: Tally, further: Tally, more: Tally) -> Vec<(usize, String)> {
    let rows = |times: usize, one: &str, many: &str| match times {
        1 => format!("1 row without a problem {one}"),
        times => format!("{times} rows without a problem {many}"),
    };
    let title = sections.get(1).and_then(|section| section.title.as_deref()).unwrap_or_default();
    let titled = match titles.times.saturating_sub(1) {
        0 => format!("“{}” is the title of a section, not a failure", short(title)),
        more => format!("“{}” and {more} more are titles of sections, not failures", short(title)),
    };
    let all = [
        (titles, titled),
        (further, rows(further.times, "uses the one above", "use the one above")),
        (more, rows(more.times, "adds to the failure above", "add to the failure above")),
    ];
    let met = all.into_iter().filter(|(tally, _)| tally.times > 0);
    met.map(|(tally, message)| (tally.line, message)).collect()
}
