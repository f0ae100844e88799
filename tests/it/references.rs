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

#[test]
fn a_rename_lists_texts_that_hold_the_old_id() {
    let book = "[component.psp-a]\n\n[component.psp-b]\n\n[component.shop]\n\
        depends_on = [{ component = \"psp-a\", strength = \"weak\", fallback = \"psp-a\" }]\n\n\
        [failure.a]\nproblem = \"Calls of psp-a time out\"\nrisk = \"xpsp-a and psp-a-2 are others\"\n\
        sources = [\"psp-a\"]\nx-note = [\"psp-a\"]\n\n[alert.shop]\nroute = \"shop\"\ndescription = \"The shop is slow\"\n";
    let world = World::of(book);
    let note = |args: &[&str]| String::from_utf8(world.run(args).stderr).unwrap();
    let places = "component/shop.depends_on[0].fallback, failure/a.problem and failure/a.x-note[0]";
    let said = note(&["rename", "psp-a", "psp-c"]);
    assert!(said.contains(&format!("note: other texts still hold `psp-a`: {places}\n")), "{said}");
    assert!(said.contains("2 references"), "{said}");
    // An ordinary word in a sentence need not be the id.
    let said = note(&["rename", "component/shop", "store", "--dry-run"]);
    assert!(said.contains("note: other texts still hold `shop`: alert/shop.route\n"), "{said}");
}
