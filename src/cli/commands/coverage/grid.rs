//! The grid: a row for each component below the flow for which it matters most, a column for each question.

use std::io;
use std::io::Write;

use clap::builder::styling::Style;
use faultbook::analyse::coverage::Cell;
use faultbook::analyse::coverage::Coverage;
use faultbook::analyse::coverage::Covered;
use faultbook::analyse::coverage::Row;
use faultbook::analyse::coverage::Subject;
use faultbook::model::Strength;

use crate::cli::ui::columns::Fit;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::console::counted;
use crate::cli::ui::page::Page;

/// How many rows a person is shown.
const MOST: usize = 60;

/// A flow with its rows; those of the workload have none.
struct Section<'r, 'a> {
    flow: Option<&'r Covered<'a>>,
    rows: &'r [Row<'a>],
    /// How many rows are shown.
    most: usize,
}

impl<'r, 'a> Section<'r, 'a> {
    fn shown(&self) -> &'r [Row<'a>] {
        &self.rows[..self.rows.len().min(self.most)]
    }
}

/// Writes the grid as wide as the terminal; where nobody counts the columns, every row is one line.
pub(super) fn write<W: Write>(coverage: &Coverage<'_>, width: Option<usize>, out: &mut W) -> io::Result<()> {
    if coverage.rows.is_empty() {
        return Ok(());
    }
    let Some(width) = width else { return write_lines(coverage, out) };
    let sections = sections(coverage);
    let named: Vec<String> = coverage.questions.iter().map(|name| name.to_uppercase()).collect();
    let numbered: Vec<String> = (1..=named.len()).map(|number| number.to_string()).collect();
    if fits(&sections, &named, width) {
        write_grid(&sections, &named, width, out)?;
    } else if fits(&sections, &numbered, width) {
        let legend =
            coverage.questions.iter().zip(&numbered).map(|(name, number)| format!("{number} {name}"));
        Page::new(out, Some(width)).text(&legend.collect::<Vec<_>>().join(", "))?;
        write_grid(&sections, &numbered, width, out)?;
    } else {
        write_records(&sections, &coverage.questions, width, out)?;
    }
    let more = coverage.flows.len() - sections.iter().filter(|section| section.flow.is_some()).count();
    if more > 0 {
        let more = format!("and {}; --flow shows one, --json has them all", counted(more, "more flow"));
        Page::new(out, Some(width)).text(&more)?;
    }
    writeln!(out)
}

/// The flows that a person is shown, each with its rows. One of which all rows stand above is told as well.
fn sections<'r, 'a>(coverage: &'r Coverage<'a>) -> Vec<Section<'r, 'a>> {
    let flow = |row: &Row<'a>| (row.subject != Subject::Workload).then_some(&row.stake.flow.id);
    let mut chunks = coverage.rows.chunk_by(|a, b| flow(a) == flow(b)).peekable();
    let mut sections: Vec<Section<'r, 'a>> = Vec::new();
    // Of one flow that was asked for, everything is shown.
    let most = if coverage.flows.len() > 1 { MOST } else { usize::MAX };
    let workload = chunks.next_if(|rows| flow(&rows[0]).is_none());
    sections.extend(workload.map(|rows| Section { flow: None, rows, most }));
    let mut lines = 0;
    for covered in &coverage.flows {
        let rows = chunks.next_if(|rows| flow(&rows[0]) == Some(&covered.flow.id)).unwrap_or_default();
        if lines >= MOST {
            break;
        }
        sections.push(Section { flow: Some(covered), rows, most: most.saturating_sub(lines) });
        lines += rows.len() + 1;
    }
    sections
}

/// A cell in as few letters as can be.
fn cell(cell: Cell, failures: usize) -> String {
    match cell {
        Cell::NotAsked => String::new(),
        Cell::Open => "–".to_owned(),
        Cell::Partly(count) => format!("{count}/{failures}"),
        Cell::Answered(0) => "yes".to_owned(),
        Cell::Answered(count) => count.to_string(),
    }
}

fn name(row: &Row<'_>) -> String {
    let weak = if row.stake.strength == Strength::Weak { " (weak)" } else { "" };
    match row.subject {
        Subject::Workload => "the whole workload".to_owned(),
        Subject::Flow(_) => "the flow itself".to_owned(),
        Subject::Component(id) if row.stake.is_passed => format!("{id}{weak}"),
        Subject::Component(id) => format!("→ {id}{weak}"),
    }
}

fn cells(row: &Row<'_>) -> Vec<String> {
    let own = row.cells.iter().map(|&one| cell(one, row.failures));
    [format!("  {}", name(row))].into_iter().chain(own).collect()
}

/// The row of headings: none above the names.
fn heading(headings: &[String]) -> Vec<String> {
    [String::new()].into_iter().chain(headings.iter().cloned()).collect()
}

