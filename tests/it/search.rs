//! `search` finds what a plain look at every word finds, whatever is typed.

use std::collections::BTreeSet;

use faultbook::rank;
use faultbook::report::ReportOptions;
use faultbook::text_match::Query;
use faultbook::workspace::Workspace;

use crate::payloads::escaped;
use crate::world::World;
use crate::world::today;

/// What SQL, FTS5 and their tokenizers may trip over; each is tried alone and amid words.
const PARTS: &[&str] = &[
    "' OR 1=1--",
    "\"; DROP TABLE failures; --",
    "'; DELETE FROM search WHERE 'a'='a",
    "NEAR(orders timeout, 2)",
    "NEAR/5",
    "orders NEAR timeout",
    "orders AND timeout",
    "orders OR zone",
    "NOT orders",
    "AND",
    "OR",
    "NOT",
    "*",
    "ord*",
    "*ord",
    "^orders",
    "-orders",
    "+orders",
    "id:zone",
    "{id title}: zone",
    "- {id}: zone",
    "\"orders",
    "orders\"",
    "\"\"\"\"",
    "'",
    "''",
    "\\",
    "%",
    "_",
    "%orders%",
    "ord_rs",
    "(orders",
    "orders)",
    "((((((((((",
    "orders;",
    ";",
    "--",
    "/*",
    "*/",
    "/* orders */",
    "?",
    "?1",
    ":a",
    "@a",
    "$a",
    "#",
    "orders\0timeout",
    "\0",
    "\u{1b}[31m",
    "\u{202e}sredro",
    "\u{200b}",
    "ord\u{200b}ers",
    "\u{feff}orders",
    "ÜBERLAST",
    "überlast",
    "u\u{308}berlast",
    "ﬁlesystem",
    "filesystem",
    "İstanbul",
    "istanbul",
    "ſtraße",
    "STRASSE",
    "ΣΊΣΥΦΟΣ",
    "σίσυφος",
    "網路",
    "故障",
    "網路故障",
    "ｏｒｄｅｒｓ",
    "𝐨𝐫𝐝𝐞𝐫𝐬",
    "👩‍🚒",
    "é",
    "e\u{301}",
    "\u{d7ff}",
    "\u{10ffff}",
    "x'00'",
    "0x1F",
    "1e999",
    "NULL",
    "SELECT * FROM failures",
    "UNION SELECT sql FROM sqlite_schema",
    "load_extension('x')",
    "ATTACH 'x' AS y",
    "PRAGMA user_version = 9",
    "rank MATCH 'bm25(9)'",
    "orders timeout",
    "timeout orders",
    "Orders, timeout!",
    "orders-store",
    "p99",
    "s",
    "ss",
    "a",
];

/// All that is typed: more than 200 texts.
pub(crate) fn payloads() -> Vec<String> {
    let amid = |part: &&str| [format!("orders {part}"), format!("{part}time")];
    let mut all: Vec<String> = PARTS.iter().map(|part| (*part).to_owned()).collect();
    all.extend(PARTS.iter().flat_map(amid));
    all.push("orders ".repeat(150_000));
    all.push("\"".repeat(1 << 20));
    all.push((0..150_000).map(|number| format!("w{number} ")).collect());
    assert!(all.len() > 200, "{}", all.len());
    all
}

/// A workspace in which many of them find something.
pub(crate) fn world() -> World {
    let texts = [
        ("orders-store-times-out", "Writes to the order store time out"),
        ("timeouts", "Timeouts of orders at p99"),
        ("zone-outage", "A zone goes dark, and orders with it"),
        ("ueberlast", "ÜBERLAST im Café der überlasteten Straße"),
        ("wang-lu", "網路故障 hits İstanbul"),
        ("sisyphus", "ΣΊΣΥΦΟΣ rolls files of a ﬁlesystem"),
        ("marks", "100 % of ord_rs' \"quotes\" -- and *stars*"),
        ("union", "SELECT and UNION and DROP and NEAR and NOT"),
    ];
    let mut playbook = String::new();
    for (at, (id, problem)) in texts.iter().enumerate() {
        playbook.push_str(&format!(
            "[failure.{id}]\nproblem = \"{}\"\nrisk = \"Users of {id} wait\"\nsources = [\"db-{at}\", \"Human error\"]\n\
             reactive = [\"Drain the zone\", {{ use = \"scale\" }}]\ntags = [\"t{at}\", \"orders\"]\n",
            escaped(problem)
        ));
    }
    playbook.push_str(
        "[component.db-0]\nname = \"Order store\"\n[action.scale]\naction = \"Scale the store up\"\n",
    );
    playbook.push_str("[flow.place-order]\nname = \"Place an order\"\n[role.on-call]\nduty = \"recovery\"\n");
    World::of(&playbook)
}

fn stem(word: &str) -> String {
    let ends = word.len() > 3 && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    word.strip_suffix('s').filter(|_| ends).unwrap_or(word).to_owned()
}

/// The words of a text, one after the other.
pub(crate) fn words(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    let lower = |part: &str| {
        part.chars().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()).collect()
    };
    parts.map(lower).collect()
}

