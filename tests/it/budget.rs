//! Error budgets against what failures cost.

use faultbook::analyse::budget::Bucket;
use faultbook::analyse::budget::Budget;
use faultbook::analyse::budget::NamedFactor;
use faultbook::workspace::Workspace;

use crate::world::World;
use crate::world::today;

/// The three risks of the published example, on one flow; the second is accepted.
const PUBLISHED: &str = r#"
[component.db]
[component.cache]

[flow.buy]
components = ["db", { component = "cache", strength = "weak" }]
slo = { target = "99.5%", window = "28d" }

[flow.look]
components = ["cache"]
slo = { target = "99.99%" }

[flow.browse]
components = ["cache"]

[failure.one]
problem = "Writes fail"
sources = ["db"]
estimate = { detect = "30m", repair = "120m", affected = "20%", every = "120d" }

[failure.two]
problem = "A report is wrong for a day"
sources = ["db"]
estimate = { detect = "1440m", repair = "30m", affected = "2%", every = "90d" }
accepted = { by = "cto", until = 2099-12-31 }

[failure.three]
problem = "The region is slow"
sources = ["db"]
status = "mitigated"
estimate = { detect = "5m", repair = "120m", affected = "50%", every = "180d" }

[failure.cold]
problem = "The cache is cold"
sources = ["cache"]
estimate = { detect = "5m", repair = "5m", affected = "50%", every = "30d" }

[failure.gone]
problem = "An old store breaks"
sources = ["db"]
status = "retired"
estimate = { detect = "1d", repair = "1d", affected = "100%", every = "2d" }

[failure.rough]
problem = "Nobody knows"
sources = ["db"]
estimate = { detect = "5m", every = "30d" }
"#;

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 0.005, "{found} is not {wanted}");
}

