//! SARIF and JSON of findings: well-formed, true, and known again from run to run.

use std::collections::BTreeSet;

use faultbook::export;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::lint::Rule;
use faultbook::report::Verdict;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use serde_json::json;

use crate::properties::pieces;
use crate::world::World;
use crate::world::today;

fn verdict(world: &World) -> Verdict {
    world.open().lint(RULES, Facts::new(today()).dated(true))
}

fn written(format: &str, verdict: &Verdict) -> String {
    let mut out = Vec::new();
    export::find(format).unwrap().verdict.unwrap()(verdict, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A text as JSON, unless a key stands twice in an object: what is read would be shorter than what was written.
fn read(text: &str) -> Result<Value, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut again = Vec::new();
    export::write_json(&value, &mut again).unwrap();
    if again.len() == text.len() { Ok(value) } else { Err("a key is written twice".into()) }
}

fn ensure(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

fn text<'a>(value: &'a Value, pointer: &str) -> Result<&'a str, String> {
    let text = value.pointer(pointer).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| format!("{pointer} is no text"))
}

fn list<'a>(value: &'a Value, pointer: &str) -> Result<&'a [Value], String> {
    let list = value.pointer(pointer).and_then(Value::as_array);
    list.map(Vec::as_slice).ok_or_else(|| format!("{pointer} is no list"))
}

fn one_of(value: &Value, pointer: &str, words: &[&str]) -> Result<(), String> {
    ensure(words.contains(&text(value, pointer)?), pointer)
}

/// What the schema, the validator and GitHub ask of what we write.
fn check(sarif: &Value) -> Result<(), String> {
    ensure(sarif["version"] == "2.1.0" && list(sarif, "/runs")?.len() == 1, "version and runs")?;
    let run = &sarif["runs"][0];
    text(run, "/tool/driver/name")?;
    text(run, "/tool/driver/semanticVersion")?;
    ensure(text(run, "/automationDetails/id")?.ends_with('/'), "the category ends with a slash")?;
    ensure(run["columnKind"] == "unicodeCodePoints", "columnKind")?;
    let rules = list(run, "/tool/driver/rules")?;
    let levels = ["error", "warning", "note"];
    for rule in rules {
        let id = text(rule, "/id")?;
        ensure(rule.get("name").is_none_or(|name| !name.as_str().unwrap().eq_ignore_ascii_case(id)), "name")?;
        for key in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
            text(rule, key)?;
        }
        ensure(text(rule, "/shortDescription/text")?.ends_with('.'), "a sentence ends with a full stop")?;
        one_of(rule, "/defaultConfiguration/level", &levels)?;
        one_of(rule, "/properties/precision", &["very-high", "high", "medium", "low"])?;
        one_of(rule, "/properties/problem.severity", &["error", "warning", "recommendation"])?;
        ensure((1..=10).contains(&list(rule, "/properties/tags")?.len()), "tags")?;
    }
    let ids: BTreeSet<_> = rules.iter().map(|rule| rule["id"].as_str()).collect();
    ensure(ids.len() == rules.len(), "two rules have one id")?;
    let mut known = BTreeSet::new();
    for result in list(run, "/results")? {
        let id = text(result, "/ruleId")?;
        match result.get("ruleIndex") {
            Some(index) => ensure(rules[index.as_u64().unwrap() as usize]["id"] == id, "ruleIndex")?,
            None => ensure(!ids.contains(&Some(id)), "ruleIndex is missing")?,
        }
        one_of(result, "/level", &levels)?;
        text(result, "/message/text")?;
        let places = list(result, "/locations")?;
        ensure(places.len() == 1, "locations")?;
        let related =
            result.get("relatedLocations").map_or(Ok(&[][..]), |_| list(result, "/relatedLocations"))?;
        places.iter().chain(related).try_for_each(|place| check_place(run, place))?;
        related.iter().try_for_each(|place| text(place, "/message/text").map(|_| ()))?;
        let fingerprint = text(result, "/partialFingerprints/primaryLocationLineHash")?;
        ensure(fingerprint == text(result, "/partialFingerprints/faultbookEntry~1v1")?, "fingerprints")?;
        ensure(known.insert(fingerprint), "a fingerprint is not unique")?;
    }
    Ok(())
}

