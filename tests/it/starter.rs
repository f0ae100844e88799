//! The starter catalogue: what it holds, how it is taken over, and that a workspace that took all of it is clean.

use std::collections::BTreeSet;
use std::fs;

use faultbook::analyse::suggest::suggest;
use faultbook::config::Config;
use faultbook::model::Affects;
use faultbook::model::Component;
use faultbook::model::Entry;
use faultbook::model::Kind;
use faultbook::model::Word;
use faultbook::starter::Fit;
use faultbook::starter::Profile;
use faultbook::starter::STARTERS;
use faultbook::starter::Starter;
use faultbook::starter::find;
use faultbook::workspace::Wanted;
use faultbook::workspace::Workspace;

use crate::world::World;
use crate::world::said;

/// Starters that speak of no technology: a team's first list, for a first look.
const GENERAL: &[&str] = &["application", "platform"];

fn technologies() -> impl Iterator<Item = &'static Starter> {
    STARTERS.iter().filter(|starter| !GENERAL.contains(&starter.name))
}

/// A component and a flow for each technology, with everything that is asked of components and flows.
pub(crate) fn wired() -> World {
    let mut system = String::new();
    for starter in technologies() {
        let (id, title) = (starter.name, starter.title());
        let is_cloud = !starter.services().is_empty();
        let kind = starter.kinds.first().map_or("service", |kind| kind.word());
        let kind = if is_cloud { "platform" } else { kind };
        let job = "background = { checkpointed = true, idempotent = true, consistent = true }\n";
        let job = if kind == "job" { job } else { "" };
        system.push_str(&format!(
            "[component.{id}]\nname = \"{title}\"\nkind = \"{kind}\"\nowner = \"team-x\"\nresponsibility = \"own\"\ntechnology = \"{id}\"\n\
             instances = 3\nplacement = \"zone\"\nsla = \"99.99%\"\nscaling = {{ min = 3, max = 9 }}\n\
             backup = {{ every = \"24h\", restored = 2026-11-01 }}\npaths = [\"{id}/**\"]\nexit_strategy = \"Move to another one\"\n{job}\
             [flow.use-{id}]\nname = \"Use {title}\"\nkind = \"user\"\ncriticality = \"high\"\nstart = \"Request\"\nend = \"Answer\"\n\
             components = [\"{id}\"]\noutcome = \"It is answered\"\nimpact = \"It is not answered\"\nowner = \"team-x\"\nrto = \"4h\"\nrpo = \"2d\"\n\
             [flow.use-{id}.slo]\ntarget = \"99.9%\"\nwindow = \"28d\"\nsli = \"Answers without error / requests\"\n\
             [flow.use-{id}.health]\nhealthy = \"99.9 % answered\"\ndegraded = \"99 % answered\"\nunhealthy = \"Less\"\n\
             [flow.use-{id}.agreed]\nby = [\"product\"]\non = 2026-11-01\n"
        ));
    }
    World::bare()
        .file("faultbook.toml", "format = 1\nowner = \"team-x\"\ntarget_level = 3\n")
        .file("playbooks/system.toml", system)
}

fn ok(world: &World, args: &[&str]) -> String {
    let output = world.run(args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    said(&output)
}

#[test]
fn the_list_and_the_folder_hold_the_same_names() {
    let mut files: Vec<String> = fs::read_dir("playbooks/starter")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap().replace(".toml", ""))
        .collect();
    files.sort();
    assert_eq!(files, STARTERS.iter().map(|starter| starter.name).collect::<Vec<_>>());
}

