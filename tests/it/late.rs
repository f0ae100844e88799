//! Files that are imported before the workspace knows what they speak of: what it learns later, the next import understands.

use faultbook::export;
use faultbook::model::Kind;
use faultbook::report::Column;
use faultbook::report::ReportOptions;
use faultbook::workspace::ImportOutcome;

use crate::foreign::Texts;
use crate::foreign::notes;
use crate::world::today;

const TABLE: &str = "\
Failure mode,Effect,Component,Detected by,Severity,Likelihood\n\
Disk full,Writes fail,payments-api; Orders database,disk-full,high,likely\n\
Cache lost,Slow pages,\"3scale; Legal team\",Somebody calls,low,rare\n";

const COMPONENTS: &str = "[component.payments-api]\n[component.orders-db]\nname = \"Orders Database\"\n[component.3scale]\n\
    [component.hand]\n[alert.disk-full]\n";

fn counts(taken: &ImportOutcome) -> [usize; 3] {
    [taken.new.len(), taken.changed.len(), taken.unchanged]
}

fn sources(texts: &Texts, id: &str) -> Vec<String> {
    let workspace = texts.open();
    let failure = workspace.book().failures.get(id).unwrap();
    failure.sources.iter().map(|source| source.as_str().to_owned()).collect()
}

/// Imports the table while nothing is known, and adds the components afterwards.
fn imported() -> Texts {
    let mut texts = Texts::new();
    texts.import("w.csv", TABLE);
    assert_eq!(sources(&texts, "disk-full"), ["Payments-api", "Orders database"]);
    assert_eq!(sources(&texts, "cache-lost"), ["The 3scale", "Legal team"]);
    texts.file("playbooks/own.toml", COMPONENTS)
}

#[test]
fn words_become_references_once_their_components_are_there() {
    let mut texts = imported();
    let taken = texts.import("w.csv", TABLE);
    assert_eq!(counts(&taken), [0, 2, 0], "{:?}", notes(&taken));
    assert_eq!(taken.changed[0].1[..2], ["sources", "detected_by"]);
    assert_eq!(sources(&texts, "disk-full"), ["payments-api", "orders-db"]);
    assert_eq!(sources(&texts, "cache-lost"), ["3scale", "Legal team"]);
    let detected = texts.open().book().failures.get("disk-full").unwrap().detected_by.clone();
    assert_eq!(detected[0].as_str(), "disk-full");
    assert!(detected[0].id().is_some());
    let before = texts.files.clone();
    assert_eq!(counts(&texts.import("w.csv", TABLE)), [0, 0, 2]);
    assert_eq!(texts.files, before, "a second import changes nothing");
    // The record of what came of the file is that of the references: an edit of the file comes without a conflict.
    let taken = texts.import("w.csv", TABLE.replace("Orders database", "Orders database; Gateway"));
    assert_eq!((counts(&taken), taken.conflicts.len()), ([0, 1, 1], 0));
    assert_eq!(sources(&texts, "disk-full"), ["payments-api", "orders-db", "Gateway"]);
}

#[test]
fn what_was_done_by_hand_to_sources_stays() {
    let mut texts = imported();
    for (by_hand, expected) in [
        ("[\"Payments-api\", \"hand\"]", &["payments-api", "hand"][..]),
        ("[\"Orders database of 2019\"]", &["Orders database of 2019"]),
        ("[\"orders-db\", \"Orders database\"]", &["orders-db"]),
        ("[\"Hand\", \"Payments-api\"]", &["Hand", "payments-api"]),
        ("[]", &[]),
    ] {
        let mut edited = texts.clone();
        let file = edited.files.iter_mut().find(|(path, _)| path.contains('w')).unwrap();
        file.1 = file.1.replace("[\"Payments-api\", \"Orders database\"]", by_hand);
        assert!(file.1.contains(by_hand));
        let taken = edited.import("w.csv", TABLE);
        assert!(taken.conflicts.is_empty());
        assert_eq!(sources(&edited, "disk-full"), expected, "{by_hand}");
        let before = edited.files.clone();
        assert_eq!(counts(&edited.import("w.csv", TABLE)), [0, 0, 2], "{by_hand}");
        assert_eq!(edited.files, before, "{by_hand}");
    }
    // A file that says something else now has its new words linked, and only those.
    let taken = texts.import("w.csv", TABLE.replace("payments-api; Orders database", "Orders database; x"));
    assert_eq!(counts(&taken), [0, 2, 0]);
    assert_eq!(sources(&texts, "disk-full"), ["orders-db", "X"]);
}

