//! Completion as shells ask for it: the variable, the words behind `--`, and for bash a real bash.

use std::path::Path;
use std::process::Command;
use std::process::Output;

use crate::world::World;

const PLAYBOOK: &str = r#"
[component.orders-db]
name = "Orders database"

[flow.place-order]
name = "Place an order"
criticality = "high"
components = ["orders-db"]

[component.pay]
[failure.pay]
problem = "Payment fails\n\u001b[31mred"
risk = "r"
sources = ["Human error"]
severity = "low"
likelihood = { level = "likely", when = "under heavy load" }
owner = "team-a"
tags = ["db", "x\u001b[2Jy"]
x-team = "blue, green"

[failure.orders-time-out]
problem = "Writes to the order store take longer than anybody who waits for the checkout page would ever want to wait for it"
risk = "r"
sources = ["orders-db"]
severity = "high"
likelihood = "likely"
owner = "team-b"
"#;

fn asked(folder: &Path, shell: &str, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook"));
    command.current_dir(folder).env("FAULTBOOK_COMPLETE", shell).arg("--").args(words).output().unwrap()
}

/// The answers to a line, whose last word is being typed.
fn answers(folder: &Path, words: &[&str]) -> Vec<String> {
    // The protocol of elvish is the plainest: values alone.
    let words: Vec<_> = ["faultbook"].iter().chain(words).copied().collect();
    let output = asked(folder, "elvish", &words);
    assert!(output.status.success() && output.stderr.is_empty(), "{words:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn ids_are_known_and_harmless() {
    let world = World::of(PLAYBOOK);
    let ids = |word: &str| answers(world.path(), &["show", word]);
    assert_eq!(ids(""), ["component/pay", "failure/pay", "orders-db", "orders-time-out", "place-order"]);
    assert_eq!(ids("ord"), ["orders-db", "orders-time-out"]);
    assert_eq!(ids("pay"), ["component/pay", "failure/pay"], "an id of several kinds is found by itself");
    assert_eq!(ids("flow/"), ["flow/place-order"]);
    assert!(ids("nothing").is_empty());
    let described = asked(world.path(), "fish", &["faultbook", "show", "failure/"]);
    let described = String::from_utf8(described.stdout).unwrap();
    let lines: Vec<_> = described.lines().collect();
    assert_eq!(lines[1], "failure/pay\tPayment fails \u{fffd}[31mred");
    assert!(lines[0].ends_with('…') && lines[0].chars().count() < 110, "{}", lines[0]);
}

#[test]
fn fields_operators_and_values_are_known() {
    let world = World::of(PLAYBOOK);
    let filter = |word: &str| answers(world.path(), &["list", "--where", word]);
    assert!(filter("").contains(&"severity=".to_owned()) && filter("").contains(&"x-team=".to_owned()));
    assert_eq!(filter("st")[..3], ["status=", "status!=", "status~"]);
    assert_eq!(filter("own"), ["owner=", "owner!=", "owner~", "owner!~"]);
    assert_eq!(filter("severity!"), ["severity!=", "severity!~"]);
    assert_eq!(filter("severity>="), ["severity>=low", "severity>=medium", "severity>=high"]);
    assert_eq!(filter("status=op"), ["status=open"]);
    assert_eq!(filter("status=open,acc"), ["status=open,accepted"]);
    assert_eq!(filter("owner!="), ["owner!=team-a", "owner!=team-b", "owner!=*"]);
    assert_eq!(filter("source="), ["source=\"Human error\"", "source=orders-db", "source=*"]);
    assert_eq!(filter("source=Hu"), ["source=\"Human error\""]);
    assert_eq!(filter("touches="), ["touches=place-order", "touches=*"]);
    assert_eq!(filter("x-team~"), ["x-team~\"blue, green\"", "x-team~*"]);
    assert_eq!(filter("tag="), ["tag=db", "tag=*"], "what a terminal obeys is not offered");
    assert_eq!(filter("severity>=high own")[0], "severity>=high owner=");
    assert!(filter("nothing=").is_empty());
    assert_eq!(answers(world.path(), &["list", "--where=playbook=p"]), ["--where=playbook=page"]);
    assert_eq!(answers(world.path(), &["list", "--columns", "id,seve"]), ["id,severity"]);
    assert_eq!(answers(world.path(), &["export", "csv", "--columns", "x"]), ["x-team"]);
    assert_eq!(answers(world.path(), &["list", "--when", ""]), ["under heavy load"]);
}

#[test]
fn what_is_fixed_and_what_lies_on_disk_is_known() {
    let world = World::of(PLAYBOOK).file("risks.csv", "");
    let ask = |words: &[&str]| answers(world.path(), words);
    assert_eq!(ask(&["explain", "no-a"]), ["no-action"]);
    assert!(ask(&["explain", "mat"]).contains(&"matrix".to_owned()));
    assert_eq!(ask(&["list", "--by", "m"]), ["matrix"]);
    assert_eq!(ask(&["lint", "--format", ""])[0], "human");
    assert_eq!(ask(&["lint", "--format", "js"]), ["json"]);
    assert!(ask(&["lint", "--format", "mark"]).is_empty(), "markdown holds no findings");
    assert!(ask(&["export", ""]).contains(&"csv".to_owned()));
    assert_eq!(ask(&["lint", "--fail-on", ""]), ["hint", "warn", "deny"]);
    assert_eq!(ask(&["--color", "a"]), ["auto", "always"]);
    assert_eq!(ask(&["init", "--starter", "p"]), ["platform", "postgresql"]);
    assert_eq!(ask(&["starter", "add", "el"]), ["elasticsearch"]);
    assert!(ask(&["starter", "show", "etcd", "etcd-"]).iter().all(|id| id.starts_with("etcd-")));
    assert_eq!(ask(&["suggest", "--add", "postgresql-x"]), ["postgresql-xid-wraparound"]);
    assert_eq!(ask(&["suggest", "orders"]), ["orders-db"]);
    assert_eq!(ask(&["starter", "add", "redis", "--component", ""]), ["orders-db", "pay"]);
    assert_eq!(ask(&["man", "lin"]), ["lint"]);
    assert!(ask(&["--today", ""]).is_empty());
    assert_eq!(ask(&["import", "ri"]), ["risks.csv"]);
    assert_eq!(ask(&["lint", "playbooks/"]), ["playbooks/page.toml"]);
    assert_eq!(ask(&["export", "csv", "-o", "ri"]), ["risks.csv"]);
    assert_eq!(ask(&["-C", "pl"]), ["playbooks/"]);
    assert!(ask(&["li"]).contains(&"lint".to_owned()));
    assert!(ask(&["list", "--wh"]).contains(&"--where".to_owned()));
}

#[test]
fn another_folder_counts() {
    let world = World::bare()
        .file("shop/faultbook.toml", "format = 1\n")
        .file("shop/playbooks/page.toml", PLAYBOOK)
        .file("shop/-C/x", "");
    for folder in [&["-C", "shop"] as &[&str], &["-Cshop"], &["-C=shop"]] {
        let words = |rest: &[&'static str]| [folder, rest].concat();
        assert_eq!(answers(world.path(), &words(&["show", "orders-d"])), ["orders-db"]);
        assert_eq!(answers(world.path(), &words(&["lint", "play"])), ["playbooks/"]);
    }
    assert_eq!(answers(world.path(), &["show", "-C", "shop", "orders-d"]), ["orders-db"]);
    assert!(answers(world.path(), &["-C", "nowhere", "show", ""]).is_empty());
}

/// A shell that takes the common beginning of all answers must not be led past one that is left out.
#[test]
fn too_many_are_cut_and_no_beginning_is_lost() {
    let entry = |id: String| format!("[component.{id}]\n");
    let many: String =
        (0..3000).map(|i| entry(format!("a-{i:04}"))).chain([entry("ab".to_owned())]).collect();
    let world = World::of(&many);
    let ids = answers(world.path(), &["show", ""]);
    assert_eq!((ids.len(), ids[0].as_str(), ids[999].as_str()), (1000, "a-0000", "ab"));
    assert_eq!(answers(world.path(), &["show", "a-299"]).len(), 10);
}

/// No workspace, a broken one, one that cannot be read, and words that no shell sends: no word, no panic.
#[test]
fn what_cannot_be_answered_stays_silent() {
    let bare = World::bare();
    let broken = World::of("[failure.a\nproblem = \"").file("faultbook.toml", "format = [\n");
    let odd = World::bare().file("faultbook.toml/x", "").file("playbooks/x.toml", b"\xff\xfe");
    let lines: &[&[&str]] = &[
        &["show", ""],
        &["list", "--where", "owner="],
        &["list", "--where", "severity>=x,\"'y z"],
        &["list", "--columns", "x-"],
        &["list", "--when", ""],
        &["explain", "\u{1b}"],
        &["nothing", "--nothing", ""],
        &["show", "--", "a"],
        &["-C", ""],
        &[".."],
    ];
    for world in [&bare, &broken, &odd] {
        for words in lines {
            for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
                let output = asked(world.path(), shell, words);
                assert!(output.status.success() && output.stderr.is_empty(), "{shell} {words:?}: {output:?}");
            }
        }
    }
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(asked(bare.path(), shell, &[]).status.success());
    }
}

