//! References: what names another entry does so for every command.

use crate::world::World;

const BOOK: &str = r#"
[role.lead]
duty = "recovery"

[alert.slow]
match = ["OrdersSlow"]

[failure.a]
problem = "x"
escalate = { after = "15m", to = "lead" }
reactive = [{ action = "y", automated = { trigger = "slow" } }]

[action.c]
action = "z"
automated = { trigger = "slow" }
"#;

fn unknown(text: &str) -> Vec<String> {
    let found = World::of(text).lint().into_iter().filter(|finding| finding.rule == "unknown-reference");
    found.map(|finding| format!("{} {}", finding.field, finding.message)).collect()
}

#[test]
fn roles_and_triggers_are_references() {
    assert_eq!(unknown(BOOK), [""; 0]);
    assert_eq!(
        unknown(&BOOK.replace("[role.lead]", "[role.leader]")),
        ["escalate.to there is no role `lead`"]
    );
    let mut said = unknown(&BOOK.replace("[alert.slow]", "[alert.fast]"));
    said.sort();
    assert_eq!(
        said,
        [
            "automated.trigger there is no alert `slow`",
            "reactive[0].automated.trigger there is no alert `slow`"
        ]
    );
}

#[test]
fn roles_and_triggers_are_shown_and_keep_what_they_name() {
    let world = World::of(BOOK);
    for (entry, names) in [("lead", "failure/a"), ("slow", "failure/a\n  - action/c")] {
        let shown = String::from_utf8(world.run(&["show", entry]).stdout).unwrap();
        assert!(shown.contains(&format!("Named by\n  - {names}\n")), "{shown}");
        let removed = world.run(&["remove", entry]);
        assert_eq!(removed.status.code(), Some(2), "{entry}");
    }
    let written = World::of(BOOK);
    let edited = written.run(&["edit", "a", "escalate.to=nobody"]);
    let said = String::from_utf8(edited.stderr).unwrap();
    assert!(said.contains("there is no role `nobody` yet"), "{said}");
}

#[test]
fn all_kinds_that_would_do_are_named() {
    let found = World::of("[test.t]\ncovers = [\"zone-outage\"]\n").lint();
    let finding = found.iter().find(|finding| finding.rule == "unknown-reference").unwrap();
    assert_eq!(finding.message, "there is no failure or action `zone-outage`");
    let help = finding.help.as_ref().unwrap();
    assert_eq!(help, "add [failure.zone-outage] or [action.zone-outage]");
}