fn check_place(run: &Value, place: &Value) -> Result<(), String> {
    let base = text(place, "/physicalLocation/artifactLocation/uriBaseId")?;
    ensure(run["originalUriBaseIds"].get(base).is_some(), "uriBaseId")?;
    let uri = text(place, "/physicalLocation/artifactLocation/uri")?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
    let escapes = uri
        .split('%')
        .skip(1)
        .all(|rest| rest.get(..2).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit())));
    ensure(uri.bytes().all(plain) && escapes && !uri.starts_with('/'), "uri")?;
    let number = |key: &str| place["physicalLocation"]["region"][key].as_u64().filter(|number| *number >= 1);
    let start = number("startLine").zip(number("startColumn"));
    let end = number("endLine").zip(number("endColumn"));
    ensure(start.is_some() && end >= start, "region")?;
    for logical in place.get("logicalLocations").and_then(Value::as_array).into_iter().flatten() {
        let (kind, id) = (text(logical, "/kind")?, text(logical, "/name")?);
        ensure(
            text(logical, "/fullyQualifiedName")?.starts_with(&format!("{kind}/{id}")),
            "logicalLocations",
        )?;
    }
    Ok(())
}

/// What the page of the JSON format promises.
fn check_json(json: &Value) -> Result<(), String> {
    ensure(json["version"] == 1, "version")?;
    let mut counts = json!({ "deny": 0, "warn": 0, "hint": 0 });
    for finding in list(json, "/findings")? {
        let level = text(finding, "/level")?;
        let count = counts.get_mut(level).ok_or("level")?;
        *count = json!(count.as_u64().unwrap() + 1);
        for key in ["/rule", "/subject", "/file", "/message"] {
            text(finding, key)?;
        }
        for key in ["field", "help"] {
            ensure(finding.get(key).is_some_and(|value| value.is_null() || value.is_string()), key)?;
        }
        let place = |line: &str, column: &str| {
            let number = |key: &str| finding[key].as_u64().filter(|number| *number >= 1);
            number(line).zip(number(column))
        };
        let (start, end) = (place("line", "column"), place("end_line", "end_column"));
        ensure(start.is_some() && end >= start, "place")?;
        for related in list(finding, "/related")? {
            text(related, "/file").and(text(related, "/message"))?;
        }
    }
    ensure(json["counts"] == counts, "counts")
}

/// The fingerprints, sorted.
fn fingerprints(world: &World) -> Vec<String> {
    let sarif: Value = serde_json::from_str(&written("sarif", &verdict(world))).unwrap();
    let of = |result: &Value| result["partialFingerprints"]["faultbookEntry/v1"].as_str().unwrap().to_owned();
    let mut all: Vec<String> = list(&sarif, "/runs/0/results").unwrap().iter().map(of).collect();
    all.sort();
    all
}

/// Where the findings stand.
fn places(world: &World) -> Vec<(String, usize)> {
    verdict(world)
        .findings
        .iter()
        .map(|finding| (finding.span.file.to_string(), finding.span.start.line))
        .collect()
}

/// Entries with something wrong in most of them, some of it more than once.
fn entries() -> impl Strategy<Value = Vec<String>> {
    let field = select(vec![
        "severity = \"hgih\"\n",
        "sources = [\"nobody\", \"noone\"]\n",
        "owner = 3\n",
        "risk = \"r\"\n",
        "rsik = \"r\"\n",
        "\"網 %0A\" = 1\n",
        "likelihood = \n",
        "cause = \"not closed\n",
        "flows = [\"f\", \"f\"]\n",
        "allow = { no-owner = \"r\" }\n",
        "x-a = \"\u{202e}\"\n",
    ]);
    let head = select(vec![
        "failure.a",
        "failure.b",
        "failure.c",
        "component.a",
        "flow.f",
        "action.a",
        "failur.a",
        "failure.A",
    ]);
    let entry = (head, prop::collection::vec(field, 0..4))
        .prop_map(|(head, fields)| format!("[{head}]\nproblem = \"p\"\n{}\n", fields.concat()));
    prop::collection::vec(entry, 1..6)
}

