//! Every command that writes, through the binary: what a dry run shows is what is written, what is told is true, and what is
//! refused leaves every byte.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::process::Stdio;

use faultbook::model::Kind;
use serde_json::Value as Json;

use crate::lines::DONE;
use crate::lines::MAIN;
use crate::lines::REFUSED;
use crate::lines::world;
use crate::world::World;
use crate::world::faultbook;
use crate::world::files;
use crate::world::said;

type Files = BTreeMap<String, Vec<u8>>;

/// The texts of all files, for messages.
fn shown(files: &Files) -> String {
    files.iter().map(|(path, text)| format!("# {path}\n{}", String::from_utf8_lossy(text))).collect()
}

fn json(output: &std::process::Output, args: &[&str]) -> Json {
    let told: Json =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}"));
    assert_eq!(told["version"], 1, "{args:?}: {told}");
    assert!(told["entries"].is_array() && told["files"].is_array(), "{args:?}: {told}");
    told
}

/// The findings that forbid, each as a line.
fn denied(world: &World) -> Vec<String> {
    world.lines().into_iter().filter(|line| line.starts_with("deny")).collect()
}

#[test]
fn every_command_writes_what_its_dry_run_shows_and_tells_it() {
    let has_git = Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success());
    for (args, wanted) in DONE {
        let (real, dry) = (world(), world());
        let (before, known) = (real.files(), denied(&real));
        let output = real.run(&[args, &["--json"][..]].concat());
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
        let after = real.files();
        assert!(shown(&after).contains(wanted), "{args:?} writes no {wanted:?}: {}", shown(&after));
        let told = json(&output, args);
        let changed = |path: &Json| path.as_str().is_some_and(|path| before.get(path) != after.get(path));
        for file in told["files"].as_array().unwrap() {
            assert!(
                changed(&file["before"]) || changed(&file["after"]),
                "{args:?} tells of {file}, which is as it was"
            );
        }
        let paths: Vec<_> =
            before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path)).collect();
        for path in paths {
            assert!(
                told["files"].to_string().contains(&format!("\"{path}\"")),
                "{args:?} hides that {path} changed"
            );
        }
        for entry in told["entries"].as_array().unwrap().iter().filter(|entry| !entry["file"].is_null()) {
            let (file, line) =
                (entry["file"].as_str().unwrap(), usize::try_from(entry["line"].as_u64().unwrap()).unwrap());
            let text = String::from_utf8(after[file].clone()).unwrap();
            let header = format!("[{}.{}]", entry["kind"].as_str().unwrap(), entry["id"].as_str().unwrap());
            assert_eq!(
                text.lines().nth(line - 1).map(|line| line.split(" #").next().unwrap()),
                Some(&header[..]),
                "{args:?}"
            );
        }
        let new: Vec<_> = denied(&real).into_iter().filter(|line| !known.contains(line)).collect();
        assert!(new.is_empty() || args.contains(&"--force"), "{args:?} leaves {new:?}");

        // The dry run writes nothing, and shows in both ways what the real one writes.
        let output = dry.run(&[args, &["--dry-run"][..]].concat());
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
        let diff = json(&dry.run(&[args, &["--dry-run", "--json"][..]].concat()), args)["diff"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(
            dry.files() == before && !dry.path().join(".faultbook").exists(),
            "{args:?} writes in a dry run"
        );
        assert_eq!(String::from_utf8(output.stdout).unwrap(), diff, "{args:?}");
        if has_git {
            let patch = dry.path().join("diff.patch");
            fs::write(&patch, &diff).unwrap();
            let applied = Command::new("git")
                .args(["apply", "-p1", "diff.patch"])
                .current_dir(dry.path())
                .output()
                .unwrap();
            assert!(applied.status.success(), "{args:?}: {}\n{diff}", said(&applied));
            fs::remove_file(patch).unwrap();
            assert_eq!(shown(&dry.files()), shown(&after), "{args:?}: the diff is not what is written");
        }
    }
}

