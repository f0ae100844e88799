//! The tables of the maturity models and of RE:03, in our own words, become playbooks without a loss; and they are taken
//! over again and again.

use std::collections::BTreeSet;
use std::fs;

use faultbook::finding::Level;
use faultbook::import::Choice;
use faultbook::model::MeasureClass;
use faultbook::model::Priority;
use faultbook::rank;
use faultbook::report::ReportOptions;

use crate::foreign::Texts;
use crate::foreign::notes;
use crate::world::World;
use crate::world::today;

fn fixture(name: &str) -> String {
    fs::read_to_string(format!("tests/fixtures/import/{name}")).unwrap()
}

/// What lint says of the only file of a workspace.
fn lint(texts: &Texts) -> World {
    World::of(&texts.files[0].1)
}

#[test]
fn the_three_level_tables_become_fourteen_failures() {
    let mut texts = Texts::new();
    let taken = texts.import("level-tables.md", fixture("level-tables.md"));
    let outcomes: Vec<_> = taken.import.tables.iter().map(|table| table.outcome.clone().ok()).collect();
    assert_eq!(outcomes, [None, Some(5), Some(5), Some(4)]);
    assert_eq!(taken.actions[&MeasureClass::Reactive], 8);
    assert_eq!(taken.actions[&MeasureClass::Preventative], 5);
    assert_eq!(taken.actions[&MeasureClass::Mitigation], 11);
    assert_eq!(notes(&taken), [""; 0]);
    let workspace = texts.open();
    let book = workspace.book();
    let phrases: BTreeSet<_> =
        book.failures.iter().map(|f| f.likelihood.as_ref().unwrap().to_string()).collect();
    let expected = [
        "likely",
        "likely (under heavy load)",
        "not-likely",
        "very-likely",
        "very-likely (during deployments), otherwise not-likely",
    ];
    assert_eq!(phrases.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    let world = lint(&texts);
    assert!(world.lint().iter().all(|finding| finding.level == Level::Hint), "{:#?}", world.lines());
    assert!(!world.lines().iter().any(|line| line.contains("toml-1-1")));
    let report = workspace.report(ReportOptions::new(rank::find("matrix").unwrap(), today()));
    let count = |priority| report.rows.iter().filter(|row| row.case.priority == priority).count();
    let counts = [Priority::Critical, Priority::High, Priority::Medium, Priority::Low].map(count);
    assert_eq!(counts, [4, 5, 5, 0]);
    let first_table = [
        "packets-get-lost",
        "gateways-certificate-runs-out",
        "zone-goes-dark",
        "memory-runs-full-server-dies",
        "part-away-while-updated",
    ];
    let listed: Vec<_> = report
        .rows
        .iter()
        .map(|row| row.failure().id.as_str())
        .filter(|id| first_table.contains(id))
        .collect();
    assert_eq!(listed, first_table);
}

#[test]
fn a_table_by_component_keeps_every_cell() {
    let mut texts = Texts::new();
    let taken = texts.import("flow-table.md", fixture("flow-table.md"));
    let ids: Vec<_> = taken.new.iter().map(|entry| entry.id.as_str()).collect();
    let expected = [
        "identity-service-outage",
        "misconfiguration",
        "front-door-service-outage",
        "front-door-regional-outage",
        "ddos-attack",
        "sql-regional-outage",
        "malicious-attack-injection",
    ];
    assert_eq!(ids, expected);
    let workspace = texts.open();
    let attack = workspace.book().failures.get("ddos-attack").unwrap();
    assert_eq!(attack.outage.unwrap().to_string(), "partial");
    assert_eq!(attack.extra["x-outage"], "Potential for partial outage");
    assert_eq!(attack.risk.as_deref(), Some("The filter holds most of it off."));
    assert_eq!(attack.imported.as_ref().unwrap().row, Some(11));
    assert!(texts.files[0].1.contains("# under “User flow: sign in and buy”\n[failure.ddos-attack]"));
    let said = notes(&taken);
    assert_eq!(said.len(), 3, "three outages say more than a word: {said:#?}");
    let world = lint(&texts);
    assert!(!world.lint().iter().any(|finding| finding.level == Level::Deny), "{:#?}", world.lines());
}

#[test]
fn nothing_is_dropped_without_a_word() {
    let text = "Failure mode,Severity,Likelihood,Sources,Ticket,Priority\r\n\
                Disk full,Catastrophic,Likely (on Mondays),\"database; Human error\",T-1,high\r\n\
                ,high,likely,,,\r\n\
                '=SUM(A1),high,often,x,,,left over\r\n\
                Disk gone,catastrophic,likely,,T-2,low\r\n";
    let mut texts = Texts::new().file("playbooks/own.toml", "[component.orders]\nname = \"Orders DB\"\n");
    let taken = texts.import("risks.csv", text);
    let workspace = texts.open();
    let book = workspace.book();
    let disk = book.failures.get("disk-full").unwrap();
    assert_eq!(disk.severity, None);
    assert_eq!(disk.extra["x-severity"], "Catastrophic");
    assert_eq!(disk.extra["x-ticket"], "T-1");
    assert_eq!(disk.likelihood.as_ref().unwrap().to_string(), "likely (on Mondays)");
    assert_eq!(disk.sources.iter().map(|s| s.as_str()).collect::<Vec<_>>(), ["Database", "Human error"]);
    let formula = book.failures.get("sum-a1").unwrap();
    assert_eq!(formula.problem, "=SUM(A1)", "our own apostrophe goes");
    assert_eq!(formula.extra["x-more"], "left over");
    let expected = [
        "1:Ticket: unknown column, kept as x-ticket",
        "1:Priority: computed by faultbook: checked, not stored",
        "2:Sources: “database” is written “Database”, because a lower-case word names a component and there is none",
        "2:Severity: unknown severity level “Catastrophic” (2 rows) (known: low, medium, high), kept as x-severity; set a level with --map-level \"Catastrophic=LEVEL\"",
        "3:: this row says nothing about what fails, and is left out",
        "4:Sources: “x” is written “X”, because a lower-case word names a component and there is none",
        "4:: 7 cells in a table of 6 columns: ratings are kept as text, extra cells as x-more (put double quotes around a cell with a comma)",
    ];
    assert_eq!(notes(&taken), expected);
}

#[test]
fn names_of_components_become_references() {
    let mut texts = Texts::new().file("playbooks/own.toml", "[component.orders]\nname = \"Orders DB\"\n");
    texts.import("a.csv", "Problem,Risk,Component\nSlow,r,orders db\n");
    assert_eq!(texts.open().book().failures.get("slow").unwrap().sources[0].as_str(), "orders");
}

#[test]
fn a_hidden_sheet_is_imported_where_it_is_named() {
    let workbook = fs::read("tests/fixtures/import/hidden.xlsx").unwrap();
    let mut texts = Texts { sheet: Some("archive 2024".to_owned()), ..Texts::new() };
    let taken = texts.import("hidden.xlsx", &workbook);
    assert_eq!(taken.import.tables[0].outcome, Ok(1));
    assert!(
        notes(&taken).contains(&"1:: 1 cell comment was not imported: A1".to_owned()),
        "{:?}",
        notes(&taken)
    );
    // Whoever names a table, or all of them, knows what is wanted; what is hidden is still said.
    let mut texts = Texts { choice: Choice::Only(2), ..Texts::new() };
    assert_eq!(texts.import("hidden.xlsx", &workbook).import.tables[1].outcome, Ok(1));
    let mut texts = Texts { choice: Choice::All, ..Texts::new() };
    assert!(texts.import("hidden.xlsx", &workbook).import.tables[1].outcome.is_err());
}

#[test]
fn headings_that_the_user_names_are_found() {
    let workbook = fs::read("tests/fixtures/import/merged-title.xlsx").unwrap();
    let mut texts = Texts { maps: vec!["opis ryzyka=problem".to_owned()], ..Texts::new() };
    let taken = texts.import("merged-title.xlsx", &workbook);
    let outcomes: Vec<_> = taken.import.tables.iter().map(|table| table.outcome.clone().ok()).collect();
    assert_eq!(outcomes, [Some(2), Some(2)]);
    assert_eq!(taken.import.tables[1].line, 2);
    // One heading that is named outweighs words that headings are called elsewhere, and is enough for a table.
    for (table, map, line) in [
        ("Rejestr,Owner\n,\nRyzyko,Uwagi\nBrama nie otwiera,x\n", "Ryzyko=problem", 3),
        ("Ryzyko,Uwagi\nBrama nie otwiera,x\n", "Ryzyko=problem", 1),
        ("Risk,Risk,Risk\nSituatie,Ernst,Wie\nDeur dicht,3,Jan\n", "Situatie=problem", 2),
        ("Project,Poort\nSituatie,Ernst,Wie\nDeur dicht,3,Jan\n", "Situatie=problem", 2),
    ] {
        let mut texts = Texts { maps: vec![map.to_owned()], ..Texts::new() };
        let taken = texts.import("a.csv", table);
        assert_eq!((taken.import.tables[0].line, taken.new.len()), (line, 1), "{table}");
    }
}

/// The sources of each failure, by its id.
fn sources(texts: &Texts) -> Vec<(String, Vec<String>)> {
    let workspace = texts.open();
    let texts =
        |list: &[faultbook::model::Reference]| list.iter().map(|one| one.as_str().to_owned()).collect();
    workspace.book().failures.iter().map(|entry| (entry.id.to_string(), texts(&entry.sources))).collect()
}

#[test]
fn blanks_are_filled_from_above_where_the_user_says_so() {
    let mut texts = Texts { filled: vec!["component ".to_owned()], ..Texts::new() };
    let taken = texts.import("blanks-below.md", fixture("blanks-below.md"));
    assert_eq!(notes(&taken), [""; 0]);
    let of = |sources: &[(String, Vec<String>)]| -> String {
        sources.iter().flat_map(|(_, sources)| sources).map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of(&sources(&texts)), "Fan Fan Pump Pump Fan");
    assert!(texts.import("blanks-below.md", fixture("blanks-below.md")).changed.is_empty());

    // The title of a section may hold the value; what stands above it ends there.
    let mut texts = Texts { filled: vec!["Process step".to_owned()], ..Texts::new() };
    texts.import("section-titles.md", fixture("section-titles.md"));
    assert_eq!(of(&sources(&texts)), "Checkout Delivery Checkout");
    let mut texts = Texts { filled: vec!["Component".to_owned()], ..Texts::new() };
    let table = "No,Component,Failure mode,Severity\n\
                 1.0,,Area: Shop,\n1.1,Cart,Cart is lost,high\n1.2,,Cart is slow,low\n\
                 2.0,,Area: Warehouse,\n2.1,,Label is wrong,low\nTotal,,,3\n";
    texts.import("a.csv", table);
    assert_eq!(of(&sources(&texts)), "Cart Cart");
}

#[test]
fn ratings_are_filled_only_where_they_are_named() {
    let table = "| Failure mode | Cause | Severity | Likelihood |\n|---|---|---|---|\n\
                 | Disk full | Logs | high | likely |\n| | Dumps | | rare |\n| Clock wrong | Drift | | rare |\n";
    let severities = |filled: &[&str]| {
        let filled = filled.iter().map(|heading| (*heading).to_owned()).collect();
        let mut texts = Texts { filled, ..Texts::new() };
        let taken = texts.import("a.md", table);
        let workspace = texts.open();
        let rated = workspace.book().failures.iter().filter(|failure| failure.severity.is_some()).count();
        (rated, notes(&taken))
    };
    let told = [
        "1:: Severity is empty in 1 of 3 rows; --fill-down \"Severity\" fills them from the row above",
        "4:: 1 row without a problem uses the one above",
    ];
    assert_eq!(severities(&["Failure mode"]), (1, Vec::new()));
    assert_eq!(severities(&[]), (1, told.map(str::to_owned).to_vec()));
    assert_eq!(severities(&["Severity"]), (3, told[1..].iter().map(|told| (*told).to_owned()).collect()));
}

#[test]
fn rows_below_a_failure_are_bounded() {
    // A problem that would be repeated for ever, and actions that would never end.
    let long = "x".repeat(600 << 10);
    let further = format!("Failure mode,Effect,Severity\n{long},a,high\n{}", ",b,low\n".repeat(100));
    let taken = Texts::new().try_import("csv", "a.csv", further.as_bytes()).unwrap();
    let spent = "the rows refer to more text above them than can be copied";
    assert!(notes(&taken).iter().any(|note| note.contains(spent)), "{:?}", notes(&taken).last());
    let long = "x".repeat(300 << 10);
    let more =
        format!("Failure mode,Severity,Mitigation\nDisk full,high,a\n{}", format!(",,{long}\n").repeat(4));
    let taken = Texts::new().try_import("csv", "a.csv", more.as_bytes()).unwrap();
    assert_eq!(notes(&taken).iter().filter(|note| note.contains("is too large for an entry")).count(), 3);
    let many = format!("Failure mode,Severity,Mitigation\nDisk full,high,a\n{}", ",,b\n".repeat(5_000));
    let taken = Texts::new().try_import("csv", "a.csv", many.as_bytes()).unwrap();
    assert_eq!(taken.new.len(), 1);
}

#[test]
fn a_heading_that_is_not_there_is_not_remembered() {
    let world = World::bare()
        .file("faultbook.toml", "format = 1\n")
        .file("a.csv", "Problem,Risk,Blast\nDisk full,slow,x\n");
    let run_with = |flag: &str, value: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_faultbook"));
        command.args(["import", "a.csv", flag, value]).current_dir(world.path()).output().unwrap()
    };
    let run = |map: &str| run_with("--map", map);
    for output in [run("Blats=risk"), run_with("--fill-down", "Blats")] {
        assert_eq!(output.status.code(), Some(2));
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("no table has a column `Blats`"),
            "{output:?}"
        );
        assert!(!world.path().join("playbooks").exists());
    }
    assert_eq!(run("blast=cause").status.code(), Some(0));
}