#[test]
fn every_starter_is_read_without_a_complaint() {
    let catalogue = Workspace::of_starters(STARTERS);
    assert_eq!(catalogue.unread(), 0);
    let book = catalogue.book();
    assert!(book.failures.len() >= 250, "{} failures", book.failures.len());
    let headers = STARTERS.iter().map(|starter| starter.text.matches("\n[failure.").count()).sum::<usize>();
    assert_eq!(headers, book.failures.len(), "an id stands twice in the catalogue");
    for starter in STARTERS {
        assert_eq!(book.playbooks[starter.name].title.as_deref(), Some(starter.title()));
        assert!(starter.head().ends_with("\"\n\n") && starter.head().starts_with("# "), "{}", starter.name);
        let own = || book.failures.iter().filter(|failure| failure.playbook.as_ref() == starter.name);
        assert!(own().count() >= 5, "{}", starter.name);
        let named =
            own().filter(|failure| failure.sources.iter().any(|source| source.as_str() == starter.word()));
        assert!(named.count() > 0, "no failure of {} names {}", starter.name, starter.word());
    }
}

#[test]
fn every_failure_says_all_that_helps() {
    let catalogue = Workspace::of_starters(technologies());
    let book = catalogue.book();
    let covered: BTreeSet<_> = book.tests.iter().flat_map(|test| &test.covers).collect();
    for failure in book.failures.iter() {
        let (id, starter) = (&failure.id, find(&failure.playbook).unwrap());
        assert!(id.as_str().starts_with(&format!("{}-", starter.name)), "{id}");
        let titles = failure.sources.iter().filter(|source| source.as_str() == starter.title()).count();
        assert_eq!(titles, 1, "{id}: the sources name the technology once");
        let words =
            failure.sources.iter().all(|source| source.id().is_none() || source.as_str() == starter.title());
        assert!(
            words && failure.affects == Affects::Sources && failure.flows.is_empty(),
            "{id} names entries"
        );
        let rated = failure.severity.is_some() && failure.likelihood.is_some() && failure.detection.is_some();
        assert!(
            rated && failure.outage.is_some() && failure.risk.is_some() && failure.cause.is_some(),
            "{id}"
        );
        assert!(
            !failure.classes.is_empty() && !failure.detected_by.is_empty() && !failure.confirm.is_empty(),
            "{id}"
        );
        assert!(failure.preventative.len() >= 2 && failure.reactive.len() >= 2, "{id}");
        assert!(
            failure.mitigation.is_empty() && failure.owner.is_none() && failure.imported.is_none(),
            "{id}"
        );
        assert!(!failure.references.is_empty(), "{id}");
        assert!(
            failure.references.iter().all(|url| url.starts_with("https://")),
            "{id}: {:?}",
            failure.references
        );
        assert!(covered.contains(id), "{id} has no test");
    }
    for test in book.tests.iter() {
        assert!(test.id.as_str().starts_with(test.playbook.as_ref()), "{}", test.id);
        assert!(test.kind.is_some() && test.how.is_some() && test.expects.is_some(), "{}", test.id);
        let own = |id| book.failures.get(id).is_some_and(|failure| failure.playbook == test.playbook);
        assert!(test.covers.iter().all(|id| own(id.as_str())), "{} covers failures of others", test.id);
    }
}

fn component(text: &str) -> Entry<Component> {
    let world = Workspace::from_texts(
        "format = 1",
        [("playbooks/a.toml", format!("[component.a]\n{text}").as_str())],
    );
    world.book().components.get("a").unwrap().clone()
}

