//! A system that has no threads for us, as below `ulimit -u` or a container's limit of processes: one thread does all the work.

#![cfg(target_os = "linux")]

use std::fmt::Write;

use crate::trace::can_trace;
use crate::trace::without_threads;
use crate::world::World;
use crate::world::said;

/// So many failures that every command would start threads, with something to say in many files.
fn world() -> World {
    let mut playbook =
        "[component.db]\ntechnology = \"postgresql\"\n[flow.buy]\ncomponents = [\"db\"]\n".to_owned();
    for n in (0..5_000).rev() {
        let owner = if n % 2 == 0 { "sre" } else { "shop" };
        write!(
            playbook,
            "[failure.f-{n}]\nproblem = \"Problem {n}\"\nsources = [\"db\"]\nowner = \"{owner}\"\n"
        )
        .unwrap();
    }
    let mut table = "Problem,Risk,Severity,Likelihood\n".to_owned();
    (0..1_000).for_each(|n| writeln!(table, "The disk {n} is full,Slow {n},high,likely").unwrap());
    let mut more = String::new();
    (0..600).for_each(|n| write!(more, "[failure.more-{n}]\nproblem = \"More {n}\"\n").unwrap());
    let world = World::of(&playbook).file("table.csv", table).file("more.toml", more);
    (0..40).fold(world, |world, n| {
        let text = format!("[failure.odd-{n}]\nproblem = \"Odd {n}\"\nsources = [\"nobody\"]\ncolour = 1\n");
        world.file(&format!("playbooks/odd-{n}.toml"), text)
    })
}

#[test]
fn where_threads_are_refused_one_does_all_the_work() {
    if !can_trace() {
        return;
    }
    let reading: &[&[&str]] = &[
        &["lint"],
        &["list"],
        &["search", "problem"],
        &["show", "f-7"],
        &["coverage"],
        &["next"],
        &["export", "json"],
        &["export", "csv"],
        &["export", "xlsx"],
        #[cfg(feature = "sqlite")]
        &["sql", "SELECT count(*) FROM failures"],
        &["suggest"],
        &["fmt", "--check"],
        &["edit", "--where", "owner=sre", "severity=high", "--dry-run"],
    ];
    let writing: &[&[&str]] = &[
        &["import", "table.csv"],
        &["add", "--from", "more.toml", "--playbook", "page"],
        &["suggest", "--add"],
        &["edit", "--where", "owner=sre", "severity=high"],
        &["fmt"],
    ];
    let (with, without) = (world(), world());
    for args in reading.iter().chain(writing) {
        let (usual, alone) = (with.run(args), without_threads(without.path(), args));
        assert_eq!(alone.status.code(), usual.status.code(), "{args:?}: {}", said(&alone));
        assert!(matches!(usual.status.code(), Some(0 | 1)), "{args:?}: {}", said(&usual));
        assert_eq!(alone.stdout, usual.stdout, "{args:?}");
        assert_eq!(said(&alone), said(&usual), "{args:?}");
    }
    assert!(with.files() == without.files(), "what was written differs");
}