#[test]
fn our_own_tables_link_words_too() {
    let texts = Texts::new().file(
        "playbooks/own.toml",
        "[failure.a]\nproblem = \"A fails\"\nrisk = \"r\"\nsources = [\"Payments-api\", \"Orders Database\", \"Rain\"]\n",
    );
    let columns = ["id", "problem", "sources"]
        .iter()
        .map(|name| Column::parse(Kind::Failure, name).unwrap())
        .collect::<Vec<_>>();
    let workspace = texts.open();
    let view = ReportOptions::new(workspace.method(), today()).columns(columns).all(true);
    let mut table = Vec::new();
    export::find("csv").unwrap().report.unwrap()(&workspace.report(view), &mut table).unwrap();
    let mut texts = texts.file("playbooks/more.toml", COMPONENTS);
    assert_eq!(counts(&texts.import("out.csv", &table)), [0, 1, 0]);
    assert_eq!(sources(&texts, "a"), ["payments-api", "orders-db", "Rain"]);
    assert_eq!(counts(&texts.import("out.csv", &table)), [0, 0, 1]);
}

#[test]
fn a_component_that_an_earlier_file_of_one_import_brings_is_linked() {
    let mut texts = Texts::new();
    texts.import("w.csv", TABLE);
    let catalogue = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: payments-api\nspec:\n  type: service\n";
    texts.import("catalog-info.yaml", catalogue);
    assert_eq!(counts(&texts.import("w.csv", TABLE)), [0, 1, 1]);
    assert_eq!(sources(&texts, "disk-full"), ["payments-api", "Orders database"]);
}

const LEVELS: &str = "\
Failure mode,Severity,Likelihood,Flow,Status\n\
Disk full,Catastrophic,likely,Checkout,Parked\n\
Cache lost,high,rare,Checkout,open\n";

#[test]
fn words_of_levels_and_flows_are_understood_once_the_workspace_has_them() {
    let mut texts = Texts::new();
    texts.import("w.csv", LEVELS);
    let first = texts.clone();
    texts.levels = vec!["Catastrophic=high".to_owned(), "Parked=mitigated".to_owned()];
    assert_eq!(counts(&texts.import("w.csv", LEVELS)), [0, 1, 1]);
    let text = texts.files[0].1.clone();
    let disk = &text[text.find("[failure.disk-full]").unwrap()..];
    assert!(disk.contains("severity = \"high\"") && !disk.contains("x-severity"), "{disk}");
    assert!(disk.contains("status = \"mitigated\"") && !disk.contains("x-status"), "{disk}");
    assert_eq!(counts(&texts.import("w.csv", LEVELS)), [0, 0, 2]);

    let mut texts = first.clone().file("playbooks/own.toml", "[flow.checkout]\n");
    assert_eq!(counts(&texts.import("w.csv", LEVELS)), [0, 2, 0]);
    assert!(texts.open().book().failures.iter().all(|failure| failure.flows.len() == 1));
    assert!(!texts.files.iter().any(|(_, text)| text.contains("x-flow")));
    assert_eq!(counts(&texts.import("w.csv", LEVELS)), [0, 0, 2]);

    // What was rated by hand meanwhile stays.
    let mut texts = first;
    texts.files[0].1 = texts.files[0]
        .1
        .replace("x-severity = \"Catastrophic\"", "severity = \"medium\"")
        .replacen("severity = \"high\"", "severity = \"low\"", 1);
    texts.levels = vec!["Catastrophic=high".to_owned(), "high=medium".to_owned()];
    let before = texts.files.clone();
    let taken = texts.import("w.csv", LEVELS);
    assert_eq!((counts(&taken), taken.conflicts.len()), ([0, 0, 2], 0));
    assert_eq!(texts.files, before);
}