#[test]
fn technologies_are_known_in_any_spelling() {
    for (text, because, names) in [
        ("technology = \"PostgreSQL\"", Fit::Technology, &["postgresql"] as &[_]),
        ("technology = \"postgres 16.2\"", Fit::Technology, &["postgresql"]),
        ("technology = \"PG\"\nkind = \"job\"", Fit::Technology, &["postgresql"]),
        ("technology = \"RabbitMQ on Kubernetes\"", Fit::Technology, &["kubernetes", "rabbitmq"]),
        ("technology = \"Azure Database for PostgreSQL\"", Fit::Technology, &["azure", "postgresql"]),
        ("technology = \"third_party-API\"", Fit::Technology, &["third-party-api"]),
        ("technology = \"Let's Encrypt\"", Fit::Technology, &["tls-certificates"]),
        ("technology = \"dotnet\"\nkind = \"service\"", Fit::Kind, &["application"]),
        ("technology = \"postgresqlite\"\nkind = \"database\"", Fit::Kind, &["backups"]),
        ("kind = \"job\"", Fit::Kind, &["background-jobs"]),
        ("kind = \"gateway\"", Fit::Kind, &["load-balancer", "tls-certificates"]),
        ("name = \"Shop CDN\"\nkind = \"external\"", Fit::Name, &["cdn"]),
        ("name = \"Shop CDN\"\ntechnology = \"Fastly\"", Fit::Technology, &["cdn"]),
        ("name = \"CDN rules\"\nkind = \"service\"", Fit::Kind, &["application"]),
        ("name = \"Azure\"\nkind = \"platform\"", Fit::Kind, &["platform"]),
        ("name = \"Vault\"", Fit::Name, &["secrets"]),
        ("name = \"Bank vault\"\nkind = \"service\"", Fit::Kind, &["application"]),
        ("name = \"Data platform\"\nkind = \"service\"", Fit::Kind, &["application"]),
        ("technology = \"\"", Fit::Kind, &[]),
        ("technology = \"-\"", Fit::Kind, &[]),
        ("", Fit::Kind, &[]),
    ] {
        let profile = Profile::new(&component(text));
        let found: Vec<_> = profile.starters().iter().map(|starter| starter.name).collect();
        assert_eq!((profile.because(), found.as_slice()), (because, names), "{text}");
    }
    for starter in STARTERS {
        let profile = Profile::new(&component(&format!("technology = \"{}\"", starter.name)));
        assert_eq!(profile.starters().iter().map(|fits| fits.name).collect::<Vec<_>>(), [starter.name]);
        let by_title = find(starter.title()).unwrap();
        assert_eq!(
            (by_title.name, find(&starter.name.to_uppercase()).unwrap().name),
            (starter.name, starter.name)
        );
    }
    assert!(find("").is_none() && find("post").is_none());
}

/// Of a cloud that has many services, what a component does not use does not concern it.
#[test]
fn services_of_a_cloud_concern_those_who_use_them() {
    let catalogue = Workspace::of_starters(technologies());
    let suggested = |technology: &str| {
        let system = format!("[component.a]\ntechnology = \"{technology}\"\n");
        let own = Workspace::from_texts("format = 1", [("playbooks/a.toml", system.as_str())]);
        let found = suggest(own.book(), catalogue.book(), own.config());
        found.ranked().iter().map(|one| one.suggestion.id.to_string()).collect::<BTreeSet<_>>()
    };
    let of = |name: &str| catalogue.book().failures.iter().filter(|f| f.playbook.as_ref() == name).count();
    assert_eq!((suggested("Azure").len(), suggested("AWS").len()), (of("azure"), of("aws")));
    let cosmos = suggested("Azure Cosmos DB");
    assert!(cosmos.len() >= 2 && cosmos.iter().all(|id| id.starts_with("azure-cosmos-db-")), "{cosmos:?}");
    let lambda = suggested("AWS Lambda");
    assert!(lambda.contains("aws-lambda-concurrency-exhausted") && lambda.contains("aws-region-lost"));
    assert!(!lambda.contains("aws-dynamodb-endpoint-unresolvable"), "{lambda:?}");
    let postgres = suggested("Azure Database for PostgreSQL");
    assert!(postgres.iter().all(|id| id.starts_with("postgresql-")), "{postgres:?}");
    // A service that is written down is one of which there are failures.
    for starter in technologies() {
        for service in starter.services() {
            let prefix = format!("{}-{service}-", starter.name);
            assert!(starter.text.contains(&format!("\n[failure.{prefix}")), "{prefix}");
        }
    }
    let world = World::of("[component.store]\ntechnology = \"Cosmos DB\"\n");
    ok(&world, &["starter", "add", "azure"]);
    let open = world.open();
    for failure in open.book().failures.iter() {
        let named = failure.sources.iter().any(|source| source.as_str() == "store");
        assert_eq!(named, failure.id.as_str().starts_with("azure-cosmos-db-"), "{}", failure.id);
    }
}

