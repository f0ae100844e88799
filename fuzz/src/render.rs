//! Formats: whatever the book holds, what is written is sound in its own grammar and nobody's command.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::Data;
use calamine::Reader;
use calamine::Xlsx;
use faultbook::analyse::budget::NamedFactor;
use faultbook::analyse::coverage::Ask;
use faultbook::export::FORMATS;
use faultbook::import::Cell;
use faultbook::import::SOURCES;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Kind;
use faultbook::model::begins_formula;
use faultbook::model::is_hidden;
use faultbook::model::is_terminal_control;
use faultbook::rank::DEFAULT;
use faultbook::rank::METHODS;
use faultbook::report::Column;
use faultbook::report::FIELDS;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

use crate::TODAY;
use crate::taken::take;
use crate::taken::workspace_of;
use crate::text;
use crate::workspace;

/// Writes a workspace in every format, with the columns of the format and with all there are.
pub fn render(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let workspace = workspace(text);
    let extra: BTreeSet<&str> = workspace
        .book()
        .failures
        .iter()
        .flat_map(|failure| failure.extra.keys().map(String::as_str))
        .collect();
    let all = FIELDS.iter().map(|field| field.name).chain(extra);
    let all: Vec<Column> = all.filter_map(|name| Column::parse(Kind::Failure, name).ok()).collect();
    gives_back(&workspace, "csv");
    gives_back(&workspace, "markdown");
    analyses(&workspace);
    let verdict = workspace.lint(RULES, Facts::new(*TODAY).dated(true));
    for format in FORMATS {
        if let Some(write) = format.verdict {
            let written = written(|out| write(&verdict, out));
            if matches!(format.id, "json" | "sarif") {
                drop(sound_json(&written));
            }
        }
        let Some(write) = format.report else { continue };
        for columns in [Vec::new(), all.clone()] {
            let method = &METHODS[text.len() % METHODS.len()];
            let report = workspace.report(ReportOptions::new(method, *TODAY).columns(columns).all(true));
            if format.binary {
                // A workbook takes its time; one of sixty-four is enough.
                if text.len() % 64 != 0 {
                    continue;
                }
                sound_workbook(bytes(|out| write(&report, out)), report.rows.len());
                continue;
            }
            let written = written(|out| write(&report, out));
            match format.id {
                "csv" => sound_csv(&written, report.rows.len()),
                "json" => {
                    let json = sound_json(&written);
                    let problems = report.rows.iter().map(|row| row.failure().problem.as_str());
                    for (failure, problem) in json["failures"].as_array().into_iter().flatten().zip(problems)
                    {
                        assert_eq!(failure["problem"].as_str(), Some(problem), "{written}");
                    }
                }
                "markdown" => sound_markdown(&written, report.rows.len()),
                _ => {}
            }
        }
    }
}

/// What is said of all together can be said, holds no number that is none, and keeps its promises.
fn analyses(workspace: &Workspace) {
    let factor = "late: detect +30m, frequency +10%".parse();
    let factors: Vec<NamedFactor> = factor.into_iter().collect();
    let budget = workspace.budget(*TODAY, &factors);
    for spent in &budget.flows {
        assert!(spent.cost().is_finite() && spent.cost() >= 0.0 && spent.budget > 0.0, "{spent:?}");
    }
    assert!(budget.failures.iter().all(|cost| cost.bad_minutes.is_finite() && cost.bad_minutes >= 0.0));
    let coverage = workspace.coverage(&Ask::new(*TODAY));
    assert!(coverage.tally.answered <= coverage.tally.asked, "{:?}", coverage.tally);
    for json in [
        serde_json::to_value(&budget),
        serde_json::to_value(&coverage),
        serde_json::to_value(workspace.next(*TODAY)),
    ] {
        assert!(json.is_ok_and(|json| json.is_object()));
    }
}

