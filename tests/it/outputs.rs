//! Files that the user names for results, and new workspaces: complete or not at all, and never through a link of a repository.

#![cfg(unix)]
#![expect(clippy::print_stderr, reason = "how much was tried is worth a line")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

use crate::world::World;
use crate::world::every;
use crate::world::said;

/// Every command that writes to a path that the user names; `OUT` is that path.
const COMMANDS: &[&[&str]] = &[
    &["export", "csv", "-o", "OUT"],
    &["export", "markdown", "-o", "OUT"],
    &["export", "json", "-o", "OUT"],
    &["export", "xlsx", "-o", "OUT"],
    #[cfg(feature = "sqlite")]
    &["export", "sqlite", "-o", "OUT"],
    &["lint", "--format", "sarif=OUT"],
    &["lint", "--format", "human", "--format", "json=OUT"],
    &["lint", "--format", "github=OUT"],
    &["schema", "playbook", "-o", "OUT"],
    &["schema", "config", "-o", "OUT"],
];

type Files = BTreeMap<String, Vec<u8>>;

fn args(command: &[&str], out: &str) -> Vec<String> {
    command.iter().map(|arg| arg.replace("OUT", out)).collect()
}

fn run(world: &World, command: &[&str], out: &str) -> Output {
    let args = args(command, out);
    world.run(&args.iter().map(String::as_str).collect::<Vec<_>>())
}

fn world() -> World {
    World::of("[failure.zone]\nproblem = \"$(touch /tmp/never) zone goes dark\"\n")
}

fn files(folder: &Path) -> Files {
    crate::world::files(folder)
}

/// A path, its shape, and whether it is refused.
type Shape = (&'static str, &'static str, fn(root: &Path, outside: &Path));

const REFUSED: &[Shape] = &[
    ("a link outside", "out.txt", |root, out| symlink(out.join("secret"), root.join("out.txt")).unwrap()),
    ("a link nowhere", "out.txt", |root, out| symlink(out.join("none"), root.join("out.txt")).unwrap()),
    ("a link inside", "out.txt", |root, _| {
        fs::write(root.join("real.txt"), "old").unwrap();
        symlink("real.txt", root.join("out.txt")).unwrap();
    }),
    ("a relative link out", "out.txt", |root, out| {
        let name = out.file_name().unwrap();
        symlink(Path::new("..").join(name).join("secret"), root.join("out.txt")).unwrap();
    }),
    ("a pipe", "out.txt", |root, _| {
        assert!(Command::new("mkfifo").arg(root.join("out.txt")).status().unwrap().success());
    }),
    ("a socket", "out.txt", |root, _| {
        drop(std::os::unix::net::UnixListener::bind(root.join("out.txt")).unwrap())
    }),
    ("a folder", "out.txt", |root, _| fs::create_dir(root.join("out.txt")).unwrap()),
    ("a device", "/dev/null", |_, _| {}),
    ("a folder by its name", "sub/", |root, _| fs::create_dir(root.join("sub")).unwrap()),
    ("a linked folder", "sub/out.txt", |root, out| symlink(out, root.join("sub")).unwrap()),
    ("a linked folder above", "sub/deep/out.txt", |root, out| {
        fs::create_dir(out.join("deep")).unwrap();
        symlink(out, root.join("sub")).unwrap();
    }),
    ("a linked folder inside", "sub/out.txt", |root, _| symlink("playbooks", root.join("sub")).unwrap()),
    ("a linked folder behind dots", "playbooks/../sub/out.txt", |root, out| {
        symlink(out, root.join("sub")).unwrap();
    }),
    ("a playbook", "playbooks/page.toml", |_, _| {}),
    ("the configuration", "./faultbook.toml", |_, _| {}),
    ("a read-only file", "out.txt", |root, _| {
        fs::write(root.join("out.txt"), "old").unwrap();
        fs::set_permissions(root.join("out.txt"), fs::Permissions::from_mode(0o444)).unwrap();
    }),
];

