//! Many processes of the binary at once, in one workspace.

#![expect(clippy::print_stdout, reason = "a child tells its parent that it holds the lock")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

use faultbook::workspace::Transaction;
use faultbook::workspace::Workspace;

use crate::world::World;
use crate::world::faultbook;
use crate::world::said;

const PROCESSES: usize = 16;
const ADDS: usize = 50;
const ROOT: &str = "FAULTBOOK_TEST_CROWD";

/// One `faultbook add` after the other, in so many rows at once as there are processes.
fn add_all(world: &World, playbook: &str) {
    thread::scope(|scope| {
        for process in 0..PROCESSES {
            scope.spawn(move || {
                for round in 0..ADDS {
                    let id = format!("f-{process}-{round}");
                    let add = ["add", "It breaks", "--id", &id, "--playbook", playbook];
                    let output = patiently(world.path(), &add);
                    assert!(output.status.success(), "{id}: {}", said(&output));
                }
            });
        }
    });
}

/// Runs a command until nobody else keeps the lock: a lock is granted in no order, so that on a busy machine the patience of a
/// command may end. That is said, and nothing is lost by it.
fn patiently(folder: &Path, args: &[&str]) -> Output {
    loop {
        let output = faultbook(folder).args(args).output().unwrap();
        if !said(&output).contains("is being changed by") {
            return output;
        }
    }
}

/// The ids of all failures, each of which must be readable.
fn ids(world: &World) -> BTreeSet<String> {
    let workspace = Workspace::open(world.path()).unwrap();
    assert_eq!(workspace.unread(), 0, "an entry cannot be read: {:?}", world.lines());
    workspace.book().failures.iter().map(|failure| failure.id.to_string()).collect()
}

fn all() -> BTreeSet<String> {
    (0..PROCESSES).flat_map(|process| (0..ADDS).map(move |round| format!("f-{process}-{round}"))).collect()
}

#[test]
fn sixteen_processes_that_add_to_one_file_lose_nothing() {
    let world = World::of("# ours\n[playbook]\ntitle = \"Page\"\n");
    add_all(&world, "page");
    assert_eq!(ids(&world), all(), "every entry that was said to be written is there");
    let text = fs::read_to_string(world.path().join("playbooks/page.toml")).unwrap();
    assert_eq!(text.matches("\n[failure.").count(), PROCESSES * ADDS, "no entry stands there twice");
    assert!(text.starts_with("# ours\n[playbook]\ntitle = \"Page\"\n"), "what stood there is not touched");
    let order: Vec<_> = text.lines().filter(|line| line.starts_with("[failure.")).collect();
    assert!(
        order.is_sorted_by_key(|line| line.trim_end_matches(']')),
        "entries stand in the order of their ids"
    );
}

#[test]
fn sixteen_processes_that_add_to_a_folder_lose_nothing() {
    let world = World::new().file("playbooks/shop/playbook.toml", "[playbook]\ntitle = \"Shop\"\n");
    add_all(&world, "shop");
    assert_eq!(ids(&world), all(), "every entry that was said to be written is there");
    assert_eq!(fs::read_dir(world.path().join("playbooks/shop")).unwrap().count(), PROCESSES * ADDS + 1);
}

#[test]
fn readers_beside_writers_never_see_half_a_file() {
    let world = World::of("[failure.first]\nproblem = \"It breaks\"\n");
    let (is_done, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        let readers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    while !is_done.load(Relaxed) {
                        let output = world.run(&["lint", "--format", "json"]);
                        assert!(matches!(output.status.code(), Some(0)), "a reader: {}", said(&output));
                        let verdict: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
                        let findings = verdict["findings"].as_array().unwrap();
                        let denied: Vec<_> =
                            findings.iter().filter(|finding| finding["level"] == "deny").collect();
                        assert!(denied.is_empty(), "a reader sees what nobody wrote: {denied:?}");
                        assert!(
                            !said(&output).contains("note:"),
                            "a reader tells of writers that live: {}",
                            said(&output)
                        );
                        reads.fetch_add(1, Relaxed);
                    }
                })
            })
            .collect();
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let world = &world;
                scope.spawn(move || {
                    for round in 0..8 {
                        let id = format!("w-{writer}-{round}");
                        let output =
                            patiently(world.path(), &["add", &"It breaks ".repeat(500), "--id", &id]);
                        assert!(output.status.success(), "{}", said(&output));
                        let renamed = format!("r-{writer}-{round}");
                        let output = patiently(world.path(), &["rename", &id, &renamed]);
                        assert!(output.status.success(), "{}", said(&output));
                    }
                })
            })
            .collect();
        let ended: Vec<_> = writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        is_done.store(true, Relaxed);
        ended
            .into_iter()
            .chain(readers.into_iter().map(thread::ScopedJoinHandle::join))
            .for_each(Result::unwrap);
    });
    assert_eq!(ids(&world).len(), 65);
    assert!(reads.into_inner() > 8, "hardly a reader ran beside the writers");
}

/// No test by itself: a process that takes the lock, and keeps it until it is killed.
#[test]
fn a_child_that_keeps_the_lock() {
    let Some(root) = std::env::var_os(ROOT) else { return };
    let _desk = Transaction::open(Path::new(&root), std::time::Duration::from_secs(20)).unwrap();
    // Whoever waits for this line waits for the lock to be held.
    println!("\nheld");
    loop {
        thread::park();
    }
}

#[test]
fn a_killed_holder_of_the_lock_delays_nobody() {
    use std::io::BufRead;
    let world = World::of("[failure.first]\nproblem = \"It breaks\"\n");
    for round in 0..20 {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "crowds::a_child_that_keeps_the_lock", "--nocapture"])
            .env(ROOT, world.path());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap() == "held"), "the child ended before it held the lock");
        if round == 0 {
            let read = world.run(&["list"]);
            assert!(
                read.status.success() && said(&read).is_empty(),
                "who reads waits for nobody: {}",
                said(&read)
            );
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let id = format!("a-{round}");
        let output = world.run(&["add", "It breaks", "--id", &id]);
        assert!(output.status.success(), "round {round}: {}", said(&output));
        assert_eq!(said(&output), "", "nobody waits for the dead, and nothing was left");
    }
    assert_eq!(ids(&world).len(), 21);
}

/// What somebody would write who never heard of locks: each file appears whole, and entries vanish.
#[test]
fn adds_without_a_lock_lose_entries() {
    let world = World::of("");
    let file = world.path().join("playbooks/page.toml");
    thread::scope(|scope| {
        for process in 0..PROCESSES {
            let file = &file;
            scope.spawn(move || {
                for round in 0..ADDS {
                    let entry = format!("[failure.f-{process}-{round}]\nproblem = \"It breaks\"\n");
                    let mut text = fs::read_to_string(file).unwrap();
                    text.push_str(&entry);
                    let beside = file.with_extension(format!("{process}"));
                    fs::write(&beside, text).unwrap();
                    fs::rename(beside, file).unwrap();
                }
            });
        }
    });
    let kept = ids(&world).len();
    assert!(kept < PROCESSES * ADDS, "the harness sees no lost entry where there must be some: {kept}");
}
