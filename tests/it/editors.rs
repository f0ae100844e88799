//! The person's own editor, played by small scripts: what they saved is written or kept, and never lost.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Output;

use crate::world::World;
use crate::world::faultbook;
use crate::world::said;

const PAGE: &str = "# ours\n\n# of the zone\n[failure.zone]\nproblem = \"A zone goes dark\" # dark\n\n[failure.other]\nproblem = \"x\"\n";
const KEPT: &str = ".faultbook/edit-failure-zone.toml";

/// A workspace with an editor: what the script does with `$1`, the file, on its `$N`-th start.
fn world(script: &str) -> World {
    let count = "N=$(cat .times 2>/dev/null || echo 0); N=$((N + 1)); echo $N > .times";
    let world = World::of(PAGE).file("editor", format!("#!/bin/sh\n{count}\n{script}\n"));
    fs::set_permissions(world.path().join("editor"), fs::Permissions::from_mode(0o755)).unwrap();
    world
}

fn edit(world: &World) -> Output {
    let binary = env!("CARGO_BIN_EXE_faultbook");
    let mut command = faultbook(world.path());
    command.args(["edit", "zone"]).env("VISUAL", "./editor").env("EDITOR", "false").env("FAULTBOOK", binary);
    command.output().unwrap()
}

fn page(world: &World) -> String {
    fs::read_to_string(world.path().join("playbooks/page.toml")).unwrap()
}

fn kept(world: &World) -> Option<String> {
    fs::read_to_string(world.path().join(KEPT)).ok()
}

fn times(world: &World) -> String {
    fs::read_to_string(world.path().join(".times")).unwrap().trim().to_owned()
}

#[test]
fn what_is_right_is_written_at_once() {
    let world = world("sed -i 's/goes dark\"/is gone\"/' \"$1\"; echo 'severity = \"low\"' >> \"$1\"");
    let output = edit(&world);
    assert!(output.status.success(), "{}", said(&output));
    let wanted = PAGE.replace("goes dark\" # dark\n", "is gone\" # dark\nseverity = \"low\"\n");
    assert_eq!(page(&world), wanted, "the rest of the file is as it was");
    assert_eq!((kept(&world), times(&world).as_str()), (None, "1"));
}

#[test]
fn what_is_wrong_is_shown_again_with_the_reasons() {
    let world = world(
        "case $N in\n1) echo 'severity = \"hihg\"' >> \"$1\" ;;\n*) cp \"$1\" seen; sed -i 's/hihg/high/' \"$1\" ;;\nesac",
    );
    let output = edit(&world);
    assert!(output.status.success(), "{}", said(&output));
    let seen = fs::read_to_string(world.path().join("seen")).unwrap();
    assert!(seen.starts_with("# faultbook: ") && seen.contains("hihg"), "the person sees why: {seen}");
    assert!(said(&output).contains("hihg"), "{}", said(&output));
    assert_eq!(
        page(&world),
        PAGE.replace("# dark\n", "# dark\nseverity = \"high\"\n"),
        "our lines are not written"
    );
    assert_eq!((kept(&world), times(&world).as_str()), (None, "2"));
}

#[test]
fn the_lines_that_are_named_are_those_of_the_text_that_is_shown_again() {
    let world = world(
        "case $N in\n1) printf 'severity = \"hihg\"\\nlikelihood = \"oftn\"\\n' >> \"$1\" ;;\n*) cp \"$1\" seen; exit 1 ;;\nesac",
    );
    let output = edit(&world);
    let seen = fs::read_to_string(world.path().join("seen")).unwrap();
    let lines: Vec<&str> = seen.lines().collect();
    for (remark, wrong) in lines.iter().zip(["hihg", "oftn"]) {
        let (number, _) = remark.strip_prefix("# faultbook: line ").unwrap().split_once(':').unwrap();
        let named = lines[number.parse::<usize>().unwrap() - 1];
        assert!(named.contains(wrong) && remark.contains(wrong), "{remark} names {named:?} in\n{seen}");
        assert!(said(&output).contains(&format!("line {number}: ")), "{}", said(&output));
    }
}