/// The variable alone changes nothing: no forgotten setting may turn a check into a success.
#[test]
fn the_variable_silences_no_command() {
    let world = World::of("[failure.a]\n");
    for shell in ["bash", "1", "nonsense"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook"));
        let output = command.current_dir(world.path()).env("FAULTBOOK_COMPLETE", shell).arg("lint").output();
        assert_eq!(output.unwrap().status.code(), Some(1), "{shell}");
    }
}

/// What stands on the line after tab, in a bash that has read the script and found `faultbook` on its path.
#[test]
fn a_real_bash_completes() {
    let world = World::of(PLAYBOOK);
    let binary = Path::new(env!("CARGO_BIN_EXE_faultbook")).parent().unwrap();
    // As readline does it: the word ends at the cursor, and begins behind a quote or a sign of COMP_WORDBREAKS.
    let script = r#"
        PATH=$BINARY:$PATH
        source <(faultbook completions bash)
        COMP_LINE=$1 COMP_POINT=${#1}
        _faultbook faultbook "$2" ""
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let completed = |line: &str, word: &str| {
        let mut bash = Command::new("bash");
        bash.args(["--norc", "--noprofile", "-c", script, "bash", line, word]).env("BINARY", binary);
        let output = bash.current_dir(world.path()).output().unwrap();
        assert!(output.stderr.is_empty(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(completed("faultbook show ord", "ord"), ["orders-db", "orders-time-out"]);
    assert_eq!(completed("faultbook list --where status=op", "op"), ["open"]);
    assert_eq!(completed("faultbook list --where 'severity>=h", "severity>=h"), ["severity>=high"]);
    assert_eq!(
        completed("faultbook list --where 'severity>=high status=op", "severity>=high status=op"),
        ["severity>=high status=open"]
    );
    assert_eq!(completed("faultbook list --where source=H", "H"), ["\\\"Human\\ error\\\""]);
    assert_eq!(completed("faultbook list --when un", "un"), ["under\\ heavy\\ load"]);
    assert_eq!(completed("faultbook show nothing", "nothing"), [""]);
}
