//! One report through every format: one look shows what each format is. `UPDATE=1` writes the samples anew.

use std::fs;

use faultbook::export::FORMATS;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::rank;
use faultbook::report::Column;
use faultbook::report::Verdict;
use faultbook::report::View;

use crate::world::World;
use crate::world::today;

/// Text that each format must take as text.
const HOSTILE: &str = r#"
[playbook]
title = "Hostile"

[component.db]
name = "=cmd()"

[action.scale-up]
action = "@here Scale up"
owner = "sre"

[failure.formula]
problem = "=HYPERLINK(\"https://x\")"
risk = "a | b\nc"
sources = ["db", "Human, error"]
severity = "high"
likelihood = { level = "likely", when = "on `Fridays`", otherwise = "rare" }
reactive = [{ use = "scale-up" }, "+1"]
owner = "-team"
x-team = "<b>red</b>"

[failure.plain]
problem = "Zone outage"
status = "retired"

[failure.taken]
problem = "'quoted' and fixes #12"
severity = 3
[failure.taken.accepted]
by = "cto"
until = 2026-12-31
"#;

fn check(sample: &str, written: &[u8]) {
    let path = format!("tests/fixtures/formats/{sample}");
    let written = String::from_utf8(written.to_vec()).unwrap();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, expected, "{path}: UPDATE=1 writes it anew");
}

#[test]
fn one_report_through_every_format() {
    let world = World::of(HOSTILE).file("faultbook.toml", "format = 1\nworkload = \"Shop\"\n");
    let workspace = world.open();
    let view = View::new(rank::find("matrix").unwrap(), today());
    for format in FORMATS {
        let Some(write) = format.report else { continue };
        let mut out = Vec::new();
        write(&workspace.report(view.clone()), &mut out).unwrap();
        check(&format!("report.{}", format.id), &out);
        let columns =
            ["priority", "x-team", "actions", "status"].map(|name| Column::parse(name).unwrap()).to_vec();
        let mut out = Vec::new();
        write(&workspace.report(View { columns, all: true, ..view.clone() }), &mut out).unwrap();
        check(&format!("columns.{}", format.id), &out);
    }
}

#[test]
fn one_verdict_through_every_format() {
    let world = World::of(&format!("{HOSTILE}\n[failure.plain]\nproblem = \"x\"\n"));
    let verdict = world.open().lint(RULES, Facts { today: today(), dated: true });
    let verdict = Verdict { prefix: "teams/a b/".into(), hints: true, ..verdict };
    for format in FORMATS {
        let Some(write) = format.verdict else { continue };
        let mut out = Vec::new();
        write(&verdict, &mut out).unwrap();
        if format.id == "sarif" {
            out = without_rules(&String::from_utf8(out).unwrap()).into_bytes();
        }
        check(&format!("verdict.{}", format.id), &out);
    }
}

/// SARIF without the pages of the rules, their numbers and the version, so that the sample holds what is its own.
fn without_rules(sarif: &str) -> String {
    let (before, rest) = sarif.split_once("\"rules\": [").unwrap();
    let (_, after) = rest.split_once("\n          ]").unwrap();
    let changes = |line: &&str| !line.contains("\"ruleIndex\": ") && !line.contains("\"semanticVersion\": ");
    let whole = format!("{before}\"rules\": []{after}");
    whole.lines().filter(changes).map(|line| format!("{line}\n")).collect()
}

/// What a spreadsheet would take for a formula never begins a cell, and import gives the text back.
#[test]
fn csv_is_harmless_and_loses_nothing() {
    let problems =
        ["=1+1", "+1", "-1", "@x", "\ttab", "＝1", "－1", "'=1", "''x", "plain", "a\"b", "a;b,c", "- b"];
    let text: String = problems
        .iter()
        .enumerate()
        .map(|(index, problem)| {
            format!("[failure.f{index:02}]\nproblem = {}\n", serde_json::Value::from(*problem))
        })
        .collect();
    let world = World::of(&text);
    let workspace = world.open();
    let mut out = Vec::new();
    let view = View::new(rank::find("matrix").unwrap(), today());
    let columns = vec![
        Column::parse("id").unwrap(),
        Column::parse("problem").unwrap(),
        Column::parse("severity").unwrap(),
    ];
    let write = faultbook::export::find("csv").unwrap().report.unwrap();
    write(&workspace.report(View { columns, ..view }), &mut out).unwrap();
    let csv = String::from_utf8(out).unwrap();
    for line in csv.lines().skip(1) {
        let cell = line.split("\",\"").nth(1).unwrap();
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']), "{line}");
    }
    let source = faultbook::import::for_file("a.csv").unwrap();
    let import =
        faultbook::import::import(source, "a.csv", &csv, workspace.config(), World::new().open().book());
    let back: Vec<_> = import.playbook.failures.iter().map(|failure| failure.problem.as_str()).collect();
    let trimmed: Vec<_> = problems.iter().map(|problem| problem.trim()).collect();
    assert_eq!(back, trimmed);
}
