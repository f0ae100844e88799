//! FMEA: ratings in numbers, by the letters S, O and D, in lists, edits, tables and workbooks.

use faultbook::model::ScaleName;
use faultbook::model::Word;
use faultbook::report::FIELDS;
use faultbook::workspace::Workspace;

use crate::foreign::Texts;
use crate::world::World;
use crate::world::faultbook;
use crate::world::said;

/// By RPN `often` (3 × 10 × 10), `worst` (10 × 2 × 5), `words` (9 × 2 × 3), and first of all the one without an occurrence; by the matrix
/// `words` and `worst` come before `often`.
const PLAYBOOK: &str = r#"
[failure.often]
problem = "A page looks wrong"
severity = 3
likelihood = 10

[failure.worst]
problem = "Orders are lost"
severity = 10
likelihood = { level = 2, when = "on leap days", otherwise = 1 }
detection = 5

[failure.words]
problem = "A zone is gone"
severity = "high"
likelihood = "rare"
detection = "paged"
preventative = [{ action = "Run in two zones", reduces = { severity = 4 } }]

[failure.unrated]
problem = "Nobody looked yet"
severity = 7
"#;

fn world() -> World {
    World::of(PLAYBOOK).file("faultbook.toml", "format = 1\nrank = \"rpn\"\n")
}

