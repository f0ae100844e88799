//! The binary itself is killed, and refused, at every call that changes the disk. `strace` does it; where it is missing these
//! tests say so and do nothing, unless FAULTBOOK_REQUIRE_STRACE is set.

#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "how much was tried is worth a line")]

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

use crate::trace::Call;
use crate::trace::calls;
use crate::trace::can_trace;
use crate::trace::traced;
use crate::world::World;
use crate::world::faultbook;
use crate::world::said;

type Files = BTreeMap<String, Vec<u8>>;

const ERRORS: &[&str] = &["ENOSPC", "EACCES", "EROFS", "EIO", "EDQUOT"];

/// Every command that writes, and how many files each changes.
pub(crate) const COMMANDS: &[(&[&str], usize)] = &[
    (&["add", "A queue fills up", "--playbook", "main"], 1),
    (&["add", "A queue fills up", "--playbook", "shop"], 1),
    (&["add", "A queue fills up", "--playbook", "fresh"], 1),
    (&["add", "component", "cache", "--playbook", "main", "--kind", "cache"], 1),
    (&["edit", "zone", "severity=high"], 1),
    (&["edit", "--where", "problem~e", "owner=sre"], 2),
    (&["rename", "cart", "basket"], 5),
    (&["remove", "test/overload"], 1),
    (&["accept", "zone", "--by", "cto", "--because", "Later", "--until", "6mo"], 1),
    (&["review", "--where", "problem~e"], 2),
    (&["retire", "zone"], 1),
    (&["action", "done", "cart", "Keep a copy"], 2),
    (&["add", "--from", "new.toml", "--playbook", "main"], 1),
    (&["import", "risks.csv", "--playbook", "risks"], 1),
    (&["starter", "add", "postgresql"], 1),
    (&["suggest", "--add"], 1),
    (&["fmt"], 1),
];

pub(crate) fn world() -> World {
    World::new()
        .file("playbooks/main.toml", "# of all\n[component.db]\ntechnology = \"postgresql\"\n\n[failure.zone]\nproblem = \"A zone goes dark\"\n\n[alert.slow]\ncovers = [\"cart\"]\n")
        .file("playbooks/shop/cart.toml", "[failure.cart]\nproblem = \"Carts are lost\" # all\npreventative = [{ action = \"Keep a copy\", owner = \"sre\", due = 2026-12-15 }]\n")
        .file("playbooks/shop/down.toml", "[incident.down]\nstarted = 2026-03-04T10:02:00Z\ntitle = \"Down\"\nfailures = [\"zone\", \"cart\"]\n")
        .file("playbooks/shop/overload.toml", "[test.overload]\ncovers = [\"cart\"]\n")
        .file("new.toml", "[failure.queue]\nproblem = \"A queue fills up\"\n")
        .file("risks.csv", "Problem,Risk\nCertificate expires,Nobody can log in\n")
}

fn program<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [&[env!("CARGO_BIN_EXE_faultbook")], args].concat()
}

/// What lies in `.faultbook/` that the next command should have taken away.
pub(crate) fn strays(folder: &Path) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(folder.join(".faultbook")) else { return BTreeSet::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| !matches!(name.as_str(), "lock" | ".gitignore")).collect()
}

/// The files of a workspace before and after a command.
fn ends(args: &[&str]) -> (Files, Files) {
    let world = world();
    let before = world.files();
    let output = world.run(args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    (before, world.files())
}

/// Why the files are neither old nor new, each for itself.
fn torn(now: &Files, before: &Files, after: &Files) -> Option<String> {
    let paths: BTreeSet<_> = now.keys().chain(before.keys()).chain(after.keys()).collect();
    let is_whole =
        |path: &&&String| now.get(**path) == before.get(**path) || now.get(**path) == after.get(**path);
    let torn = paths.iter().find(|path| !is_whole(path));
    let shown = |text: &Vec<u8>| String::from_utf8_lossy(text).chars().take(400).collect::<String>();
    torn.map(|path| format!("{path}: {:?}", now.get(*path).map(shown)))
}

/// Runs a reader; afterwards all files are old or all are new, and nothing strays.
fn settle(world: &World, (before, after): &(Files, Files), case: &str) -> (bool, String) {
    let output = world.run(&["lint"]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{case}: lint could not run: {}", said(&output));
    let now = world.files();
    assert!(
        now == *before || now == *after,
        "{case}: neither all old nor all new: {:?}",
        torn(&now, before, after)
    );
    assert_eq!(strays(world.path()), BTreeSet::new(), "{case}: the next command leaves something behind");
    (now == *after, said(&output))
}

/// Does something with each command, several at a time.
fn each(work: impl Fn(&[&str], &(Files, Files), &[Call]) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((args, changed)) = COMMANDS.get(next.fetch_add(1, Relaxed)) {
                    let ends = ends(args);
                    let paths: BTreeSet<_> = ends.0.keys().chain(ends.1.keys()).collect();
                    let differing =
                        paths.iter().filter(|path| ends.0.get(**path) != ends.1.get(**path)).count();
                    assert_eq!(differing, *changed, "{args:?} changes other files than it should");
                    let world = world();
                    let folder = world.path().canonicalize().unwrap();
                    work(args, &ends, &calls(&folder, &program(args)));
                }
            });
        }
    });
}

