//! The tables of the maturity models and of RE:03, in our own words, become playbooks without a loss.

use std::collections::BTreeSet;
use std::fs;

use faultbook::document::emit;
use faultbook::finding::Level;
use faultbook::import;
use faultbook::import::Import;
use faultbook::model::Id;
use faultbook::model::MeasureClass;
use faultbook::model::Priority;
use faultbook::model::Word;
use faultbook::rank;
use faultbook::report::View;

use crate::world::World;
use crate::world::today;

/// Imports a text into a new workspace, which is also written.
fn import_into(world: &World, name: &str, text: &str) -> Import {
    let workspace = world.open();
    let source = import::for_file(name).unwrap();
    let import = import::import(source, name, text, workspace.config(), workspace.book());
    workspace.add_playbook(&Id::new("imported").unwrap(), &import.playbook).unwrap();
    import
}

fn fixture(name: &str) -> String {
    fs::read_to_string(format!("tests/fixtures/import/{name}")).unwrap()
}

#[test]
fn the_three_level_tables_become_fourteen_failures() {
    let world = World::new();
    let import = import_into(&world, "level-tables.md", &fixture("level-tables.md"));
    let outcomes: Vec<_> = import.tables.iter().map(|table| table.outcome.clone().ok()).collect();
    assert_eq!(outcomes, [None, Some(5), Some(5), Some(4)]);
    assert_eq!(import.count(MeasureClass::Reactive), 8);
    assert_eq!(import.count(MeasureClass::Preventative), 5);
    assert_eq!(import.count(MeasureClass::Mitigation), 11);
    assert_eq!(import.notes, []);
    let phrases: BTreeSet<_> =
        import.playbook.failures.iter().map(|f| f.likelihood.as_ref().unwrap().to_string()).collect();
    let expected = [
        "likely",
        "likely (under heavy load)",
        "not-likely",
        "very-likely",
        "very-likely (during deployments), otherwise not-likely",
    ];
    assert_eq!(phrases.iter().map(String::as_str).collect::<Vec<_>>(), expected);

    assert!(world.lint().iter().all(|finding| finding.level == Level::Hint), "{:#?}", world.lines());
    let workspace = world.open();
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
    let world = World::new();
    let import = import_into(&world, "flow-table.md", &fixture("flow-table.md"));
    let ids: Vec<_> = import.playbook.failures.iter().map(|failure| failure.id.as_str()).collect();
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
    let attack = &import.playbook.failures[4];
    assert_eq!(attack.outage.unwrap().to_string(), "partial");
    assert_eq!(attack.extra["outage"], "Potential for partial outage");
    assert_eq!(attack.risk.as_deref(), Some("The filter holds most of it off."));
    assert_eq!(attack.comment, "line 11, under “User flow: sign in and buy”");
    let lines: Vec<_> = import.notes.iter().map(|note| note.line).collect();
    assert_eq!(lines, [11, 12, 13], "three outages say more than a word");
    assert!(!world.lint().iter().any(|finding| finding.level == Level::Deny), "{:#?}", world.lines());
}

#[test]
fn nothing_is_dropped_without_a_word() {
    let text = "Failure mode,Severity,Likelihood,Sources,Ticket,Priority\r\n\
                Disk full,Catastrophic,Likely (on Mondays),\"database; Human error\",T-1,high\r\n\
                ,high,likely,,,\r\n\
                '=SUM(A1),high,often,x,,,left over\r\n";
    let world = World::new().file("playbooks/own.toml", "[component.orders]\nname = \"Orders DB\"\n");
    let import = import_into(&world, "risks.csv", text);
    let disk = &import.playbook.failures[0];
    assert_eq!(disk.severity, None);
    assert_eq!(disk.extra["severity"], "Catastrophic");
    assert_eq!(disk.extra["ticket"], "T-1");
    assert_eq!(disk.likelihood.as_ref().unwrap().to_string(), "likely (on Mondays)");
    assert_eq!(disk.sources.iter().map(|s| s.as_str()).collect::<Vec<_>>(), ["Database", "Human error"]);
    assert_eq!(import.playbook.failures[1].problem, "=SUM(A1)", "our own apostrophe goes");
    assert_eq!(import.playbook.failures[1].extra["more"], "left over");
    let notes: Vec<_> =
        import.notes.iter().map(|note| format!("{}:{}: {}", note.line, note.column, note.message)).collect();
    let expected = [
        "1:Ticket: the format has no such field; the column is kept as x-ticket",
        "1:Priority: faultbook computes this, so the column is not stored",
        "2:Severity: “Catastrophic” is no level of the severity scale (low, medium, high); the text is kept as x-severity",
        "2:Sources: “database” is written “Database”, because a lower-case word names a component and there is none",
        "3:: this row says nothing about what fails, and is left out",
        "4:Likelihood: “often” is no level of the likelihood scale (rare, not-likely, likely, very-likely); the text is kept as x-likelihood",
        "4:Sources: “x” is written “X”, because a lower-case word names a component and there is none",
        "4:: the row has more cells than the table has columns; the rest is kept as x-more (a pipe within a cell is written \\|)",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn a_new_playbook_is_toml_1_0_and_says_what_was_meant() {
    let world = World::new();
    let import = import_into(&world, "level-tables.md", &fixture("level-tables.md"));
    let text = emit(&import.playbook);
    assert!(!world.lines().iter().any(|line| line.contains("toml-1-1")));
    assert!(text.starts_with("# Imported from level-tables.md;"));
    let workspace = world.open();
    let book = workspace.book();
    for wanted in &import.playbook.failures {
        let written = book.failures.get(wanted.id.as_str()).unwrap();
        assert_eq!(written.problem, wanted.problem);
        assert_eq!(written.risk, wanted.risk);
        assert_eq!(written.sources, wanted.sources);
        assert_eq!(written.severity, wanted.severity);
        assert_eq!(written.likelihood, wanted.likelihood);
        let actions = MeasureClass::ALL.iter().flat_map(|&class| {
            written.measures(class).iter().map(move |measure| (class, measure.text(book).into_owned()))
        });
        let mut expected = wanted.measures.clone();
        expected.sort_by_key(|(class, _)| *class);
        assert_eq!(actions.collect::<Vec<_>>(), expected);
    }
}

#[test]
fn names_of_components_become_references() {
    let world = World::new().file("playbooks/own.toml", "[component.orders]\nname = \"Orders DB\"\n");
    let import = import_into(&world, "a.csv", "Problem,Risk,Component\nSlow,r,orders db\n");
    assert_eq!(import.playbook.failures[0].sources[0].as_str(), "orders");
    assert!(!world.lines().iter().any(|line| line.contains("unknown-reference")));
}
