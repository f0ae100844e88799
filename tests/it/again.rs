//! Files that are imported again: only what they say anew is changed, and what was done by hand stays.

use std::fs;

use faultbook::export;
use faultbook::model::Kind;
use faultbook::report::Column;
use faultbook::report::FIELDS;
use faultbook::report::ReportOptions;
use faultbook::workspace::ImportOutcome;
use faultbook::workspace::Workspace;

use crate::foreign::Texts;
use crate::foreign::notes;
use crate::world::today;

const TABLE: &str = "\
| Failure mode | Effect | Component | Severity | Likelihood | Mitigation | Owner |
| --- | --- | --- | --- | --- | --- | --- |
| Disk full | Writes fail | Orders DB | high | likely | - Alert<br>- Grow the disk | |
| Cache lost | Slow pages | Cache | low | rare | Warm up | Ann |
| Queue stuck | Late mails | Queue | medium | likely | Restart | |
";

/// The lines of a text that another one does not have, and the other way round.
fn changed(before: &str, after: &str) -> Vec<String> {
    let missing = |from: &str, of: &str, sign: char| -> Vec<String> {
        let known: Vec<&str> = of.lines().collect();
        from.lines().filter(|line| !known.contains(line)).map(|line| format!("{sign}{line}")).collect()
    };
    let mut changed = missing(before, after, '-');
    changed.extend(missing(after, before, '+'));
    let is_said = |line: &str| ["imported = ", "said = "].iter().any(|key| line[1..].starts_with(key));
    changed.retain(|line| !is_said(line));
    changed
}

fn counts(taken: &ImportOutcome) -> [usize; 5] {
    [taken.new.len(), taken.changed.len(), taken.unchanged, taken.alike.len(), taken.gone.len()]
}

#[test]
fn a_changed_row_changes_its_entry_field_by_field() {
    let mut texts = Texts::new();
    assert_eq!(counts(&texts.import("w.md", TABLE)), [3, 0, 0, 0, 0]);
    let first = texts.files.clone();
    assert_eq!(counts(&texts.import("w.md", TABLE)), [0, 0, 3, 0, 0]);
    assert_eq!(texts.files, first, "the same file says nothing new");

    let table = TABLE.replace("Writes fail", "Writes fail for all").replace("| low |", "| medium |");
    let before = texts.files[0].1.clone();
    let taken = texts.import("w.md", &table);
    assert_eq!(counts(&taken), [0, 2, 1, 0, 0]);
    let expected = ["-severity = \"low\"", "-risk = \"Writes fail\"", "+risk = \"Writes fail for all\""];
    assert_eq!(changed(&before, &texts.files[0].1), expected);
    assert!(texts.files[0].1.matches("severity = \"medium\"").count() == 2);
    assert_eq!(counts(&texts.import("w.md", &table)), [0, 0, 3, 0, 0]);

    // A problem in other words is known by all else that the row says.
    let table = table.replace("Queue stuck", "The queue hangs");
    assert_eq!(counts(&texts.import("w.md", &table)), [0, 1, 2, 0, 0]);
    assert_eq!(texts.open().book().failures.get("queue-stuck").unwrap().problem, "The queue hangs");
}

#[test]
fn what_was_done_by_hand_stays() {
    let mut texts = Texts::new();
    texts.import("w.md", TABLE);
    let by_hand = texts.files[0]
        .1
        .replace(
            "mitigation = [\"Alert\", \"Grow the disk\"]",
            "# sorted out on Monday\npreventative = [\"Alert\"]\nreactive = [{ action = \"Grow the disk\", owner = \"sre\" }]\nowner = \"dba\"",
        )
        .replace("severity = \"low\"", "severity = \"high\"")
        .replace("problem = \"Cache lost\"", "problem = \"The cache forgets everything\"");
    assert_ne!(by_hand, texts.files[0].1);
    texts.files[0].1 = by_hand.clone();
    assert_eq!(counts(&texts.import("w.md", TABLE)), [0, 0, 3, 0, 0]);
    assert_eq!(texts.files[0].1, by_hand);

    // What is added to the cell comes, and what was classified does not come back.
    let table = TABLE
        .replace("Grow the disk |", "Grow the disk<br>- Page the owner |")
        .replace("Slow pages", "Slower pages");
    let taken = texts.import("w.md", &table);
    assert_eq!(counts(&taken), [0, 2, 1, 0, 0]);
    let expected =
        ["-risk = \"Slow pages\"", "+risk = \"Slower pages\"", "+mitigation = [\"Page the owner\"]"];
    assert_eq!(changed(&by_hand, &texts.files[0].1), expected);
}