/// The first words of each line that a command prints.
fn first_words(world: &World, args: &[&str]) -> Vec<String> {
    let output = world.run(args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| line.split_whitespace().next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn ten_levels_come_with_their_method() {
    let folder = tempfile::tempdir().unwrap();
    for (scale, method) in [("fmea-10", "rpn"), ("sources", "matrix")] {
        let run = faultbook(folder.path()).args(["init", "--scale", scale, scale]).output().unwrap();
        assert!(run.status.success(), "{}", said(&run));
        assert_eq!(Workspace::open(&folder.path().join(scale)).unwrap().method().id, method);
    }
}

#[test]
fn the_configured_method_orders_every_list() {
    let world = world();
    let order = ["unrated", "often", "worst", "words"];
    for args in [&["list", "--columns", "id"][..], &["export", "csv", "--columns", "id"]] {
        let listed: Vec<String> = first_words(&world, args).into_iter().skip(1).collect();
        let listed: Vec<&str> = listed.iter().map(|id| id.trim_matches('"')).collect();
        assert_eq!(listed, order, "{args:?}");
    }
    let text = String::from_utf8(world.run(&["list"]).stdout).unwrap();
    let cells: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().take(6).collect()).collect();
    assert_eq!(cells[0], ["PRIORITY", "RPN", "S", "O", "D", "ID"]);
    assert_eq!(cells[3], ["medium", "100", "10", "2", "5", "worst"]);
    let shown = String::from_utf8(world.run(&["show", "worst"]).stdout).unwrap();
    assert!(shown.contains("3 of 4 by rpn"), "{shown}");
    assert!(shown.contains("10 high\n"), "{shown}");
    assert!(shown.contains("2 rare (on leap days), otherwise 1 rare\n"), "{shown}");
}

#[test]
fn lists_show_the_numbers_that_were_typed() {
    let world = world();
    let listed = world.run(&["list", "--by", "matrix", "--columns", "id,severity,likelihood,detection"]);
    let listed = String::from_utf8(listed.stdout).unwrap();
    let line = |id: &str| {
        let line = listed.lines().find(|line| line.starts_with(id)).unwrap();
        line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("often"), "3 low 10 very-likely");
    assert_eq!(line("worst"), "10 high 2 rare (on leap days), otherwise 1 rare 5 noticed");
    assert_eq!(line("words"), "high rare paged", "a word stays a word");
    // Data has the level, and the number beside.
    let json = world.run(&["show", "often", "--json"]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["entry"]["severity"], "low");
    assert_eq!(json["entry"]["numbers"]["severity"], 3);
    let json = world.run(&["list", "--json", "--columns", "severity,s", "--where", "id=often"]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["failures"][0], serde_json::json!({"severity": "low", "s": 3.0}));
}

#[test]
fn one_vocabulary_names_the_ratings() {
    for (at, scale) in ScaleName::ALL.iter().enumerate() {
        for (before, value) in [("", "3"), ("residual_", "2"), ("residual.", "1")] {
            let name = format!("{before}{}", scale.letter());
            assert!(FIELDS.iter().any(|field| field.name == name.replace('.', "_")), "{name}");
            let world = world();
            let run = world.run(&["edit", "words", &format!("{name}={value}")]);
            assert!(run.status.success(), "{name}: {}", said(&run));
            let word = ["severity", "likelihood", "detection"][at];
            let text = String::from_utf8(world.files()["playbooks/page.toml"].clone()).unwrap();
            assert!(text.contains(&format!("{word} = {value}\n")), "{name}: {text}");
            let found =
                world.run(&["list", "--columns", "id", "--where", &format!("{name}<={value} id=words")]);
            assert_eq!(String::from_utf8(found.stdout).unwrap(), "ID\nwords\n", "{name}");
        }
    }
    let run = world().run(&["add", "Disk full", "--set", "s=8"]);
    assert!(run.status.success(), "{}", said(&run));
    let run = world().run(&["edit", "often", "accepted_by=cto", "accepted.until=2027-01-01"]);
    assert!(run.status.success(), "{}", said(&run));
}

#[test]
fn what_is_no_rating_is_refused_with_the_range_and_the_levels() {
    let world = world();
    for args in [
        &["edit", "often", "s=11"][..],
        &["edit", "often", "severity=0"],
        &["edit", "often", "severity=7.5"],
        &["edit", "often", "residual.s=-1"],
        &["add", "Disk full", "--severity", "11"],
    ] {
        let run = world.run(args);
        assert_eq!(run.status.code(), Some(2), "{args:?}");
        let said = said(&run);
        assert!(said.contains("is not a number from 1 to 10"), "{args:?}: {said}");
        assert!(
            said.contains("write one of `low`, `medium`, `high`, or a number from 1 to 10"),
            "{args:?}: {said}"
        );
        assert!(said.lines().count() <= 3, "{args:?}: {said}");
    }
    let run = world.run(&["edit", "often", "severity=dreadful"]);
    assert!(said(&run).contains("or a number from 1 to 10"), "{}", said(&run));
    let lines = |value: &str| {
        let text = format!("[failure.a]\nproblem = \"p\"\nseverity = {value}\n");
        let lines = World::of(&text).lines();
        lines.into_iter().find(|line| line.contains("a.severity")).unwrap()
    };
    let choices = "(write one of `low`, `medium`, `high`, or a number from 1 to 10)";
    assert!(lines("11").contains("`11` is not a number from 1 to 10") && lines("11").contains(choices));
    assert!(lines("\"dreadful\"").contains(choices), "{}", lines("\"dreadful\""));
    assert!(lines("\"9\"").contains("(write the number without quotes: 9)"), "{}", lines("\"9\""));
}

/// The numbers themselves come back as well where nobody knows the failures.
#[test]
fn a_new_workspace_reads_the_numbers() {
    let world = world();
    for columns in ["id,problem,severity,likelihood,detection", "id,problem,s,o,d,rpn"] {
        let csv = world.run(&["export", "csv", "--columns", columns]).stdout;
        let mut texts = Texts::new();
        texts.import("a.csv", csv);
        let workspace = texts.open();
        let worst = workspace.book().failures.get("worst").unwrap();
        assert_eq!(worst.severity.as_ref().unwrap().written(), Some(10), "{columns}");
        assert_eq!(worst.detection.as_ref().unwrap().written(), Some(5), "{columns}");
        let likelihood = worst.likelihood.as_ref().unwrap().as_written().into_owned();
        let expected = if columns.contains("likelihood") { "2 (on leap days), otherwise 1" } else { "2" };
        assert_eq!(likelihood, expected, "{columns}");
    }
}
