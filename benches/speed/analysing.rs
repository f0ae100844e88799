//! What it takes to analyse a dense workspace, to `lint` of it: for each 100,000 failures 5,000 components and 500 flows.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::lab::Lab;
use crate::measure::Subject;
use crate::measure::interleave;
use crate::table::Figure;
use crate::table::Table;
use crate::table::Target;
use crate::table::duration;

/// The size for which the targets are.
const LARGEST: usize = 100_000;
const COMMANDS: &[&[&str]] = &[&["coverage", "--json"], &["next", "--json"], &["budget", "--json"]];
/// How many failures stand in one file.
const PART: usize = 1_000;

/// The same workspace each time: components hang on up to three others, flows pass twelve, and every second failure has an
/// estimate.
fn workspace(root: &Path, failures: usize) {
    let (components, flows) = ((failures / 20).max(20), (failures / 200).max(2));
    let _ = fs::remove_dir_all(root);
    fs::create_dir_all(root.join("playbooks")).unwrap();
    fs::write(root.join("faultbook.toml"), "format = 1\ntarget_level = 3\nowner = \"team-a\"\n").unwrap();
    let mut system = String::new();
    for at in 0..components {
        let needs: Vec<String> = (1..=at % 4)
            .map(|step| at + step * 37)
            .filter(|&to| to < components)
            .map(|to| format!("\"c{to}\""))
            .collect();
        let _ = writeln!(
            system,
            "[component.c{at}]\nname = \"Component {at}\"\nkind = \"service\"\nowner = \"team-{}\"\nsla = \"99.9{}%\"\ndepends_on = [{}]\n",
            at % 23,
            at % 9 + 1,
            needs.join(", ")
        );
    }
    for at in 0..flows {
        let passes: Vec<String> =
            (0..12).map(|step| format!("\"c{}\"", (at * 10 + step * 7) % components)).collect();
        let _ = writeln!(
            system,
            "[flow.f{at}]\nname = \"Flow {at}\"\ncriticality = \"{}\"\ncomponents = [{}]\nrto = \"4h\"\n[flow.f{at}.slo]\ntarget = \"99.{}%\"\nwindow = \"28d\"\n",
            ["high", "medium", "low"][at % 3],
            passes.join(", "),
            at % 9 + 1
        );
    }
    fs::write(root.join("playbooks/system.toml"), system).unwrap();
    for part in 0..failures.div_ceil(PART) {
        let mut text = String::new();
        for at in part * PART..failures.min((part + 1) * PART) {
            failure(at, components, &mut text);
        }
        fs::write(root.join(format!("playbooks/part-{part:04}.toml")), text).unwrap();
    }
}

fn failure(at: usize, components: usize, text: &mut String) {
    let _ = writeln!(
        text,
        "[failure.a{at}]\nproblem = \"Part {at} of the store number {} answers late\"\nrisk = \"Users of {at} wait\"\nsources = [\"c{}\"]\nseverity = \"{}\"\nlikelihood = \"{}\"\ndetection = \"{}\"\nclasses = [\"{}\"]\nreviewed = 2026-11-01\ndetected_by = [\"p99 of {at}\"]\npreventative = [{{ action = \"Grow number {at}\", status = \"planned\", effort = \"{}d\" }}]\nreactive = [\"Restart number {at}\"]",
        at * 31,
        at % components,
        ["low", "medium", "high"][at % 3],
        ["rare", "not-likely", "likely", "very-likely"][at / 3 % 4],
        ["prevented", "paged", "noticed", "users"][at / 5 % 4],
        ["overload", "bug", "zone-outage", "deployment", "data"][at / 7 % 5],
        at % 9 + 1,
    );
    if at.is_multiple_of(2) {
        let _ = writeln!(
            text,
            "[failure.a{at}.estimate]\ndetect = \"{}m\"\nrepair = \"{}m\"\naffected = \"{}%\"\nevery = \"{}d\"\n[failure.a{at}.residual]\nlikelihood = \"rare\"",
            at % 50 + 1,
            at % 90 + 5,
            at % 60 + 1,
            at % 300 + 30,
        );
    }
    text.push('\n');
}

/// Measures the commands at these sizes, and what half as many failures take.
pub(crate) fn measure(lab: &Lab, sizes: &[usize], table: &mut Table) {
    for &failures in sizes.iter().filter(|&&failures| failures >= 10_000) {
        let (whole, half) = (lab.folder.path().join("dense"), lab.folder.path().join("half"));
        workspace(&whole, failures);
        workspace(&half, failures / 2);
        let mut lint = lab.faultbook(&["lint"], &whole);
        let mut wholes: Vec<Subject> =
            COMMANDS.iter().map(|command| lab.faultbook(command, &whole)).collect();
        let mut halves: Vec<Subject> = COMMANDS.iter().map(|command| lab.faultbook(command, &half)).collect();
        let mut all: Vec<&mut Subject> =
            [&mut lint].into_iter().chain(&mut wholes).chain(&mut halves).collect();
        interleave(&mut all, 5);
        let at_most = |target| if failures == LARGEST { Target::AtMost(target) } else { Target::None };
        for ((command, subject), half) in COMMANDS.iter().zip(&wholes).zip(&halves) {
            let title = format!("`{}` of {} k dense failures", command[0], failures / 1000);
            let figure = Figure::of(subject, &lint, at_most(1.5)).to_string();
            table.row([format!("{title}, to `lint`"), duration(subject.wall()), figure]);
            let growth = Figure::of(subject, half, at_most(2.0)).to_string();
            table.row([format!("{title}, to half as many"), duration(half.wall()), growth]);
        }
    }
    let (root, _) = lab.workspace(
        "clean",
        crate::generate::Plan { failures: 1_000, layout: crate::generate::Layout::Parts, broken: false },
    );
    let mut bare = Lab::bare(&root);
    let mut search = lab.faultbook(&["search", "queue", "full"], &root);
    interleave(&mut [&mut bare, &mut search], 15);
    let figure = Figure::of(&search, &bare, Target::None).to_string();
    table.row(["`search` of 1 k, to the bare parse".to_owned(), duration(search.wall()), figure]);
}

/// Runs everything once: no times, only whether it works.
pub(crate) fn smoke(lab: &Lab) {
    let root = lab.folder.path().join("dense");
    workspace(&root, 300);
    for command in COMMANDS {
        let (code, output) = lab.faultbook(command, &root).output();
        assert_eq!(code, Some(0), "{command:?} says:\n{output}");
        assert!(output.starts_with("{\n  \"version\": 1,"), "{output}");
    }
}
