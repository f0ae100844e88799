//! A stranger's repository under `strace`: whatever it holds, commands that read start nothing, connect to nothing and write nothing but what was
//! named.

#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;

use crate::trace::can_trace;
use crate::trace::traced;
use crate::world::World;
use crate::world::said;

/// A clone that was made to hurt, in the folder `clone`.
fn clone() -> World {
    let evil = "#!/bin/sh\ntouch /tmp/faultbook-was-here\n";
    let world = World::bare()
        .file("clone/faultbook.toml", "format = 1\nrunbook_url = \"javascript:alert(1)\"\neditor = \"./evil\"\npager = \"./evil\"\n[x-hooks]\nlint = \"./evil\"\n")
        .file("clone/playbooks/page.toml", "[failure.zone]\nproblem = \"$(./evil) `./evil` goes dark\"\nconfirm = [\"./evil\", \"http://127.0.0.1:9/\"]\nreactive = [{ action = \"./evil\", command = \"./evil\" }]\ndetected_by = [\"|./evil\"]\n\n[component.db]\nprobe = \"http://127.0.0.1:9/healthz\"\n")
        .file("clone/.git/config", "[core]\n\tfsmonitor = ./evil\n\thooksPath = ./hooks\n\tpager = ./evil\n\teditor = ./evil\n[diff]\n\texternal = ./evil\n[include]\n\tpath = /etc/passwd\n")
        .file("clone/.git/hooks/post-checkout", evil)
        .file("clone/hooks/pre-commit", evil)
        .file("clone/.faultbook/journal", "{\"version\":2,\"folder\":[1,2],\"what\":\"x\",\"entries\":[]}")
        .file("clone/.faultbook/index.db", "SQLite format 3\0")
        .file("clone/.faultbook/lock", "process 1\n")
        .file("clone/evil", evil)
        .file("secret.toml", "[failure.secret]\nproblem = \"secret\"\n");
    let root = world.path().join("clone");
    for program in ["evil", ".git/hooks/post-checkout", "hooks/pre-commit"] {
        fs::set_permissions(root.join(program), fs::Permissions::from_mode(0o755)).unwrap();
    }
    symlink("../../secret.toml", root.join("playbooks/out.toml")).unwrap();
    symlink("../..", root.join("playbooks/up")).unwrap();
    symlink("/dev/zero", root.join("playbooks/zero.toml")).unwrap();
    world
}

/// The calls that change a name or a file, or reach beyond the disk.
const CALLS: &str = "trace=execve,execveat,?fork,?vfork,socket,connect,bind,openat,?open,?creat,?rename,?renameat,?renameat2,?link,?linkat,\
    ?symlink,?symlinkat,?unlink,?unlinkat,?rmdir,?mkdir,?mkdirat,?truncate,?ftruncate,?chmod,?fchmod,?fchmodat,?chown,?fchown,?fchownat";

#[test]
fn a_hostile_clone_starts_nothing_and_writes_only_what_was_named() {
    if !can_trace() {
        return;
    }
    let commands: &[(&[&str], Option<&str>)] = &[
        (&["lint"], None),
        (&["lint", "--format", "github"], None),
        (&["list"], None),
        (&["show", "zone"], None),
        (&["search", "evil"], None),
        #[cfg(feature = "sqlite")]
        (&["sql", "select 1"], None),
        (&["coverage"], None),
        (&["next"], None),
        (&["blast", "db"], None),
        (&["suggest"], None),
        (&["explain", "no-owner"], None),
        (&["edit", "zone", "severity=high", "--dry-run"], None),
        (&["export", "json"], None),
        (&["export", "csv", "-o", "out.csv"], Some("out.csv")),
        (&["export", "markdown", "-o", "../out.md"], Some("out.md")),
        (&["lint", "--format", "sarif=out.sarif"], Some("out.sarif")),
    ];
    for (args, named) in commands {
        let world = clone();
        let before = crate::world::files(world.path());
        assert_eq!(violations(&world, args, *named), [""; 0], "{args:?}");
        let mut after = crate::world::files(world.path());
        after.retain(|path, _| named.is_none_or(|named| !path.ends_with(named)));
        assert!(after == before, "{args:?}: {:?}", after.keys());
        assert!(!std::path::Path::new("/tmp/faultbook-was-here").exists(), "{args:?}");
        let planted = fs::read_to_string(world.path().join("clone/.faultbook/journal")).unwrap();
        assert!(planted.contains("\"folder\":[1,2]"), "{args:?}: the planted journal was touched");
    }
    // The control: what writes to a playbook, and what writes where nothing was named, is seen.
    let world = clone();
    assert!(!violations(&world, &["add", "Another", "--playbook", "page"], None).is_empty());
    assert!(!violations(&clone(), &["export", "csv", "-o", "out.csv"], None).is_empty());
}

/// The calls of a command that it should not make.
fn violations(world: &World, args: &[&str], named: Option<&str>) -> Vec<String> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let program = [&[env!("CARGO_BIN_EXE_faultbook")], args].concat();
    let options = ["-y", "-s", "4096", "-e", CALLS, "-o", log.path().to_str().unwrap()];
    let folder = world.path().canonicalize().unwrap().join("clone");
    let output = traced(&options, &folder, &program);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {}", said(&output));
    let text = String::from_utf8_lossy(&fs::read(log.path()).unwrap()).into_owned();
    let calls = text
        .lines()
        .filter_map(|line| line.split_once(' ').map(|(_, call)| call.trim()))
        .filter(|call| call.contains('('));
    let mut started = 0;
    let is_wrong = |call: &&str| {
        let name = call.split('(').next().unwrap_or_default();
        let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| call.contains(flag))
            || ["rename", "link", "mkdir", "rmdir", "truncate", "chmod", "chown"]
                .iter()
                .any(|part| name.contains(part));
        // What is moved is judged by where it goes.
        let moved = if name.starts_with("rename") { call.split_once("\", ") } else { None };
        let target = moved.map_or(*call, |(_, to)| to);
        let is_ours = target.contains("/.faultbook")
            || target.contains("\".faultbook\"")
            || target.contains(".faultbook-");
        let is_named = named.is_some_and(|named| target.contains(named));
        let is_elsewhere = ["\"/dev/", "\"/proc/", "<anon_inode"].iter().any(|part| target.contains(part));
        match name {
            "execve" | "execveat" | "fork" | "vfork" => {
                started += 1;
                started > 1
            }
            "socket" | "connect" | "bind" => true,
            _ if call.contains("/dev/zero") || call.contains("secret.toml") => true,
            _ => writes && !is_ours && !is_named && !is_elsewhere,
        }
    };
    calls.filter(is_wrong).map(str::to_owned).collect()
}