fn measure(sections: &[Section<'_, '_>], headings: &[String]) -> Fit {
    let mut fit = Fit::new(headings.len() + 1);
    fit.measure_line(&heading(headings));
    sections.iter().flat_map(Section::shown).for_each(|row| fit.measure_line(&cells(row)));
    fit
}

/// Whether every column has the room that it wants.
fn fits(sections: &[Section<'_, '_>], headings: &[String], width: usize) -> bool {
    let fit = measure(sections, headings);
    // The last column is padded as well, to the width of the widest row.
    let line = fit.pad(&heading(headings), |_| Style::new());
    line.chars().count() <= width + Fit::GAP
}

/// What is said of a flow above its rows.
fn title(flow: &Covered<'_>, rows: &[Row<'_>]) -> String {
    let Covered { flow: entry, passes, tally, .. } = flow;
    let criticality = entry.criticality.map(|word| format!(" ({word})")).unwrap_or_default();
    let components = rows.iter().filter(|row| matches!(row.subject, Subject::Component(_)));
    let passed = components.clone().filter(|row| row.stake.is_passed).count();
    let elsewhere = match passes.len().saturating_sub(passed) {
        0 => String::new(),
        some => format!("; {some} of its steps stand with a flow above"),
    };
    let number = counted(components.count(), "component");
    format!("{}{criticality}: {number}, {} of {} answered{elsewhere}", entry.id, tally.answered, tally.asked)
}

fn write_title<W: Write>(section: &Section<'_, '_>, width: usize, out: &mut W) -> io::Result<()> {
    let Some(flow) = section.flow else { return Ok(()) };
    Page::new(out, Some(width)).text(&title(flow, section.rows))
}

/// Says how many rows are not shown.
fn write_rest<W: Write>(section: &Section<'_, '_>, width: usize, out: &mut W) -> io::Result<()> {
    match section.rows.len() - section.shown().len() {
        0 => Ok(()),
        more => Page::new(out, Some(width)).text(&format!("  and {more} more; --flow shows them all")),
    }
}

fn write_grid<W: Write>(
    sections: &[Section<'_, '_>],
    headings: &[String],
    width: usize,
    out: &mut W,
) -> io::Result<()> {
    let fit = measure(sections, headings);
    writeln!(out, "{BOLD}{}{BOLD:#}", fit.pad(&heading(headings), |_| Style::new()).trim_end())?;
    for section in sections {
        write_title(section, width, out)?;
        for row in section.shown() {
            writeln!(out, "{}", fit.pad(&cells(row), |_| Style::new()).trim_end())?;
        }
        write_rest(section, width, out)?;
    }
    Ok(())
}

/// One paragraph for each row, where columns do not fit side by side.
fn write_records<W: Write>(
    sections: &[Section<'_, '_>],
    questions: &[&str],
    width: usize,
    out: &mut W,
) -> io::Result<()> {
    for section in sections {
        write_title(section, width, out)?;
        for row in section.shown() {
            let cells = questions.iter().zip(&row.cells).filter(|(_, cell)| cell.is_asked());
            let cells: Vec<String> =
                cells.map(|(question, &one)| format!("{question} {}", cell(one, row.failures))).collect();
            Page::new(out, Some(width)).text(&format!("{}: {}", name(row), cells.join(", ")))?;
        }
        write_rest(section, width, out)?;
    }
    Ok(())
}

fn write_lines<W: Write>(coverage: &Coverage<'_>, out: &mut W) -> io::Result<()> {
    let first = ["flow", "criticality", "component", "need", "failures"].map(str::to_uppercase);
    let headings: Vec<String> =
        first.into_iter().chain(coverage.questions.iter().map(|name| name.to_uppercase())).collect();
    let line = |row: &Row<'_>| -> Vec<String> {
        let flow = row.stake.flow;
        let component = match row.subject {
            Subject::Component(id) => id.as_str(),
            Subject::Flow(_) => "(the flow itself)",
            Subject::Workload => "(the whole workload)",
        };
        let first = [
            flow.id.to_string(),
            flow.criticality.map(|word| word.to_string()).unwrap_or_default(),
            component.to_owned(),
            row.stake.strength.to_string(),
            row.failures.to_string(),
        ];
        first.into_iter().chain(row.cells.iter().map(|&one| cell(one, row.failures))).collect()
    };
    let mut fit = Fit::new(headings.len());
    fit.measure_line(&headings);
    coverage.rows.iter().for_each(|row| fit.measure_line(&line(row)));
    writeln!(out, "{}", fit.pad(&headings, |_| Style::new()).trim_end())?;
    for row in &coverage.rows {
        writeln!(out, "{}", fit.pad(&line(row), |_| Style::new()).trim_end())?;
    }
    writeln!(out)
}