/// The promise of the catalogue: whoever wires it has nothing to mend at level 3.
#[test]
fn a_workspace_that_took_all_of_it_is_clean() {
    let world = wired();
    let alone: Vec<_> = world.lines();
    assert!(
        alone.iter().all(|line| line.contains("[unexamined-component]")),
        "the wiring is at fault: {alone:#?}"
    );
    let catalogue = Workspace::of_starters(technologies());
    let open = world.open();
    let suggested = suggest(open.book(), catalogue.book(), open.config());
    assert_eq!((suggested.ranked().len(), suggested.unmatched.len()), (catalogue.book().failures.len(), 0));

    // One after the other, and the rest at once.
    for starter in technologies().step_by(4) {
        ok(&world, &["starter", "add", starter.name]);
    }
    ok(&world, &["suggest", "--add"]);
    let open = world.open();
    let (general, taken): (Vec<_>, Vec<_>) =
        open.book().failures.iter().partition(|failure| GENERAL.contains(&failure.playbook.as_ref()));
    assert_eq!(taken.len(), catalogue.book().failures.len());
    assert_eq!(open.book().tests.len(), catalogue.book().tests.len());
    // What is about any store of data, any queue and any platform comes along.
    let general: Vec<_> = general.iter().map(|failure| failure.id.as_str()).collect();
    assert_eq!(
        general,
        [
            "backup-did-not-run",
            "component-down-during-update",
            "compute-limit-reached",
            "message-handled-twice",
            "tls-certificate-expired",
            "transient-network-failure",
            "zone-outage"
        ]
    );
    for failure in taken {
        let from = failure.imported.as_deref().and_then(|imported| imported.from.clone());
        assert_eq!(from, Some(format!("starter/{}", failure.playbook)), "{}", failure.id);
        assert!(
            failure.sources.iter().any(|source| source.as_str() == failure.playbook.as_ref()),
            "{}",
            failure.id
        );
    }
    // Here every starter is a component, also that of what people do, which others name in words.
    let is_of_people = |line: &String| line.contains("[unlinked-source]") && line.contains("`human-error`");
    let lines: Vec<_> = world.lines().into_iter().filter(|line| !is_of_people(line)).collect();
    assert_eq!(lines, [""; 0]);
    let hints: Vec<_> =
        world.lint().iter().map(crate::world::line).filter(|line| !is_of_people(line)).collect();
    assert_eq!(hints, [""; 0]);

    // Again: nothing is doubled, and nothing is left to suggest.
    let before = world.files();
    for starter in technologies().step_by(3) {
        let told = ok(&world, &["starter", "add", starter.name]);
        assert!(told.contains("were taken over before"), "{told}");
    }
    ok(&world, &["suggest", "--add"]);
    assert!(world.files() == before, "a second time changes something");
    let suggested = suggest(open.book(), catalogue.book(), open.config());
    assert!(suggested.ranked().is_empty());
    assert!(suggested.components.iter().map(|one| one.covered.len()).sum::<usize>() > 100);
    assert!(suggested.workload.covered.len() > 40);
}

