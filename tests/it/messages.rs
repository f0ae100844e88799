//! Messages have a length that people and logs can take, whatever they speak of.

use std::fs;

use serde_json::Value as Json;

use crate::lines::world;
use crate::world::World;
use crate::world::said;

/// The longest message.
const MOST: usize = 4_100;

fn long() -> [String; 3] {
    ["x".repeat(20_000), "many words ".repeat(2_000), "`ñ“\u{1b}[31m".repeat(2_000)]
}

/// Every line on standard error is short, and so is the whole.
fn is_short(world: &World, args: &[&str]) {
    let output = world.run(args);
    let (told, shown) =
        (said(&output), args.iter().map(|arg| arg.chars().take(30).collect()).collect::<Vec<String>>());
    assert!(!told.contains("panicked"), "{shown:?}: {told}");
    assert!(told.len() < 3 * MOST, "{shown:?}: {}", told.len());
    assert!(told.lines().all(|line| line.len() <= MOST), "{shown:?}: {}", told.len());
    let result = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() || result.lines().all(|line| line.len() <= MOST), "{shown:?}");
}

#[test]
fn no_message_repeats_what_was_typed_at_length() {
    let world = world();
    let of = |start: &str, long: &str| format!("{start}{long}");
    for long in long() {
        for args in [
            vec!["list", "--where", &of("severity>=", &long)],
            vec!["list", "--where", &long],
            vec!["list", "--columns", &long],
            vec!["list", "--columns", &of("id,", &long)],
            vec!["list", "--by", &long],
            vec!["list", "--when", &long],
            vec!["list", &of("--", &long)],
            vec![long.as_str()],
            vec!["show", &long],
            vec!["blast", &long],
            vec!["coverage", "--flow", &long],
            vec!["coverage", "--fail-under", &long],
            vec!["budget", "--factor", &long],
            vec!["budget", "--flow", &long],
            vec!["next", "--top", &long],
            vec!["search", "--kind", &long, "x"],
            vec!["sql", &long],
            vec!["sql", &of("select ", &long)],
            vec!["explain", &long],
            vec!["schema", &long],
            vec!["man", &long],
            vec!["completions", &long],
            vec!["lint", &long],
            vec!["lint", "--format", &long],
            vec!["lint", "--format", &of("sarif=", &long)],
            vec!["export", &long],
            vec!["export", "csv", "-o", &long],
            vec!["import", &long],
            vec!["import", "new.json", "--format", &long],
            vec!["import", "table.md", "--map", &of("Risk=", &long)],
            vec!["import", "table.md", "--map", &of(&long, "=risk")],
            vec!["import", "table.md", "--map-level", &of("high=", &long)],
            vec!["import", "table.md", "--sheet", &long],
            vec!["add", "x", "--playbook", &long],
            vec!["add", "x", "--id", &long],
            vec!["add", "x", "--severity", &long],
            vec!["add", "x", "--set", &of(&long, "=1")],
            vec!["add", "--from", &long],
            vec!["add", "--starter", &long],
            vec!["edit", "zone", &of("severity=", &long)],
            vec!["edit", "zone", &of(&long, "=1")],
            vec!["edit", "zone", "--remove", &of("source=", &long)],
            vec!["edit", &long, "owner=x"],
            vec!["rename", "zone", &long],
            vec!["remove", &long],
            vec!["accept", "zone", "--by", &long, "--because", "b", "--until", "6mo"],
            vec!["accept", "zone", "--by", "cto", "--because", "b", "--until", &long],
            vec!["review", &long],
            vec!["retire", "--where", &long],
            vec!["action", "done", "zone", &long],
            vec!["starter", "show", &long],
            vec!["starter", "add", "redis", &long],
            vec!["suggest", &long],
            vec!["fmt", &long],
            vec!["init", &long],
            vec!["merge-driver", &long, &long, &long],
            vec!["--today", &long, "list"],
            vec!["--color", &long, "list"],
            vec!["-C", &long, "list"],
        ] {
            is_short(&world, &args);
        }
    }
}

/// Every string of a report is short; the pages of rules are ours.
fn strings(json: &Json, place: &str) {
    match json {
        Json::String(text) => assert!(text.len() <= MOST, "{place}: {}", text.len()),
        Json::Array(items) => items.iter().for_each(|item| strings(item, place)),
        Json::Object(pairs) => {
            for (key, value) in pairs.iter().filter(|(key, _)| *key != "rules") {
                assert!(key.len() <= MOST);
                strings(value, key);
            }
        }
        _ => {}
    }
}

