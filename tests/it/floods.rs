//! Workspaces and files that were made to take all memory or all time, each with the commands that meet them: answered or refused in words,
//! within some seconds, where memory is scarce.

#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::symlink;

use crate::world::World;
use crate::world::cpu_time;
use crate::world::every;

/// The address space that a run has, in KiB: what is measured in memory is about half of it.
const MEMORY: usize = 1_000_000;
/// A debug build takes about ten times as long, and is tried with less.
const LESS: usize = if cfg!(debug_assertions) { 8 } else { 1 };
/// The CPU time that a command may take, in seconds: ten on each of two cores.
const LONG: u32 = if cfg!(debug_assertions) { 120 } else { 20 };

/// A flood: its name, what makes it, and the commands that meet it.
type Flood = (&'static str, fn(&World, usize), &'static [&'static str]);

fn put(world: &World, name: &str, text: impl AsRef<[u8]>) {
    let path = world.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A playbook of pieces that are counted from 0.
fn playbook(world: &World, number: usize, piece: impl Fn(usize) -> String) {
    put(world, "playbooks/p.toml", (0..number).map(piece).collect::<String>());
}

fn failure(n: usize) -> String {
    format!("[failure.f{n}]\nproblem = \"p{n}\"\n")
}

/// A text that is one value of a failure.
fn value(world: &World, value: String) {
    put(world, "playbooks/p.toml", format!("[failure.a]\nproblem = \"p\"\nx-a = {value}\n"));
}

const READ: &[&str] = &["lint", "list", "show a"];

const FLOODS: &[Flood] = &[
    (
        "very many files",
        |world, n| {
            (0..n / 2).for_each(|at| put(world, &format!("playbooks/{}/f{at}.toml", at % 100), failure(at)))
        },
        &["lint", "list", "show f7", "search p7"],
    ),
    (
        "very many entries",
        |world, n| playbook(world, n, failure),
        &["lint", "next", "show f7", "export xlsx", "suggest"],
    ),
    (
        "one id a hundred thousand times",
        |world, n| playbook(world, 5 * n, |_| failure(1)),
        &["lint", "list", "show f1"],
    ),
    (
        "a chain on which every flow hangs",
        |world, n| {
            playbook(world, n / 4, |at| {
                format!(
                    "[component.c{at}]\ndepends_on = [\"c{}\"]\n[flow.f{at}]\ncomponents = [\"c{at}\"]\n{}sources = [\"c{at}\"]\n",
                    at + 1,
                    failure(at)
                )
            });
        },
        &["lint", "coverage", "next", "budget", "blast c5", "export csv", "sql SELECT|1"],
    ),
    (
        "components that all need each other",
        |world, n| {
            let needs: String = (0..300).map(|to| format!("\"c{to}\",")).collect();
            playbook(world, n / 40, |at| format!("[component.c{at}]\ndepends_on = [{needs}]\n"));
        },
        &["lint", "blast c5", "coverage"],
    ),
    (
        "names that are all misspelt",
        |world, n| {
            playbook(world, n / 2, |at| {
                format!("[component.database-{at}]\n{}sources = [\"databse-{at}\"]\n", failure(at))
            })
        },
        &["lint", "lint --format sarif"],
    ),
    (
        "the same words everywhere",
        |world, n| playbook(world, n, |at| format!("[failure.f{at}]\nproblem = \"The disk is full\"\n")),
        &["lint", "search disk"],
    ),
    (
        "a deep array",
        |world, n| value(world, "[".repeat(5 * n) + &"]".repeat(5 * n)),
        &["lint", "fmt", "edit a risk=r", "add x --playbook q"],
    ),
    (
        "a deep table",
        |world, n| value(world, "{a=".repeat(2 * n) + "1" + &"}".repeat(2 * n)),
        &["lint", "fmt", "edit a risk=r"],
    ),
    (
        "a deep key",
        |world, n| put(world, "playbooks/p.toml", format!("[{}]\n", vec!["a"; 3 * n].join("."))),
        &["lint", "fmt"],
    ),
    ("a long text", |world, n| value(world, format!("\"{}\"", "x".repeat(1_000 * n))), READ),
    (
        "a long comment",
        |world, n| put(world, "playbooks/p.toml", "#\n".repeat(400 * n)),
        &["lint", "fmt", "add x --playbook p"],
    ),
    (
        "quotes",
        |world, n| put(world, "playbooks/p.toml", "\"\"\"".repeat(200 * n)),
        &["lint", "fmt", "add x --playbook p"],
    ),
    (
        "texts that do not end",
        |world, n| put(world, "playbooks/p.toml", "a=\"\n".repeat(100 * n)),
        &["lint", "fmt"],
    ),
    (
        "brackets",
        |world, n| put(world, "playbooks/p.toml", "[".repeat(500 * n)),
        &["lint", "fmt", "add x --playbook q"],
    ),
    (
        "unfinished merges",
        |world, n| put(world, "playbooks/p.toml", "<<<<<<< a\n=======\n>>>>>>> b\n".repeat(20 * n)),
        &["lint", "list"],
    ),
    (
        "beginnings of merges",
        |world, n| put(world, "playbooks/p.toml", "<<<<<<< a\n".repeat(60 * n)),
        &["lint"],
    ),
    (
        "actions without end",
        |world, n| {
            put(
                world,
                "playbooks/p.toml",
                "[failure.a]\nproblem = \"p\"\n".to_owned()
                    + &"[[failure.a.preventative]]\naction = \"do it\"\n".repeat(n / 2),
            )
        },
        &["lint", "fmt", "export csv", "edit a risk=r"],
    ),
    (
        "keys without end",
        |world, n| {
            put(
                world,
                "playbooks/p.toml",
                format!(
                    "[failure.a]\nproblem = \"p\"\n{}",
                    (0..n).map(|at| format!("x-{at} = {at}\n")).collect::<String>()
                ),
            )
        },
        &["lint", "fmt", "edit a risk=r"],
    ),
    (
        "invisible characters and tokens",
        |world, n| {
            playbook(world, n / 5, |at| {
                format!(
                    "[failure.f{at}]\nproblem = \"{}\"\nrisk = \"ghp_{}\"\n",
                    "\u{200b}".repeat(500),
                    "a".repeat(36)
                )
            })
        },
        &["lint", "lint --format github"],
    ),
    (
        "nearly tokens",
        |world, n| value(world, format!("[{}]", format!("\"{}\",", "eyJ".repeat(50_000)).repeat(n / 5_000))),
        &["lint"],
    ),
    (
        "patterns of the configuration",
        |world, n| {
            let patterns: String = (0..900).map(|at| format!("\"**/{}{at}*\",", "*a".repeat(100))).collect();
            put(world, "faultbook.toml", format!("format = 1\nplaybooks = [{patterns}]\n"));
            (0..n / 50).for_each(|at| put(world, &format!("{}{at}.toml", "a".repeat(80)), failure(at)));
        },
        &["lint"],
    ),
    (
        "levels for files",
        |world, n| {
            let files: String = (0..n / 25)
                .map(|at| format!("[[lint.per-file]]\nfiles = [\"**/*{at}*x*\"]\nno-owner = \"allow\"\n"))
                .collect();
            put(world, "faultbook.toml", format!("format = 1\n{files}"));
            (0..n / 25)
                .for_each(|at| put(world, &format!("playbooks/{}{at}.toml", "a".repeat(60)), failure(at)));
        },
        &["lint"],
    ),
    (
        "patterns of git",
        |world, n| {
            fs::create_dir(world.path().join(".git")).unwrap();
            let patterns: String = (0..n / 25).map(|at| format!("*a*b*{at}*\n")).collect();
            for deep in 0..20 {
                put(world, &format!("playbooks/{}.gitignore", "d/".repeat(deep)), &patterns);
            }
            (0..n / 50).for_each(|at| {
                put(world, &format!("playbooks/{}{}{at}.toml", "d/".repeat(19), "ab".repeat(60)), failure(at))
            });
        },
        &["lint"],
    ),
    (
        "links to where they are",
        |world, n| {
            put(world, "playbooks/p.toml", failure(1));
            for at in 0..n / 5 {
                symlink("p.toml", world.path().join(format!("playbooks/l{at}.toml"))).unwrap();
                symlink(".", world.path().join(format!("playbooks/k{at}"))).unwrap();
            }
        },
        &["lint", "list"],
    ),
    (
        "a merge of strangers",
        |world, n| {
            for (name, by) in [("o", "o"), ("a", "a"), ("b", "b")] {
                put(
                    world,
                    name,
                    (0..n / 2)
                        .map(|at| format!("[failure.f{at}]\nproblem = \"{by}{at}\"\n"))
                        .collect::<String>(),
                );
            }
        },
        &["merge-driver o a b 7 p.toml"],
    ),
    (
        "a merge of long lists",
        |world, n| {
            for (name, step) in [("o", 1), ("a", 2), ("b", 3)] {
                let items: String = (0..n / 4).map(|at| format!("\"x{}\",", at * step)).collect();
                put(world, name, format!("[failure.a]\nproblem = \"p\"\nsources = [{items}]\n"));
            }
        },
        &["merge-driver o a b 7 p.toml"],
    ),
    (
        "what is added",
        |world, n| {
            put(
                world,
                "a.json",
                format!(
                    "{{\"failure\":{{{}}}}}",
                    (0..n)
                        .map(|at| format!("\"f{at}\":{{\"problem\":\"p{at}\"}}"))
                        .collect::<Vec<_>>()
                        .join(",")
                ),
            )
        },
        &["add --from a.json --playbook p"],
    ),
    (
        "what is added goes deep",
        |world, n| put(world, "a.json", "[1,".repeat(100 * n)),
        &["add --from a.json --playbook p"],
    ),
    (
        "rows",
        |world, n| {
            put(
                world,
                "a.csv",
                "Problem,Risk,Severity\n".to_owned()
                    + &(0..n).map(|at| format!("The disk {at} is full,No orders,high\n")).collect::<String>(),
            )
        },
        &["import a.csv", "import a.csv"],
    ),
    (
        "rows that are nearly the same",
        |world, n| {
            put(
                world,
                "a.csv",
                "Problem,Risk\n".to_owned()
                    + &(0..n / 2)
                        .map(|at| format!("the same words in all of them and only number {at},r\n"))
                        .collect::<String>(),
            )
        },
        &["import a.csv", "import a.csv"],
    ),
    ("commas", |world, n| put(world, "a.csv", ",".repeat(1_000 * n)), &["import a.csv"]),
    (
        "a quote that is not closed",
        |world, n| put(world, "a.csv", "Problem,Risk\n\"".to_owned() + &"a\n".repeat(500 * n)),
        &["import a.csv"],
    ),
    (
        "tiny rows",
        |world, n| put(world, "a.tsv", "Problem\tRisk\n".to_owned() + &"a\t\n".repeat(100 * n)),
        &["import a.tsv"],
    ),
    (
        "a cell of many actions",
        |world, n| put(world, "a.csv", format!("Problem,Mitigation\nx,\"{}\"\n", "- a\n".repeat(n))),
        &["import a.csv"],
    ),
    (
        "many tables",
        |world, n| put(world, "a.md", "| Problem | Risk |\n|---|---|\n|a|b|\n\n".repeat(n)),
        &["import a.md"],
    ),
    ("quotations in quotations", |world, n| put(world, "a.md", ">".repeat(30 * n)), &["import a.md"]),
    ("links in links", |world, n| put(world, "a.md", "[a](".repeat(15 * n)), &["import a.md"]),
    ("lists in lists", |world, n| put(world, "a.md", "- ".repeat(30 * n)), &["import a.md"]),
    (
        "tables of HTML in tables",
        |world, n| put(world, "a.html", "<table><tr><td>".repeat(5 * n)),
        &["import a.html"],
    ),
    (
        "tags without end",
        |world, n| {
            let names: String = (0..3 * n).map(|at| format!(" a{at}")).collect();
            put(world, "a.html", format!("<table{names}><tr><td>Problem<td{names}>Risk"))
        },
        &["import a.html"],
    ),
    (
        "characters that no page may have",
        |world, n| put(world, "a.html", "\u{1}&\u{2}<\u{3}".repeat(5 * n)),
        &["import a.html"],
    ),
    (
        "cards",
        |world, n| {
            put(
                world,
                "a.md",
                (0..n / 5)
                    .map(|at| {
                        format!("## R{at}: The disk {at} is full\n- Likelihood: low\n- Impact: high\n- Key {at}: x\n")
                    })
                    .collect::<String>(),
            )
        },
        &["import a.md", "import a.md"],
    ),
    (
        "fields of one card",
        |world, n| put(world, "a.md", "- **Likelihood**: low\n- **Impact:** high | **Risk:** x\n".repeat(n)),
        &["import a.md"],
    ),
    (
        "fields in fields",
        |world, n| {
            put(
                world,
                "a.md",
                (0..n / 50).map(|at| format!("{}- Risk: x\n", "  ".repeat(at))).collect::<String>(),
            )
        },
        &["import a.md"],
    ),
    (
        "documents of a catalogue",
        |world, n| {
            put(
                world,
                "catalog-info.yaml",
                "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\n"
                    .repeat(2 * n),
            )
        },
        &["import catalog-info.yaml"],
    ),
    (
        "needs of a catalogue",
        |world, n| {
            put(
                world,
                "catalog-info.yaml",
                format!(
                    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\nspec:\n  dependsOn:\n{}",
                    (0..3 * n).map(|at| format!("  - component:b{at}\n")).collect::<String>()
                ),
            )
        },
        &["import catalog-info.yaml"],
    ),
    (
        "questions without end",
        |world, n| playbook(world, n / 10, failure),
        &[
            "sql WITH|RECURSIVE|t(i)|AS|(SELECT|1|UNION|ALL|SELECT|i+1|FROM|t)|SELECT|count(*)|FROM|t",
            "sql SELECT|*|FROM|failures|a,|failures|b,|failures|c|ORDER|BY|1",
            "sql SELECT|group_concat(a.id)|FROM|failures|a,|failures|b,|failures|c",
        ],
    ),
];

#[test]
fn floods_are_answered_or_refused_in_time() {
    for (at, (name, make, commands)) in FLOODS.iter().enumerate() {
        if at % every(6) != 0 {
            continue;
        }
        let world = World::new();
        make(&world, 100_000 / LESS);
        for command in *commands {
            let args: Vec<String> = command.split(' ').map(|arg| arg.replace('|', " ")).collect();
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let (code, seconds) =
                cpu_time(&world, &format!("ulimit -v {MEMORY}; ulimit -t {}", 2 * LONG), &args);
            assert!(seconds < f64::from(LONG), "{name}: `{command}` took {seconds} s");
            assert!(matches!(code, 0..=2), "{name}: `{command}` ended with {code}");
        }
    }
}