#[test]
fn components_come_in_place_of_the_words() {
    let world = World::of(
        "[component.orders-db]\ntechnology = \"Postgres 16\"\n[component.users-db]\n[component.other]\n",
    );
    let id = "postgresql-connections-exhausted";
    let sources = || {
        let open = world.open();
        let failure = open.book().failures.get(id).unwrap();
        failure.sources.iter().map(|source| source.as_str().to_owned()).collect::<Vec<_>>()
    };
    let told = ok(&world, &["starter", "add", "pg", id]);
    assert!(told.contains("orders-db (Postgres 16)"), "{told}");
    assert_eq!(sources()[..2], ["orders-db", "Application"]);
    assert_eq!(world.open().book().failures.len(), 1);
    let covers: Vec<_> = world.open().book().tests.iter().flat_map(|test| test.covers.clone()).collect();
    assert_eq!(covers.iter().map(|id| id.as_str()).collect::<Vec<_>>(), [id]);

    let told =
        ok(&world, &["starter", "add", "postgresql", id, "--component", "users-db", "--component", "other"]);
    assert!(told.contains("components were added"), "{told}");
    assert_eq!(sources(), ["orders-db", "Application", "other", "users-db"]);
    let before = world.files();
    ok(&world, &["starter", "add", "postgresql", id, "--component", "other"]);
    assert!(world.files() == before);
    let unknown = world.run(&["starter", "add", "postgresql", "--component", "user-db"]);
    assert!(
        !unknown.status.success() && said(&unknown).contains("did you mean `users-db`?"),
        "{}",
        said(&unknown)
    );
    assert!(world.files() == before);
}

#[test]
fn words_stay_where_no_component_fits_and_are_wired_later() {
    let world = World::new();
    let told = ok(&world, &["starter", "add", "redis"]);
    assert!(
        told.contains("failures name no component yet; `faultbook starter add redis --component ID`"),
        "{told}"
    );
    assert_eq!(world.lines(), [""; 0]);
    ok(&world, &["add", "component", "price-cache", "--technology", "Valkey", "--playbook", "redis"]);
    ok(&world, &["starter", "add", "redis"]);
    let open = world.open();
    for failure in open.book().failures.iter() {
        let sources: Vec<_> = failure.sources.iter().map(|source| source.as_str()).collect();
        assert!(sources.contains(&"price-cache") && !sources.contains(&"Redis"), "{sources:?}");
    }
}

/// One test that covers two failures comes with the first, and covers the second when that comes.
#[test]
fn tests_cover_what_is_there() {
    let catalogue = Workspace::of_starters(technologies());
    let shared = catalogue.book().tests.iter().find(|test| test.covers.len() > 1).unwrap();
    let world = World::new();
    for (count, id) in shared.covers.iter().enumerate() {
        ok(&world, &["starter", "add", &shared.playbook, id.as_str()]);
        let open = world.open();
        let test = open.book().tests.get(shared.id.as_str()).unwrap();
        assert_eq!(test.covers.len(), count + 1, "{}", test.id);
    }
    assert!(world.lines().is_empty(), "{:?}", world.lines());
}

/// A run before a failure was there did not test it.
#[test]
fn a_test_that_was_run_does_not_cover_what_comes_later() {
    let catalogue = Workspace::of_starters(technologies());
    let shared = catalogue.book().tests.iter().find(|test| test.covers.len() > 1).unwrap();
    let world = World::new();
    ok(&world, &["starter", "add", &shared.playbook, shared.covers[0].as_str()]);
    let path = world.path().join(format!("playbooks/{}.toml", shared.playbook));
    let run = format!("\n[[test.{}.runs]]\non = 2026-11-01\nresult = \"pass\"\n", shared.id);
    fs::write(&path, fs::read_to_string(&path).unwrap() + &run).unwrap();
    let output = world.run(&["starter", "add", &shared.playbook, shared.covers[1].as_str()]);
    let line =
        format!("note: new failures were not added to `covers` of test/{}: its runs did not test", shared.id);
    assert!(output.status.success() && said(&output).contains(&line), "{}", said(&output));
    assert_eq!(world.open().book().tests.get(shared.id.as_str()).unwrap().covers.len(), 1);
}