#[test]
fn no_output_goes_through_a_link_or_into_something_special() {
    for command in COMMANDS {
        for (name, path, shape) in REFUSED {
            let (world, outside) = (world(), World::bare().file("secret", "keep me"));
            shape(world.path(), outside.path());
            let kinds = |root: &Path| -> Vec<_> {
                let mut entries: Vec<_> =
                    fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
                entries.retain(|path| !path.ends_with(".faultbook"));
                entries.sort();
                entries.into_iter().map(|path| (path.symlink_metadata().unwrap().mode(), path)).collect()
            };
            let (before, inside) = (files(outside.path()), kinds(world.path()));
            let output = run(&world, command, path);
            let words = said(&output);
            assert_eq!(output.status.code(), Some(2), "{command:?}, {name}: {words}");
            let named = path.trim_end_matches('/').rsplit('/').next().unwrap();
            assert!(words.contains(named) || words.contains("sub"), "{command:?}, {name}: {words}");
            assert_eq!(files(outside.path()), before, "{command:?}, {name}: outside");
            assert_eq!(kinds(world.path()), inside, "{command:?}, {name}: inside");
        }
    }
}

/// The control for the test above: the same commands write where nothing is in the way, and as the system does outside of repositories.
#[test]
fn outputs_are_written_where_they_may_be() {
    for command in COMMANDS {
        let (world, outside) = (world(), World::bare());
        let place = outside.path().canonicalize().unwrap();
        fs::create_dir(place.join("real")).unwrap();
        symlink(place.join("real"), place.join("linked")).unwrap();
        let absolute = |path: &str| place.join(path).to_str().unwrap().to_owned();
        let paths = [
            "out.txt",
            "./out.txt",
            "playbooks/../out.txt",
            &absolute("out.txt"),
            &absolute("linked/out.txt"),
        ];
        for path in paths {
            let output = run(&world, command, path);
            assert!(matches!(output.status.code(), Some(0 | 1)), "{command:?} {path}: {}", said(&output));
            let full = if path.starts_with('/') { path.into() } else { world.path().join(path) };
            let first = fs::read(&full).unwrap();
            assert!(!first.is_empty(), "{command:?} {path}");
            // Again, over what is there: its permissions stay.
            fs::write(&full, "something longer than nothing").unwrap();
            fs::set_permissions(&full, fs::Permissions::from_mode(0o640)).unwrap();
            run(&world, command, path);
            assert_eq!(fs::read(&full).unwrap(), first, "{command:?} {path}");
            assert_eq!(full.metadata().unwrap().mode() & 0o777, 0o640, "{command:?} {path}");
            fs::remove_file(full).unwrap();
        }
        let left: Vec<_> = files(world.path()).into_keys().chain(files(outside.path()).into_keys()).collect();
        assert_eq!(
            left,
            ["faultbook.toml", "playbooks/.keep", "playbooks/page.toml", "linked"],
            "{command:?}"
        );
        assert!(outside.path().join("real").read_dir().unwrap().next().is_none(), "{command:?}");
    }
}

#[test]
fn a_dash_is_standard_output() {
    let world = world();
    for command in COMMANDS.iter().filter(|command| command[0] != "lint") {
        let (dash, none) = (run(&world, command, "-"), world.run(&command[..command.len() - 2]));
        assert!(dash.status.success() && dash.stdout == none.stdout, "{command:?}");
    }
    let (dash, none) =
        (run(&world, &["lint", "--format", "sarif=OUT"], "-"), world.run(&["lint", "--format", "sarif"]));
    assert_eq!(dash.stdout, none.stdout);
    assert!(!world.path().join("-").exists());
}

