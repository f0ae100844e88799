//! What is suggested, what counts as covered, and in which order it comes.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use faultbook::analyse::suggest::Cover;
use faultbook::analyse::suggest::Ranked;
use faultbook::analyse::suggest::suggest;
use faultbook::starter::STARTERS;
use faultbook::workspace::Workspace;

use crate::world::World;
use crate::world::faultbook;
use crate::world::said;

const SYSTEM: &str = r#"
[component.users-db]
technology = "PostgreSQL 16"
[component.orders-db]
name = "Orders DB"
technology = "postgres"
[component.cart]
kind = "service"
[component.thing]
[flow.order]
criticality = "high"
components = ["orders-db"]
[flow.browse]
criticality = "low"
components = ["cart"]
"#;

const EXHAUSTED: &str = "postgresql-connections-exhausted";

/// By what a failure of a workspace covers one of the catalogue for a component.
fn cover(world: &World, component: &str, id: &str) -> Option<(String, Cover)> {
    let (open, catalogue) = (world.open(), Workspace::of_starters(STARTERS));
    let found = suggest(open.book(), catalogue.book(), open.config());
    let one = found.components.iter().find(|one| one.component.as_str() == component).unwrap();
    let covered = one.covered.iter().find(|covered| covered.id.as_str() == id);
    let suggested = one.suggestions.iter().any(|one| one.id.as_str() == id);
    assert_eq!(covered.is_none(), suggested, "{id} is either suggested or covered");
    covered.map(|covered| (covered.by.to_string(), covered.because))
}

#[test]
fn components_of_critical_flows_come_first_and_urgent_failures() {
    let world = World::of(SYSTEM);
    let (open, catalogue) = (world.open(), Workspace::of_starters(STARTERS));
    let found = suggest(open.book(), catalogue.book(), open.config());
    let order: Vec<_> = found.components.iter().map(|one| one.component.as_str()).collect();
    assert_eq!(order, ["orders-db", "cart", "users-db"]);
    assert_eq!(found.unmatched.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["thing"]);
    for one in &found.components {
        assert!(!one.suggestions.is_empty() && one.covered.is_empty());
        let keys: Vec<_> = one.suggestions.iter().map(|s| (Reverse(s.priority), s.id)).collect();
        assert!(keys.is_sorted(), "{keys:?}");
    }
}

#[test]
fn what_is_covered_is_recognised() {
    let problem = "All connections of PostgreSQL are taken, and new ones are refused";
    let bare = World::of(SYSTEM);
    assert_eq!(cover(&bare, "orders-db", EXHAUSTED), None);

    // The same problem of the component, with another name of it or none, in nearly the same words.
    for problem in [
        problem,
        "New ones are refused, and all the connections are taken!",
        "All connections of Orders DB are taken, and new ones are refused",
    ] {
        let own = format!("{SYSTEM}[failure.mine]\nproblem = \"{problem}\"\nsources = [\"orders-db\"]\n");
        let world = World::of(&own);
        assert_eq!(
            cover(&world, "orders-db", EXHAUSTED),
            Some(("mine".into(), Cover::SameProblem)),
            "{problem}"
        );
        assert_eq!(cover(&world, "users-db", EXHAUSTED), None, "it is that of another component");
    }
    let struck = format!("{SYSTEM}[failure.mine]\nproblem = \"{problem}\"\naffects = [\"users-db\"]\n");
    assert_eq!(cover(&World::of(&struck), "users-db", EXHAUSTED), Some(("mine".into(), Cover::SameProblem)));
    let other = format!(
        "{SYSTEM}[failure.mine]\nproblem = \"All connections are slow\"\nsources = [\"orders-db\"]\n"
    );
    assert_eq!(cover(&World::of(&other), "orders-db", EXHAUSTED), None);

    // The same id, wherever it came from.
    let same = format!("{SYSTEM}[failure.{EXHAUSTED}]\nproblem = \"x\"\n");
    assert_eq!(cover(&World::of(&same), "orders-db", EXHAUSTED), Some((EXHAUSTED.into(), Cover::SameId)));

    // Taken over: for one component, under another id, retired, or for the whole workload.
    let taken = |id: &str, more: &str| {
        World::of(&format!(
            "{SYSTEM}[failure.{id}]\nproblem = \"{problem}\"\nimported = {{ from = \"starter/postgresql\" }}\n{more}\n"
        ))
    };
    let world = taken(EXHAUSTED, "sources = [\"orders-db\"]");
    assert_eq!(cover(&world, "orders-db", EXHAUSTED), Some((EXHAUSTED.into(), Cover::TakenOver)));
    assert_eq!(cover(&world, "users-db", EXHAUSTED), None);
    let world = taken("pool-empty", "sources = [\"orders-db\"]");
    assert_eq!(cover(&world, "orders-db", EXHAUSTED), Some(("pool-empty".into(), Cover::TakenOver)));
    for more in ["affects = [\"*\"]", "status = \"retired\""] {
        assert_eq!(
            cover(&taken(EXHAUSTED, more), "users-db", EXHAUSTED),
            Some((EXHAUSTED.into(), Cover::TakenOver))
        );
    }
}

