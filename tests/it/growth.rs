//! Work grows with its input, and not faster: four times as much takes four times as long, where quadratic work takes sixteen.

#![cfg(unix)]

use crate::world::World;
use crate::world::cpu_time;

fn cpu(world: &World, args: &[&str]) -> f64 {
    let (code, seconds) = cpu_time(world, "", args);
    assert!(matches!(code, 0 | 1), "{args:?} ended with {code}");
    seconds
}

/// Holds what a command takes for `few` and for four times as many to less than eight times. The least of several runs counts,
/// and less than a fifth of a second counts as that much.
fn grows_linearly(few: usize, world: impl Fn(usize) -> World, args: &[&str]) {
    grows_linearly_with(few, |many| (world(many), args.iter().map(|&arg| arg.to_owned()).collect()));
}

/// The same where the command line grows too.
fn grows_linearly_with(few: usize, case: impl Fn(usize) -> (World, Vec<String>)) {
    let cpu = |many| {
        let (world, args) = case(many);
        cpu(&world, &args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let (mut small, mut large) = (f64::MAX, f64::MAX);
    for _ in 0..5 {
        small = small.min(cpu(few));
        large = large.min(cpu(4 * few));
        if large < 8.0 * small.max(0.2) {
            return;
        }
    }
    let args = case(few).1.join(" ");
    panic!("{:.99}: {small:.2} s for {few}, and {large:.2} s for four times as many", args);
}

/// Entries, each with a problem, made of their numbers.
fn failures(numbers: impl Iterator<Item = usize>) -> String {
    numbers.map(|n| format!("[failure.f{n}]\nproblem = \"p{n}\"\nseverity = \"low\"\n\n")).collect()
}

#[test]
fn a_file_is_put_in_order() {
    grows_linearly(10_000, |many| World::of(&failures((0..many).rev())), &["fmt"]);
}

#[test]
fn an_entry_with_many_keys_is_edited() {
    let keys = |many| (0..many).map(|n| format!("x-k{n} = {n}\n")).collect::<String>();
    let world = |many| World::of(&format!("[failure.a]\nproblem = \"p\"\n{}", keys(many)));
    grows_linearly(10_000, world, &["edit", "a", "severity=low"]);
}

/// A file for each failure.
fn files(many: usize) -> World {
    (0..many).fold(World::new(), |world, n| {
        world.file(&format!("playbooks/page/f{n}.toml"), failures(std::iter::once(n)))
    })
}

#[test]
fn the_file_of_an_entry_is_found() {
    grows_linearly(500, files, &["edit", "--where", "severity=low", "owner=sre", "--dry-run"]);
}

#[test]
fn an_edited_export_comes_back() {
    let world = |many| {
        let world = files(many);
        let csv = String::from_utf8(world.run(&["export", "csv"]).stdout).unwrap();
        world.file("t.csv", csv.replace("\"low\"", "\"high\""))
    };
    grows_linearly(500, world, &["import", "t.csv", "--dry-run"]);
}

#[test]
fn entries_are_added() {
    let json =
        |many| (0..many).map(|n| format!("{{\"id\":\"f{n}\",\"problem\":\"p{n}\"}}")).collect::<Vec<_>>();
    let input = |many| format!("[{}]", json(many).join(",\n"));
    let one_file = |many| World::of("[failure.a]\nproblem = \"p\"\n").file("in.json", input(many));
    grows_linearly(2_000, one_file, &["add", "--from", "in.json", "--dry-run"]);
    let folder = |many| World::new().file("playbooks/page/a.toml", "").file("in.json", input(many));
    grows_linearly(500, folder, &["add", "--from", "in.json", "--dry-run"]);
    let alike = |many| format!("[{}]", vec!["{\"problem\":\"The disk is full\"}"; many].join(",\n"));
    let of_one_name = |many| World::of("[failure.a]\nproblem = \"p\"\n").file("in.json", alike(many));
    grows_linearly(750, of_one_name, &["add", "--from", "in.json", "--dry-run"]);
}

/// Failures that name components a letter off, and those components.
fn misspelt(many: usize) -> World {
    let component = |n| format!("[component.orders-db-{n}]\n");
    let failure = |n| format!("[failure.f{n}]\nproblem = \"p{n}\"\nsources = [\"order-db-{n}\"]\n");
    let text = (0..many).map(|n| component(n) + &failure(n)).collect::<String>();
    World::of(&format!("{text}[failure.again]\nproblem = \"p\"\nsources = [\"order-db-0\"]\n"))
}

#[test]
fn misspelt_references_are_found() {
    grows_linearly(2_500, misspelt, &["lint"]);
    // However many threads look at them, the first hundred names and no other are looked for among all ids.
    let findings = misspelt(3_000).lint();
    let helps = findings.iter().filter(|finding| finding.rule == "unknown-reference");
    let helps: Vec<&str> = helps.filter_map(|finding| finding.help.as_deref()).collect();
    assert_eq!(helps.len(), 3_001);
    assert_eq!(helps.iter().filter(|help| help.starts_with("did you mean `orders-db-")).count(), 101);
}

#[test]
fn files_have_levels_of_their_own() {
    for glob in ["playbooks/page/f{}.toml", "playbooks/page/f{}*.toml", "playbooks/*/f{}-*/**"] {
        let table = |n: usize| {
            let glob = glob.replace("{}", &n.to_string());
            format!("[[lint.per-file]]\nfiles = [\"{glob}\"]\nallow = [\"no-owner\"]\n")
        };
        let config = |many| format!("format = 1\n{}", (0..many).map(table).collect::<String>());
        grows_linearly(500, |many| files(many).file("faultbook.toml", config(many)), &["lint"]);
    }
}

/// So many components of one technology.
fn databases(many: usize) -> String {
    (0..many).map(|n| format!("[component.db-{n}]\ntechnology = \"postgresql\"\n")).collect()
}

#[test]
fn suggestions_are_added_again() {
    let world = |many| {
        let world = World::of(&databases(many));
        assert!(world.run(&["suggest", "--add"]).status.success());
        world
    };
    grows_linearly(400, world, &["suggest", "--add"]);
    // Of what was added before each failure gets as many sources more.
    let more = |many| {
        let world = world(many);
        world.file("playbooks/more.toml", databases(many).replace("db-", "store-"))
    };
    grows_linearly(100, more, &["suggest", "--add", "--dry-run"]);
}

#[test]
fn a_long_list_is_edited() {
    let list = |many| (0..many).map(|n| format!("  \"t{n}\",\n")).collect::<String>();
    let world = |many| World::of(&format!("[failure.a]\nproblem = \"p\"\ntags = [\n{}]\n", list(many)));
    let wanted =
        |many: usize| (0..many).step_by(2).map(|n| format!("\"t{n}\", \"new-{n}\"")).collect::<Vec<_>>();
    let edit = |many| vec!["edit".to_owned(), "a".to_owned(), format!("tags=[{}]", wanted(many).join(", "))];
    grows_linearly_with(1_000, |many| (world(many), edit(many)));
}
