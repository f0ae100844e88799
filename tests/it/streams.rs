//! Readers that had enough, streams that are closed or full, and surroundings that must not matter.

#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use crate::world::World;
use crate::world::faultbook;

/// A command of each kind: those that print for people, for programs, and those that write.
const COMMANDS: &[&str] = &[
    "list",
    "lint",
    "lint --format json",
    "lint --format short",
    "show f-1",
    "search breaks",
    "coverage",
    "next",
    "budget",
    "blast db",
    "suggest",
    "starter list",
    "starter show postgresql",
    "explain no-owner",
    "schema",
    "man",
    "completions bash",
    "export csv",
    "export json",
    "export markdown",
    "export xlsx",
    "--help",
    "add Something --playbook page",
    "edit f-2 severity=high",
    "review f-3",
    "fmt",
    "rename f-4 g-4",
    "import table.csv --playbook more",
    #[cfg(feature = "sqlite")]
    "sql 'select * from failures'",
    #[cfg(feature = "sqlite")]
    "export sqlite",
];

fn world() -> World {
    let mut text = String::from("[component.db]\ntechnology = \"postgresql\"\n");
    for number in 0..300 {
        text.push_str(&format!(
            "\n[failure.f-{number}]\nproblem = \"It breaks in way {number}, and at some length, so that pipes fill up\"\nsources = [\"db\"]\n"
        ));
    }
    World::of(&text).file("table.csv", "Problem,Risk\nDisk full,No orders\n")
}

/// Runs a line of shell in which `faultbook` is the binary.
fn shell(world: &World, line: &str) -> Output {
    let mut command = Command::new("sh");
    let environment: Vec<_> = faultbook(world.path())
        .get_envs()
        .map(|(name, value)| (name.to_owned(), value.map(ToOwned::to_owned)))
        .collect();
    for (name, value) in environment {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let line = line.replace("faultbook", env!("CARGO_BIN_EXE_faultbook"));
    command.arg("-c").arg(line).current_dir(world.path()).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn closed_and_full_streams_make_no_command_panic() {
    // What the shell does with the streams, and where the exit code of the command is printed.
    let shapes = [
        ("a reader that had enough", "{ faultbook CMD 2>err; echo $? >code; } | head -c 1 >/dev/null"),
        ("a reader that never reads", "{ faultbook CMD 2>err; echo $? >code; } | true"),
        ("output closed", "faultbook CMD >&- 2>err; echo $? >code"),
        ("errors closed", "faultbook CMD >/dev/null 2>&-; echo $? >code; : >err"),
        ("input closed", "faultbook CMD <&- >/dev/null 2>err; echo $? >code"),
        ("all closed", "faultbook CMD <&- >&- 2>&-; echo $? >code; : >err"),
        ("output full", "faultbook CMD >/dev/full 2>err; echo $? >code"),
        ("errors full", "faultbook CMD >/dev/null 2>/dev/full; echo $? >code; : >err"),
    ];
    for command in COMMANDS {
        for (name, shape) in shapes {
            let world = world();
            shell(&world, &shape.replace("CMD", command));
            let code = fs::read_to_string(world.path().join("code")).unwrap();
            let said = fs::read_to_string(world.path().join("err")).unwrap();
            assert!(!said.contains("panicked"), "{command}, {name}: {said}");
            let code: i32 = code.trim().parse().unwrap();
            assert!(matches!(code, 0..=2), "{command}, {name}: exit {code}: {said}");
            if name == "output full" && code == 0 {
                // Only a command that prints nothing may not notice.
                assert!(
                    shell(&world, &format!("faultbook {command} 2>/dev/null")).stdout.is_empty(),
                    "{command}: {said}"
                );
            }
            assert!(
                shell(&world, "faultbook lint --exit-zero").status.success(),
                "{command}, {name}: the workspace is broken"
            );
        }
    }
}

#[test]
fn surroundings_change_no_byte() {
    let readers = [
        "list --columns id,problem,priority",
        "lint --format json --exit-zero",
        "lint --format sarif --exit-zero",
        "export csv",
        "export json",
        "export xlsx",
        "coverage --json",
        "next --json",
        "search breaks --json",
    ];
    for reader in readers {
        let mut seen = BTreeSet::new();
        for (order, zone, language, threads) in [
            (0, "UTC", "C", "1"),
            (1, "Pacific/Kiritimati", "de_DE.UTF-8", "16"),
            (0, "America/New_York", "tr_TR.UTF-8", "2"),
            (1, "Asia/Kathmandu", "ja_JP.SJIS", "16"),
        ] {
            // The same files, made in another order, in another folder.
            let mut world = World::new();
            let mut numbers: Vec<usize> = (0..40).collect();
            if order == 1 {
                numbers.reverse();
            }
            for number in numbers {
                let text =
                    format!("[failure.f-{number}]\nproblem = \"It breaks in way {number}\"\n").repeat(1);
                world = world.file(&format!("playbooks/p-{number}.toml"), text);
            }
            let line = format!(
                "TZ={zone} LANG={language} LC_ALL={language} RAYON_NUM_THREADS={threads} HOME=/nowhere faultbook {reader}"
            );
            let output = shell(&world, &line);
            assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(!output.stdout.is_empty(), "{line}");
            seen.insert(output.stdout);
        }
        assert_eq!(seen.len(), 1, "{reader} differs");
    }
}