/// The pages of `man --all` are outputs too, and so is what the merge driver writes.
#[test]
fn the_other_commands_that_write_follow_no_link_either() {
    let (world, outside) = (world(), World::bare().file("secret", "keep me"));
    symlink(outside.path(), world.path().join("linked")).unwrap();
    fs::create_dir(world.path().join("pages")).unwrap();
    symlink(outside.path().join("secret"), world.path().join("pages/faultbook-lint.1")).unwrap();
    for folder in ["linked", "linked/deep", "pages"] {
        let output = world.run(&["man", "--all", folder]);
        assert_eq!(output.status.code(), Some(2), "{folder}: {}", said(&output));
    }
    let base = World::bare().file("base", "").file("theirs", "[failure.x]\nproblem = \"x\"\n");
    symlink(outside.path().join("secret"), world.path().join("ours")).unwrap();
    fs::write(outside.path().join("secret"), "").unwrap();
    let (base, theirs) = (base.path().join("base"), base.path().join("theirs"));
    let output = world.run(&["merge-driver", base.to_str().unwrap(), "ours", theirs.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    fs::remove_file(world.path().join("faultbook.toml")).unwrap();
    symlink(outside.path(), world.path().join(".schema")).unwrap();
    let output = world.run(&["init"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(files(outside.path()), BTreeMap::from([("secret".to_owned(), Vec::new())]));
}

#[test]
fn what_is_kept_is_for_its_owner_alone() {
    let world = world().file("editor", "#!/bin/sh\nstat -c %a \"$1\" > mode\nexit 1\n");
    fs::set_permissions(world.path().join("editor"), fs::Permissions::from_mode(0o755)).unwrap();
    crate::world::faultbook(world.path()).args(["edit", "zone"]).env("VISUAL", "./editor").output().unwrap();
    assert_eq!(fs::read_to_string(world.path().join("mode")).unwrap(), "600\n");
}

#[cfg(target_os = "linux")]
mod traced {
    use std::os::unix::process::ExitStatusExt;

    use super::*;
    use crate::trace::Call;
    use crate::trace::calls;
    use crate::trace::can_trace;

    const ERRORS: &[&str] = &["ENOSPC", "EACCES", "EROFS", "EIO", "EDQUOT"];

    /// What a command does to a folder: it is run in `prepared`.
    struct Case {
        args: Vec<String>,
        prepare: fn() -> World,
    }

    fn cases() -> Vec<Case> {
        let absent = COMMANDS.iter().map(|command| Case { args: args(command, "out.txt"), prepare: world });
        let present = COMMANDS[..2].iter().map(|command| Case {
            args: args(command, "out.txt"),
            prepare: || world().file("out.txt", "the earlier one".repeat(1_000)),
        });
        let outside = || {
            let world = world();
            fs::create_dir(world.path().join("out")).unwrap();
            // Not a repository: what is staged cannot be in a workspace.
            fs::create_dir(world.path().join("workspace")).unwrap();
            for name in ["faultbook.toml", "playbooks"] {
                fs::rename(world.path().join(name), world.path().join("workspace").join(name)).unwrap();
            }
            world
        };
        let elsewhere = Case {
            args: args(&["-C", "workspace", "export", "csv", "-o", "OUT"], "../out/out.txt"),
            prepare: outside,
        };
        let init = |more: &[&str]| Case {
            args: [&["init", "sub"], more].concat().into_iter().map(str::to_owned).collect(),
            prepare: World::bare,
        };
        let here = Case { prepare: || World::bare().file("sub/.gitignore", "target"), ..init(&[]) };
        let man = Case { args: ["man", "--all", "pages"].map(str::to_owned).into(), prepare: World::bare };
        absent
            .chain(present)
            .chain([elsewhere, init(&[]), init(&["--starter", "platform"]), here, man])
            .collect()
    }

    impl Case {
        fn program(&self) -> Vec<&str> {
            std::iter::once(env!("CARGO_BIN_EXE_faultbook"))
                .chain(self.args.iter().map(String::as_str))
                .collect()
        }

        fn run(&self, world: &World) -> Output {
            world.run(&self.args.iter().map(String::as_str).collect::<Vec<_>>())
        }

        /// The files before and after, and the calls that are made.
        fn ends(&self) -> (Files, Files, Vec<Call>) {
            let world = (self.prepare)();
            let before = files(world.path());
            let folder = world.path().canonicalize().unwrap();
            let calls = calls(&folder, &self.program());
            (before, files(world.path()), calls)
        }
    }

    fn each(work: impl Fn(&Case) + Sync) {
        let (cases, next) = (cases(), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while let Some(case) = cases.get(next.fetch_add(1, Relaxed)) {
                        work(case);
                    }
                });
            }
        });
    }

    /// Each file is old, new, or not there yet; staged files may be left until the next command.
    fn whole(world: &World, before: &Files, after: &Files, case: &str) {
        for (path, bytes) in files(world.path()) {
            let is_staged = path.rsplit('/').next().unwrap().starts_with(".faultbook-");
            let is_whole = [before.get(&path), after.get(&path)].contains(&Some(&bytes));
            assert!(is_staged || is_whole, "{case}: {path} is torn, or strays: {} bytes", bytes.len());
        }
        for (path, bytes) in before {
            let now = fs::read(world.path().join(path)).ok();
            assert!(now.as_ref() == Some(bytes) || now.as_ref() == after.get(path), "{case}: {path} is lost");
        }
    }

    #[test]
    fn an_output_that_is_killed_at_any_call_is_old_or_new_and_can_be_repeated() {
        if !can_trace() {
            return;
        }
        let kills = AtomicUsize::new(0);
        each(|case| {
            let (before, after, calls) = case.ends();
            let step = every(3);
            for call in calls.iter().filter(|call| !call.only_reads()).step_by(step) {
                let world = (case.prepare)();
                let name = format!("{:?} killed at {} {}: {}", case.args, call.name, call.number, call.line);
                let output = call.inject("signal=KILL", world.path(), &case.program());
                assert_eq!(output.status.signal(), Some(9), "{name}: it was not killed: {output:?}");
                kills.fetch_add(1, Relaxed);
                whole(&world, &before, &after, &name);
                let again = case.run(&world);
                assert!(matches!(again.status.code(), Some(0 | 1)), "{name}: {}", said(&again));
                assert!(
                    files(world.path()) == after,
                    "{name}: repeated it is not what it should be: {:?}",
                    files(world.path()).keys()
                );
                let home = world.path().join(".faultbook");
                let strays = fs::read_dir(home).into_iter().flatten().map(|entry| entry.unwrap().file_name());
                let strays: Vec<_> =
                    strays.filter(|name| name.to_string_lossy().starts_with("stage-")).collect();
                assert!(strays.is_empty(), "{name}: {strays:?}");
            }
        });
        let kills = kills.into_inner();
        eprintln!("{kills} kills");
        assert!(kills * every(3) > 250, "only {kills} kills");
    }

    #[test]
    fn a_disk_that_refuses_an_output_leaves_the_earlier_one() {
        if !can_trace() {
            return;
        }
        let (refused, borne) = (AtomicUsize::new(0), AtomicUsize::new(0));
        each(|case| {
            let (before, after, calls) = case.ends();
            let step = every(5);
            for (at, call) in calls.iter().enumerate().filter(|(_, call)| !call.only_reads()).step_by(step) {
                let world = (case.prepare)();
                let error = ERRORS[at % ERRORS.len()];
                let name =
                    format!("{:?}, {error} at {} {}: {}", case.args, call.name, call.number, call.line);
                let output = call.inject(&format!("error={error}"), world.path(), &case.program());
                let words = said(&output);
                assert!(!words.contains("panicked"), "{name}: {words}");
                whole(&world, &before, &after, &name);
                match output.status.code() {
                    Some(2) => {
                        refused.fetch_add(1, Relaxed);
                        let names = case.args.last().unwrap().rsplit(['/', '=']).next().unwrap();
                        let is_named = [names, "sub", ".gitignore", ".toml", ".schema", ".1", ".faultbook"]
                            .iter()
                            .any(|part| words.contains(part));
                        assert!(is_named || call.is_told(), "{name} names no path: {words}");
                    }
                    Some(0 | 1) => {
                        borne.fetch_add(1, Relaxed);
                        assert!(files(world.path()) == after, "{name}: it says that it is done: {words}");
                    }
                    code => panic!("{name}: exit {code:?}: {words}"),
                }
                let again = case.run(&world);
                assert!(matches!(again.status.code(), Some(0 | 1)), "{name}: {}", said(&again));
                assert!(files(world.path()) == after, "{name}: repeated: {:?}", files(world.path()).keys());
            }
        });
        let (refused, borne) = (refused.into_inner(), borne.into_inner());
        eprintln!("{refused} refused, {borne} borne");
        assert!(refused * every(5) > 150, "only {refused} refused");
    }
}