/// What was exported is imported again: every failure is there, with its texts.
fn gives_back(workspace: &Workspace, source: &str) {
    let Some(source) = SOURCES.iter().find(|known| known.id == source) else { return };
    let Some(write) = faultbook::export::find(source.id).and_then(|format| format.report) else { return };
    let names = ["id", "problem", "risk", "cause", "owner", "severity", "sources"];
    let columns = names.iter().filter_map(|name| Column::parse(Kind::Failure, name).ok()).collect();
    let report = workspace.report(ReportOptions::new(DEFAULT, *TODAY).columns(columns).all(true));
    let written = written(|out| write(&report, out));
    let Some((_, back)) = take(source, "a", written.as_bytes(), "") else { panic!("our own table is read") };
    let import = workspace_of(&back);
    let seen = |text: &str| Cell::new(text, Vec::new()).text;
    // What looks like a line end of HTML becomes one in a workspace that knows nothing of it, since wikis paste such.
    // Three letters in a row are no placeholder such as `tbd` once there is another word.
    let told = |text: &str| {
        !text.contains("<br")
            && text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).count() > 1
    };
    for failure in report.rows.iter().map(|row| row.failure()).filter(|failure| told(&failure.problem)) {
        let back = import.book().failures.get(failure.id.as_str());
        let Some(back) = back else { panic!("{} is lost in {}:\n{written}", failure.id, source.id) };
        assert_eq!(seen(&back.problem), seen(&failure.problem), "{}:\n{written}", source.id);
        for (back, text) in [(&back.risk, &failure.risk), (&back.owner, &failure.owner)] {
            if let Some(text) = text.as_ref().filter(|text| told(text)) {
                assert_eq!(back.as_deref().map(seen), Some(seen(text)), "{}:\n{written}", source.id);
            }
        }
    }
}

fn written(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    String::from_utf8(bytes(write)).unwrap_or_else(|error| panic!("a format writes what is no text: {error}"))
}

fn bytes(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> Vec<u8> {
    let mut out = Vec::new();
    let result = write(&mut out);
    assert!(result.is_ok(), "memory never refuses: {result:?}");
    out
}

/// As many rows as failures, and no formula.
fn sound_workbook(written: Vec<u8>, rows: usize) {
    let mut workbook =
        Xlsx::new(Cursor::new(written)).unwrap_or_else(|error| panic!("a workbook is torn: {error}"));
    let table =
        workbook.worksheet_range("Failures").unwrap_or_else(|error| panic!("a sheet is torn: {error}"));
    assert_eq!(table.height(), rows + 1, "{table:?}");
    for cell in table.rows().flatten() {
        let Data::String(text) = cell else { continue };
        assert!(
            !begins_formula(text) && !text.contains(is_terminal_control),
            "a cell is a formula: {text:?}"
        );
    }
}

/// As many rows as failures, all of one length, and no formula.
fn sound_csv(written: &str, rows: usize) {
    // The reader is strict: it refuses a row of another length.
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
    // Rows end as those of Windows do; everything else that a terminal obeys is gone.
    mute(&written.replace("\r\n", "\n"), is_terminal_control);
    let mut count = 0;
    for record in reader.records() {
        let record = record.unwrap_or_else(|error| panic!("csv is torn: {error}\n{written}"));
        count += 1;
        for cell in &record {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !begins_formula(cell), "a cell is a formula: {cell:?}");
        }
    }
    assert_eq!(count, rows + 1, "{written}");
}

fn sound_json(written: &str) -> serde_json::Value {
    mute(written, is_hidden);
    assert!(!written.contains("##"), "a runner finds a command: {written}");
    serde_json::from_str(written).unwrap_or_else(|error| panic!("json is torn: {error}\n{written}"))
}

/// As many rows as failures, each on a line, all with the same number of cells.
fn sound_markdown(written: &str, rows: usize) {
    mute(written, is_hidden);
    assert_eq!(written.lines().count(), rows + 2, "{written}");
    let cells = |line: &str| {
        let (mut escaped, mut cells) = (false, 0);
        for letter in line.chars() {
            cells += usize::from(letter == '|' && !escaped);
            escaped = letter == '\\' && !escaped;
        }
        cells
    };
    let first = written.lines().next().map_or(0, cells);
    written.lines().for_each(|line| assert_eq!(cells(line), first, "{line}"));
}

/// Nothing that a terminal acts on, or that an eye is misled by.
fn mute(written: &str, is_acted_on: fn(char) -> bool) {
    let obeyed = written.chars().find(|&letter| is_acted_on(letter));
    assert_eq!(obeyed, None, "{written}");
}