/// The ids of the failures that a plain look finds, the best first.
fn reference(workspace: &Workspace, typed: &str) -> Vec<String> {
    let wanted: BTreeSet<String> = words(typed).iter().map(|word| stem(word)).collect();
    let report = workspace.report(ReportOptions::new(rank::find("matrix").unwrap(), today()));
    let book = workspace.book();
    let mut found = Vec::new();
    for (at, row) in report.rows.iter().enumerate() {
        let failure = row.failure();
        let mut texts = vec![(8, failure.id.to_string()), (8, failure.problem.clone())];
        texts.extend(failure.risk.iter().map(|risk| (4, risk.clone())));
        texts.extend(failure.tags.iter().map(|tag| (4, tag.clone())));
        for source in &failure.sources {
            texts.push((4, source.to_string()));
            let component = source.id().and_then(|id| book.components.get(id.as_str()));
            texts.extend(component.and_then(|component| component.name.clone()).map(|name| (4, name)));
        }
        for measure in &failure.reactive {
            texts.push((2, measure.text(book).into_owned()));
            if let faultbook::model::Measure::Shared { id } = measure {
                texts.push((2, id.to_string()));
            }
        }
        let weight = |word: &String| {
            let anywhere = word.chars().any(|letter| letter >= '\u{2e80}');
            let tokens =
                texts.iter().flat_map(|(weight, text)| words(text).into_iter().map(|token| (*weight, token)));
            let weigh = |(weight, token): (u32, String)| match () {
                () if stem(&token) == *word => Some(weight * 2),
                () if token.starts_with(word) => Some(weight),
                // What follows within a word without gaps may be the word whole.
                () if anywhere && token.contains(word) => {
                    Some(if token.ends_with(word) { weight * 2 } else { weight })
                }
                () => None,
            };
            tokens.filter_map(weigh).max()
        };
        let weights: Option<Vec<u32>> = wanted.iter().map(weight).collect();
        if let Some(weights) = weights.filter(|weights| !weights.is_empty()) {
            found.push((std::cmp::Reverse(weights.iter().sum::<u32>()), at, failure.id.to_string()));
        }
    }
    found.sort();
    found.into_iter().map(|(.., id)| id).collect()
}

#[test]
fn whatever_is_typed_finds_what_a_plain_look_finds() {
    let workspace = world().open();
    let report = workspace.report(ReportOptions::new(workspace.method(), today()));
    let (mut hits, mut misses) = (0, 0);
    for typed in payloads() {
        let found = report.search(&Query::new(&typed));
        let ids: Vec<String> =
            found.iter().filter(|hit| hit.row.is_some()).map(|hit| hit.entry.id.to_string()).collect();
        assert_eq!(ids, reference(&workspace, &typed), "{}", typed.chars().take(60).collect::<String>());
        hits += usize::from(!ids.is_empty());
        misses += usize::from(ids.is_empty());
    }
    assert!(hits > 60 && misses > 60, "{hits} payloads find something, {misses} nothing");
}

#[test]
fn the_binary_takes_any_words() {
    let world = world();
    let short = payloads().into_iter().filter(|typed| typed.len() < 1_000 && !typed.contains('\0'));
    for typed in short.step_by(9) {
        let output = world.run(&["search", "--json", "--limit", "0", "--", &typed]);
        assert_eq!(output.status.code(), Some(0), "{typed}: {output:?}");
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let hits = json["hits"].as_array().unwrap().iter().filter(|hit| hit["kind"] == "failure");
        let ids: Vec<_> = hits.map(|hit| hit["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids, reference(&world.open(), &typed), "{typed}");
    }
}

#[test]
fn ids_and_problems_come_before_actions_and_failures_before_the_rest() {
    let world = World::of(
        "[failure.a]\nproblem = \"Calm\"\nseverity = \"high\"\nlikelihood = \"likely\"\nreactive = [\"Drain the zone\"]\n\
         [failure.b]\nproblem = \"The zone is gone\"\n[failure.zone-c]\nproblem = \"x\"\nseverity = \"high\"\nlikelihood = \"likely\"\n\
         [failure.d]\nproblem = \"Old zone\"\nstatus = \"retired\"\n[component.e]\nname = \"Zone\"\n[flow.zone]\nname = \"f\"\n\
         [plan.zone-plan]\ntitle = \"t\"\n",
    );
    let found = |args: &[&str]| -> Vec<String> {
        let output = world.run(&[&["search", "zone", "--json"], args].concat());
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let name = |hit: &serde_json::Value| {
            format!("{}/{}", hit["kind"].as_str().unwrap(), hit["id"].as_str().unwrap())
        };
        json["hits"].as_array().unwrap().iter().map(name).collect()
    };
    // What is unrated comes first in the list, so it does among those that fit as well.
    let all = ["failure/b", "failure/zone-c", "failure/a", "component/e", "flow/zone", "plan/zone-plan"];
    assert_eq!(found(&[]), all);
    assert_eq!(found(&["--limit", "2"]), all[..2]);
    assert!(found(&["--all"]).contains(&"failure/d".to_owned()));
}

#[test]
fn nothing_found_says_what_may_have_been_meant() {
    let world = world();
    let said = |typed: &str| {
        let output = world.run(&["search", typed]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(said("tiemouts"), "note: nothing found: no entry holds `tiemout`; did you mean `timeouts`?\n");
    assert_eq!(said("istanbul p99"), "note: nothing found: no entry holds all of these words; try fewer\n");
    assert_eq!(said("qqqqqqqq"), "note: nothing found: no entry holds `qqqqqqqq`\n");
    assert_eq!(said("***"), said("…"));
}