/// A file holds all rules with their pages, so a case takes its time.
fn cases() -> u32 {
    if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 40 }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn any_findings_are_written_well(playbook in pieces(), config in pieces(), name in "[a-zA-Z é%#?\u{1}\u{202e}]{1,6}") {
        let world = World::of(&playbook)
            .file("faultbook.toml", format!("format = 1\n{config}"))
            .file(&format!("playbooks/{name}.toml"), &playbook);
        let verdict = verdict(&world);
        for (format, check) in [("sarif", check as fn(&Value) -> _), ("json", check_json)] {
            let value = read(&written(format, &verdict)).map_err(TestCaseError::fail)?;
            check(&value).map_err(TestCaseError::fail)?;
            let results = value.pointer("/runs/0/results").or(value.get("findings"));
            prop_assert_eq!(results.and_then(Value::as_array).map(Vec::len), Some(verdict.findings.len()));
        }
    }

    /// Lines move, an entry is added, the file is renamed: what was known stays known.
    #[test]
    fn fingerprints_stay(entries in entries(), at in any::<prop::sample::Index>(), config in "(owner = 3\n|x = \n){0,2}") {
        let config = format!("format = 1\n{config}");
        let world = |name: &str, text: String| World::new().file("faultbook.toml", &config).file(name, text);
        let before = world("playbooks/page.toml", entries.concat());
        let known = fingerprints(&before);

        let moved = world("playbooks/page.toml", format!("# One line,\n# and another.\n\n{}", entries.concat()));
        prop_assert_eq!(&fingerprints(&moved), &known);
        let renamed = world("playbooks/renamed.toml", entries.concat());
        prop_assert_eq!(&fingerprints(&renamed), &known);
        // The check itself: lines and files would not do.
        let in_config = |(file, _): &(String, usize)| file == "faultbook.toml";
        prop_assert!(places(&before).iter().all(in_config) || places(&moved) != places(&before));
        prop_assert!(places(&before).iter().all(in_config) || places(&renamed) != places(&before));

        let mut longer = entries.clone();
        longer.insert(at.index(entries.len()), "[component.another]\nname = \"Another\"\n\n".into());
        let longer = fingerprints(&world("playbooks/page.toml", longer.concat()));
        let lost: Vec<_> = known.iter().filter(|one| !longer.contains(one)).collect();
        prop_assert!(lost.is_empty(), "{lost:?}");
    }
}

