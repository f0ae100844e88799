//! What would be refused on reading is refused on writing: nothing is written that this program could not read again.

use std::fs;

use faultbook::merge::Markers;
use faultbook::merge::merge;

use crate::world::World;
use crate::world::faultbook;
use crate::world::said;

/// What stands in the way of every failure that is too large.
const TOO_LARGE: &str = "failure/a would be too large: more than 1 MiB, or too many keys";

/// An entry, and one behind it.
fn with(fields: &str) -> World {
    World::of(&format!("[failure.a]\nproblem = \"p\"\n{fields}\n[failure.b]\nproblem = \"q\"\n"))
}

/// A text that leaves room for less than a hundred thousand bytes in its entry.
fn nearly_full() -> World {
    with(&format!("risk = \"{}\"\n", "x".repeat((1 << 20) - 90_000)))
}

/// A word of a hundred thousand letters, about as much as one argument of a command may hold.
fn long() -> String {
    "y".repeat(100_000)
}

/// Runs a command that must be refused in certain words, in a dry run too; nothing is written.
fn refused(world: &World, args: &[&str], words: &str) {
    let before = world.files();
    for dry in [&["--dry-run"][..], &[]] {
        let output = world.run(&[args, dry].concat());
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{:.60?}: {said:.400}", args);
        assert!(said.contains(words), "{:.60?}: {said:.400}", args);
        assert!(output.stdout.is_empty(), "{:.60?}", args);
    }
    assert!(world.files() == before, "{:.60?}: something was written", args);
}

/// Makes a change that is allowed, after which everything can be read.
fn allowed(world: &World, args: &[&str]) {
    let output = world.run(args);
    assert!(output.status.success(), "{:.60?}: {:.400}", args, said(&output));
    assert_eq!(world.open().unread(), 0, "{:.60?}", args);
}

#[test]
fn an_entry_that_is_too_large_is_not_added() {
    let huge = "x".repeat(1_100_000);
    let keys: String = (0..90_000).map(|n| format!("x-{n} = 1\n")).collect();
    let deep = format!("x-a = {}1{}\n", "[".repeat(79), "]".repeat(79));
    let too_deep = format!("{{\"problem\": \"p\", \"x-a\": {}1{}}}", "[".repeat(100), "]".repeat(100));
    let world = with("")
        .file("huge.toml", format!("[failure.new]\nproblem = \"p\"\nrisk = \"{huge}\"\n"))
        .file("huge.json", format!("[{{\"problem\": \"p\", \"id\": \"new\", \"risk\": \"{huge}\"}}]"))
        .file("keys.toml", format!("[failure.new]\nproblem = \"p\"\n{keys}"))
        .file("deep.toml", format!("[failure.deep]\nproblem = \"p\"\n{deep}"))
        .file("deep.json", too_deep)
        .file("values.toml", format!("[failure.new]\nproblem = \"p\"\nx-a = [{}]\n", "1,".repeat(11_000)));
    let words = "failure/new would be too large: more than 1 MiB, or too many keys";
    for file in ["huge.toml", "huge.json", "keys.toml"] {
        refused(&world, &["add", "--from", file], words);
    }
    refused(&world, &["add", "--from", "deep.json"], "");
    refused(&world, &["add", "--from", "values.toml"], "it holds more than 10000 values");
    // As deep as can be read.
    allowed(&world, &["add", "--from", "deep.toml", "--dry-run"]);
}

#[test]
fn an_entry_does_not_grow_too_large() {
    let long = long();
    let [word, table] =
        [format!("tags={long}"), format!("preventative={{ action = \"{long}\", owner = \"sre\" }}")];
    let world = nearly_full();
    for args in [
        &["edit", "a", "--add", &word][..],
        &["edit", "a", &word],
        &["edit", "--where", "id=a", &word],
        &["edit", "a", "--add", &table],
        &["action", "add", "a", &long, "--class", "reactive"],
        &["accept", "a", "--by", "cto", "--because", &long, "--until", "2026-12-31"],
    ] {
        refused(&world, args, TOO_LARGE);
    }
    allowed(&world, &["edit", "a", "owner=sre"]);
    // What stands above the next entry is read with this one.
    let comment = format!("{}\n", "# why\n".repeat(40_000));
    let world = World::of(&format!(
        "[failure.a]\nproblem = \"{}\"\n\n{comment}[failure.b]\nproblem = \"q\"\n",
        "x".repeat(780_000)
    ));
    refused(&world, &["edit", "a", &format!("risk={long}")], TOO_LARGE);
    allowed(&world, &["edit", "b", &format!("risk={long}")]);
}