#[test]
fn a_command_that_is_killed_at_any_call_leaves_all_old_or_all_new() {
    if !can_trace() {
        return;
    }
    let (kills, finished, half, told) = Default::default();
    let (kills, finished, half, told): (AtomicUsize, AtomicUsize, AtomicUsize, AtomicUsize) =
        (kills, finished, half, told);
    each(|args, ends, calls| {
        for call in calls.iter().filter(|call| !call.only_reads()) {
            let world = world();
            let case = format!("{args:?} killed at {} {}: {}", call.name, call.number, call.line);
            let output = call.inject("signal=KILL", world.path(), &program(args));
            assert_eq!(output.status.signal(), Some(9), "{case}: it was not killed: {output:?}");
            kills.fetch_add(1, Relaxed);
            let now = world.files();
            assert_eq!(torn(&now, &ends.0, &ends.1), None, "{case}: a file is torn, or strays");
            let is_half = now != ends.0 && now != ends.1;
            let has_journal = world.path().join(".faultbook/journal").exists();
            assert!(!is_half || has_journal, "{case}: half is done, and nothing says what is missing");
            let (is_new, note) = settle(&world, ends, &case);
            finished.fetch_add(usize::from(is_new), Relaxed);
            half.fetch_add(usize::from(is_half), Relaxed);
            told.fetch_add(usize::from(note.contains("had been interrupted")), Relaxed);
            assert_eq!(
                note.contains("had been interrupted"),
                has_journal,
                "{case}: the next command says: {note}"
            );
            assert!(!has_journal || note.contains("is finished now"), "{case}: {note}");
        }
    });
    let [kills, finished, half, told] = [kills, finished, half, told].map(AtomicUsize::into_inner);
    eprintln!(
        "{kills} kills: {finished} ended new, {half} were half done, {told} were told by the next command"
    );
    assert!(kills > 250 && half >= 6 && told > half && finished > told, "{kills} {finished} {half} {told}");
}

#[test]
fn a_disk_that_refuses_any_call_leaves_all_old_or_all_new() {
    if !can_trace() {
        return;
    }
    let (refusals, borne) = (AtomicUsize::new(0), AtomicUsize::new(0));
    each(|args, ends, calls| {
        for (at, call) in calls.iter().enumerate() {
            // A rename meets every error where it changes something, the others one each in turn.
            let all = if args[0] == "rename" && !call.only_reads() { ERRORS.len() } else { 1 };
            for error in ERRORS.iter().cycle().skip(at).take(all) {
                let world = world();
                let case = format!("{args:?}, {error} at {} {}: {}", call.name, call.number, call.line);
                let output = call.inject(&format!("error={error}"), world.path(), &program(args));
                let words = said(&output);
                assert!(!words.contains("panicked"), "{case}: {words}");
                let now = world.files();
                // What cannot be read is skipped where many are meant, and reported.
                if output.status.success() && words.contains("could not be read") {
                    assert_eq!(strays(world.path()), BTreeSet::new(), "{case}");
                    continue;
                }
                assert_eq!(torn(&now, &ends.0, &ends.1), None, "{case}: a file is torn, or strays");
                match output.status.code() {
                    Some(0) => {
                        borne.fetch_add(1, Relaxed);
                        assert!(now == ends.1, "{case}: it says that it is done: {words}");
                    }
                    Some(2) => {
                        refusals.fetch_add(1, Relaxed);
                        let root = world.path().to_str().unwrap();
                        let paths = [".toml", ".csv", ".faultbook", "playbooks", root];
                        let names = paths.iter().any(|path| words.contains(path));
                        assert!(
                            names || call.is_told() || call.name == "fsync",
                            "{case} names no path: {words}"
                        );
                        if words.contains("nothing was written") {
                            assert!(now == ends.0, "{case}: {words}");
                        }
                    }
                    code => panic!("{case}: exit {code:?}: {words}"),
                }
                let (is_new, _) = settle(&world, ends, &case);
                let may_be_new =
                    words.contains("the next command does") || words.contains("could not be printed");
                assert!(!is_new || output.status.success() || may_be_new, "{case}: written, but {words}");
            }
        }
    });
    let (refusals, borne) = (refusals.into_inner(), borne.into_inner());
    eprintln!("{refusals} refused, {borne} borne");
    assert!(refusals > 250, "only {refusals} refused and {borne} borne");
}

