//! What methods say of failures: in lists, in columns, in JSON, and after the planned actions.

use faultbook::model::Kind;
use faultbook::rank;
use faultbook::rank::METHODS;
use faultbook::rank::Why;
use faultbook::report::Column;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

use crate::world::World;
use crate::world::faultbook;
use crate::world::today;

/// Ratings as levels and as numbers, with and without a detection, an estimate and a way down.
const PLAYBOOK: &str = r#"
[failure.numbers]
problem = "Writes time out"
severity = 7
likelihood = { level = 5, when = "under load", otherwise = "rare" }
detection = 4
preventative = [{ use = "scale" }, "Move bulk writes"]
estimate = { detect = "30m", repair = "120m", affected = "20%", every = "120d" }

[failure.levels]
problem = "A zone is gone"
severity = "high"
likelihood = "rare"
[failure.levels.residual]
severity = "medium"
detection = "paged"

[failure.certain]
problem = "Customers see each other's orders"
severity = 10
likelihood = 10
detection = 10
estimate = { detect = "1d", repair = "30m", affected = "2%", every = "90d" }
reactive = [{ action = "Close the shop", status = "in-place", reduces = { severity = "low" } }]

[failure.unrated]
problem = "Nobody looked at it yet"
estimate = { detect = "5m", repair = "2h" }

[action.scale]
action = "Scale by itself"
status = "planned"
reduces = { likelihood = "rare", detection = 2 }
"#;

/// A column of each failure, by id.
fn column(workspace: &Workspace, name: &str) -> Vec<String> {
    let report = workspace.report(ReportOptions::new(rank::DEFAULT, today()));
    let column = Column::parse(Kind::Failure, name).unwrap();
    let mut cells: Vec<(String, String)> = report
        .rows
        .iter()
        .map(|row| (row.failure().id.to_string(), column.value(row).to_text().into_owned()))
        .collect();
    cells.sort();
    cells.into_iter().map(|(_, cell)| cell).collect()
}

#[test]
fn columns_hold_the_numbers_before_and_after() {
    let workspace = World::of(PLAYBOOK).open();
    let expected = [
        // By id:          certain, levels, numbers, unrated.
        ("s", ["10", "9", "7", ""]),
        ("o", ["10", "2", "5", ""]),
        ("d", ["10", "", "4", ""]),
        ("rpn", ["1000", "180", "140", ""]),
        ("ap", ["high", "high", "medium", ""]),
        ("bad_minutes", ["119.32", "", "91.31", ""]),
        ("residual_severity", ["", "medium", "7 medium", ""]),
        ("residual_likelihood", ["", "rare", "rare", ""]),
        ("residual_detection", ["", "paged", "2 paged", ""]),
        ("residual_priority", ["", "low", "low", ""]),
        ("residual_s", ["", "6", "7", ""]),
        ("residual_o", ["", "2", "2", ""]),
        ("residual_d", ["", "3", "2", ""]),
        ("residual_rpn", ["", "36", "28", ""]),
        ("residual_ap", ["", "low", "low", ""]),
    ];
    for (name, cells) in expected {
        assert_eq!(column(&workspace, name), cells, "{name}");
    }
}

#[test]
fn each_method_orders_by_its_own_score() {
    let world = World::of(PLAYBOOK);
    assert_eq!(world.list("matrix"), ["unrated", "certain", "levels", "numbers"]);
    assert_eq!(world.list("severity-first"), ["unrated", "certain", "levels", "numbers"]);
    assert_eq!(world.list("rpn"), ["unrated", "certain", "levels", "numbers"]);
    assert_eq!(world.list("action-priority"), ["unrated", "certain", "levels", "numbers"]);
    assert_eq!(
        world.list("bad-minutes"),
        ["certain", "numbers", "unrated", "levels"],
        "no estimate comes last"
    );
}

/// The reasons of all methods for one failure, by the id of the method.
fn reasons(workspace: &Workspace, id: &str) -> Vec<String> {
    let report = workspace.report(ReportOptions::new(rank::DEFAULT, today()));
    let row = report.rows.iter().find(|row| row.failure().id.as_str() == id).unwrap();
    let why = |method| {
        let Why { method, reason, relief, .. } = Why::new(method, &row.case, workspace.config());
        format!("{method}: {reason}; {}", relief.unwrap_or_default())
    };
    METHODS.iter().map(why).collect()
}

