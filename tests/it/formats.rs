//! One report through every format: one look shows what each format is. `UPDATE=1` writes the samples anew.

use std::collections::BTreeSet;
use std::fs;

use faultbook::export::FORMATS;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Kind;
use faultbook::model::begins_formula;
use faultbook::model::is_terminal_control;
use faultbook::rank;
use faultbook::report::Column;
use faultbook::report::FIELDS;
use faultbook::report::ReportOptions;
use faultbook::report::Verdict;
use faultbook::workspace::Workspace;

use crate::foreign::Texts;
use crate::payloads::FORMULAS;
use crate::payloads::escaped;
use crate::payloads::where_any_text_may_stand;
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
    let view = ReportOptions::new(rank::find("matrix").unwrap(), today());
    // What is no text is read back in `xlsx`.
    for format in FORMATS.iter().filter(|format| !format.binary) {
        let Some(write) = format.report else { continue };
        let mut out = Vec::new();
        write(&workspace.report(view.clone()), &mut out).unwrap();
        check(&format!("report.{}", format.id), &out);
        let columns = ["priority", "x-team", "actions", "status"]
            .map(|name| Column::parse(Kind::Failure, name).unwrap())
            .to_vec();
        let mut out = Vec::new();
        write(&workspace.report(view.clone().columns(columns).all(true)), &mut out).unwrap();
        check(&format!("columns.{}", format.id), &out);
    }
}