#[test]
fn no_finding_repeats_what_is_written_at_length() {
    let quoted = faultbook::edit::quoted;
    let mut worlds = Vec::new();
    for long in long() {
        let (text, key) = (quoted(&long), quoted(&long));
        let configs = [
            format!("playbooks = [{text}, \"..\", {}]\n", quoted(&format!("{long}["))),
            format!("rank = {text}\naccept_by = [{text}]\ntarget_level = {text}\n{key} = 1\n"),
            format!("[scale.severity]\nlow = {{ score = 1, aliases = [{text}] }}\n{key} = {{ score = 1 }}\n"),
            format!("[matrix]\n{key} = [{text}]\n[coverage]\nclasses = [{text}]\n"),
            format!(
                "[lint]\n{key} = \"warn\"\nno-owner = {text}\n[[lint.per-file]]\nfiles = [{text}]\nallow = [{text}]\n"
            ),
            format!("review_every = {{ {key} = \"90d\", high = {text} }}\n"),
            format!("<<<<<<< {}\n", long.replace('\u{1b}', "")),
        ];
        let playbooks = [
            format!(
                "[failure.a]\nproblem = {text}\nseverity = {text}\nlikelihood = {text}\nowner = {text}\nstatus = {text}\n"
            ),
            format!(
                "[failure.a]\nproblem = [{text}]\n{key} = 1\nestimate = {{ detect = {text}, affected = {text}, {key} = 1 }}\n"
            ),
            format!("[failure.{key}]\nproblem = \"p\"\n[{key}.a]\nb = 1\n"),
            format!(
                "[failure.a]\nproblem = \"p\"\nsources = [{text}]\nflows = [{text}]\nclasses = [{text}]\nallow = {{ {key} = {text} }}\n"
            ),
            format!("[failure.a]\nproblem = {text}\n[failure.b]\nproblem = {text}\n"),
            format!(
                "[failure.a]\nproblem = \"p\"\nrisk = {}\n[failure.b]\n{}\n",
                long.replace('\u{1b}', ""),
                long.replace('\u{1b}', "")
            ),
            format!(
                "[failure.a]\nproblem = \"p\"\npreventative = [{{ action = {text}, due = 2020-01-01, status = {text} }}, {{ use = {text} }}]\n"
            ),
            format!(
                "[component.a]\nname = {text}\nkind = {text}\ndepends_on = [{text}]\nsla = {text}\n[flow.f]\nname = {text}\ncomponents = [{text}]\n"
            ),
            format!("[test.t]\ncovers = [{text}]\nkind = {text}\n[playbook]\ntitle = {text}\n{key} = 1\n"),
        ];
        let page = "[failure.a]\nproblem = \"p\"\nseverity = \"hgh\"\n";
        worlds.extend(
            configs.map(|config| World::of(page).file("faultbook.toml", format!("format = 1\n{config}"))),
        );
        worlds.extend(
            playbooks.map(|playbook| {
                World::of(&playbook).file("faultbook.toml", "format = 1\ntarget_level = 5\n")
            }),
        );
    }
    let name = format!("playbooks/{}/{}.toml", "d".repeat(240), "f".repeat(240));
    worlds.push(World::new().file(&name, "[failure.b]\nproblm = 1\n[[\n"));
    worlds.push(World::of(&format!("[failure.a]\nproblem = \"{}\n", "words ".repeat(1_400_000))));
    for world in worlds {
        for format in ["json", "sarif"] {
            let output = world.run(&["lint", "--hints", "--format", format]);
            strings(&serde_json::from_slice(&output.stdout).unwrap(), format);
        }
        for args in [&["lint", "--hints", "--dated"][..], &["lint", "--format", "github"]] {
            let output = world.run(args);
            let longest = String::from_utf8_lossy(&output.stdout).lines().map(str::len).max().unwrap_or(0);
            assert!(longest <= MOST + 200, "{args:?}: {longest}");
        }
        for args in [
            &["edit", "a", "severity=high"][..],
            &["fmt", "--check"],
            &["rename", "a", "z"],
            &["review", "a"],
        ] {
            is_short(&world, args);
        }
    }
}

#[test]
fn no_note_of_an_import_repeats_a_cell_at_length() {
    for long in long() {
        let cell = long.replace(['\u{1b}', '`', '|'], "");
        let table = format!(
            "| Problem | Risk | Severity | Likelihood | Owner | {cell} |\n|---|---|---|---|---|---|\n| p | r | {cell} | {cell} | {cell} | {cell} | {cell} |\n"
        );
        let world = World::new().file("t.md", &table);
        is_short(&world, &["import", "t.md"]);
        is_short(&world, &["import", "t.md", "--explain-mapping"]);
        let table = fs::read_to_string(world.path().join("t.md")).unwrap().replacen("| p |", "| q |", 1);
        let world = World::new().file("t.md", table);
        let output = world.run(&["import", "t.md", "--json"]);
        let told: Json = serde_json::from_slice(&output.stdout).unwrap();
        strings(
            &told["imports"][0]["notes"]
                .clone()
                .as_array()
                .unwrap()
                .iter()
                .map(|note| note["message"].clone())
                .collect(),
            "notes",
        );
    }
}
