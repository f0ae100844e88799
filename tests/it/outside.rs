//! No id, name or link leads a command that writes out of the workspace, and no text reaches the terminal raw.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;

use crate::payloads::TERMINAL;
use crate::payloads::is_raw;
use crate::world::World;
use crate::world::faultbook;
use crate::world::files;
use crate::world::said;

const PAGE: &str = "[failure.zone]\nproblem = \"A zone goes dark\"\n";

/// A workspace in a folder with neighbours, which nothing may touch.
fn world() -> World {
    World::bare()
        .file("etc/x", "theirs")
        .file("etc/x.toml", "[failure.theirs]\nproblem = \"p\"\n")
        .file("ours/faultbook.toml", "format = 1\n")
        .file("ours/playbooks/page.toml", PAGE)
}

/// Two hundred ids that are none.
fn hostile() -> Vec<String> {
    let names = ["etc/x", "a", "con", "x.toml", "page", "nul", "aux", "com1", "lpt9", "prn"];
    let around = [
        ("../", ""),
        ("../../", ""),
        ("/", ""),
        ("./", ""),
        ("..\\", ""),
        ("C:\\", ""),
        ("", "/../../etc/x"),
        ("", "/"),
        (".", ""),
        ("-", ""),
        ("--", ""),
        ("", "\n"),
        ("", "\u{202e}"),
        ("é", ""),
        ("", "\u{1b}[2J"),
        ("", " "),
        ("%2e%2e%2f", ""),
        ("", "."),
        ("A", ""),
    ];
    let mut ids: Vec<String> =
        names.iter().flat_map(|name| around.iter().map(move |(a, b)| format!("{a}{name}{b}"))).collect();
    ids.extend(["con", "nul", "aux", "com1", "lpt9", "prn", "", ".", "..", "網"].map(str::to_owned));
    ids.extend([64, 65, 255, 4096].map(|length| "x".repeat(length)));
    ids
}

#[test]
fn no_hostile_id_is_written_anywhere() {
    let ids = hostile();
    assert!(ids.len() >= 200, "{}", ids.len());
    let shared = world();
    let before = files(shared.path());
    for (at, id) in ids.iter().enumerate() {
        let json = serde_json::json!([{ "id": id, "problem": "p" }]).to_string();
        let toml = format!("[failure.{}]\nproblem = \"p\"\n", serde_json::to_string(id).unwrap());
        let source = tempfile::NamedTempFile::new().unwrap();
        fs::write(source.path(), if at % 2 == 0 { json } else { toml }).unwrap();
        let source = source.path().to_str().unwrap();
        let (named, playbook) = (format!("--id={id}"), format!("--playbook={id}"));
        let lines: [&[&str]; 4] = [
            &["add", "p", &named],
            &["rename", "--", "zone", id],
            &["add", "p", "--id", "new", &playbook],
            &["add", "--from", source],
        ];
        // `page` is a playbook, and a name such as `a.` none; only what is an id may be one.
        for args in lines {
            let output = faultbook(&shared.path().join("ours")).args(args).output().unwrap();
            let text = [output.stdout.clone(), output.stderr.clone()].concat();
            let text = String::from_utf8(text).unwrap();
            assert_eq!(output.status.code(), Some(2), "{args:?}: {text}");
            assert!(!text.contains(is_raw), "{args:?} reaches the terminal raw: {text:?}");
            assert!(files(shared.path()) == before, "{args:?} wrote something");
        }
    }
}

