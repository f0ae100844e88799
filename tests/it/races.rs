//! Somebody else changes the workspace while commands run: deletes `.faultbook/`, exchanges folders for links, writes through another root.

#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "how much was tried is worth a line")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use faultbook::store::FileSet;
use faultbook::store::Root;
use faultbook::workspace::Transaction;
use faultbook::workspace::Workspace;

use crate::trace::can_trace;
use crate::world::World;
use crate::world::every;
use crate::world::faultbook;
use crate::world::said;

fn ids(folder: &Path) -> BTreeSet<String> {
    let workspace = Workspace::open(folder).unwrap();
    assert_eq!(workspace.unread(), 0, "an entry cannot be read");
    workspace.book().failures.iter().map(|failure| failure.id.to_string()).collect()
}

/// Runs a command of which one rename is slow. Where `.faultbook/` is missing, the first rename is that of its `.gitignore`.
fn slow(world: &World, delay: &str, args: &[&str]) -> Output {
    let renames = "?rename,?renameat,?renameat2";
    let inject = format!("inject={renames}:{delay}");
    let plain = faultbook(world.path());
    let mut command = Command::new("strace");
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={renames}"), "-e", &inject]);
    command.arg(plain.get_program()).args(args).current_dir(world.path()).output().unwrap()
}

/// A writer whose lock and staged file are deleted, and another one that makes both anew, each of them slow at the worst moment.
#[test]
fn a_writer_that_lost_its_lock_writes_nothing() {
    if !can_trace() {
        return;
    }
    let world = World::of("[failure.a]\nproblem = \"precious\"\n");
    world.run(&["add", "First", "--playbook", "page"]);
    let add = |delay: &str, problem| slow(&world, delay, &["add", problem, "--playbook", "page"]);
    let written = thread::scope(|scope| {
        let second = scope.spawn(|| add("delay_enter=1500000:when=1", "Second"));
        thread::sleep(Duration::from_millis(700));
        let _ = fs::remove_dir_all(world.path().join(".faultbook"));
        let third = scope.spawn(|| add("delay_enter=2500000:when=2", "Third"));
        let mut written = vec!["a", "first"];
        for (id, output) in [("second", second.join().unwrap()), ("third", third.join().unwrap())] {
            let said = said(&output);
            match output.status.code() {
                Some(0) => written.push(id),
                Some(2 | 75) => assert!(said.contains("nothing was written"), "{said}"),
                code => panic!("{code:?}: {said}"),
            }
        }
        written
    });
    let ids = ids(world.path());
    assert!(written.iter().all(|id| ids.contains(*id)), "acknowledged and lost: {written:?} {ids:?}");
}

/// A writer of several files that is slow to write its journal, whose lock is deleted, and others that change one of the files meanwhile: the system
/// gives one of theirs the number of the file that the writer has read.
#[test]
fn a_writer_of_several_files_overwrites_nothing() {
    if !can_trace() {
        return;
    }
    let world = World::of("[failure.a]\nproblem = \"precious\"\n\n[component.c]\n")
        .file("playbooks/other.toml", "[failure.o]\nproblem = \"o\"\nsources = [\"c\"]\n");
    world.run(&["add", "First", "--playbook", "page"]);
    let written = thread::scope(|scope| {
        let renaming = scope.spawn(|| slow(&world, "delay_exit=2000000:when=1", &["rename", "c", "d"]));
        thread::sleep(Duration::from_millis(700));
        let mut written = Vec::new();
        while !renaming.is_finished() {
            let _ = fs::remove_dir_all(world.path().join(".faultbook"));
            let id = format!("b-{}", written.len());
            let output = world.run(&["add", "It breaks", "--id", &id, "--playbook", "page"]);
            match output.status.success() {
                true => written.push(id),
                false => assert!(said(&output).contains("nothing was written"), "{}", said(&output)),
            }
        }
        let output = renaming.join().unwrap();
        assert!(
            output.status.success() || said(&output).contains("nothing was written"),
            "{}",
            said(&output)
        );
        written
    });
    let ids = ids(world.path());
    assert!(written.iter().all(|id| ids.contains(id)), "acknowledged and lost: {written:?} {ids:?}");
    assert!(world.lint().iter().all(|finding| finding.rule != "unknown-reference"), "{:?}", world.lines());
}

