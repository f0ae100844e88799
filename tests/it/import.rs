//! The tables of the maturity models and of RE:03, in our own words, become playbooks without a loss; and they are taken
//! over again and again.

use std::collections::BTreeSet;
use std::fs;

use faultbook::finding::Level;
use faultbook::model::MeasureClass;
use faultbook::model::Priority;
use faultbook::rank;
use faultbook::report::View;

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
    let report = workspace.report(View::new(rank::find("matrix").unwrap(), today()));
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
fn a_heading_that_is_not_there_is_not_remembered() {
    let world = World::bare()
        .file("faultbook.toml", "format = 1\n")
        .file("a.csv", "Problem,Risk,Blast\nDisk full,slow,x\n");
    let run = |map: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_faultbook"));
        command.args(["import", "a.csv", "--map", map]).current_dir(world.path()).output().unwrap()
    };
    let output = run("Blats=risk");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no table has a column `Blats`"), "{output:?}");
    assert!(!world.path().join("playbooks").exists());
    assert_eq!(run("blast=cause").status.code(), Some(0));
}