/// Where a link leads, what is done, and whether it is followed.
#[test]
fn links_lead_nowhere_outside() {
    let add: &[&str] = &["add", "New", "--id", "new", "--playbook", "x"];
    let edit: &[&str] = &["edit", "theirs", "owner=x"];
    let link = |to: &str, from: &str, remove: &str| {
        let world = world();
        let ours = world.path().join("ours");
        if !remove.is_empty() {
            fs::remove_dir_all(ours.join(remove)).unwrap();
        }
        symlink(to, ours.join(from)).unwrap();
        world
    };
    let mut tried = 0;
    for (to, from, remove) in [
        ("../etc", "playbooks", "playbooks"),
        ("../../etc/x.toml", "playbooks/x.toml", ""),
        ("../../etc", "playbooks/x", ""),
        ("../../etc/new.toml", "playbooks/x.toml", ""),
        ("nowhere", "playbooks/x.toml", ""),
        ("x.toml", "playbooks/x.toml", ""),
        ("../etc", ".faultbook", ""),
        ("nowhere", ".faultbook", ""),
        ("/dev/null", "playbooks/x.toml", ""),
    ] {
        for args in [add, edit] {
            let world = link(to, from, remove);
            let before = files(world.path());
            let output = faultbook(&world.path().join("ours")).args(args).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{from} -> {to}, {args:?}: {}", said(&output));
            assert!(files(world.path()) == before, "{from} -> {to}: {args:?} wrote something");
            tried += 1;
        }
    }
    assert_eq!(tried, 18);
}

#[test]
fn a_link_inside_is_followed_and_stays() {
    let world = world().file("ours/kept/x.toml", "[failure.inside]\nproblem = \"p\"\n");
    let ours = world.path().join("ours");
    symlink("../kept/x.toml", ours.join("playbooks/x.toml")).unwrap();
    let output = faultbook(&ours).args(["edit", "inside", "owner=sre"]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let text = fs::read_to_string(ours.join("kept/x.toml")).unwrap();
    assert!(text.contains("owner = \"sre\""), "{text}");
    assert!(ours.join("playbooks/x.toml").is_symlink(), "the link stays");
}

/// What commands that write repeat of texts: entries, diffs, choices, refusals, notes.
#[test]
fn no_terminal_obeys_a_command_that_writes() {
    for payload in TERMINAL.chunks(20).map(|group| group.join(".").replace('\0', "")) {
        let world = World::bare()
            .file("faultbook.toml", format!("format = 1\naccept_by = [{}]\n", serde_json::json!(payload)));
        let quoted = serde_json::to_string(&payload).unwrap().replace('\u{7f}', "\\u007f");
        let world = world.file(
            "playbooks/page.toml",
            format!("[failure.zone]\nproblem = {quoted}\nreactive = [{quoted}, \"b\"]\n"),
        );
        let field = format!("owner={payload}");
        let lines: &[&[&str]] = &[
            &["add", &payload, "--dry-run"],
            &["add", &payload, "--id", "a"],
            &["add", "x", "--id", &payload],
            &["add", "x", "--severity", &payload],
            &["edit", "zone", &field, "--dry-run"],
            &["edit", "zone", &payload],
            &["edit", &payload, "owner=x"],
            &["edit", "zone", "--clear", &payload],
            &["edit", "zone", "--remove", &format!("reactive={payload}x")],
            &["rename", "zone", &payload],
            &["rename", &payload, "a"],
            &["remove", &payload],
            &["remove", "zone", "--dry-run"],
            &["accept", "zone", "--by", &payload, "--because", "x", "--until", "6mo"],
            &["accept", "zone", "--by", "x", "--because", "x", "--until", &payload],
            &["review", &payload],
            &["retire", &payload],
            &["review", "--where", &payload],
            &["action", "done", "zone", "zz"],
            &["action", "done", "zone", &payload],
            &["action", "add", "zone", &payload, "--dry-run"],
            &["action", "start", &payload],
            &["add", "--from", &payload],
            &["add", "x", "--playbook", &payload],
            &["add", "--starter", &payload],
            &["starter", "show", &payload],
            &["starter", "add", "redis", &payload],
            &["suggest", &payload],
        ];
        for args in lines {
            let output = world.run(args);
            let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            let raw = text.find(is_raw).map(|at| text[at..].chars().take(30).collect::<String>());
            assert_eq!(raw, None, "{args:?} reaches the terminal raw");
        }
    }
}