/// A command that somebody wrote who never heard of kills.
#[test]
fn a_naive_writer_is_caught_torn() {
    if !can_trace() {
        return;
    }
    let (before, after) = ends(COMMANDS[4].0);
    let path = "playbooks/main.toml";
    let text = String::from_utf8(after[path].clone()).unwrap();
    let naive = ["sh", "-c", "printf %s \"$1\" > playbooks/main.toml", "sh", &text];
    let first = world();
    let torn = calls(first.path(), &naive).into_iter().filter(|call| {
        let world = world();
        call.inject("signal=KILL", world.path(), &naive);
        torn(&world.files(), &before, &after).is_some()
    });
    assert!(torn.count() >= 1, "the harness sees no torn file where there must be one");
}

/// Readers finish what a killed command left, unless they cannot; they never stand in the way.
#[test]
fn a_reader_on_a_disk_that_cannot_be_written_reads_all_the_same() {
    if !can_trace() {
        return;
    }
    let changing = "?link,?linkat,?rename,?renameat,?renameat2,?unlink,?unlinkat,?mkdir,?mkdirat,?ftruncate";
    let inject = format!("inject={changing}:error=EROFS");
    let trace = format!("trace={changing}");
    let read_only = |world: &World, args: &[&str]| {
        let options = ["-e", &trace, "-e", &inject, "-o", "/dev/null"];
        let output = traced(&options, world.path(), &program(args));
        assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {}", said(&output));
        said(&output)
    };
    let untouched = world();
    assert!(!read_only(&untouched, &["lint"]).contains("note:"), "there is nothing to tell");
    assert!(!untouched.path().join(".faultbook").exists(), "who reads makes nothing");

    let args = COMMANDS[6].0;
    let first = world();
    let folder = first.path().canonicalize().unwrap();
    let calls = calls(&folder, &program(args));
    let is_second_step = |call: &&Call| call.name.starts_with("rename") && call.line.contains("down.toml");
    let killed = calls.iter().find(is_second_step).expect("a rename replaces the file that names the entry");
    let world = world();
    killed.inject("signal=KILL", world.path(), &program(args));
    let (half, journal) = (world.files(), world.path().join(".faultbook/journal"));
    assert!(journal.exists(), "{killed:?}");
    for _ in 0..2 {
        let note = read_only(&world, &["lint"]);
        assert!(
            note.contains("`faultbook rename cart basket` had been interrupted, and cannot be finished yet"),
            "{note}"
        );
        assert!(world.files() == half && journal.exists(), "a reader that may not write changed something");
    }
    // Once it can be written, a dry run finishes it too, and then shows what is there.
    let output = world.run(&["edit", "basket", "severity=high", "--dry-run"]);
    assert!(output.status.success() && said(&output).contains("is finished now"), "{}", said(&output));
    assert!(world.files() == ends(args).1, "all is new");
}

/// What a person has written in an editor outlives the command that is killed while the editor runs, and while it is saved.
#[test]
fn a_text_in_an_editor_outlives_the_command() {
    if !can_trace() {
        return;
    }
    let world = world().file("editor", "#!/bin/sh\nsed -i s/dark/out/ \"$1\"\nkill -KILL $PPID\n");
    fs::set_permissions(world.path().join("editor"), fs::Permissions::from_mode(0o755)).unwrap();
    let before = world.files();
    let output = faultbook(world.path()).args(["edit", "zone"]).env("VISUAL", "./editor").output().unwrap();
    assert_eq!(output.status.signal(), Some(9), "{output:?}");
    assert!(world.files() == before, "nothing was written");
    let kept = fs::read_to_string(world.path().join(".faultbook/edit-failure-zone.toml")).unwrap();
    assert!(kept.contains("A zone goes out"), "{kept}");
    let output = world.run(&["add", "Another", "--playbook", "main"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(strays(world.path()).into_iter().collect::<Vec<_>>(), ["edit-failure-zone.toml"], "it stays");
}