#[test]
fn suggestions_are_taken_over_once() {
    let world = World::of(SYSTEM);
    let output = world.run(&["suggest", "orders-db", "--add", EXHAUSTED, "postgresql-replica-lags"]);
    assert!(output.status.success(), "{}", said(&output));
    let open = world.open();
    assert_eq!(open.book().failures.len(), 2);
    assert_eq!(cover(&world, "orders-db", EXHAUSTED), Some((EXHAUSTED.into(), Cover::TakenOver)));
    // The other component joins the failure that is there.
    let before = world.files();
    let look = world.run(&["suggest", "users-db", "--add", EXHAUSTED, "--dry-run"]);
    assert!(look.status.success() && world.files() == before);
    assert!(world.run(&["suggest", "users-db", "--add", EXHAUSTED]).status.success());
    let open = world.open();
    let failure = open.book().failures.get(EXHAUSTED).unwrap();
    let sources: Vec<_> =
        failure.sources.iter().filter_map(|source| source.id()).map(|id| id.as_str()).collect();
    assert_eq!((open.book().failures.len(), sources), (2, vec!["orders-db", "users-db"]));
    let again = world.run(&["suggest", "users-db", "--add", EXHAUSTED]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
    assert!(said(&again).contains("is not among the suggestions"), "{}", said(&again));
}

#[test]
fn all_of_it_is_json() {
    let world = World::of(SYSTEM);
    let output = world.run(&["suggest", "orders-db", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["version"], told["components"].as_array().unwrap().len()), (&1.into(), 1));
    let one = &told["components"][0];
    assert_eq!(
        (&one["component"], &one["because"], &one["criticality"]),
        (&"orders-db".into(), &"technology".into(), &"high".into())
    );
    assert_eq!(one["starters"], serde_json::json!(["postgresql"]));
    assert!(one["suggestions"][0]["id"].as_str().unwrap().starts_with("postgresql-"));
    assert_eq!(told["unmatched"], serde_json::json!([]));
    let list = world.run(&["starter", "list", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&list.stdout).unwrap();
    let starters = told["starters"].as_array().unwrap();
    let own = starters.iter().find(|starter| starter["name"] == "postgresql").unwrap();
    assert_eq!(own["components"], serde_json::json!(["orders-db", "users-db"]));
}

/// A workspace with components of many kinds.
pub(crate) const MIXED: &str = r#"
[component.shop-cdn]
kind = "external"
[component.psp]
kind = "external"
technology = "Adyen"
[component.web]
kind = "service"
technology = "typescript"
[component.cart]
kind = "service"
technology = "Go on Kubernetes"
[component.stock]
kind = "service"
technology = "Java on Kubernetes"
[component.orders-db]
kind = "database"
technology = "PostgreSQL 16"
[component.sessions]
kind = "cache"
technology = "Redis 7"
[component.events]
kind = "queue"
technology = "RabbitMQ"
[component.login]
kind = "identity"
technology = "Keycloak"
[component.invoices]
kind = "job"
[component.files]
kind = "storage"
technology = "S3"
[component.cluster]
kind = "platform"
technology = "Kubernetes"
[flow.order]
criticality = "high"
components = ["shop-cdn", "web", "cart", "orders-db", "psp"]
[flow.report]
criticality = "low"
components = ["invoices", "files"]
"#;

#[test]
fn ten_are_shown_and_the_rest_on_request() {
    let world = World::of(MIXED);
    let shown = |args: &[&str]| -> (Vec<String>, String) {
        let output = faultbook(world.path()).args(args).env("COLUMNS", "80").output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        (text.lines().map(str::to_owned).collect(), said(&output))
    };
    let is_first = |line: &&String| !line.starts_with(' ');
    let (lines, notes) = shown(&["suggest"]);
    assert_eq!(lines.iter().filter(is_first).count(), 10, "{lines:#?}");
    assert!(lines.len() <= 30, "{lines:#?}");
    let (all, all_notes) = shown(&["suggest", "--all"]);
    let count = all.iter().filter(is_first).count();
    assert_eq!(all[..lines.len()], lines, "the same come first");
    assert!(notes.contains(&format!("{} more: faultbook suggest --all\n", count - 10)), "{notes}");
    assert!(!all_notes.contains(" more: "), "{all_notes}");
    assert!(lines.iter().filter(is_first).all(|line| line.starts_with("critical  ")), "{lines:#?}");

    let (few, few_notes) = shown(&["suggest", "shop-cdn"]);
    assert!(few.iter().filter(is_first).count() < 10 && !few_notes.contains(" more: "), "{few_notes}");
    let (many, many_notes) = shown(&["suggest", "orders-db", "cart"]);
    assert!(many_notes.contains(" more: faultbook suggest orders-db cart --all\n"), "{many_notes}");
    assert_eq!(many.iter().filter(is_first).count(), 10);

    // Each failure once, by weight.
    let (open, catalogue) = (world.open(), Workspace::of_starters(STARTERS));
    let found = suggest(open.book(), catalogue.book(), open.config());
    let ranked = found.ranked();
    let ids: BTreeSet<_> = ranked.iter().map(|one| one.suggestion.id).collect();
    assert_eq!((ids.len(), ranked.len()), (count, count));
    let weight = |one: &Ranked<'_, '_>| {
        let criticality = one.criticality.map_or(1.0, |word| 1.0 + 0.5 * f64::from(word as u8));
        Reverse((f64::from(one.suggestion.priority as u8 + 1) * criticality * 2.0) as usize)
    };
    assert!(ranked.iter().map(weight).is_sorted());

    // JSON has everything.
    let json = world.run(&["suggest", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let own =
        told["components"].as_array().unwrap().iter().flat_map(|one| one["suggestions"].as_array().unwrap());
    let shared = told["workload"]["suggestions"].as_array().unwrap();
    let all: BTreeSet<_> = own.chain(shared).map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(all, ids.iter().map(ToString::to_string).collect());
    let dns = shared.iter().find(|one| one["id"] == "kubernetes-dns-lookups-fail").unwrap();
    assert_eq!(dns["components"], serde_json::json!(["cart", "cluster", "stock"]));
}

#[test]
fn what_is_suggested_for_the_workload_is_added_with_all_components() {
    let world = World::of(MIXED);
    let id = "kubernetes-dns-lookups-fail";
    let output = world.run(&["suggest", "--add", id, "backup-did-not-run"]);
    assert!(output.status.success(), "{}", said(&output));
    let sources = |id: &str| {
        let open = world.open();
        let failure = open.book().failures.get(id).unwrap();
        failure.sources.iter().map(|source| source.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(sources(id), ["cart", "cluster", "stock"]);
    assert_eq!(sources("backup-did-not-run"), ["Automated process", "files", "orders-db"]);
    let again = world.run(&["suggest", "--add", id]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
    // The starter says the same of who is concerned.
    assert!(world.run(&["starter", "add", "application"]).status.success());
    assert_eq!(sources("message-handled-twice"), ["events"]);
    assert_eq!(sources("concurrency-bug"), ["web"]);
}

#[test]
fn components_that_say_nothing_are_named_once() {
    let world =
        World::of("[component.a]\n[component.b]\n[component.c]\ntechnology = \"cobol\"\n[component.d]\n");
    let output = world.run(&["suggest"]);
    let notes = said(&output);
    assert!(output.stdout.is_empty(), "{output:?}");
    assert!(
        notes.contains("note: 3 components have neither `kind` nor `technology`: a, b and d; "),
        "{notes}"
    );
    assert!(notes.contains("no starter fits the technology or kind of c;"), "{notes}");
    let asked = notes.split('`').find(|text| text.starts_with("faultbook edit")).unwrap().to_owned();
    assert!(world.run(&asked.split(' ').skip(1).collect::<Vec<_>>()).status.success(), "{asked}");
    assert!(said(&world.run(&["suggest"])).contains("2 components have"), "{notes}");
}
