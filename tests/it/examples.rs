//! What is said of the playbooks that ship with the program.

use std::fs;
use std::path::Path;

use faultbook::finding::Level;

use crate::world::World;

/// A copy of an example that works towards a level.
fn example(name: &str, target: u8) -> World {
    let folder = Path::new("examples").join(name);
    let config = fs::read_to_string(folder.join("faultbook.toml")).unwrap();
    let rest: String =
        config.lines().filter(|line| !line.starts_with("target_level")).map(|l| format!("{l}\n")).collect();
    let mut world = World::new().file("faultbook.toml", format!("{rest}target_level = {target}\n"));
    for entry in fs::read_dir(folder.join("playbooks")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        world = world.file(&format!("playbooks/{name}"), fs::read(&path).unwrap());
    }
    world
}

/// The rules that speak, with what they speak of.
fn said(world: &World, level: Level) -> Vec<String> {
    let findings = world.lint().into_iter().filter(|finding| finding.level == level);
    findings.map(|finding| format!("{} {}", finding.rule, finding.subject)).collect()
}

/// The source's table itself leaves five components unexamined, names a source outside the flow, and gives two
/// failures no preventative action; and of three components that it examines nobody says what fails with them.
#[test]
fn the_worked_example_has_the_holes_of_its_source_and_no_others() {
    let unexamined = "unexamined-component flow/add-to-cart";
    let outside = "source-outside-flow failure/orders-drop-sessions-steady";
    let hints = [
        "cascade-unexamined component/cart-api",
        "cascade-unexamined component/cosmos-db",
        "cascade-unexamined component/recommendations",
        "one-sided-actions failure/cart-prices-time-out",
        "one-sided-actions failure/recommendations-offline",
    ];
    let none: [&str; 0] = [];
    assert_eq!(said(&example("e-commerce", 1), Level::Warn), none);
    assert_eq!(said(&example("e-commerce", 2), Level::Warn), [unexamined]);
    for target in [3, 4, 5] {
        let world = example("e-commerce", target);
        assert_eq!(said(&world, Level::Deny), none);
        assert_eq!(said(&world, Level::Warn), [unexamined, outside]);
        assert_eq!(said(&world, Level::Hint), hints);
    }
    let message = &example("e-commerce", 2).lines()[0];
    for component in ["front-end", "product-catalog-api", "user-profile-api", "pricing-api", "event-hubs"] {
        assert!(message.contains(component), "{message}");
    }
}

#[test]
fn nothing_is_said_of_the_minimal_example() {
    assert_eq!(example("minimal", 1).lint(), []);
}

/// The starters name no owner and no component: those are the team's.
#[test]
fn nothing_is_said_of_a_starter_that_has_an_owner_and_a_flow() {
    for starter in ["application", "platform"] {
        let text = fs::read_to_string(format!("playbooks/starter/{starter}.toml")).unwrap();
        assert_eq!(World::of(&text).lines(), [""; 0]);
        let wired =
            World::of(&text).file("faultbook.toml", "format = 1\nowner = \"team\"\ntarget_level = 5\n").file(
                "playbooks/shop.toml",
                "[component.shop]\n[flow.buy]\ncomponents = [\"shop\"]\nrto = \"1d\"\n",
            );
        assert_eq!(wired.lint(), []);
    }
}
