//! The format as it is documented: every snippet parses, and nothing is said of it but what it lacks.

use std::fs;

use crate::world::World;

#[test]
fn the_documented_format_is_read_without_a_complaint() {
    let world = World::bare()
        .file("faultbook.toml", fs::read("tests/fixtures/format-1/faultbook.toml").unwrap())
        .file("playbooks/checkout.toml", fs::read("tests/fixtures/format-1/checkout.toml").unwrap());
    // The snippets name entries that they do not show.
    let expected = [
        "unknown-reference orders-db",
        "unknown-reference orders-db",
        "unknown-reference orders-db",
        "unknown-reference frontend",
        "unknown-reference price-cache",
        "unknown-reference backup-failed",
        "unknown-reference recommendations",
        "unknown-reference call-centre-order",
        // A pattern of `[[lint.per-file]]` for files that are not there.
        "bad-value ",
        // Those of the plan.
        "unknown-reference region-outage",
        "unknown-reference orders-db",
        "unknown-reference decision-maker",
        "unknown-reference decision-maker",
        "unknown-reference communications-lead",
        // The failures of its only component that is described are of one that is not.
        "unexamined-component ",
        // Its data is backed up once a day, and the flow may lose a quarter of an hour.
        "unreached-objective cart-api",
    ];
    let mut said: Vec<String> = world
        .lint()
        .iter()
        .map(|finding| format!("{} {}", finding.rule, finding.message.split('`').nth(1).unwrap_or("")))
        .collect();
    let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
    said.sort();
    expected.sort();
    assert_eq!(said, expected);
    let workspace = world.open();
    let failure = workspace.book().failures.get("orders-store-times-out").unwrap();
    assert_eq!(
        failure.likelihood.as_ref().unwrap().to_string(),
        "likely (under heavy load), otherwise not-likely"
    );
    assert_eq!(failure.residual.as_ref().unwrap().severity.as_ref().unwrap().name(), "medium");
    assert_eq!(workspace.config().target_level, 3);
    assert!(workspace.config().matrix.fits(&workspace.config().scales));
}

/// The defaults of the code are those of the documented configuration.
#[test]
fn the_defaults_are_the_documented_ones() {
    let world =
        World::bare().file("faultbook.toml", fs::read("tests/fixtures/format-1/faultbook.toml").unwrap());
    let (written, default) = (world.open(), faultbook::config::Config::default());
    assert_eq!(written.config().matrix, default.matrix);
    for (a, b) in [
        (&written.config().scales.severity, &default.scales.severity),
        (&written.config().scales.likelihood, &default.scales.likelihood),
        (&written.config().scales.detection, &default.scales.detection),
    ] {
        let shown = |scale: &faultbook::model::Scale| {
            scale
                .levels()
                .iter()
                .map(|level| (level.name().to_owned(), level.score(), level.means().to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(shown(a), shown(b));
    }
}
