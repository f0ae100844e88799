//! Which failures of the catalogue fit which components, how often each is suggested, and how much of it is shown.

use std::collections::BTreeSet;

use faultbook::analyse::suggest::suggest;
use faultbook::model::ComponentKind;
use faultbook::model::Word;
use faultbook::starter::Aim;
use faultbook::starter::STARTERS;
use faultbook::workspace::Workspace;

use crate::suggest::MIXED;
use crate::world::World;

/// A component, failures that are suggested for it, and failures that are not.
const CASES: &[(&str, &[&str], &[&str])] = &[
    (
        "[component.cdn]\nkind = \"external\"",
        &["cdn-provider-outage", "cdn-personal-response-shared"],
        &["third-party-api-charged-twice", "third-party-api-outage", "backup-did-not-run", "zone-outage"],
    ),
    (
        "[component.images]\nname = \"Image CDN\"\nkind = \"external\"\ntechnology = \"Contoso Edge\"",
        &["cdn-provider-outage"],
        &["third-party-api-charged-twice", "third-party-api-outage"],
    ),
    (
        "[component.payment-provider]\nkind = \"external\"",
        &["third-party-api-charged-twice", "third-party-api-webhooks-lost", "third-party-api-outage"],
        &["cdn-provider-outage", "backup-did-not-run", "concurrency-bug"],
    ),
    (
        "[component.mail]\nkind = \"external\"\ntechnology = \"Contoso Mail\"",
        &["third-party-api-outage", "third-party-api-access-revoked"],
        &["third-party-api-charged-twice", "third-party-api-webhooks-lost"],
    ),
    (
        "[component.orders-db]\nkind = \"database\"\ntechnology = \"PostgreSQL 16\"",
        &["postgresql-connections-exhausted", "backup-did-not-run", "backups-restore-too-slow"],
        &[
            "third-party-api-charged-twice",
            "message-handled-twice",
            "concurrency-bug",
            "mysql-undo-history-grows",
        ],
    ),
    (
        "[component.cart]\nkind = \"service\"\ntechnology = \"dotnet\"",
        &["concurrency-bug", "deployment-left-half-done"],
        &["backup-did-not-run", "message-handled-twice", "third-party-api-charged-twice", "zone-outage"],
    ),
    (
        "[component.events]\nkind = \"queue\"\ntechnology = \"RabbitMQ\"",
        &["rabbitmq-memory-alarm", "message-handled-twice"],
        &["backup-did-not-run", "concurrency-bug", "kafka-hot-partition"],
    ),
    (
        "[component.prices]\nkind = \"cache\"\ntechnology = \"Memcached\"",
        &["traffic-spikes-cache-stampede"],
        &["backup-did-not-run", "redis-slow-command-blocks-all", "traffic-spikes-http-flood"],
    ),
    (
        "[component.invoices]\nkind = \"job\"",
        &["background-jobs-stopped-silently"],
        &["backup-did-not-run", "concurrency-bug", "kubernetes-cronjob-blocked-by-hung-run"],
    ),
    (
        "[component.login]\nkind = \"identity\"",
        &["identity-provider-sign-in-down"],
        &["third-party-api-outage", "tls-certificates-not-reloaded"],
    ),
    (
        "[component.files]\nkind = \"storage\"\ntechnology = \"AWS S3\"",
        &[
            "object-storage-bucket-public",
            "aws-s3-region-unavailable",
            "aws-region-lost",
            "backup-did-not-run",
        ],
        &["aws-capacity-insufficient", "aws-lambda-concurrency-exhausted", "aws-nat-gateway-ports-exhausted"],
    ),
    (
        "[component.search]\nkind = \"service\"\ntechnology = \"Go on Kubernetes\"",
        &["kubernetes-memory-limit-kills-container", "kubernetes-api-server-overloaded"],
        &["kubernetes-cronjob-blocked-by-hung-run", "kubernetes-volume-stuck-on-dead-node"],
    ),
    (
        "[component.reports]\nkind = \"job\"\ntechnology = \"Kubernetes\"",
        &["kubernetes-cronjob-blocked-by-hung-run"],
        &["concurrency-bug"],
    ),
    (
        "[component.entry]\nkind = \"gateway\"\ntechnology = \"nginx\"",
        &["load-balancer-keep-alive-race"],
        &["cdn-provider-outage", "concurrency-bug", "backup-did-not-run"],
    ),
    (
        "[component.api]\nkind = \"service\"\ntechnology = \"Azure\"",
        &[],
        &["azure-cosmos-db-write-region-lost", "azure-aks-egress-blocked", "zone-outage"],
    ),
    (
        "[component.base]\nkind = \"platform\"\ntechnology = \"Azure\"",
        &["azure-cosmos-db-write-region-lost", "zone-outage"],
        &["aws-region-lost"],
    ),
    ("[component.cloud]\nkind = \"platform\"", &["zone-outage"], &["concurrency-bug", "aws-region-lost"]),
];

