//! The targets for some seconds on the stable toolchain: every seed, and a few thousand changes of them, the same in every
//! run. `FUZZ_CASES=100000 cargo test` looks longer.

use std::collections::BTreeSet;
use std::panic::catch_unwind;

use faultbook_fuzz::TARGETS;
use faultbook_fuzz::Target;
use faultbook_fuzz::mutate::Dice;
use faultbook_fuzz::mutate::mutate;
use faultbook_fuzz::seeds;

/// How many changed texts each target gets.
fn cases() -> u64 {
    std::env::var("FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_500)
}

fn attempt((name, run): &Target, input: &[u8]) {
    if let Err(panic) = catch_unwind(|| run(input)) {
        eprintln!("the target {name} fails on: b\"{}\"", input.escape_ascii());
        std::panic::resume_unwind(panic);
    }
}

fn replay(name: &str) {
    let target =
        TARGETS.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no target {name}"));
    let (seeds, words) = (seeds::of(name), seeds::words());
    seeds.iter().for_each(|seed| attempt(target, seed));
    for case in 0..cases() {
        let mut dice = Dice::new(case);
        let (seed, other) = (dice.below(seeds.len()), dice.below(seeds.len()));
        attempt(target, &mutate(&seeds[seed], &seeds[other], &words, &mut dice));
    }
}

#[test]
fn config() {
    replay("config");
}

#[test]
fn filter() {
    replay("filter");
}

#[test]
fn import() {
    replay("import");
}

#[test]
fn locate() {
    replay("locate");
}

#[test]
fn read() {
    replay("read");
}

#[test]
fn render() {
    replay("render");
}

#[test]
fn edit() {
    replay("edit");
}

#[test]
fn fmt() {
    replay("fmt");
}

#[test]
fn merge() {
    replay("merge");
}

/// Every target is in the list, has a program, seeds, and a test here.
#[test]
fn no_target_is_forgotten() {
    let manifest = include_str!("../Cargo.toml");
    let tests = include_str!("replay.rs");
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name} has no program");
        assert!(tests.contains(&format!("replay(\"{name}\")")), "{name} is not replayed");
        let seeds: BTreeSet<_> = seeds::of(name).into_iter().collect();
        assert!(seeds.len() > 5, "{name} has {} seeds", seeds.len());
    }
}