/// Writers and readers beside somebody who deletes `.faultbook/` all the time.
#[test]
fn deleting_our_folder_loses_nothing_that_was_acknowledged() {
    let mut playbook = String::from("[failure.first]\nproblem = \"It breaks\"\n");
    for writer in 0..8 {
        playbook.push_str(&format!("\n[component.c-{writer}-0]\n\n[failure.uses-{writer}]\nproblem = \"u\"\nsources = [\"c-{writer}-0\"]\n"));
    }
    let world = World::of(&playbook).file(
        "playbooks/other.toml",
        "[failure.other]\nproblem = \"o\"\nsources = [\"c-0-0\", \"c-1-0\", \"c-2-0\", \"c-3-0\"]\n",
    );
    let end = Instant::now() + Duration::from_secs(if every(2) == 1 { 60 } else { 6 });
    let (reads, refused, deleted) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let done = AtomicBool::new(false);
    let written: Vec<String> = thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Relaxed) {
                deleted.fetch_add(
                    usize::from(fs::remove_dir_all(world.path().join(".faultbook")).is_ok()),
                    Relaxed,
                );
                // Where much else runs, hardly a command is done between two deletions.
                let pause = if deleted.load(Relaxed) % 20 == 0 { 400 } else { 7 };
                thread::sleep(Duration::from_millis(pause));
            }
        });
        for _ in 0..4 {
            scope.spawn(|| {
                while !done.load(Relaxed) {
                    let output = world.run(&["lint", "--format", "json"]);
                    let verdict: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
                    let findings = verdict["findings"].as_array().unwrap();
                    let denied: Vec<_> =
                        findings.iter().filter(|finding| finding["level"] == "deny").collect();
                    assert!(denied.is_empty(), "a reader sees what nobody wrote: {denied:?}");
                    reads.fetch_add(1, Relaxed);
                }
            });
        }
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let (world, refused) = (&world, &refused);
                scope.spawn(move || {
                    let mut written = Vec::new();
                    let mut component = format!("c-{writer}-0");
                    for round in 1.. {
                        if Instant::now() > end {
                            break;
                        }
                        let id = format!("w-{writer}-{round}");
                        let output = world.run(&["add", "It breaks", "--id", &id, "--playbook", "page"]);
                        match output.status.success() {
                            true => written.push(id),
                            false => {
                                refused.fetch_add(1, Relaxed);
                                assert!(said(&output).contains("nothing was written"), "{}", said(&output));
                            }
                        }
                        let renamed = format!("c-{writer}-{round}");
                        let output = world.run(&["rename", &component, &renamed]);
                        if output.status.success() {
                            component = renamed;
                        }
                    }
                    written
                })
            })
            .collect();
        let written = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        done.store(true, Relaxed);
        written
    });
    let ids = ids(world.path());
    let lost: Vec<_> = written.iter().filter(|id| !ids.contains(*id)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert!(world.lint().iter().all(|finding| finding.rule != "unknown-reference"), "{:?}", world.lines());
    eprintln!(
        "{} written, {} refused, {} reads, {} times deleted",
        written.len(),
        refused.into_inner(),
        reads.into_inner(),
        deleted.into_inner()
    );
    assert!(!written.is_empty());
}

/// Readers beside changes of several files.
#[test]
fn readers_see_all_of_a_change_or_nothing() {
    let mut world = World::of("[component.c-0]\n");
    for file in 0..12 {
        let text = format!("[failure.f-{file}]\nproblem = \"p\"\nsources = [\"c-0\"]\n");
        world = world.file(&format!("playbooks/more-{file}.toml"), text);
    }
    let done = AtomicBool::new(false);
    let reads = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !done.load(Relaxed) {
                    let unknown: Vec<_> = world
                        .lint()
                        .into_iter()
                        .filter(|finding| finding.rule == "unknown-reference")
                        .collect();
                    assert!(unknown.is_empty(), "half of a change was read: {unknown:?}");
                    reads.fetch_add(1, Relaxed);
                }
            });
        }
        for round in 0..200 / every(4) {
            let output = world.run(&["rename", &format!("c-{round}"), &format!("c-{}", round + 1)]);
            assert!(output.status.success(), "{}", said(&output));
        }
        done.store(true, Relaxed);
    });
    assert!(reads.into_inner() > 20, "hardly a reader ran beside the writer");
}

