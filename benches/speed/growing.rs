//! What twice as much input takes: commands that were quadratic once, to themselves on half of the input.

use std::fs;
use std::path::Path;

use crate::lab::Lab;
use crate::measure::Subject;
use crate::measure::interleave;
use crate::table::Figure;
use crate::table::Table;
use crate::table::Target;
use crate::table::duration;

/// A command on input of any size.
struct Case {
    /// What it is, and what there are many of.
    name: &'static str,
    /// The smaller size.
    many: usize,
    /// Writes the workspace.
    make: fn(&Lab, &Path, usize),
    /// The command, which changes nothing on the disk, so that it can be run again.
    command: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "`edit --where`, a file for each failure",
        many: 4_000,
        make: |_, root, many| write_files(root, many),
        command: &["edit", "--where", "severity=low", "owner=sre", "--dry-run"],
    },
    Case {
        name: "`import` of our own edited export, a file for each failure",
        many: 4_000,
        make: |lab, root, many| {
            write_files(root, many);
            let (_, csv) = lab.faultbook(&["export", "csv"], root).output();
            write(root, "table.csv", &csv.replace("\"low\"", "\"high\""));
        },
        command: &["import", "table.csv", "--dry-run"],
    },
    Case {
        name: "`add --from` into one file",
        many: 10_000,
        make: |_, root, many| {
            write(root, "playbooks/all.toml", "[failure.a]\nproblem = \"p\"\n");
            let entry = |n| format!("{{\"id\": \"f{n}\", \"problem\": \"p{n}\"}}");
            write(root, "in.json", &format!("[{}]", joined(many, entry, ",\n")));
        },
        command: &["add", "--from", "in.json", "--dry-run"],
    },
    Case {
        name: "`fmt` of an unordered file",
        many: 20_000,
        make: |_, root, many| write(root, "playbooks/all.toml", &joined(many, |n| failure(many - n), "\n")),
        command: &["fmt", "--check"],
    },
    Case {
        name: "`lint` with misspelt references",
        many: 10_000,
        make: |_, root, many| {
            let component = |n: usize| format!("[component.orders-db-{n}]\n");
            let misspelt = |n: usize| format!("{}sources = [\"order-db-{n}\"]\n{}", failure(n), component(n));
            write(root, "playbooks/all.toml", &joined(many, misspelt, "\n"));
        },
        command: &["lint"],
    },
    Case {
        name: "`suggest --add` a second time, components",
        many: 1_000,
        make: |lab, root, many| {
            let component = |n| format!("[component.db-{n}]\ntechnology = \"postgresql\"\n");
            write(root, "playbooks/all.toml", &joined(many, component, "\n"));
            assert_eq!(lab.faultbook(&["suggest", "--add"], root).output().0, Some(0));
        },
        command: &["suggest", "--add"],
    },
    Case {
        name: "`edit` of an entry with many keys",
        many: 20_000,
        make: |_, root, many| {
            let keys = joined(many, |n| format!("x-k{n} = {n}"), "\n");
            write(root, "playbooks/all.toml", &format!("[failure.a]\nproblem = \"p\"\n{keys}\n"));
        },
        command: &["edit", "a", "severity=low", "--dry-run"],
    },
    Case {
        name: "`lint` with as many `[[lint.per-file]]` as files",
        many: 1_000,
        make: |_, root, many| {
            write_files(root, many);
            let table = |n| {
                format!("[[lint.per-file]]\nfiles = [\"playbooks/*/f{n}*.toml\"]\nallow = [\"no-owner\"]")
            };
            write(root, "faultbook.toml", &format!("format = 1\n{}\n", joined(many, table, "\n")));
        },
        command: &["lint"],
    },
];

fn joined(many: usize, one: impl Fn(usize) -> String, between: &str) -> String {
    (0..many).map(one).collect::<Vec<_>>().join(between)
}

fn failure(number: usize) -> String {
    format!("[failure.f{number}]\nproblem = \"p{number}\"\nseverity = \"low\"\n")
}

fn write(root: &Path, file: &str, text: &str) {
    fs::write(root.join(file), text).unwrap();
}

fn write_files(root: &Path, many: usize) {
    fs::create_dir_all(root.join("playbooks/all")).unwrap();
    (0..many).for_each(|n| write(root, &format!("playbooks/all/f{n}.toml"), &failure(n)));
}

fn subject(lab: &Lab, case: &Case, folder: &str, many: usize) -> Subject {
    let root = lab.folder.path().join(folder);
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("playbooks")).unwrap();
    write(&root, "faultbook.toml", "format = 1\n");
    (case.make)(lab, &root, many);
    lab.faultbook(case.command, &root)
}

/// Measures each command on its size and on twice as much.
pub(crate) fn measure(lab: &Lab, table: &mut Table) {
    for case in CASES {
        let mut half = subject(lab, case, "half", case.many);
        let mut twice = subject(lab, case, "twice", 2 * case.many);
        interleave(&mut [&mut half, &mut twice], 5);
        let title = format!("growth {} → {}, {}", case.many, 2 * case.many, case.name);
        let ratio = Figure::of(&twice, &half, Target::AtMost(2.3)).to_string();
        table.row([title, duration(twice.wall()), ratio]);
    }
}

/// Runs everything once: no times, only whether it works.
pub(crate) fn smoke(lab: &Lab) {
    for case in CASES {
        let (code, output) = subject(lab, case, "half", 20).output();
        assert!(matches!(code, Some(0 | 1)), "{} says:\n{output}", case.name);
    }
}