fn with<T>(workspace: &Workspace, factors: &[&str], look: impl FnOnce(&Budget<'_>) -> T) -> T {
    let factors: Vec<NamedFactor> = factors.iter().map(|factor| factor.parse().unwrap()).collect();
    look(&workspace.budget(today(), &factors))
}

#[test]
fn the_published_example_is_spent_as_published() {
    let workspace = World::of(PUBLISHED).open();
    let factors = ["late: detect +30m", "slow: repair +5m", "often: frequency +10%"];
    with(&workspace, &factors, |budget| {
        let ids: Vec<&str> = budget.flows.iter().map(|spent| spent.id.as_str()).collect();
        assert_eq!(ids, ["look", "buy"], "the one that spends the greatest share of its budget comes first");
        let buy = &budget.flows[1];
        near(buy.budget, 2629.80);
        near(buy.budget_within.unwrap(), 201.6);
        near(buy.open, 91.31);
        near(buy.accepted, 119.32);
        near(buy.mitigated, 126.82);
        near(buy.unallocated, 2629.80 - 119.32 - 126.82);
        assert!(buy.too_big.is_empty(), "657.45 is the most");
        assert_eq!(buy.unestimated, 1, "the rough one");
        let added: Vec<f64> = buy.factors.iter().map(|added| added.bad_minutes).collect();
        near(added[0], 51.14);
        near(added[1], 8.52);
        near(added[2], 33.75);
        let look = &budget.flows[0];
        near(look.budget, 52.596);
        near(look.open, 60.875);
        assert_eq!(look.too_big.len(), 1);
        near(look.too_big[0].share, 60.875 / 52.596);
        assert_eq!(budget.without_objective.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["browse"]);
        assert_eq!(budget.all, 5, "what is retired does not count");
        let lacking: Vec<_> =
            budget.unestimated.iter().map(|u| (u.id.as_str(), u.missing.join(" "))).collect();
        assert_eq!(lacking, [("rough", "repair affected".to_owned())]);
        let costs: Vec<_> =
            budget.failures.iter().map(|cost| (cost.id.as_str(), cost.bucket, cost.flows)).collect();
        let expected = [
            ("three", Bucket::Mitigated, 1),
            ("two", Bucket::Accepted, 1),
            ("one", Bucket::Open, 1),
            ("cold", Bucket::Open, 2),
        ];
        assert_eq!(costs, expected, "a flow that goes on without the cache is not charged");
    });
}

#[test]
fn the_share_that_is_too_big_is_the_workspaces_own() {
    for (share, big) in [("5%", 0), ("4.5%", 2), ("3%", 3)] {
        let config = format!("format = 1\n[budget]\ntoo_big = \"{share}\"\n");
        let workspace = World::of(PUBLISHED).file("faultbook.toml", &config).open();
        with(&workspace, &[], |budget| {
            assert_eq!(budget.flows[1].too_big.len(), big, "{share}");
            assert!(budget.flows[1].too_big.is_sorted_by(|a, b| a.bad_minutes > b.bad_minutes));
        });
    }
}

/// One entry in each file, in either order, or all in one: the same budget, number for number.
#[test]
fn the_order_of_files_and_entries_does_not_matter() {
    let entries: Vec<String> =
        PUBLISHED.split("\n\n").map(|entry| format!("{}\n", entry.trim())).filter(|e| e.len() > 1).collect();
    let json = |files: Vec<(String, String)>| {
        let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let workspace = Workspace::from_texts("format = 1", files);
        with(&workspace, &["late: detect +30m"], |budget| serde_json::to_string(budget).unwrap())
    };
    let file = |(at, entry): (usize, &String)| (format!("playbooks/f{at:02}.toml"), entry.clone());
    let one = json(vec![("playbooks/a.toml".to_owned(), entries.concat())]);
    let reversed: Vec<String> = entries.iter().rev().cloned().collect();
    assert_eq!(json(vec![("playbooks/a.toml".to_owned(), reversed.concat())]), one);
    assert_eq!(json(entries.iter().enumerate().map(file).collect()), one);
    assert_eq!(json(reversed.iter().enumerate().map(file).collect()), one);
}

/// A number that cannot be is a finding at its place, and the rest is computed.
#[test]
fn a_number_that_cannot_be_is_one_finding_and_the_rest_is_computed() {
    for (good, bad, place) in [
        ("every = \"120d\"", "every = \"0d\"", "failure/one.estimate.every"),
        ("every = \"120d\"", "every = \"-120d\"", "failure/one.estimate.every"),
        ("affected = \"20%\"", "affected = \"120%\"", "failure/one.estimate.affected"),
        ("affected = \"20%\"", "affected = \"-20%\"", "failure/one.estimate.affected"),
        ("target = \"99.99%\"", "target = \"100%\"", "flow/look.slo.target"),
        ("target = \"99.99%\"", "target = \"100.5%\"", "flow/look.slo.target"),
        ("target = \"99.99%\"", "target = \"0%\"", "flow/look.slo.target"),
        ("every = \"120d\"", "every = \"29m\"", "failure/one.estimate.every"),
        ("every = \"120d\"", "every = \"1s\"", "failure/one.estimate.every"),
        ("repair = \"120m\"", "repair = \"10000000y\"", "failure/one.estimate.repair"),
        ("detect = \"30m\"", "detect = \"10000000mo\"", "failure/one.estimate.detect"),
    ] {
        assert!(PUBLISHED.contains(good));
        let world = World::of(&PUBLISHED.replacen(good, bad, 1));
        let findings = world.lint();
        let denied: Vec<_> = findings.iter().filter(|f| f.rule == "bad-value").collect();
        assert_eq!(denied.len(), 1, "{bad}: {findings:#?}");
        assert_eq!(format!("{}.{}", denied[0].subject, denied[0].field), place);
        with(&world.open(), &[], |budget| {
            let buy = budget.flows.iter().find(|spent| spent.id.as_str() == "buy").unwrap();
            near(buy.accepted, 119.32);
            assert!(
                budget.flows.iter().all(|spent| spent.unallocated.is_finite() && spent.cost().is_finite())
            );
        });
    }
}

/// A year has 525,960 minutes; more than that cannot be bad.
#[test]
fn no_failure_costs_more_than_all_time() {
    for (estimate, field) in [
        ("detect = \"1m\", repair = \"10000000y\", affected = \"100%\", every = \"1s\"", "estimate.repair"),
        ("detect = \"1m\", repair = \"2d\", affected = \"100%\", every = \"1d\"", "estimate.every"),
        ("detect = \"1d\", repair = \"1d\", affected = \"51%\", every = \"1d\"", "estimate.every"),
        ("detect = \"1d\", repair = \"1d\", affected = \"50%\", every = \"1d\"", ""),
        ("detect = \"12h\", repair = \"12h\", affected = \"100%\", every = \"24h\"", ""),
        ("detect = \"10y\", repair = \"10y\", affected = \"100%\", every = \"20y\"", ""),
        ("detect = \"10y\", repair = \"10y\", every = \"1d\"", ""),
    ] {
        let playbook = format!("[failure.a]\nproblem = \"p\"\nestimate = {{ {estimate} }}\n");
        let world = World::of(&playbook);
        let findings = world.lint();
        let fields: Vec<_> = findings.iter().filter(|f| f.rule == "bad-value").map(|f| &*f.field).collect();
        assert_eq!(fields, if field.is_empty() { vec![] } else { vec![field] }, "{estimate}");
        let output = world.run(&["list", "--by", "bad-minutes", "--json"]);
        let listed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let minutes = listed["failures"][0]["scores"]["bad-minutes"]["value"].as_f64();
        assert!(minutes.is_none_or(|minutes| minutes <= 525_961.0), "{estimate}: {minutes:?}");
    }
}