#[test]
fn what_is_done_already_is_done_once() {
    let once = ["edit", "accept", "review", "retire"];
    let marks = [&["action", "start", "scale"][..], &["action", "done", "zone", "three zones"]];
    let all = DONE.iter().map(|(args, _)| *args).filter(|args| once.contains(&args[0]));
    for args in all.chain(marks).filter(|args| !args.contains(&"--remove") && !args.contains(&"--where")) {
        let world = world();
        assert!(world.run(args).status.success(), "{args:?}");
        let after = world.files();
        let again = world.run(args);
        assert_eq!(again.status.code(), Some(0), "{args:?}: {}", said(&again));
        assert_eq!(shown(&world.files()), shown(&after), "{args:?} is not the same twice");
    }
}

#[test]
fn what_is_refused_leaves_every_byte_and_says_what_to_do() {
    for (args, words) in REFUSED {
        let world = world();
        let before = world.files();
        let output = world.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
        assert!(world.files() == before, "{args:?} is refused and changes something");
        assert!(output.stdout.is_empty(), "{args:?} prints a result");
        for word in *words {
            assert!(said(&output).contains(word), "{args:?} does not say {word:?}: {}", said(&output));
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_never_written() {
    let marks = "<<<<<<< HEAD\nowner = \"a\"\n=======\nowner = \"b\"\n>>>>>>> x\n";
    let broken = [
        (MAIN.replace("\"high\"", "\"high"), "playbooks/main.toml:11"),
        (MAIN.replace("risk =", "risk = ="), "playbooks/main.toml:9"),
        (MAIN.replace("severity = \"high\"\n", marks), "playbooks/main.toml:11"),
        (
            MAIN.replace("[alert.slow]", "[failure.zone]\nproblem = \"again\"\n[alert.slow]"),
            "playbooks/main.toml",
        ),
    ];
    let writes: &[&[&str]] = &[
        &["add", "x", "--playbook", "main"],
        &["edit", "zone", "owner=x"],
        &["rename", "zone", "z"],
        &["rename", "cart", "c"],
        &["remove", "zone", "--force"],
        &["accept", "zone", "--by", "cto", "--because", "x", "--until", "6mo"],
        &["review", "zone"],
        &["retire", "zone"],
        &["action", "add", "zone", "x"],
        &["action", "done", "zone", "three"],
    ];
    for (text, place) in broken {
        for args in writes {
            let world = world().file("playbooks/main.toml", &text);
            let before = world.files();
            let output = world.run(args);
            // Of a file that does not say `cart` the rename has nothing to fear.
            if args[1] == "cart" {
                assert_eq!(world.files()["playbooks/main.toml"], before["playbooks/main.toml"], "{args:?}");
                continue;
            }
            assert_eq!(output.status.code(), Some(2), "{args:?} with {place}: {}", said(&output));
            assert!(world.files() == before, "{args:?} writes to a file that cannot be read");
            assert!(said(&output).contains(place), "{args:?} does not say {place}: {}", said(&output));
        }
        // The other files can be written all the same.
        let world = world().file("playbooks/main.toml", &text);
        let output = world.run(&["edit", "cart", "owner=x"]);
        assert!(output.status.success(), "one broken file stops the others: {}", said(&output));
    }
}

#[test]
fn twins_newer_formats_and_unread_files_are_refused() {
    let twins = world().file("playbooks/twin.toml", "[failure.zone]\nproblem = \"again\"\n");
    let newer = world().file("faultbook.toml", "format = 2\n");
    let bytes = world().file("playbooks/bytes.toml", b"\xff");
    for (world, args, words) in [
        (
            &twins,
            &["edit", "zone", "owner=x"][..],
            &["defined twice", "playbooks/main.toml", "playbooks/twin.toml"][..],
        ),
        (&twins, &["rename", "zone", "z"], &["defined twice"]),
        (&newer, &["edit", "zone", "owner=x"], &["format 2", "newer faultbook"]),
        (&newer, &["add", "x", "--playbook", "main"], &["format 2"]),
        (
            &bytes,
            &["rename", "zone", "z"],
            &["playbooks/bytes.toml cannot be read, and may name failure/zone"],
        ),
        (&bytes, &["remove", "test/load"], &["playbooks/bytes.toml"]),
        (&bytes, &["add", "x", "--playbook", "bytes"], &["playbooks/bytes.toml is not written to"]),
    ] {
        let before = world.files();
        let output = world.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
        assert!(world.files() == before, "{args:?} is refused and changes something");
        words.iter().for_each(|word| assert!(said(&output).contains(word), "{args:?}: {}", said(&output)));
    }
    let output = bytes.run(&["edit", "zone", "owner=x"]);
    assert!(
        output.status.success() && said(&output).contains("playbooks/bytes.toml could not be read"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_starter_that_meets_its_own_ids_gives_others() {
    let world = World::of("[failure.zone-outage]\nproblem = \"x\"\n");
    assert!(world.run(&["add", "--starter", "platform", "--starter", "application"]).status.success());
    let before = world.files();
    assert_eq!(denied(&world), Vec::<String>::new());
    let again = world.run(&["add", "--starter", "platform"]);
    assert!(again.status.success(), "{}", said(&again));
    assert!(world.files() == before && said(&again).contains("taken over before"), "{}", said(&again));
    assert!(world.open().book().has(Kind::Failure, "platform-zone-outage"));
}

#[test]
fn entries_come_from_standard_input() {
    let world = world();
    let mut command = faultbook(world.path());
    let child = command
        .args(["add", "--from", "-", "--playbook", "main"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"{\"problem\": \"Piped\"}").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(shown(&files(world.path())).contains("[failure.piped]"));
}

/// What says the format decides whether this program may write at all.
#[test]
fn a_format_that_cannot_be_read_is_never_written_to() {
    let large = format!("format = 2\n# {}\n", "x".repeat(256 << 10));
    let configs: &[&[u8]] = &[
        b"format = \"1\"\n",
        b"format = 1.0\n",
        b"format = 0\n",
        b"format = -1\n",
        b"format = 2\n",
        b"format = 99999999999999999999\n",
        b"format = true\n",
        b"format = 2026-01-01\n",
        b"format = [1]\n",
        b"format = { is = 1 }\n",
        b"format.is = 1\n",
        b"[format]\nis = 1\n",
        b"[[format]]\nis = 1\n",
        b"format = 1\nformat = 1\n",
        b"format = 1\nformat.is = 1\n",
        b"format = 01\n",
        b"\xef\xbb\xbfformat = 2\n",
        b"Format = 1\n",
        b"[lint]\nformat = 1\n",
        b"# format = 1\n",
        b"",
        b"format = 1\nowner = \"\xff\"\n",
        b"\xff\xfef\0o\0r\0m\0a\0t\0 \0=\0 \x001\0",
        b"format = 1\n<<<<<<< ours\n",
        large.as_bytes(),
    ];
    let more: [&[&str]; 6] = [
        &["import", "table.csv"],
        &["import", "table.csv", "--map", "Risk=cause"],
        &["suggest", "--add"],
        &["fmt"],
        &["fmt", "playbooks"],
        &["edit", "zone"],
    ];
    let table = "Problem,Risk,Severity\nDisk full,No orders,high\n";
    for args in DONE.iter().map(|(args, _)| *args).chain(more) {
        for (nth, config) in configs.iter().enumerate() {
            // Every form with some commands, and every command with some forms.
            if !matches!(args[0], "review" | "import") && nth % 5 != args.len() % 5 {
                continue;
            }
            let world = world().file("faultbook.toml", config).file("table.csv", table);
            let before = world.files();
            let output = world.run(args);
            let config = String::from_utf8_lossy(&config[..config.len().min(40)]);
            assert_eq!(output.status.code(), Some(2), "{args:?} with {config:?}: {}", said(&output));
            assert!(world.files() == before, "{args:?} writes with {config:?}");
            assert!(!world.path().join(".faultbook").exists(), "{args:?} leaves a lock with {config:?}");
            let told = said(&output);
            assert!(
                told.starts_with("error: faultbook.toml: ") || told.contains("format 2"),
                "{args:?}: {told}"
            );
            assert!(told.contains("help: ") || told.contains("newer faultbook"), "{args:?}: {told}");
        }
    }
    for config in
        ["format = 1", "\u{feff}format = 1\r\n", "\"format\" = 0x1\n", "owner = \"a\"\nformat = +1\n"]
    {
        let world = world().file("faultbook.toml", config);
        assert!(world.run(&["review", "zone"]).status.success(), "{config:?}");
    }
}

/// The calendar ends with the year 9999; a time that leads beyond it is still a time.
#[test]
fn a_time_beyond_the_calendar_is_called_so() {
    for (today, until, words) in [
        ("9999-12-31", "6mo", "`6mo` after 9999-12-31 is beyond the year 9999"),
        ("9999-12-31", "1d", "beyond the year 9999"),
        ("9999-07-01", "27w", "beyond the year 9999"),
        ("2026-11-20", "7974y", "beyond the year 9999"),
        ("2026-11-20", "10000000d", "beyond the year 9999"),
        ("9999-12-31", "6", "neither a date nor a duration"),
        ("9999-12-31", "9999-12-30", "has passed"),
    ] {
        let world = world();
        let args = ["--today", today, "accept", "zone", "--by", "cto", "--because", "b", "--until", until];
        let output = world.run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            said(&output).contains(words) && said(&output).contains("error: --until: "),
            "{}",
            said(&output)
        );
    }
    for until in ["9999-12-31", "23h"] {
        let world = world();
        let args =
            ["--today", "9999-12-31", "accept", "zone", "--by", "cto", "--because", "b", "--until", until];
        assert!(world.run(&args).status.success(), "{args:?}");
    }
    // What is due beyond the calendar is not due.
    let world = World::of("[failure.a]\nproblem = \"p\"\nreviewed = 9999-12-30\n[failure.b]\nproblem = \"q\"\nreviewed = 2000-01-01\n")
        .file("faultbook.toml", "format = 1\nreview_every = \"1y\"\n[lint]\nstale-review = { level = \"warn\", grace = \"10000000y\" }\n");
    for args in [&["lint", "--dated"][..], &["next"], &["coverage"], &["budget"], &["list"], &["show", "a"]] {
        let output = world.run(&[&["--today", "9999-12-31"], args].concat());
        assert!(output.status.code().is_some_and(|code| code < 2), "{args:?}: {}", said(&output));
        assert!(!String::from_utf8_lossy(&output.stdout).contains("stale-review"), "{args:?}");
    }
}

#[test]
fn a_key_that_appears_twice_in_json_is_refused() {
    for (json, key) in [
        ("{\"problem\": \"a\", \"risk\": \"r\", \"problem\": \"b\"}", "problem"),
        ("{\"failure\": {\"q\": {\"problem\": \"a\"}, \"q\": {\"problem\": \"b\"}}}", "q"),
        ("[{\"problem\": \"a\", \"estimate\": {\"detect\": \"1m\", \"detect\": \"2m\"}}]", "detect"),
    ] {
        let world = world().file("twice.json", json);
        let before = world.files();
        let output = world.run(&["add", "--from", "twice.json", "--playbook", "main"]);
        assert_eq!(output.status.code(), Some(2), "{json}");
        assert!(
            said(&output).contains(&format!("the key `{key}` appears twice at line 1")),
            "{}",
            said(&output)
        );
        assert!(world.files() == before, "{json}");
    }
}
