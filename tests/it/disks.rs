//! Real disks that are full or read-only, and processes that are killed at any moment. A disk takes root to mount: where that is not possible
//! these tests say so and do nothing.

#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "what was skipped or tried is worth a line")]

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Instant;

use crate::kills;
use crate::world::World;
use crate::world::every;
use crate::world::faultbook;
use crate::world::files;
use crate::world::said;

/// Commands that write to a path of the user, and create a workspace.
const OUTPUTS: &[&[&str]] = &[
    &["export", "csv", "-o", "out.txt"],
    &["export", "xlsx", "-o", "out.txt"],
    &["lint", "--format", "sarif=out.txt"],
    &["schema", "-o", "out.txt"],
    &["man", "--all", "pages"],
    &["init", "sub"],
];

fn commands() -> impl Iterator<Item = &'static [&'static str]> {
    kills::COMMANDS.iter().map(|(args, _)| *args).chain(OUTPUTS.iter().copied())
}

/// A small disk in memory, which holds a workspace.
struct Disk(World);

impl Disk {
    fn mount() -> Option<Self> {
        let disk = Self(World::bare());
        let mounted = disk.mount_with(&["-t", "tmpfs", "-o", "size=2m", "tmpfs"]);
        if !mounted {
            eprintln!("skipped: no disk can be mounted here");
            std::mem::forget(disk);
            return None;
        }
        let world = kills::world();
        for (path, bytes) in world.files() {
            let path = disk.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Some(disk)
    }

    fn mount_with(&self, options: &[&str]) -> bool {
        let mut command = Command::new("mount");
        command.args(options).arg(self.path()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

#[test]
fn a_full_disk_changes_nothing_and_is_named() {
    for args in commands() {
        let Some(disk) = Disk::mount() else { return };
        fs::write(disk.path().join("out.txt"), "the earlier one").unwrap();
        let filler = disk.path().join("filler");
        let _ = fs::write(&filler, vec![b'x'; 4 << 20]);
        let before = files(disk.path());
        let output = faultbook(disk.path()).args(args).output().unwrap();
        let words = said(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {words}");
        assert!(words.contains("os error 28"), "{args:?}: {words}");
        let mut after = files(disk.path());
        // A new workspace is begun and not complete; that is what `init` can be repeated for.
        after.retain(|path, _| !path.starts_with("sub/") && !path.starts_with("pages/"));
        assert!(after == before, "{args:?}: {:?}", after.keys());
        fs::remove_file(filler).unwrap();
        let again = faultbook(disk.path()).args(args).output().unwrap();
        assert!(matches!(again.status.code(), Some(0 | 1)), "{args:?}, with space again: {}", said(&again));
        assert!(kills::strays(disk.path()).is_empty(), "{args:?}: {:?}", kills::strays(disk.path()));
    }
}

#[test]
fn a_read_only_disk_is_read_and_named() {
    let Some(disk) = Disk::mount() else { return };
    assert!(disk.mount_with(&["-o", "remount,ro"]));
    let before = files(disk.path());
    for args in commands() {
        let output = faultbook(disk.path()).args(args).output().unwrap();
        let words = said(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {words}");
        assert!(words.contains("os error 30"), "{args:?}: {words}");
    }
    let readers: &[&[&str]] = &[
        &["list"],
        &["lint"],
        &["show", "zone"],
        &["search", "cart"],
        &["coverage"],
        &["next"],
        &["export", "csv"],
        &["edit", "zone", "severity=high", "--dry-run"],
        #[cfg(feature = "sqlite")]
        &["sql", "select 1"],
    ];
    for args in readers {
        let output = faultbook(disk.path()).args(*args).output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {}", said(&output));
    }
    assert!(files(disk.path()) == before && !disk.path().join(".faultbook").exists());
}

/// The kills of `kills` and `outputs` are at system calls; these are at any moment.
#[test]
fn a_command_that_is_killed_at_any_moment_leaves_old_or_new() {
    let (mut kills, mut dead) = (0, 0);
    for args in commands().filter(|args| !matches!(args[0], "init" | "man")) {
        let run = |world: &World| world.run(args);
        let done = kills::world().file("out.txt", "the earlier one");
        let before = done.files();
        let began = Instant::now();
        assert!(matches!(run(&done).status.code(), Some(0 | 1)));
        let (after, took) = (done.files(), began.elapsed());
        for round in 0..60 / every(12) {
            let world = kills::world().file("out.txt", "the earlier one");
            let mut child = faultbook(world.path())
                .args(args)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // Spread over the time that the command takes, in no order.
            thread::sleep(took * u32::try_from((round * 37 + kills) % 100).unwrap() / 100);
            child.kill().unwrap();
            let status = child.wait().unwrap();
            dead += usize::from(status.signal() == Some(9));
            kills += 1;
            let lint = world.run(&["lint"]);
            assert!(matches!(lint.status.code(), Some(0 | 1)), "{args:?}: {}", said(&lint));
            let now = world.files();
            assert!(now == before || now == after, "{args:?}, killed in round {round}: {:?}", now.keys());
            assert!(kills::strays(world.path()).is_empty(), "{args:?}: {:?}", kills::strays(world.path()));
        }
    }
    eprintln!("{kills} kills, {dead} of them before the end");
    assert!(dead * 4 > kills, "hardly one was killed: {dead} of {kills}");
}