#[test]
fn every_method_says_its_arithmetic_and_what_lowers_it() {
    let workspace = World::of(PLAYBOOK).open();
    assert_eq!(
        reasons(&workspace, "numbers"),
        [
            "action-priority: medium for severity 7, occurrence 5, detection 4; severity medium (6) would make it low",
            "bad-minutes: (30 + 120 min) × 20 % of users × 3.04 incidents a year = 91.31 bad minutes a year; every minute sooner that it is detected or repaired saves 0.61 bad minutes a year",
            "matrix: severity medium × likelihood likely gives medium in the matrix; severity low would make it low",
            "rpn: severity 7 × occurrence 5 × detection 4 = 140; detection paged (3) would make it 105 instead of 140",
            "severity-first: severity medium first, then likelihood likely; likelihood not-likely would put it behind those of severity medium and likelihood likely",
        ]
    );
    let levels = reasons(&workspace, "levels");
    assert!(levels[0].starts_with("action-priority: high for severity 9, occurrence 2, detection 10 (no detection is written, so 10 counts)"), "{levels:#?}");
    assert!(levels[1].starts_with("bad-minutes: it has no estimate"), "{levels:#?}");
    assert!(levels[3].contains("= 180 (no detection is written, so 10 counts)"), "{levels:#?}");
    let unrated = reasons(&workspace, "unrated");
    assert!(unrated[1].starts_with("bad-minutes: its estimate lacks affected and every"), "{unrated:#?}");
    assert!(unrated[3].starts_with("rpn: it has neither a severity nor a likelihood; "), "{unrated:#?}");
}

/// What a method says would lower a failure does lower it: the change is made, and the score compared.
#[test]
fn what_is_said_to_lower_a_number_lowers_it() {
    let scales = faultbook::model::Scales::default();
    let mut tried = 0;
    for severity in scales.severity.levels() {
        for likelihood in scales.likelihood.levels() {
            for detection in scales.detection.levels() {
                let playbook = |severity: &str, likelihood: &str, detection: &str| {
                    format!(
                        "[failure.a]\nproblem = \"p\"\nseverity = \"{severity}\"\nlikelihood = \"{likelihood}\"\ndetection = \"{detection}\"\n"
                    )
                };
                let now = [severity.name(), likelihood.name(), detection.name()];
                let open = |[s, l, d]: [&str; 3]| {
                    Workspace::from_texts("format = 1", [("playbooks/a.toml", playbook(s, l, d).as_str())])
                };
                let workspace = open(now);
                for id in ["rpn", "action-priority"] {
                    let method = rank::find(id).unwrap();
                    let report = workspace.report(ReportOptions::new(method, today()));
                    let Some(relief) = (method.relief)(&report.rows[0].case, workspace.config()) else {
                        continue;
                    };
                    // "likelihood rare (2) would make it low"; "severity low (3) or detection paged (3) would make it …".
                    for change in relief.split("; ").flat_map(|said| said.split(" or ")) {
                        let mut words = change.split(' ');
                        let (what, level) = (words.next().unwrap(), words.next().unwrap());
                        let mut then = now;
                        then[["severity", "likelihood", "detection"]
                            .iter()
                            .position(|name| *name == what)
                            .unwrap()] = level;
                        let changed = open(then);
                        let after = changed.report(ReportOptions::new(method, today()));
                        let key =
                            |report: &faultbook::report::Report<'_>| (method.key)(&report.rows[0].case)[0];
                        assert!(key(&after) < key(&report), "{id} {now:?}: {relief}");
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 60, "{tried}");
}

#[test]
fn json_carries_the_scores_of_all_methods_before_and_after() {
    let world = World::of(PLAYBOOK);
    let run = faultbook(world.path()).args(["list", "--json", "--by", "rpn"]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let of = |id: &str| json["failures"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap();
    let numbers = of("numbers");
    assert_eq!(numbers["score"], 140.0);
    assert_eq!(numbers["numbers"], serde_json::json!({"severity": 7, "likelihood": 5, "detection": 4}));
    assert_eq!(numbers["scores"]["action-priority"], "medium");
    assert_eq!(numbers["scores"]["rpn"], 140.0);
    assert!((numbers["scores"]["bad-minutes"].as_f64().unwrap() - 91.3125).abs() < 1e-9);
    assert_eq!(numbers["after"]["priority"], "low");
    assert_eq!(numbers["after"]["scores"]["rpn"], 28.0);
    assert_eq!(of("unrated")["scores"]["rpn"], serde_json::Value::Null);
    assert_eq!(of("certain")["after"], serde_json::Value::Null, "what is in place is counted already");
}

#[test]
fn a_list_says_how_many_failures_have_no_score() {
    let world = World::of(PLAYBOOK);
    let run = faultbook(world.path()).args(["list", "--by", "bad-minutes"]).output().unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("2 of 4 failures lack what `bad minutes a year` is made of"), "{said}");
    let listed = String::from_utf8(run.stdout).unwrap();
    assert!(listed.starts_with("PRIORITY  BAD MINUTES A YEAR"), "{listed}");
}
