//! What is suggested, what counts as covered, and in which order it comes.

use faultbook::analyse::suggest::Cover;
use faultbook::analyse::suggest::suggest;
use faultbook::starter::STARTERS;
use faultbook::workspace::Workspace;

use crate::world::World;
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
        let keys: Vec<_> = one.suggestions.iter().map(|s| (std::cmp::Reverse(s.priority), s.id)).collect();
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