/// The checks themselves: each part of a sound file, once spoilt, is noticed.
#[test]
fn what_is_spoilt_is_noticed() {
    let world = World::of("[failure.a]\nproblem = 3\n[failure.a]\nproblem = \"x\"\nowner = 4\n");
    let sarif = read(&written("sarif", &verdict(&world))).unwrap();
    assert_eq!(check(&sarif), Ok(()));
    let result = "/runs/0/results/0";
    let place = format!("{result}/locations/0/physicalLocation");
    let second = sarif["runs"][0]["results"][1]["partialFingerprints"].clone();
    let spoilt = [
        ("/version".to_owned(), json!("2.0.0")),
        ("/runs/0/automationDetails/id".into(), json!("faultbook")),
        ("/runs/0/originalUriBaseIds".into(), json!({})),
        ("/runs/0/columnKind".into(), json!("utf16CodeUnits")),
        ("/runs/0/tool/driver/name".into(), json!("")),
        ("/runs/0/tool/driver/rules/0/id".into(), json!("syntax")),
        ("/runs/0/tool/driver/rules/0/shortDescription".into(), json!(null)),
        ("/runs/0/tool/driver/rules/0/help/markdown".into(), json!(" ")),
        ("/runs/0/tool/driver/rules/0/properties/precision".into(), json!("sure")),
        ("/runs/0/tool/driver/rules/0/defaultConfiguration/level".into(), json!("deny")),
        (format!("{result}/ruleId"), json!("syntax")),
        (format!("{result}/ruleIndex"), json!(0)),
        (format!("{result}/level"), json!("deny")),
        (format!("{result}/message/text"), json!("")),
        (format!("{result}/locations"), json!([])),
        (format!("{result}/partialFingerprints"), second),
        (format!("{place}/artifactLocation/uri"), json!("a b.toml")),
        (format!("{place}/artifactLocation/uri"), json!("a%2.toml")),
        (format!("{place}/artifactLocation/uri"), json!("/a.toml")),
        (format!("{place}/artifactLocation/uriBaseId"), json!("ROOT")),
        (format!("{place}/region/startLine"), json!(0)),
        (format!("{place}/region/endLine"), json!(0)),
        (format!("{place}/region/startLine"), json!(99)),
        (format!("{place}/region/endColumn"), json!(1)),
        (format!("{result}/locations/0/logicalLocations/0/name"), json!("b")),
    ];
    for (pointer, value) in spoilt {
        let mut sarif = sarif.clone();
        let part = sarif.pointer_mut(&pointer).unwrap_or_else(|| panic!("there is no {pointer}"));
        *part = value.clone();
        assert!(check(&sarif).is_err(), "{pointer} = {value} goes unnoticed");
    }
    assert!(read("{\n  \"a\": 1,\n  \"a\": 2\n}\n").is_err());

    let json = read(&written("json", &verdict(&world))).unwrap();
    assert_eq!(check_json(&json), Ok(()));
    for (pointer, value) in [
        ("/counts/deny", json!(7)),
        ("/findings/0/line", json!(0)),
        ("/findings/0/end_line", json!(0)),
        ("/findings/0/help", json!(3)),
    ] {
        let mut json = json.clone();
        *json.pointer_mut(pointer).unwrap() = value;
        assert!(check_json(&json).is_err(), "{pointer}");
    }
}

/// What is different is known apart, and what is alike is counted.
#[test]
fn fingerprints_tell_findings_apart() {
    let hash = |text: &str| {
        let all = fingerprints(&World::of(text));
        let wrong: Vec<String> =
            all.into_iter().map(|one| one.split_once(':').unwrap().0.to_owned()).collect();
        wrong.into_iter().collect::<BTreeSet<_>>()
    };
    let entry = |id: &str, field: &str| format!("[action.{id}]\naction = \"x\"\n{field}\n");
    let one = hash(&entry("a", "owner = 3"));
    assert_eq!(one.len(), 1);
    assert_ne!(one, hash(&entry("b", "owner = 3")), "another entry");
    assert_ne!(one, hash(&entry("a", "due = 3")), "another field");
    assert_ne!(one, hash(&entry("a", "owmer = 3")), "another rule");
    assert_eq!(one, hash(&entry("a", "owner = 4.5")), "the same place, another value");
    assert_ne!(hash("[failur.a]\n"), hash("[failur.b]\n"), "another line of a file");

    let alike = fingerprints(&World::of("[failur.a]\n").file("playbooks/b.toml", "[failur.a]\n"));
    let [first, second] = alike.as_slice() else { panic!("{alike:?}") };
    assert_eq!(first.replace(":1", ":2"), *second);
}

#[test]
fn a_rule_of_ones_own_is_valid_and_in_no_list() {
    let own = Rule::judging("own", "# own\n", |_, diagnostics| {
        diagnostics.report(faultbook::finding::Place::workspace(), "nobody is called");
    });
    let world = World::of("[failure.a]\nproblem = 3\n");
    let rules: Vec<Rule> = RULES.iter().copied().chain([own]).collect();
    let verdict = world.open().lint(&rules, Facts::new(today()).dated(true));
    let sarif = read(&written("sarif", &verdict)).unwrap();
    assert_eq!(check(&sarif), Ok(()));
    let results = list(&sarif, "/runs/0/results").unwrap();
    let own: Vec<_> = results.iter().filter(|result| result["ruleId"] == "own").collect();
    assert!(own.len() == 1 && own[0].get("ruleIndex").is_none() && results.len() > 1, "{results:#?}");
}
