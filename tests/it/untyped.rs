//! Entries of evidence and recovery: what they may say is what the format says, whichever way they come.

use crate::world::World;

const BOOK: &str = "[plan.over]\ntitle = \"Fail over\"\n\n[drill.first]\nplan = \"over\"\non = 2026-10-12\n";

/// An entry with a mistake, and the rule that finds it.
const WRONG: &[(&str, &str)] = &[
    ("[drill.x]\nplan = \"over\"\non = 2026-10-12\nresult = \"maybe\"\n", "bad-value"),
    ("[drill.x]\nplan = \"no-such-plan\"\non = 2026-10-12\n", "unknown-reference"),
    ("[drill.x]\non = 2026-10-12\n", "missing-key"),
    ("[drill.x]\nplan = \"over\"\non = \"2026-13-12\"\n", "wrong-type"),
    ("[drill.x]\nplan = \"over\"\non = 2026-10-12\nreslt = \"pass\"\n", "unknown-key"),
    (
        "[incident.x]\ntitle = \"Down\"\nstarted = 2026-03-04T10:02:00Z\nseverity = \"catastrophic\"\n",
        "unknown-level",
    ),
    ("[incident.x]\ntitle = \"Down\"\nstarted = 2026-03-04T10:02:00\n", "bad-value"),
    ("[incident.x]\ntitle = \"\"\nstarted = 2026-03-04\n", "bad-value"),
    (
        "[incident.x]\ntitle = \"Down\"\nstarted = 2026-03-04\nactions = [{ use = \"nothing\" }]\n",
        "unknown-reference",
    ),
    ("[plan.x]\ntitle = \"x\"\ndegradation = { http_status = 42 }\n", "bad-value"),
    ("[plan.x]\ntitle = \"x\"\ncovers = [\"nothing\"]\n", "unknown-reference"),
    ("[role.x]\nduty = \"cooking\"\n", "bad-value"),
    ("[alert.x]\nfor = \"5\"\n", "bad-value"),
    ("[attestation.x]\non = true\n", "wrong-type"),
    ("[attestation.x]\nallow = { no-such-rule = \"why\" }\n", "unknown-rule"),
];

#[test]
fn what_the_format_does_not_allow_is_found_and_refused() {
    assert_eq!(World::of(BOOK).run(&["lint"]).status.code(), Some(0));
    for (entry, rule) in WRONG {
        let world = World::of(&format!("{BOOK}\n{entry}"));
        let found: Vec<&str> = world.lint().iter().map(|finding| finding.rule).collect();
        assert_eq!(found, [*rule], "{entry}");
        assert_eq!(world.run(&["lint"]).status.code(), Some(1), "{entry}");
        let world = World::of(BOOK).file("new.toml", entry);
        let before = world.files();
        let added = world.run(&["add", "--from", "new.toml"]);
        assert_eq!(added.status.code(), Some(2), "{entry}");
        assert_eq!(world.files(), before, "{entry}");
    }
}

#[test]
fn a_required_key_stays() {
    let world = World::of(BOOK);
    for args in [["edit", "drill/first", "--clear", "plan"], ["edit", "plan/over", "--clear", "title"]] {
        let refused = world.run(&args);
        assert_eq!(refused.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(said.contains(&format!("has no `{}`", args[3])), "{said}");
    }
    assert!(world.run(&["edit", "plan/over", "owner=sre"]).status.success());
    assert!(world.run(&["edit", "plan/over", "--clear", "owner"]).status.success());
    let shown = String::from_utf8(world.run(&["show", "plan/over"]).stdout).unwrap();
    assert!(shown.contains("Named by\n  - drill/first\n"), "{shown}");
}
