//! The columns of a table → fields.

pub(in crate::import) mod column;
mod hidden;
mod letters;
pub(in crate::import) mod looks;
mod places;
mod problem;
mod sets;

pub(super) use crate::import::columns::hidden::choose;
pub(super) use crate::import::columns::hidden::skip_hidden;
pub(super) use crate::import::columns::hidden::tell;

use crate::finding::short;
use crate::import::Cell;
use crate::import::Choice;
use crate::import::Options;
use crate::import::Table;
use crate::import::columns::column::Column;
use crate::import::columns::letters::read_counters;
use crate::import::columns::letters::read_letters;
use crate::import::columns::looks::Looks;
use crate::import::columns::places::number_keys;
use crate::import::columns::places::part_same;
use crate::import::columns::problem::choose_effect;
use crate::import::columns::problem::choose_problem;
use crate::import::columns::problem::name_problem;
use crate::import::columns::problem::name_rated;
use crate::import::columns::problem::tell_problem_from_details;
use crate::import::columns::sets::read_second_set;
use crate::import::headings::families::is_first_aid;
use crate::import::headings::families::is_mode;
use crate::import::headings::families::is_ordinary;
use crate::import::headings::families::is_place;
use crate::import::headings::families::is_residual;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::is_known;
use crate::import::headings::meaning::is_rating;
use crate::import::headings::meaning::target;
use crate::import::headings::name::key;
use crate::import::headings::name::normal;
use crate::import::headings::spelling::respelt;
use crate::import::mapping::Why;

/// What a table must have, for the message about one that has not.
const NEEDED: &str =
    "one of Problem, Failure, Failure mode, or Risk with a rating, a mitigation or a component";

/// How many columns a table of failures may have; real ones have thirty at most.
const MOST: usize = 200;

/// What the columns of a table hold.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) columns: Vec<Column>,
    /// Why it is no table of failures; a person may choose it all the same.
    pub(super) passed_over: Option<String>,
    /// What a person should know of its headings.
    pub(super) remarks: Vec<String>,
}

impl Layout {
    /// That of a table that is passed over.
    pub(super) fn none(reason: &str) -> Self {
        Self { columns: Vec::new(), passed_over: Some(reason.to_owned()), remarks: Vec::new() }
    }
}

/// Reads the columns of a table.
pub(super) fn layout(table: &Table, options: &Options<'_>, looks: &Looks<'_>) -> Layout {
    if let Some(reason) = &table.unreadable {
        return Layout::none(reason);
    }
    if table.headings.len() > MOST {
        let reason =
            format!("it has {} columns, and a table of failures has fewer than {MOST}", table.headings.len());
        return Layout::none(&reason);
    }
    let mut remarks = Vec::new();
    let column = |(at, heading): (usize, &String)| match options.mapping.target(heading) {
        Some((target, why)) => Column::new(heading, target, why),
        None => {
            let group = table.groups.get(at).filter(|group| !group.is_empty()).map(String::as_str);
            let section = table.section.as_deref().filter(|section| is_afterwards(section));
            let group = group.or(section).unwrap_or("");
            let read = target(heading, group);
            let corrected =
                respelt(heading).filter(|_| matches!(read, Target::Extra(_)) && !is_known(heading));
            if let Some(corrected) = &corrected {
                remarks.push(format!("unknown column “{}” is read as “{corrected}”", short(heading)));
            }
            let read = corrected.map_or(read, |corrected| target(&corrected, group));
            Column::new(heading, read, Why::Heading)
        }
    };
    let mut columns: Vec<Column> = table.headings.iter().enumerate().map(column).collect();
    take_classes(&mut columns);
    // Our own headings mean what they say, and the id says which failure is meant, so that any other columns will do.
    let ours = is_ours(table, &columns, options.is_ours);
    let names = |column: &Column| column.target == Target::Id || column.target.is("problem");
    if ours && columns.iter().any(names) {
        keep_added(&mut columns, options.is_ours);
        leave_computed(&mut columns, options.is_ours);
        return Layout { columns, passed_over: None, remarks: Vec::new() };
    }
    read_letters(&mut columns, table);
    read_counters(&mut columns, table);
    for (at, column) in columns.iter_mut().enumerate().filter(|(_, column)| !column.is_said()) {
        looks.settle(column, &cells(table, at));
    }
    read_second_set(&mut columns);
    name_problem(&mut columns);
    remarks.extend(name_rated(&mut columns, table, looks));
    tell_problem_from_details(&mut columns);
    choose_effect(&mut columns);
    if options.choice != Choice::Fitting {
        choose_problem(&mut columns, table, looks);
    }
    let passed_over = passed_over(&columns, options.choice);
    part_same(&mut columns);
    keep_what_nothing_computes(&mut columns);
    number_keys(&mut columns);
    Layout { columns, passed_over, remarks }
}

/// Whether the heading above a table says that it holds what is left once something was done.
fn is_afterwards(section: &str) -> bool {
    const DONE: &[&str] = &[
        "action",
        "control",
        "countermeasure",
        "improvement",
        "measure",
        "mitigation",
        "remediation",
        "treatment",
    ];
    let name = normal(section);
    let after = ["after ", "post "].iter().find_map(|word| name.split_once(word));
    name.contains("residual") || after.is_some_and(|(_, rest)| DONE.iter().any(|done| rest.starts_with(done)))
}

