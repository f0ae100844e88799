//! Writers that are processes of their own, and die.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;
use std::time::Instant;

use faultbook::store::FileSet;
use faultbook::store::Lock;
use faultbook::store::Recovered;
use faultbook::store::Root;
use faultbook::store::Step;
use faultbook::store::StoreError;

use crate::world::World;
use crate::world::said;

const ROOT: &str = "FAULTBOOK_TEST_ROOT";
const SIZE: usize = 200_000;
/// A test that starts a process shares its open files for a moment, so that a lock may outlive its owner by that.
const SOON: Duration = Duration::from_secs(1);

/// The files that are written here.
fn file_set() -> FileSet {
    FileSet::new("faultbook.toml", &[(".".to_owned(), 0..0)])
}

fn take(root: &Path, patience: Duration) -> Result<Lock, StoreError> {
    Lock::take(&Root::open(root).unwrap(), file_set(), patience)
}

fn recover(root: &Path) -> Option<Recovered> {
    faultbook::store::recover(&Root::open(root).unwrap(), &file_set())
}

/// No test by itself: what the children of the tests below do, until they are killed.
#[test]
fn a_child_that_writes() {
    let Some(root) = std::env::var_os(ROOT) else { return };
    let mut lock = take(Path::new(&root), Duration::from_secs(20)).unwrap();
    fs::write(Path::new(&root).join("ready"), "").unwrap();
    let mut letter = b'a';
    loop {
        let read: Vec<Vec<u8>> =
            ["one.toml", "two.toml"].map(|path| fs::read(Path::new(&root).join(path)).unwrap()).into();
        letter = if letter == b'z' { b'a' } else { letter + 1 };
        let text = vec![letter; SIZE];
        let steps = [
            Step::Replace { path: "one.toml", read: &read[0], parts: &[&text] },
            Step::Replace { path: "two.toml", read: &read[1], parts: &[&text] },
        ];
        lock.commit("write", &steps).unwrap();
    }
}

/// A workspace, and a process that holds its lock.
fn held() -> (tempfile::TempDir, Child) {
    let root = tempfile::tempdir().unwrap();
    for path in ["one.toml", "two.toml"] {
        fs::write(root.path().join(path), vec![b'a'; SIZE]).unwrap();
    }
    let child = child(root.path());
    (root, child)
}

fn child(root: &Path) -> Child {
    let _ = fs::remove_file(root.join("ready"));
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "writing::a_child_that_writes"]).env(ROOT, root);
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !root.join("ready").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    child
}

#[test]
fn another_process_is_told_who_holds_the_lock() {
    let (root, mut child) = held();
    let began = Instant::now();
    let busy = take(root.path(), Duration::from_millis(100)).unwrap_err();
    let waited = began.elapsed();
    assert!(
        matches!(&busy, StoreError::Busy { holder } if *holder == format!("process {}", child.id())),
        "{busy}"
    );
    assert!(waited >= Duration::from_millis(100), "{waited:?}");
    child.kill().unwrap();
    child.wait().unwrap();
    take(root.path(), SOON).unwrap();
}

#[test]
fn a_killed_process_leaves_whole_files_and_delays_nobody() {
    let (root, first) = held();
    let mut first = Some(first);
    let (mut found, mut left) = (0, 0);
    for round in 0..50 {
        let mut child = first.take().unwrap_or_else(|| child(root.path()));
        std::thread::sleep(Duration::from_micros(round * 397 % 9000));
        child.kill().unwrap();
        child.wait().unwrap();
        left += usize::from(fs::read_dir(root.path().join(".faultbook")).unwrap().count() > 2);
        found += usize::from(recover(root.path()).is_some());
        take(root.path(), SOON).unwrap();
        let [one, two] = ["one.toml", "two.toml"].map(|path| fs::read(root.path().join(path)).unwrap());
        assert!(one == two && one.len() == SIZE && one.iter().all(|byte| *byte == one[0]), "round {round}");
        let rest = fs::read_dir(root.path().join(".faultbook")).unwrap().count();
        assert_eq!(rest, 2, "the lock and the patterns");
    }
    assert!(left > 0, "no kill hit anything: {left} left something, {found} of them a journal");
}

/// A script tells what may succeed when tried again from what never will.
#[test]
fn a_held_lock_has_an_exit_code_of_its_own() {
    let world = World::of("[failure.a]\nproblem = \"p\"\n");
    let lock = take(world.path(), SOON).unwrap();
    let before = world.files();
    let writes = [&["review", "a"][..], &["add", "x", "--playbook", "page"], &["fmt"]];
    std::thread::scope(|scope| {
        for args in writes {
            let world = &world;
            scope.spawn(move || {
                let output = world.run(args);
                assert_eq!(output.status.code(), Some(75), "{args:?}: {}", said(&output));
                assert!(said(&output).contains("the workspace is being changed by"), "{}", said(&output));
            });
        }
    });
    assert!(world.files() == before);
    drop(lock);
    assert_eq!(world.run(&["review", "a"]).status.code(), Some(0));
    assert_eq!(world.run(&["review", "b"]).status.code(), Some(2));
}

/// Pipes wait for a second end for ever, so this runs beside a clock.
#[cfg(unix)]
#[test]
fn a_pipe_hangs_nobody() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join(".faultbook");
    fs::create_dir(&folder).unwrap();
    let pipes = ["lock", "journal", "stage-0", "../one.toml"].map(|name| folder.join(name));
    if !Command::new("mkfifo").args(&pipes).status().is_ok_and(|status| status.success()) {
        return;
    }
    let (done, wait) = mpsc::channel();
    let path = root.path().to_path_buf();
    std::thread::spawn(move || {
        let told = recover(&path);
        let lock = take(&path, SOON);
        fs::remove_file(path.join(".faultbook/lock")).unwrap();
        let again = recover(&path);
        let mut lock = (lock.is_err(), take(&path, SOON).unwrap());
        let replace = Step::Replace { path: "one.toml", read: b"", parts: &[b"x"] };
        let create = Step::Create { path: "two.toml", parts: &[b"x"] };
        let refused = [&[replace][..], &[create, replace]].map(|steps| lock.1.commit("x", steps).is_err());
        done.send((told.is_none(), lock.0, again.is_some_and(|told| told.left.len() == 1), refused)).unwrap();
    });
    assert_eq!(wait.recv_timeout(Duration::from_secs(20)), Ok((true, true, true, [true, true])));
}