#[test]
fn what_is_taken_or_retired_is_left_alone() {
    let id = "postgresql-connections-exhausted";
    let world =
        World::of(&format!("[failure.{id}]\nproblem = \"Mine\"\n[component.db]\ntechnology = \"pg\"\n"));
    let told = ok(&world, &["starter", "add", "postgresql"]);
    assert!(
        told.contains(&format!("there is failure/{id} already; that of the starter was left out")),
        "{told}"
    );
    let open = world.open();
    assert_eq!(open.book().failures.get(id).unwrap().problem, "Mine");
    assert!(open.book().tests.iter().all(|test| test.covers.iter().all(|covered| covered.as_str() != id)));
    // A new id hides nothing, and what is retired stays so.
    ok(&world, &["rename", "failure/postgresql-replica-lags", "replica-behind"]);
    ok(&world, &["retire", "postgresql-page-corrupt"]);
    ok(&world, &["add", "component", "second", "--technology", "postgres", "--playbook", "page"]);
    ok(&world, &["starter", "add", "postgresql"]);
    let open = world.open();
    let sources = |id: &str| {
        let failure = open.book().failures.get(id).unwrap();
        failure.sources.iter().any(|source| source.as_str() == "second")
    };
    assert!(!open.book().has(Kind::Failure, "postgresql-replica-lags"));
    assert!(sources("replica-behind") && !sources("postgresql-page-corrupt"));
}

#[test]
fn levels_are_those_of_the_workspace() {
    let config = "format = 1\n[scale.severity]\nminor = { score = 2, means = \"a\" }\nmajor = { score = 8, means = \"b\" }\n\
        [scale.likelihood]\nseldom = { score = 3, means = \"c\" }\noften = { score = 7, means = \"d\" }\n\
        [matrix]\nminor = [\"low\", \"low\"]\nmajor = [\"medium\", \"critical\"]\n";
    let world = wired().file("faultbook.toml", config);
    let catalogue = Workspace::of_starters(STARTERS);
    let open = world.open();
    let suggested = suggest(open.book(), catalogue.book(), open.config());
    let urgent = suggested.ranked().into_iter().map(|one| one.suggestion.priority.word());
    assert_eq!(urgent.collect::<BTreeSet<_>>(), BTreeSet::from(["critical", "low", "medium"]));
    ok(&world, &["suggest", "--add", "--playbook", "all"]);
    let levels = world.lines().into_iter().filter(|line| line.contains("[unknown-level]"));
    assert_eq!(levels.collect::<Vec<_>>(), [""; 0]);
    let open = world.open();
    assert!(
        open.book().failures.iter().all(|failure| failure.severity.is_some() && failure.likelihood.is_some())
    );
    assert!(open.book().failures.iter().all(|failure| failure.playbook.as_ref() == "all"));
}

/// A library user gets at the catalogue without the binary, and without a disk.
#[test]
fn the_library_takes_over_as_well() {
    let system = "[component.db]\ntechnology = \"mysql\"\n";
    let mut transaction =
        faultbook::workspace::Transaction::from_texts("format = 1", [("playbooks/a.toml", system)]).unwrap();
    let starter = find("mariadb").unwrap();
    let catalogue = Workspace::of_starters([starter]);
    let first = catalogue.book().failures.iter().next().unwrap();
    let component = faultbook::model::Id::new("db").unwrap();
    let wanted = Wanted { starter, failure: first.id.clone(), components: vec![component] };
    let adopted = transaction.adopt(&[wanted.clone(), wanted], Some("a")).unwrap();
    assert_eq!(adopted.new.iter().filter(|entry| entry.kind == Kind::Failure).count(), 1);
    let after = transaction.as_workspace();
    let found = suggest(after.book(), catalogue.book(), &Config::default());
    assert_eq!(found.components[0].suggestions.len(), catalogue.book().failures.len() - 1);
    assert_eq!(found.components[0].covered[0].id, &first.id);
}
