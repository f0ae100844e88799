//! Every kind of entry through everything that follows from the list of kinds: one that is missing somewhere fails.

use faultbook::change::Edit;
use faultbook::change::Path;
use faultbook::change::Value;
use faultbook::change::at;
use faultbook::graph::named_by;
use faultbook::merge::Markers;
use faultbook::merge::merge;
use faultbook::model::Key;
use faultbook::model::Kind;
use faultbook::model::Scales;
use faultbook::model::Shape;
use faultbook::model::Word;
use faultbook::model::shape::keys;
use faultbook::model::shape::title;
use faultbook::schema;

use crate::keys::ID;
use crate::keys::everything;
use crate::keys::text;
use crate::world::World;
use crate::world::said;

/// A workspace with an entry of each kind, and one with all keys of a kind.
fn world(kind: Kind) -> World {
    World::of(&text(&everything(kind)))
}

/// What a command printed, which must do.
fn output(world: &World, args: &[&str]) -> String {
    let output = world.run(args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn shown(world: &World, entry: &str) -> serde_json::Value {
    serde_json::from_str(&output(world, &["show", entry, "--json"])).unwrap()
}

/// The keys that are written on a line, each with a text for it.
fn line_keys(kind: Kind) -> Vec<(&'static Key, &'static str)> {
    let text = |shape: Shape| match shape {
        Shape::List(of) => *of,
        shape => shape,
    };
    let text = |key: &Key| match text(key.shape) {
        Shape::Text => Some("Other words"),
        Shape::Boolean => Some("true"),
        Shape::Integer(least, _) => Some(if least > 5 { "503" } else { "5" }),
        Shape::Date | Shape::Time => Some("2026-11-02"),
        Shape::Duration | Shape::Interval => Some("40d"),
        Shape::Percent => Some("98%"),
        Shape::Word(words) => Some(words.words[words.words.len() - 1]),
        Shape::Rating(_) | Shape::Likelihood => Some("6"),
        Shape::Id(_) | Shape::Reference(_) | Shape::Affects | Shape::Needed(_) => Some(ID),
        Shape::Measure => Some("Do something else"),
        _ => None,
    };
    keys(kind).iter().filter_map(|key| Some((key, text(key)?))).collect()
}

#[test]
fn every_key_is_shown_searched_and_in_the_schema() {
    let schema = schema::playbook(&Scales::default());
    for &kind in Kind::ALL {
        let (world, entry) = (world(kind), format!("{kind}/full"));
        let (page, json) = (output(&world, &["show", &entry]), shown(&world, &entry));
        assert_eq!((&json["kind"], &json["id"]), (&kind.word().into(), &"full".into()));
        for key in keys(kind) {
            // A failure has a page of its own.
            assert!(
                kind == Kind::Failure || page.contains(&format!("\"{}\" = ", key.name)),
                "{entry}.{}",
                key.name
            );
            assert!(!json["entry"][key.name].is_null(), "{entry}.{}: {}", key.name, json["entry"]);
            assert!(
                schema["$defs"][kind.word()]["properties"].get(key.name).is_some(),
                "{entry}.{}",
                key.name
            );
        }
        assert!(output(&world, &["search", "full"]).contains("full"), "{kind}");
        let name = title(kind);
        if name.shape == Shape::Text {
            output(&world, &["edit", &entry, &format!("{}=Zanzibar", name.name)]);
            assert!(output(&world, &["search", "zanzibar"]).contains("full"), "{kind}");
        }
    }
}

#[test]
fn every_key_is_added_and_edited() {
    for &kind in Kind::ALL {
        let (world, lines) = (world(kind), line_keys(kind));
        let base = format!("{kind}/{ID}");
        let edits: Vec<String> = lines.iter().map(|(key, text)| format!("{}={text}", key.name)).collect();
        let mut args = vec!["edit", &base];
        args.extend(edits.iter().map(String::as_str));
        output(&world, &args);
        let mut args: Vec<String> = ["add", kind.word(), "New words"].map(str::to_owned).into();
        for (key, text) in &lines {
            let is_title = **key == *title(kind);
            if !is_title {
                args.extend([format!("--{}", key.name.replace('_', "-")), (*text).to_owned()]);
            }
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        output(&world, &args);
        for entry in [base, format!("{kind}/new-words")] {
            let json = shown(&world, &entry);
            for (key, _) in &lines {
                let value = &json["entry"][key.name];
                assert!(
                    !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()),
                    "{entry}.{}",
                    key.name
                );
            }
        }
    }
}

#[test]
fn references_are_renamed_and_hold_back_a_removal() {
    for &kind in Kind::ALL {
        let world = world(kind);
        let others = Kind::ALL.iter().filter(|other| {
            let workspace = world.open();
            named_by(workspace.book(), **other, ID).iter().any(|by| by.kind == kind)
        });
        for other in others {
            let (old, new) = (format!("{other}/{ID}"), format!("{other}/renamed"));
            assert!(!world.run(&["remove", &old]).status.success(), "{kind} names {old}");
            let renamed = world.run(&["rename", &old, "renamed"]);
            if said(&renamed).contains("alike") {
                // Another entry has the same id, and may be meant as well.
                continue;
            }
            assert!(renamed.status.success(), "{kind} names {old}: {}", said(&renamed));
            let workspace = world.open();
            assert!(!named_by(workspace.book(), *other, "renamed").is_empty(), "{kind} names {new}");
            assert!(!world.lint().iter().any(|finding| finding.rule == "unknown-reference"), "{kind}: {new}");
        }
        output(&world, &["remove", &format!("{kind}/full")]);
        assert!(!world.open().book().has(kind, "full"), "{kind}");
    }
}

#[test]
fn keys_are_put_in_the_order_of_the_format() {
    for &kind in Kind::ALL {
        let root = everything(kind);
        let full = at(&root, &Path::key(kind.word()).then_key("full")).unwrap();
        let Value::Table(pairs) = full else { unreachable!("an entry is a table") };
        let reversed = Value::Table(pairs.iter().rev().cloned().collect());
        let Value::Table(mut root) = root else { unreachable!("a playbook is a table") };
        for (name, entries) in &mut root {
            if let (true, Value::Table(entries)) = (name == kind.word(), entries) {
                entries
                    .iter_mut()
                    .filter(|(id, _)| id == "full")
                    .for_each(|(_, entry)| *entry = reversed.clone());
            }
        }
        let world = World::of(&text(&Value::Table(root)));
        output(&world, &["fmt"]);
        let formatted = String::from_utf8(world.files()["playbooks/page.toml"].clone()).unwrap();
        let (_, block) = formatted.split_once(&format!("[{kind}.full]\n")).unwrap();
        let block = block.split("\n\n").next().unwrap();
        let order: Vec<Option<usize>> = keys(kind)
            .iter()
            .filter(|key| !key.header)
            .map(|key| block.lines().position(|line| line.starts_with(&format!("\"{}\" = ", key.name))))
            .collect();
        assert!(order.is_sorted() && order.iter().all(Option::is_some), "{kind}: {block}");
    }
}

#[test]
fn two_sides_are_merged_key_by_key() {
    for &kind in Kind::ALL {
        let root = everything(kind);
        let optional: Vec<&Key> = keys(kind).iter().filter(|key| !key.evidence && !key.identity).collect();
        let without = |dropped: &[&Key]| {
            let mut root = root.clone();
            for key in dropped {
                let path = Path::key(kind.word()).then_key("full").then_key(key.name);
                Edit::Clear(path).apply(&mut root).unwrap();
            }
            text(&root)
        };
        let (first, last) = (optional[0], optional[optional.len() - 1]);
        let markers = Markers { size: 7, ours: "ours", base: None, theirs: "theirs" };
        let merged = merge(&text(&root), &without(&[first]), &without(&[last]), &markers).unwrap();
        assert!(merged.conflicts.is_empty(), "{kind}");
        assert_eq!(merged.text, without(&[first, last]), "{kind}");
    }
}