/// Two workspaces over the same files take two locks; each file is locked besides.
#[test]
fn two_roots_over_one_file_lose_nothing() {
    let world = World::of("[failure.first]\nproblem = \"It breaks\"\n")
        .file("faultbook.toml", "format = 1\nplaybooks = [\"inner/playbooks\"]\n")
        .file("inner/faultbook.toml", "format = 1\n")
        .file("inner/playbooks/page.toml", "");
    let inner = world.path().join("inner");
    let written: Vec<String> = thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let folder = if writer % 2 == 0 { world.path() } else { &inner };
                scope.spawn(move || {
                    let mut written = Vec::new();
                    for round in 0..50 / every(2) {
                        let id = format!("w-{writer}-{round}");
                        let add = ["add", "It breaks", "--id", &id, "--playbook", "page"];
                        let output = faultbook(folder).args(add).output().unwrap();
                        match output.status.success() {
                            true => written.push(id),
                            false => {
                                assert!(said(&output).contains("nothing was written"), "{}", said(&output))
                            }
                        }
                    }
                    written
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    let ids = ids(&inner);
    assert_eq!(ids, written.iter().cloned().collect(), "what was acknowledged is there, and nothing else");
    assert!(written.len() > 20, "{}", written.len());
}

/// Exchanges a folder of the workspace for a link to one outside, as fast as it can, so often; `run` is done again and again beside it.
fn swapping(world: &World, name: &str, outside: &Path, times: usize, mut run: impl FnMut(usize)) {
    let (real, aside) = (world.path().join(name), world.path().join(".aside"));
    let (done, swaps) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Relaxed) {
                if fs::rename(&real, &aside).is_ok() {
                    let _ = symlink(outside, &real);
                    thread::yield_now();
                    let _ = fs::remove_file(&real);
                    let _ = fs::remove_dir_all(&real);
                    let _ = fs::rename(&aside, &real);
                }
                // Now and then somebody gets through.
                let pause = if swaps.fetch_add(1, Relaxed) % 25 == 0 { 60_000 } else { 200 };
                thread::sleep(Duration::from_micros(pause));
            }
        });
        for round in 0.. {
            if swaps.load(Relaxed) >= times {
                break;
            }
            run(round);
        }
        done.store(true, Relaxed);
    });
}

#[test]
fn exchanged_folders_lead_nobody_outside() {
    let outside = World::bare()
        .file("page.toml", "[failure.secret]\nproblem = \"secret\"\n")
        .file("lock", "theirs")
        .file(&format!("stage-{}", "0".repeat(32)), "theirs");
    let before = crate::world::files(outside.path());
    let times = 10_000 / every(20);
    for name in ["playbooks", ".faultbook"] {
        let world = World::of("[failure.ours]\nproblem = \"ours\"\n");
        world.run(&["add", "Another", "--playbook", "page"]);
        let files = FileSet::new("faultbook.toml", &[("playbooks".to_owned(), 0..0)]);
        let (mut read, mut written) = (0, 0);
        swapping(&world, name, outside.path(), times, |round| {
            if let Ok(workspace) = Workspace::open(world.path()) {
                let ids: Vec<_> =
                    workspace.book().failures.iter().map(|failure| failure.id.to_string()).collect();
                assert!(!ids.contains(&"secret".to_owned()), "{name}: it was read outside");
                read += usize::from(!ids.is_empty());
            }
            if let Ok(root) = Root::open(world.path()) {
                faultbook::store::recover(&root, &files);
            }
            if round % 3 == 0
                && let Ok(mut transaction) = Transaction::open(world.path(), Duration::ZERO)
                && let Ok(entry) = transaction.find("ours")
            {
                let edit = faultbook::change::Edit::Set(
                    faultbook::change::Path::key("risk"),
                    faultbook::change::Value::text(format!("{round}")),
                );
                written += usize::from(
                    transaction.edit(&entry, &[edit]).is_ok() && transaction.commit("edit").is_ok(),
                );
            }
        });
        assert_eq!(crate::world::files(outside.path()), before, "{name}: it was written outside");
        assert!(read > 0 && written > 0, "{name}: {read} read and {written} written");
    }
}
