//! The schemas against the files: they are never stricter than the code that reads, and see the usual mistakes.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use faultbook::config::Config;
use faultbook::lint::RULES;
use faultbook::model::Scales;
use faultbook::schema;
use jsonschema::Validator;
use serde_json::Value;

use crate::broken;
use crate::pages;
use crate::world::World;

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

/// A TOML file as validators see it: dates are texts.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
    }
}

/// What a schema says against a text; `None` where the text is no TOML.
fn said(validator: &Validator, text: &str) -> Option<Vec<String>> {
    let value = toml::from_str::<toml::Table>(text.trim_start_matches('\u{feff}')).ok()?;
    let value = json(toml::Value::Table(value));
    let said = validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path()));
    Some(said.collect())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension() {
            _ if path.is_dir() => files.extend(self::files(&path)),
            Some(extension) if extension == "toml" => files.push(path),
            _ => {}
        }
    }
    files.sort();
    files
}

/// Everything that this repository holds in TOML: workspaces, pages of rules, and broken input.
fn worlds() -> Vec<(String, World)> {
    let mut worlds = Vec::new();
    for folder in [
        "examples/e-commerce",
        "examples/minimal",
        "playbooks/faultbook",
        "playbooks/starter",
        "tests/fixtures/format-1",
    ] {
        let mut world = World::new();
        for path in files(Path::new(folder)) {
            let name = path.strip_prefix(folder).unwrap();
            let name = if name == Path::new(Config::FILE) {
                name.to_owned()
            } else {
                Path::new("playbooks").join(name)
            };
            world = world.file(name.to_str().unwrap(), fs::read(&path).unwrap());
        }
        worlds.push((folder.to_owned(), world));
    }
    for rule in RULES {
        let blocks =
            ["Fires on", "Quiet on"].into_iter().flat_map(|heading| pages::blocks(rule.page, heading));
        worlds.extend(blocks.map(|block| (format!("{}:\n{block}", rule.id), pages::world(rule, &block))));
    }
    worlds.extend(
        broken::cases().into_iter().map(|(name, text)| (format!("{name}:\n{text}"), World::of_files(&text))),
    );
    worlds
}

/// The rules whose mistakes a schema can see.
const SEEN: &[&str] = &["bad-id", "bad-scale", "bad-value", "missing-key", "unknown-key", "wrong-type"];

#[test]
fn the_schemas_are_schemas() {
    for schema in [schema::playbook(&Scales::default()), schema::config()] {
        assert!(jsonschema::meta::is_valid(&schema));
    }
}

#[test]
fn what_is_read_is_accepted() {
    let (config, mut accepted, mut refused) = (validator(&schema::config()), 0, 0);
    for (name, world) in worlds() {
        let workspace = world.open();
        let playbook = validator(&schema::playbook(&workspace.config().scales));
        let findings = world.lint();
        for path in files(world.path()) {
            let path = path.strip_prefix(world.path()).unwrap();
            let Ok(text) = fs::read_to_string(world.path().join(path)) else { continue };
            let validator = if path == Path::new(Config::FILE) { &config } else { &playbook };
            let Some(said) = said(validator, &text) else { continue };
            let found = findings
                .iter()
                .any(|finding| SEEN.contains(&finding.rule) && *finding.span.file == *path.to_str().unwrap());
            assert!(said.is_empty() || found, "{} in {name}\nis refused: {said:#?}", path.display());
            let count = if said.is_empty() { &mut accepted } else { &mut refused };
            *count += 1;
        }
    }
    assert!(accepted > 100 && refused > 20, "{accepted} accepted, {refused} refused");
}

#[test]
fn the_usual_mistakes_are_seen() {
    let playbook = validator(&schema::playbook(&Scales::default()));
    let sound = "[failure.a]\nproblem = \"p\"\n";
    assert_eq!(said(&playbook, sound), Some(vec![]));
    for (line, place) in [
        ("severty = \"high\"", "/failure/a"),
        ("outage = \"ful\"", "/failure/a/outage"),
        ("classes = [\"overlod\"]", "/failure/a/classes/0"),
        ("severity = 11", "/failure/a/severity"),
        ("sources = \"db\"", "/failure/a/sources"),
        ("flows = [\"Place order\"]", "/failure/a/flows/0"),
        ("reviewed = 2026", "/failure/a/reviewed"),
        ("escalate = { after = \"15 min\" }", "/failure/a/escalate/after"),
        ("estimate = { affected = \"120%\" }", "/failure/a/estimate/affected"),
        ("accepted = { by = \"cto\" }", "/failure/a/accepted"),
        ("likelihood = { level = \"likely\", otherwise = \"rare\" }", "/failure/a/likelihood"),
        ("preventative = [{ use = \"b\", owner = \"c\" }]", "/failure/a/preventative/0"),
        ("allow = { no-owner = \" \" }", "/failure/a/allow/no-owner"),
        ("[failure.b]", "/failure/b"),
        ("[failure.B]\nproblem = \"p\"", "/failure"),
        ("[failures.b]", ""),
    ] {
        let said = said(&playbook, &format!("{sound}{line}\n")).unwrap();
        assert!(said.len() == 1 && said[0].starts_with(&format!("{place}: ")), "{line}: {said:?}");
    }
}

/// Whoever changes a scale need not renew the schema at once.
#[test]
fn a_schema_that_grew_old_calls_no_level_wrong() {
    let old = validator(&schema::playbook(&Scales::default()));
    for level in ["\"catastrophic\"", "\"HIGH\"", "\"very likely\"", "7"] {
        let text = format!("[failure.a]\nproblem = \"p\"\nseverity = {level}\nlikelihood = {level}\n");
        assert_eq!(said(&old, &text), Some(vec![]), "{level}");
    }
}

/// What an editor shows: the meaning of a key, of each level and of each word.
#[test]
fn meanings_are_shown() {
    let world = World::new().file(
        Config::FILE,
        "format = 1\n[scale.detection]\nseen = { score = 2, means = \"We see it\", aliases = [\"paged\"] }\n",
    );
    let schema = schema::playbook(&world.open().config().scales);
    let failure = &schema["$defs"]["failure"]["properties"];
    assert_eq!(failure["detection"]["description"], "How we learn of it.\n\n- `seen`: We see it (or paged)");
    assert_eq!(failure["detection"]["anyOf"][0]["enum"], serde_json::json!(["seen"]));
    assert_eq!(failure["detection"]["anyOf"][0]["x-taplo"]["docs"]["enumValues"][0], "We see it");
    assert_eq!(failure["outage"]["x-taplo"]["docs"]["enumValues"][1], "Slower or with less.");
    let outage = failure["outage"]["description"].as_str().unwrap();
    assert!(
        outage.starts_with("How much of the workload is gone.\n\n- `none`: Nothing.\n- `degraded`"),
        "{outage}"
    );
    assert_eq!(
        failure["reviewed"]["description"],
        "When it was last looked at.\n\nA date such as 2026-11-01."
    );
    let config = schema::config();
    let rule = &config["properties"]["lint"]["properties"]["no-owner"]["description"];
    assert_eq!(rule, "A failure belongs to nobody.");
}
