//! The line that makes git merge playbooks by entries, as it is documented: where the program is there, and where it is not.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::merging::has_git;
use crate::world::World;

const BASE: &str = "[failure.a]\nproblem = \"a\"\nseverity = \"low\"\ntags = [\"x\"]\n\n\n\n\n[failure.z]\nproblem = \"z\"\n";

/// What stands behind `git config merge.faultbook.driver` in a text.
fn documented(text: &str) -> String {
    let behind = text.split("git config merge.faultbook.driver '").nth(1).unwrap();
    behind.split('\'').next().unwrap().to_owned()
}

fn help() -> String {
    let world = World::bare();
    let mut command = crate::world::faultbook(world.path());
    String::from_utf8(command.args(["merge-driver", "--help"]).output().unwrap().stdout).unwrap()
}

/// A repository whose branches `ours` and `theirs` hold a playbook each, with the documented driver.
fn repository(ours: &str, theirs: &str) -> World {
    let world = World::of(BASE).file(".gitattributes", "playbooks/**/*.toml merge=faultbook\n");
    let git = |args: &[&str]| {
        let (done, said) = git(&world, "", args);
        assert!(done, "{args:?}: {said}");
    };
    git(&["init", "-q", "-b", "ours"]);
    git(&["config", "merge.faultbook.driver", &documented(&help())]);
    git(&["add", "."]);
    git(&["commit", "-qm", "base"]);
    git(&["branch", "theirs"]);
    for (branch, text) in [("ours", ours), ("theirs", theirs)] {
        git(&["checkout", "-q", branch]);
        fs::write(world.path().join("playbooks/page.toml"), text).unwrap();
        git(&["commit", "-qam", branch]);
    }
    git(&["checkout", "-q", "ours"]);
    world
}

/// Runs git, which finds programs in a folder first.
fn git(world: &World, programs: &str, args: &[&str]) -> (bool, String) {
    let path = std::env::var_os("PATH").unwrap();
    let with_program = |folder: &Path| folder.join("faultbook").exists();
    let others = std::env::split_paths(&path).filter(|folder| !with_program(folder));
    let first = (!programs.is_empty()).then(|| programs.into());
    let output = Command::new("git")
        .args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.com", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(world.path())
        .env("PATH", std::env::join_paths(first.into_iter().chain(others)).unwrap())
        .env("GIT_CONFIG_GLOBAL", world.path().join("no-configuration"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.success(), said.concat())
}

fn page(world: &World) -> String {
    fs::read_to_string(world.path().join("playbooks/page.toml")).unwrap()
}

fn program() -> String {
    Path::new(env!("CARGO_BIN_EXE_faultbook")).parent().unwrap().to_string_lossy().into_owned()
}

#[test]
fn it_is_the_same_wherever_it_is_documented() {
    let words = |text: &str| documented(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let readme = fs::read_to_string("README.md").unwrap();
    assert_eq!(words(&readme), words(&help()));
}

#[test]
fn with_the_program_entries_are_merged() {
    if !has_git() {
        return;
    }
    let world = repository(&BASE.replace("low", "high"), &BASE.replace("\"x\"", "\"x\", \"y\""));
    let (done, said) = git(&world, &program(), &["merge", "--no-edit", "theirs"]);
    assert!(done, "{said}");
    assert_eq!(page(&world), BASE.replace("low", "high").replace("\"x\"", "\"x\", \"y\""));
    // A conflict is that of the program, and is not merged a second time.
    let world = repository(&BASE.replace("low", "high"), &BASE.replace("low", "medium"));
    let (done, said) = git(&world, &program(), &["merge", "--no-edit", "theirs"]);
    assert!(!done && said.contains("1 conflict: failure/a.severity"), "{said}");
    let marked = "<<<<<<< ours\nseverity = \"high\"\n=======\nseverity = \"medium\"\n>>>>>>> theirs\n";
    assert_eq!(page(&world), BASE.replace("severity = \"low\"\n", marked));
}

/// A folder with a program that cannot run, as an old one would be that knows no `merge-driver`.
fn broken() -> World {
    let world = World::bare().file("faultbook", "#!/bin/sh\nexit 2\n");
    fs::set_permissions(world.path().join("faultbook"), fs::Permissions::from_mode(0o755)).unwrap();
    world
}

#[test]
fn without_the_program_lines_are_merged_and_no_side_is_lost() {
    if !has_git() {
        return;
    }
    let broken = broken();
    for programs in ["", broken.path().to_str().unwrap()] {
        // What is far apart meets nowhere.
        let world = repository(&BASE.replace("low", "high"), &BASE.replace("\"z\"", "\"zz\""));
        let (done, said) = git(&world, programs, &["merge", "--no-edit", "theirs"]);
        assert!(done, "{said}");
        assert_eq!(page(&world), BASE.replace("low", "high").replace("\"z\"", "\"zz\""));
        // What meets is marked, and stays a conflict for git.
        let world = repository(&BASE.replace("low", "high"), &BASE.replace("low", "medium"));
        let (done, said) = git(&world, programs, &["merge", "--no-edit", "theirs"]);
        assert!(!done, "{said}");
        let marked = "<<<<<<< ours\nseverity = \"high\"\n=======\nseverity = \"medium\"\n>>>>>>> theirs\n";
        assert_eq!(page(&world), BASE.replace("severity = \"low\"\n", marked));
        let (_, status) = git(&world, programs, &["status", "--porcelain"]);
        assert!(status.contains("UU playbooks/page.toml"), "{status}");
    }
}