#[test]
fn one_verdict_through_every_format() {
    let world = World::of(&format!("{HOSTILE}\n[failure.plain]\nproblem = \"x\"\n"));
    let verdict = world.open().lint(RULES, Facts::new(today()).dated(true));
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

/// What a spreadsheet would take for a formula never begins a cell, in whatever column, and import gives the text back.
#[test]
fn csv_is_harmless_and_loses_nothing() {
    let write = faultbook::export::find("csv").unwrap().report.unwrap();
    let export = |workspace: &Workspace, columns: Vec<Column>| {
        let view = ReportOptions::new(rank::find("severity-first").unwrap(), today());
        let mut out = Vec::new();
        write(&workspace.report(view.columns(columns).all(true)), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let records = |csv: &str| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let mut reached = BTreeSet::new();
    for (number, formula) in FORMULAS.iter().enumerate() {
        let own = format!(
            "[failure.orders-store-times-out]\nx-a = \"{0}\"\n\"x-{0}\" = [\"{0}\"]\nx-b = {{ \"{0}\" = \"{0}\" }}\n",
            escaped(formula)
        );
        let (config, playbook) = where_any_text_may_stand(|_| escaped(formula));
        let playbook = playbook.replace("[failure.orders-store-times-out]\n", &own);
        let workspace = Workspace::from_texts(&config, [("playbooks/page.toml", playbook.as_str())]);
        let names = FIELDS.iter().map(|field| field.name.to_owned());
        let names = names.chain(["x-a".to_owned(), "x-b".to_owned(), format!("x-{formula}")]);
        let all =
            export(&workspace, names.map(|name| Column::parse(Kind::Failure, &name).unwrap()).collect());
        assert!(!all.replace("\r\n", "").contains(is_terminal_control), "a terminal obeys: {all:?}");
        for record in records(&all) {
            for (column, cell) in record.iter().enumerate() {
                assert!(
                    cell.parse::<f64>().is_ok() || !begins_formula(cell),
                    "{number} {formula:?}: {cell:?}"
                );
                reached.extend(cell.starts_with(['\'', '•']).then_some(column));
            }
        }
        let names = ["id", "problem", "risk", "severity", "owner", "x-a"];
        let csv = export(
            &workspace,
            names.iter().map(|name| Column::parse(Kind::Failure, name).unwrap()).collect(),
        );
        // Imported into a workspace that knows nothing of it, it is exported in the same bytes.
        let mut texts = Texts::new();
        texts.import("a.csv", &csv);
        let back = export(
            &texts.open(),
            names.iter().map(|name| Column::parse(Kind::Failure, name).unwrap()).collect(),
        );
        assert_eq!(back, csv, "{formula:?}\n{texts:?}");
        // A workbook carries the same texts.
        let columns = || names.iter().map(|name| Column::parse(Kind::Failure, name).unwrap()).collect();
        let mut workbook = Vec::new();
        let view = ReportOptions::new(workspace.method(), today()).columns(columns()).all(true);
        let write = faultbook::export::find("xlsx").unwrap().report.unwrap();
        write(&workspace.report(view), &mut workbook).unwrap();
        let mut texts = Texts::new();
        texts.import("a.xlsx", &workbook);
        assert_eq!(export(&texts.open(), columns()), csv, "{formula:?} in a workbook");
    }
    // Text of people stands at least in these; ratings, dates and numbers hold none.
    assert!(reached.len() >= 14, "{reached:?}");
}

/// Addresses are links in Markdown, and nothing else calls anybody: read as a reader of Markdown reads it.
#[test]
fn addresses_in_markdown_are_links_and_nothing_else_calls() {
    use pulldown_cmark::Event;
    use pulldown_cmark::Options;
    use pulldown_cmark::Parser;
    use pulldown_cmark::Tag;
    use pulldown_cmark::TagEnd;
    for address in [
        "https://example.com/a#b",
        "https://medium.com/@user/x",
        "mailto:a@b.example",
        "https://portal.example/#@tenant/resource/~a_b_c*d*/[e]/f(g)",
        "https://x.example/?q=a#b|b",
        "https://x.example/#:~:text=a,b&c=d$e$",
        "http://user@x.example:8080/issues/12#issuecomment-1",
    ] {
        for text in [
            address.to_owned(),
            format!("see {address}, or ask @me about #12"),
            format!("<{address}>: fixes #1"),
            format!("[@me]({address}) ![#3]({address})"),
            format!("**{address}** `{address}` ~~{address}~~"),
            format!("@a {address}\n@b {address} GH-1"),
            format!("closes {address} | @me | #2"),
        ] {
            let world = World::of(&format!("[failure.a]\nproblem = \"p\"\nreferences = [{text:?}]\n"));
            let columns = vec![
                Column::parse(Kind::Failure, "id").unwrap(),
                Column::parse(Kind::Failure, "references").unwrap(),
            ];
            let view = ReportOptions::new(rank::find("matrix").unwrap(), today()).columns(columns);
            let mut out = Vec::new();
            let write = faultbook::export::find("markdown").unwrap().report.unwrap();
            write(&world.open().report(view), &mut out).unwrap();
            let written = String::from_utf8(out).unwrap();
            let (mut links, mut words, mut cells, mut is_link) = (Vec::new(), String::new(), 0, false);
            for event in Parser::new_ext(&written, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
                match event {
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        links.push(dest_url.into_string());
                        is_link = true;
                    }
                    Event::End(TagEnd::Link) => is_link = false,
                    Event::Start(Tag::TableCell) => cells += 1,
                    Event::Text(text) if !is_link => words.push_str(&text),
                    Event::InlineHtml(html) => {
                        assert!(html.as_ref() == "<br>" || html.starts_with("<!-- said a "), "{written}")
                    }
                    Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Image { .. })
                    | Event::Code(_) => panic!("{written}"),
                    _ => {}
                }
            }
            assert_eq!(cells, 4, "{written}");
            // A pipe would end the cell, and so ends an address.
            let address = address.split('|').next().unwrap();
            assert_eq!(links, vec![address; text.matches(address).count()], "{written}");
            let calls = ["@me", "@a", "@b", "#1", "#2", "#3"].into_iter().find(|call| words.contains(call));
            assert_eq!(calls, None, "{written}");
            assert!(!written.contains("closes <") && !written.contains("closes http"), "{written}");
        }
    }
}