/// The ids that are suggested in a workspace, each with the components.
fn suggested(playbook: &str) -> Vec<(String, Vec<String>)> {
    let (world, catalogue) = (World::of(playbook), Workspace::of_starters(STARTERS));
    let open = world.open();
    let found = suggest(open.book(), catalogue.book(), open.config());
    let ids = |ids: &[&faultbook::model::Id]| ids.iter().map(ToString::to_string).collect();
    let ranked = found.ranked();
    ranked.iter().map(|one| (one.suggestion.id.to_string(), ids(&one.components))).collect()
}

#[test]
fn each_failure_is_suggested_for_what_a_component_is() {
    for (component, fitting, others) in CASES {
        let found: BTreeSet<String> = suggested(component).into_iter().map(|(id, _)| id).collect();
        for id in *fitting {
            assert!(found.contains(*id), "{component}: {id} is missing from {found:?}");
        }
        for id in *others {
            assert!(!found.contains(*id), "{component}: {id} does not fit");
        }
    }
    let catalogue = Workspace::of_starters(STARTERS);
    for id in CASES.iter().flat_map(|(_, fitting, others)| fitting.iter().chain(*others)) {
        assert!(catalogue.book().failures.get(id).is_some(), "there is no {id}");
    }
}

#[test]
fn what_is_about_the_workload_is_suggested_once() {
    let system = "[component.a]\nkind = \"database\"\n[component.b]\nkind = \"storage\"\n\
        [component.c]\nkind = \"platform\"\n[component.d]\nkind = \"platform\"\n";
    let components = |more: &str, id: &str| -> Vec<Vec<String>> {
        let found = suggested(&format!("{system}{more}"));
        found.into_iter().filter(|(found, _)| found == id).map(|(_, components)| components).collect()
    };
    assert_eq!(components("", "backups-key-lost"), [["a", "b"]]);
    assert_eq!(components("", "zone-outage"), [["c", "d"]]);
    // Whatever component it names, and whoever wrote it.
    let from = |name: &str| format!("imported = {{ from = \"starter/{name}\" }}\n");
    let problem = "The key that encrypts the copies is deleted, disabled or was never saved elsewhere";
    for more in [
        format!(
            "[failure.backups-key-lost]\nproblem = \"{problem}\"\nsources = [\"a\"]\n{}",
            from("backups")
        ),
        format!(
            "[failure.backups-key-lost]\nproblem = \"{problem}\"\nsources = [\"Backups\"]\n{}",
            from("backups")
        ),
        format!("[failure.keys]\nproblem = \"{problem}\"\nsources = [\"c\"]\n{}", from("backups")),
        "[failure.backups-key-lost]\nproblem = \"Mine\"\n".to_owned(),
        format!("[failure.own]\nproblem = \"{problem}!\"\n"),
    ] {
        assert!(components(&more, "backups-key-lost").is_empty(), "{more}");
        assert_eq!(components(&more, "backups-restore-too-slow").len(), 1);
    }
    // One that is about a component is suggested for those that lack it.
    let taken =
        format!("[failure.backup-did-not-run]\nproblem = \"x\"\nsources = [\"a\"]\n{}", from("application"));
    assert_eq!(components("", "backup-did-not-run"), [["a", "b"]]);
    assert_eq!(components(&taken, "backup-did-not-run"), [["b"]]);
}

#[test]
fn what_failures_are_about_is_written_right_and_never_leaves_the_catalogue() {
    let catalogue = Workspace::of_starters(STARTERS);
    let mut written = 0;
    for failure in catalogue.book().failures.iter() {
        let Some(value) = failure.extra.get(Aim::KEY) else { continue };
        let (table, id) = (value.as_object().unwrap(), &failure.id);
        assert!(
            !table.is_empty() && table.keys().all(|key| ["kinds", "words", "once"].contains(&key.as_str())),
            "{id}"
        );
        let texts = |key: &str| -> Vec<&str> {
            let list = table.get(key).map_or(&[] as &[_], |list| list.as_array().unwrap());
            list.iter().map(|text| text.as_str().unwrap()).collect()
        };
        assert!(texts("kinds").iter().all(|kind| ComponentKind::from_word(kind).is_some()), "{id}");
        let aim = Aim::of(failure);
        assert_eq!((aim.kinds.len(), aim.words.len()), (texts("kinds").len(), texts("words").len()), "{id}");
        assert_eq!(aim.once, table.contains_key("once"), "{id}");
        written += 1;
    }
    let lines: usize = STARTERS.iter().map(|starter| starter.text.matches("\nx-suggest = ").count()).sum();
    assert_eq!(lines, written);
    assert!(STARTERS.iter().all(|starter| !starter.playbook().contains(Aim::KEY)));
    let world = World::of(MIXED);
    assert!(world.run(&["suggest", "--add"]).status.success());
    let shown = world.run(&["starter", "show", "kubernetes", "kubernetes-dns-lookups-fail", "--toml"]).stdout;
    let texts = world.files().into_values().chain([shown]);
    assert!(texts.map(|text| String::from_utf8_lossy(&text).contains("x-suggest")).all(|has| !has));
}