#[test]
fn what_vanished_is_told_and_what_is_there_already_is_not_doubled() {
    let mut texts = Texts::new().file(
        "playbooks/own.toml",
        "[failure.cert]\nproblem = \"A certificate expires\"\nrisk = \"Nobody can log in\"\nsources = [\"Gateway\"]\n",
    );
    texts.import("w.md", TABLE);
    let before = texts.files.clone();
    let table: String =
        TABLE.lines().filter(|line| !line.contains("Cache")).map(|line| format!("{line}\n")).collect();
    let table = table
        + "| The certificate expired? | x | Gateway | high | rare | | |\n| A certificate expires. | x | Gateway | high | rare | | |\n";
    let taken = texts.import("w.md", &table);
    assert_eq!(counts(&taken), [1, 0, 2, 1, 1]);
    assert_eq!(taken.gone[0].0.to_string(), "failure/cache-lost");
    assert_eq!((taken.alike[0].0, taken.alike[0].1.to_string()), (6, "failure/cert".to_owned()));
    assert_eq!(texts.files[0], before[0], "what stands elsewhere is not touched");
    assert!(texts.open().book().failures.get("cache-lost").is_some(), "what vanished stays");
}

fn export_as(format: &str, workspace: &Workspace, columns: &[&str]) -> Vec<u8> {
    let columns = columns.iter().map(|name| Column::parse(Kind::Failure, name).unwrap()).collect();
    let view = ReportOptions::new(workspace.method(), today()).columns(columns).all(true);
    let mut out = Vec::new();
    export::find(format).unwrap().report.unwrap()(&workspace.report(view), &mut out).unwrap();
    out
}

/// A workspace in which every field of a failure is written.
fn everything() -> Texts {
    let playbook = fs::read_to_string("examples/e-commerce/playbooks/shop.toml").unwrap();
    let own = "\n[failure.everything]\nproblem = \"All at once | and more\"\nrisk = \"Nobody, really nobody; can *buy*\"\n\
        sources = [\"cosmos-db\", \"Human error\"]\naffects = [\"*\"]\nflows = [\"add-to-cart\"]\noutage = \"full\"\nseverity = 8\n\
        likelihood = { level = \"likely\", when = \"under load\", otherwise = \"rare\" }\ndetection = \"users\"\nclasses = [\"bug\", \"data\"]\n\
        cause = \"<b>Nobody</b><br>knows\"\nowner = \"team-a\"\nreviewed = 2026-11-01\ndetected_by = [\"Somebody calls\"]\n\
        confirm = [\"Look; and wait\", \"Ask\"]\nreactive = [\"Stop; then look\", { action = \"Go on\", owner = \"sre\" }]\npreventative = [\"- dashes\"]\n\
        mitigation = [\"1. numbered\"]\ntags = [\"a\", \"b\"]\nreferences = [\"https://example.com/a_b\"]\nx-own = \"mine\"\nx-number = 42\n\
        [failure.everything.accepted]\nuntil = 2027-01-31\n";
    let config = fs::read_to_string("examples/e-commerce/faultbook.toml").unwrap();
    Texts { config, ..Texts::new() }.file("playbooks/shop.toml", &(playbook + own))
}

#[test]
fn our_own_tables_come_back_without_a_change() {
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).chain(["x-own", "x-number"]).collect();
    for (format, name) in [("csv", "out.csv"), ("markdown", "out.md"), ("xlsx", "out.xlsx")] {
        let Some(_) = faultbook::import::for_file(name) else { continue };
        for columns in [&[][..], &names] {
            let mut texts = everything();
            let before = texts.files.clone();
            let table = export_as(format, &texts.open(), columns);
            let taken = texts.import(name, &table);
            assert_eq!(texts.files, before, "{format} {columns:?}");
            assert_eq!(counts(&taken)[..2], [0, 0], "{format} {:?}", notes(&taken));
            assert_eq!(notes(&taken), [""; 0], "{format}");
        }
    }
}

/// Somebody adds a column in a spreadsheet, and edits all the same.
#[test]
fn our_own_table_may_have_columns_more() {
    let mut texts = everything();
    let before = texts.files[0].1.clone();
    let table =
        String::from_utf8(export_as("csv", &texts.open(), &["id", "problem", "risk", "owner"])).unwrap();
    let table: String = table
        .lines()
        .map(|line| match () {
            () if line.starts_with("\"id\"") => format!("{line},\"Comment\",\"Team\"\n"),
            () if line.starts_with("\"everything\"") => {
                format!("{},\"ask Ann\",\"\"\n", line.replace("Nobody, really nobody", "Few"))
            }
            () => format!("{line},,\n"),
        })
        .collect();
    let table = table + ",\"The mail gateway is down\",\"No mails\",\"sre\",,\n";
    let taken = texts.import("edited.csv", &table);
    let diff = changed(&before, &texts.files[0].1);
    assert!(diff.contains(&"+risk = \"Few; can *buy*\"".to_owned()), "{diff:#?}");
    assert!(diff.contains(&"+x-comment = \"ask Ann\"".to_owned()), "{diff:#?}");
    assert!(diff.contains(&"+[failure.mail-gateway-down]".to_owned()), "{diff:#?}");
    // An empty cell below `Team` takes away no owner.
    assert_eq!(diff.iter().filter(|line| line.starts_with('-')).count(), 1, "{diff:#?}");
    assert_eq!(counts(&taken)[..2], [1, 1], "{diff:#?}");
    let notes = notes(&taken);
    assert!(notes[0].contains("Comment: unknown column, kept as x-comment"), "{notes:?}");
    let taken = texts.import("edited.csv", &table);
    assert_eq!(counts(&taken)[..2], [0, 0]);
}