/// Why columns are none of a table of failures.
fn passed_over(columns: &[Column], choice: Choice) -> Option<String> {
    let reason = if !columns.iter().any(|column| column.target.is("problem")) {
        format!("no column says what fails: {NEEDED} is needed")
    } else if choice == Choice::Fitting && !says_enough(columns) {
        "no column holds a risk, a rating or actions that tell it from a list of bugs".to_owned()
    } else {
        return None;
    };
    let headings = columns.iter().map(|column| &column.heading).filter(|heading| !heading.is_empty());
    let named: Vec<String> = headings.map(|heading| format!("“{heading}”")).collect();
    Some(format!("{reason} (its columns: {})", named.join(", ")))
}

/// Whether a table is one of our own exports: its rows have records, or it has the id or the priority that we write, and nothing but our
/// columns. Where most are ours and rows have ids, somebody added the others.
pub(super) fn is_ours(table: &Table, columns: &[Column], is_ours: &dyn Fn(&str) -> bool) -> bool {
    if table.rows.iter().any(|row| row.said.is_some()) {
        return true;
    }
    let has = |names: &[&str]| columns.iter().any(|column| names.contains(&column.heading.as_str()));
    let added = columns.iter().filter(|column| is_added(column, is_ours)).count();
    let ours = columns.len() - added;
    // Registers may have an `ID` as well, but not beside a `Problem`.
    let is_marked = has(&["id", "priority", "Priority"]) || (has(&["ID"]) && has(&["Problem"]));
    is_marked && (added == 0 || has(&["id"]) && ours >= 4 && added * 2 <= ours)
}

/// Whether a column is none that an export writes.
pub(super) fn is_added(column: &Column, is_ours: &dyn Fn(&str) -> bool) -> bool {
    !column.heading.starts_with("x-") && !is_ours(&column.heading)
}

/// What somebody added to our own table is theirs, whatever it is called: an empty cell there must not empty a field.
fn keep_added(columns: &mut [Column], is_ours: &dyn Fn(&str) -> bool) {
    for column in columns.iter_mut().filter(|column| !column.is_said() && is_added(column, is_ours)) {
        let own = Target::Extra(key(&column.heading));
        if column.target != own {
            (column.target, column.why) = (own, Why::Taken);
        }
    }
    number_keys(columns);
}

/// Of our own columns those that hold nothing of their own: what methods say, and a rating as a number beside its level.
fn leave_computed(columns: &mut [Column], is_ours: &dyn Fn(&str) -> bool) {
    for at in 0..columns.len() {
        let (before, rest) = columns.split_at_mut(at);
        let Some(column) = rest.first_mut().filter(|column| !column.is_said()) else { continue };
        let is_said = |field: &str| before.iter().any(|other| other.target.is(field));
        let is_computed = match &column.target {
            Target::Field(field) => is_said(field),
            Target::Extra(_) => is_ours(&column.heading),
            _ => false,
        };
        if is_computed {
            column.target = Target::Computed;
        }
    }
}

fn cells(table: &Table, at: usize) -> Vec<&Cell> {
    table.rows.iter().filter_map(|row| row.cells.get(at)).collect()
}

/// Whether a table says more than what goes wrong. Lists of bugs and of first aid say what to do about it as well.
fn says_enough(columns: &[Column]) -> bool {
    let fills = |column: &Column, fields: &[&str]| fields.iter().any(|field| column.target.is(field));
    let problem = columns.iter().find(|column| column.target.is("problem"));
    let is_ordinary = problem
        .is_some_and(|column| column.why == Why::Heading && is_ordinary(&column.heading))
        || columns.iter().any(|column| is_place(&column.heading));
    let acts = |column: &Column| {
        let is_plain = is_ordinary && column.why == Why::Heading && is_first_aid(&column.heading);
        (is_action(column) || column.target == Target::Actions) && !is_plain
    };
    // Bugs have a severity as well.
    let rates = |column: &Column| {
        (is_rating(&column.target) && !(is_ordinary && column.target.is("severity")))
            || column.target == Target::Rpn
            || fills(column, &["risk", "outage"])
    };
    // A failure mode whose cause is told, and how it shows, is one without a rating.
    let told = columns
        .iter()
        .filter(|column| fills(column, &["cause", "sources", "confirm", "detected_by"]))
        .count();
    let is_mode = problem.is_some_and(|column| column.is_said() || is_mode(&column.heading));
    is_mode || columns.iter().any(|column| acts(column) || rates(column)) || (told >= 2 && !is_ordinary)
}

pub(in crate::import) fn is_action(column: &Column) -> bool {
    ["reactive", "preventative", "mitigation"].iter().any(|field| column.target.is(field))
}

/// Keeps a priority or a product of ratings as it is where the table has not what it is computed from.
fn keep_what_nothing_computes(columns: &mut [Column]) {
    let is_there = |columns: &[Column], field: &str| columns.iter().any(|column| column.target.is(field));
    let is_ranked = is_there(columns, "severity") && is_there(columns, "likelihood");
    let is_hoped = is_there(columns, "residual.severity");
    let is_whole = is_ranked && is_there(columns, "detection");
    for column in columns.iter_mut().filter(|column| column.why != Why::Said) {
        let is_lost = match column.target {
            Target::Rpn => !is_whole,
            Target::Computed if is_residual(&normal(&column.heading)) => !is_hoped,
            Target::Priority | Target::Computed => !is_ranked,
            _ => false,
        };
        if is_lost && !matches!(normal(&column.heading).as_str(), "touches" | "playbook") {
            (column.target, column.why) = (Target::Extra(key(&column.heading)), Why::NotComputed);
        }
    }
}

/// Our own column of all actions says nothing beside those of each class.
fn take_classes(columns: &mut [Column]) {
    let classed =
        columns.iter().any(|column| column.target.is("reactive") || column.target.is("preventative"));
    for column in columns.iter_mut().filter(|column| classed && column.target == Target::Actions) {
        column.target = Target::Computed;
    }
}
