//! `faultbook add` on a terminal.

use std::fs;

use crate::terminal::Terminal;
use crate::world::World;
use crate::world::faultbook;
use crate::world::said;

const CTRL_C: &str = "\u{3}";
const ESC: &str = "\u{1b}";
const SYSTEM: &str = "[component.orders-db]\n\n[flow.place-order]\ncomponents = [\"orders-db\"]\n";
const KEPT: &str = ".faultbook/add-failure.toml";

/// The questions from the first level on, none of which must be answered.
const REST: &[&str] =
    &["How bad is it?", "How often", "learn of it?", "before an outage", "in an outage", "owns it?"];

fn add(world: &World, rows: u16) -> Terminal {
    let mut command = faultbook(world.path());
    command.arg("add");
    Terminal::start(command, rows)
}

/// Answers everything from the first level on with Enter.
fn rest(terminal: &mut Terminal) {
    REST.iter().chain(&["Id:"]).for_each(|question| terminal.answer(question, "\r"));
}

fn page(world: &World) -> String {
    fs::read_to_string(world.path().join("playbooks/page.toml")).unwrap()
}

#[test]
fn what_was_answered_is_kept_where_a_person_stops() {
    let world = World::of(SYSTEM);
    // So few rows that the question is on the last ones.
    for (file, key) in [(KEPT, CTRL_C), (".faultbook/add-failure-2.toml", ESC)] {
        let mut terminal = add(&world, 5);
        terminal.answer("What goes wrong?", "Zone outage\r");
        terminal.answer("What does it mean", "Nobody can \"order\"\r");
        terminal.answer("Potential source:", "Cloud platform\r");
        terminal.answer("Potential source, one more:", key);
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(2), "{screen}");
        let lines: Vec<&str> = screen.lines().collect();
        let stopped = lines.iter().position(|line| *line == "error: stopped; nothing was added");
        let stopped = stopped.unwrap_or_else(|| panic!("no clean line:\n{screen}"));
        let help = format!("help: your answers are kept in {file}; `faultbook add --from {file}` adds them");
        assert_eq!(lines[stopped + 1], help, "{screen}");
        let kept = fs::read_to_string(world.path().join(file)).unwrap();
        assert_eq!(
            kept,
            "[failure.zone-outage]\nproblem = \"Zone outage\"\nrisk = \"Nobody can \\\"order\\\"\"\nsources = [\"Cloud platform\"]\n"
        );
        assert_eq!(page(&world), SYSTEM);
    }
    let output = world.run(&["add", "--from", KEPT]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(page(&world).contains("sources = [\"Cloud platform\"]\n"), "{}", page(&world));
}

#[test]
fn nothing_is_kept_of_nothing() {
    let world = World::of(SYSTEM);
    let mut terminal = add(&world, 24);
    terminal.answer("What goes wrong?", CTRL_C);
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(2));
    assert!(screen.ends_with("error: stopped; nothing was added"), "{screen}");
    assert!(!world.path().join(KEPT).exists());
}

#[test]
fn what_was_answered_is_kept_where_it_cannot_be_written() {
    let world = World::of(SYSTEM);
    let mut terminal = add(&world, 24);
    terminal.answer("What goes wrong?", "Zone outage\r");
    terminal.answer("What does it mean", "\r");
    terminal.answer("Potential source:", "\r");
    terminal.answer("Flow that it breaks", "\r");
    terminal.until("How bad is it?");
    fs::write(world.path().join("playbooks/page.toml"), format!("{SYSTEM}[failure.open]\nproblem = \"x\n"))
        .unwrap();
    rest(&mut terminal);
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(2), "{screen}");
    let kept = format!(
        "error: nothing was added; your answers are kept in {KEPT}; `faultbook add --from {KEPT}` adds them: playbooks/page.toml:6 cannot be read"
    );
    assert!(screen.contains(&kept), "{screen}");
    assert!(fs::read_to_string(world.path().join(KEPT)).unwrap().contains("severity = \"medium\""));
}

/// What is typed as a source, how the question about it is answered, and what is written.
const UNKNOWN: &[(&str, &str, &str)] = &[
    ("azure", "add a comp\r", "sources = [\"azure\"]"),
    ("azure-front", "words\r", "sources = [\"Azure front\"]"),
    ("order-db", "\r", "sources = [\"orders-db\"]"),
    // The id is shown again, to be corrected.
    ("order-db", "correct\r", "sources = [\"orders-db\"]"),
];

#[test]
fn no_unknown_component_is_written() {
    for (typed, chosen, written) in UNKNOWN {
        let world = World::of(SYSTEM);
        let mut terminal = add(&world, 24);
        terminal.answer("What goes wrong?", "Zone outage\r");
        terminal.answer("What does it mean", "\r");
        terminal.answer("Potential source:", &format!("{typed}\r"));
        terminal.answer(&format!("There is no component `{typed}`"), chosen);
        if chosen.starts_with("correct") {
            terminal.answer("Potential source: order-db", "\u{7f}\u{7f}\u{7f}s-db\r");
        }
        terminal.answer("Potential source, one more:", "\r");
        terminal.answer("Flow that it breaks", "\r");
        rest(&mut terminal);
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(0), "{screen}");
        assert!(page(&world).contains(written), "{}", page(&world));
        assert_eq!(page(&world).contains("[component.azure]"), *typed == "azure");
        assert!(world.run(&["lint"]).status.success(), "{}", said(&world.run(&["lint"])));
    }
}

#[test]
fn an_unknown_flow_is_typed_again() {
    let world = World::of(SYSTEM);
    let mut terminal = add(&world, 24);
    terminal.answer("What goes wrong?", "Zone outage\r");
    terminal.answer("What does it mean", "\r");
    terminal.answer("Potential source:", "\r");
    terminal.answer("Flow that it breaks", "place-ordre\r");
    terminal.until("there is no flow `place-ordre`; did you mean `place-order`?");
    terminal.press("\u{7f}\u{7f}er\r");
    terminal.answer("one more:", "\r");
    rest(&mut terminal);
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    assert!(page(&world).contains("flows = [\"place-order\"]"), "{}", page(&world));
}

#[test]
fn a_level_is_asked_for_from_the_middle() {
    let world = World::of("");
    let mut terminal = add(&world, 24);
    terminal.answer("What goes wrong?", "Zone outage\r");
    terminal.answer("What does it mean", "\r");
    terminal.answer("Potential source:", "\r");
    terminal.until(">  6  medium");
    terminal.answer("How bad is it?", "zzz");
    terminal.until("nothing matches");
    terminal.until_gone("medium");
    // Enter takes nothing, and asks again.
    terminal.press("\r");
    terminal.until(">  6  medium");
    rest(&mut terminal);
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("playbooks/page.toml:1: failure/zone-outage: added"), "{screen}");
    for level in ["severity = \"medium\"", "likelihood = \"not-likely\"", "detection = \"paged\""] {
        assert!(page(&world).contains(level), "{level}: {}", page(&world));
    }
}