/// A script, what is said, and what of the person's text must be kept; without one the file is discarded.
const GIVEN_UP: &[(&str, &str, Option<&str>)] = &[
    ("[ $N = 1 ] && echo 'severity = nonsense' >> \"$1\"; :", "still wrong", Some("severity = nonsense")),
    ("[ $N = 1 ] && echo 'problem = \"twice\"' >> \"$1\"; :", "still wrong", Some("problem = \"twice\"")),
    ("exit 1", "ended with", None),
    ("echo 'owner = \"sre\"' >> \"$1\"; exit 1", "ended with", Some("owner = \"sre\"")),
    ("rm \"$1\"", "cannot read", None),
    (": > \"$1\"", "faultbook remove zone", None),
    (
        "sed -i 's/failure.zone/failure.zoo/' \"$1\"",
        "something else than this one entry",
        Some("[failure.zoo]"),
    ),
    (
        "[ $N = 1 ] && printf '\\n[failure.more]\\nproblem = \"y\"\\n' >> \"$1\"; :",
        "something else than this one entry",
        Some("[failure.more]"),
    ),
    ("printf 'owner = \"\\377\"\\n' >> \"$1\"", "cannot be read", None),
    (
        "echo 'owner = \"mine\"' >> \"$1\"; \"$FAULTBOOK\" edit zone owner=theirs",
        "changed by somebody else meanwhile",
        Some("owner = \"mine\""),
    ),
    (
        "echo 'owner = \"mine\"' >> \"$1\"; \"$FAULTBOOK\" remove zone",
        "no failure/zone",
        Some("owner = \"mine\""),
    ),
    (
        "echo '<<<<<<< HEAD' >> playbooks/page.toml; echo 'owner = \"mine\"' >> \"$1\"",
        "playbooks/page.toml:9",
        Some("owner = \"mine\""),
    ),
];

#[test]
fn what_cannot_be_written_is_kept() {
    for (script, words, text) in GIVEN_UP {
        let world = world(script);
        let output = edit(&world);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{script}: {said}");
        assert!(said.contains(words), "{script} does not say {words:?}: {said}");
        let is_as_it_was = page(&world) == PAGE;
        assert!(
            is_as_it_was || script.contains("FAULTBOOK") || script.contains("HEAD"),
            "{script}: {}",
            page(&world)
        );
        assert!(!page(&world).contains("mine"), "{script}: {}", page(&world));
        match text {
            Some(text) => {
                let kept = kept(&world).unwrap_or_default();
                assert!(kept.contains(text), "{script}: the person's text is lost: {kept:?}");
                assert!(said.contains(KEPT), "{script}: nothing says where it is: {said}");
            }
            None if script.contains("377") => {
                assert!(
                    fs::read(world.path().join(KEPT)).is_ok_and(|kept| kept.contains(&0xff)),
                    "what cannot be read is lost"
                );
            }
            None => assert_eq!(kept(&world), None, "{script} leaves a file behind"),
        }
    }
}

#[test]
fn nothing_changed_is_nothing_done() {
    let world = world(":");
    let output = edit(&world);
    assert!(output.status.success() && said(&output).contains("nothing to change"), "{}", said(&output));
    assert_eq!((page(&world).as_str(), kept(&world)), (PAGE, None));
}

#[test]
fn a_text_that_was_kept_is_never_overwritten() {
    let world = world("echo \"owner = nonsense$N\" >> \"$1\"; [ $N -gt 2 ] && exit 1; :");
    for _ in 0..2 {
        assert_eq!(edit(&world).status.code(), Some(2));
    }
    let names: Vec<_> = fs::read_dir(world.path().join(".faultbook"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("edit-"))
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

/// Where there is no terminal, as in a job of CI, `vi` would fill the log and wait for ever.
#[test]
fn no_editor_that_nobody_chose_is_started_without_a_terminal() {
    let world = World::of("[failure.a]\nproblem = \"p\"\n");
    let before = world.files();
    let output = world.run(&["edit", "a"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert!(said(&output).contains("no editor can be started without a terminal"), "{}", said(&output));
    assert_eq!(world.files(), before);
}

#[test]
fn a_kind_is_not_a_problem() {
    use faultbook::model::Word;
    let world = World::of("[failure.a]\nproblem = \"p\"\n");
    for kind in faultbook::model::Kind::WORDS {
        let output = world.run(&["add", kind, "--playbook", "page", "--dry-run"]);
        assert_eq!(output.status.code(), Some(2), "{kind}: {}", said(&output));
    }
}