#[test]
fn only_cells_that_were_edited_change() {
    for (column, cell, expected) in [
        ("problem", "All at once, and more!", "+problem = \"All at once, and more!\""),
        ("severity", "low", "+severity = \"low\""),
        ("likelihood", "rare", "+likelihood = \"rare\""),
        (
            "likelihood",
            "likely (at night), otherwise rare",
            "+likelihood = { level = \"likely\", when = \"at night\", otherwise = \"rare\" }",
        ),
        ("detection", "paged", "+detection = \"paged\""),
        ("outage", "none", "+outage = \"none\""),
        ("classes", "bug; overload", "+classes = [\"bug\", \"overload\"]"),
        ("sources", "cosmos-db", "+sources = [\"cosmos-db\"]"),
        ("flows", "", ""),
        ("cause", "", ""),
        ("owner", "team-b", "+owner = \"team-b\""),
        ("reviewed", "2026-11-20", "+reviewed = 2026-11-20"),
        ("accepted_until", "2027-02-28", "+until = 2027-02-28"),
        (
            "confirm",
            "Look; and wait\nAsk\nAsk again",
            "+confirm = [\"Look; and wait\", \"Ask\", \"Ask again\"]",
        ),
        (
            "reactive",
            "Stop; then look\nGo on now",
            "+reactive = [\"Stop; then look\", { action = \"Go on now\", owner = \"sre\" }]",
        ),
        ("tags", "a", "+tags = [\"a\"]"),
        ("x-own", "yours", "+x-own = \"yours\""),
        ("x-number", "43", "+x-number = 43"),
        ("s", "4", "+severity = 4"),
        ("o", "3", "+likelihood = 3"),
        ("d", "2", "+detection = 2"),
        ("residual_severity", "low", "+severity = \"low\""),
        ("residual_o", "1", "+likelihood = 1"),
        ("priority", "low", ""),
        ("rpn", "1", ""),
        ("ap", "low", ""),
        ("bad_minutes", "1", ""),
        ("residual_priority", "low", ""),
        ("residual_rpn", "1", ""),
        ("residual_ap", "low", ""),
    ] {
        let mut texts = everything();
        let before = texts.files[0].1.clone();
        let table = export_as("csv", &texts.open(), &["id", column]);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_slice());
        let mut writer = csv::Writer::from_writer(Vec::new());
        for record in reader.records().map(Result::unwrap) {
            let edited = &record[0] == "everything";
            writer.write_record([&record[0], if edited { cell } else { &record[1] }]).unwrap();
        }
        let table = writer.into_inner().unwrap();
        texts.choice = faultbook::import::Choice::All;
        let taken = texts.import("edited.csv", &table);
        let own = |text: &str| text.split_once("[failure.everything]").unwrap().1.to_owned();
        let rest = |text: &str| text.split_once("[failure.everything]").unwrap().0.to_owned();
        assert_eq!(rest(&texts.files[0].1), rest(&before));
        let diff = changed(&own(&before), &own(&texts.files[0].1));
        // A table that was not there gets its header.
        let is_added = |line: &&String| line.starts_with('+') && !line.starts_with("+[");
        let added: Vec<&String> = diff.iter().filter(is_added).collect();
        assert_eq!(
            added,
            if expected.is_empty() { vec![] } else { vec![expected] },
            "{column}: {diff:#?} {:?}",
            notes(&taken)
        );
        assert!(diff.len() <= 2 + usize::from(column.starts_with("residual_")), "{column}: {diff:#?}");
        let is_computed = ["priority", "rpn", "ap", "bad_minutes"]
            .iter()
            .any(|name| column.strip_prefix("residual_").unwrap_or(column) == *name);
        if is_computed {
            assert_eq!(diff.len(), 0, "{column}: {diff:#?}");
            assert!(!notes(&taken).is_empty(), "{column}");
        } else {
            assert_eq!(counts(&taken)[1], 1, "{column}: {:?}", notes(&taken));
        }
    }
}

/// What a table showed depends on the day it was written, and on the method; neither is an edit.
#[test]
fn another_day_and_another_method_are_no_edits() {
    let mut texts = everything();
    let before = texts.files.clone();
    let workspace = texts.open();
    let columns = || {
        ["id", "score", "status", "risk"]
            .iter()
            .map(|name| Column::parse(Kind::Failure, name).unwrap())
            .collect()
    };
    for (method, year) in [("matrix", 2026), ("severity-first", 2029)] {
        let day = faultbook::model::Date::new(year, 1, 2).unwrap();
        let view =
            ReportOptions::new(faultbook::rank::find(method).unwrap(), day).columns(columns()).all(true);
        let mut out = Vec::new();
        export::find("csv").unwrap().report.unwrap()(&workspace.report(view), &mut out).unwrap();
        let taken = texts.import("out.csv", &out);
        assert_eq!(notes(&taken), [""; 0], "{method} {year}");
        assert_eq!(texts.files, before, "{method} {year}");
    }
}