#[test]
fn references_that_follow_do_not_grow_too_large() {
    let named = "\"c\", ".repeat(20_000);
    let world = World::of(&format!("[component.c]\n[failure.a]\nproblem = \"p\"\nsources = [{named}]\n"));
    let id = "c".repeat(63);
    refused(&world, &["rename", "component/c", &id], TOO_LARGE);
    allowed(&world, &["rename", "component/c", "orders-db"]);
}

#[test]
fn import_makes_nothing_too_large() {
    let table = |cell: &str| format!("Problem,Risk,Owner\nDisk full,Slow,{cell}\n");
    let world = World::new().file("t.csv", table("sre"));
    allowed(&world, &["import", "t.csv"]);
    // What was added by hand leaves no room for what the file says now.
    let path = world.path().join("playbooks/t.toml");
    let own = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{own}x-own = \"{}\"\n", "x".repeat((1 << 20) - 90_000))).unwrap();
    let world = world.file("t.csv", table(&long()));
    let output = world.run(&["import", "t.csv"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("would be too large: more than 1 MiB"), "{}", said(&output));
    assert_eq!(world.open().unread(), 0);
}

#[test]
fn the_configuration_does_not_grow_too_large() {
    let levels: String = (0..12_000).map(|n| format!("\"word {n}\" = \"high\"\n")).collect();
    let config = format!("format = 1\n[import.levels]\n{levels}");
    assert!(config.len() < 256 << 10);
    let world = World::new()
        .file("faultbook.toml", &config)
        .file("t.csv", "Problem,Risk,Severity\nDisk full,Slow,awful\n");
    allowed(&world, &["import", "t.csv", "--map-level", "awful=high", "--dry-run"]);
    let full = format!("{config}# {}\n", "x".repeat((256 << 10) - config.len() - 4));
    let world = world.file("faultbook.toml", full);
    let words = "faultbook.toml would be larger than 256 KiB";
    refused(&world, &["import", "t.csv", "--map-level", "awful=high"], words);
}

#[test]
fn no_editor_makes_an_entry_too_large() {
    let world = with("");
    let script = "#!/bin/sh\nprintf '[failure.a]\\nproblem = \"p\"\\nrisk = \"%s\"\\n' \"$(head -c 1100000 /dev/zero | tr '\\0' x)\" > \"$1\"\n";
    let world = world.file("editor.sh", script);
    let before = world.files();
    let editor = format!("sh {}", world.path().join("editor.sh").display());
    let output = faultbook(world.path()).args(["edit", "a"]).env("EDITOR", editor).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains(TOO_LARGE), "{:.400}", said(&output));
    assert!(world.open().text("playbooks/page.toml").unwrap().as_bytes() == before["playbooks/page.toml"]);
}

#[test]
fn a_merge_makes_no_entry_too_large() {
    let side =
        |key: &str, size: usize| format!("[failure.a]\nproblem = \"p\"\n{key} = \"{}\"\n", "x".repeat(size));
    let base = "[failure.a]\nproblem = \"p\"\n";
    let merged = |size| merge(base, &side("risk", size), &side("cause", size), &Markers::default());
    assert!(merged(500_000).is_ok());
    assert_eq!(merged(600_000).unwrap_err().message, "an entry of the merge would be too large to be read");
}

/// What is too large already can be made smaller, and does not lock the rest of its file.
#[test]
fn what_is_too_large_can_be_repaired() {
    let keys: String = (0..150_000).map(|n| format!("x-{n}.a.b = 1\n")).collect();
    let large = format!("risk = \"{}\"\n", "x".repeat(2 << 20));
    let huge = format!("risk = \"{}\"\n", "x".repeat(20 << 20));
    for fields in [&large, &huge, &keys] {
        let world = with(fields);
        assert_eq!(world.open().unread(), 1);
        allowed(&world, &["remove", "failure/a"]);
        assert_eq!(world.list("matrix"), ["b"]);
    }
    let world = with(&large);
    let output = world.run(&["edit", "b", "owner=sre"]);
    assert!(output.status.success(), "{}", said(&output));
    allowed(&world, &["edit", "a", "risk=Nobody can pay"]);
    refused(&with(&huge), &["edit", "b", "owner=sre"], "`faultbook remove failure/a`");
}

/// A string that is not closed swallows the entries behind it, and they are not removed with it.
#[test]
fn nothing_that_was_swallowed_is_removed() {
    let text =
        format!("[failure.a]\nproblem = \"\"\"p\n{}\n[failure.b]\nproblem = \"q\"\n", "x".repeat(17 << 20));
    refused(&World::of(&text), &["remove", "failure/a"], "shorten it in an editor");
}
