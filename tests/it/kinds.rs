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
use faultbook::report::fields;
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
        // A failure with all keys is a draft.
        assert!(output(&world, &["search", "full", "--all"]).contains("full"), "{kind}");
        let name = title(kind);
        if name.shape == Shape::Text {
            output(&world, &["edit", &entry, &format!("{}=Zanzibar", name.name)]);
            assert!(output(&world, &["search", "zanzibar", "--all"]).contains("full"), "{kind}");
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

/// What a list shows by itself and every field that it can show, in each format.
#[test]
fn every_kind_is_listed_filtered_ordered_and_exported() {
    for &kind in Kind::ALL {
        let (world, plural) = (world(kind), kind.plural());
        let names: Vec<&str> = fields(kind).iter().map(|field| field.name).collect();
        let all: &[&str] = if kind == Kind::Failure { &["--all"] } else { &[] };
        let listed = output(&world, &[&["list", plural], all].concat());
        assert!(listed.contains("full"), "{listed}");
        let columns = names.join(",");
        for format in ["csv", "markdown", "json"] {
            let args = [&["export", format, plural, "--columns", &columns], all].concat();
            let text = output(&world, &args);
            assert!(text.contains("full"), "{format} {kind}: {text}");
        }
        let args = [&["export", "xlsx", plural, "-o", "out.xlsx"], all].concat();
        output(&world, &args);
        let json = output(&world, &[&["list", plural, "--json"], all].concat());
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert!(json[plural].as_array().is_some_and(|rows| !rows.is_empty()), "{json}");
        for name in names {
            // A field that is written is found, put in order, and absent from what is refused.
            let found = format!("{name}=*");
            let args =
                [&["list", plural, "--where", &found, "--sort", name, "--top", "1", "--json"], all].concat();
            let output = world.run(&args);
            assert!(output.status.success(), "{name}: {}", said(&output));
        }
    }
}

#[test]
fn dates_are_compared_by_their_distance_from_today() {
    let world = World::of(
        "[action.late]\naction = \"A\"\ndue = 2026-11-01\n[action.soon]\naction = \"B\"\ndue = 2026-12-01\n\
         [action.far]\naction = \"C\"\ndue = 2027-12-01\n[action.none]\naction = \"D\"\n\
         [flow.old]\nreviewed = 2026-01-01\nrto = \"4h\"\n[flow.new]\nreviewed = 2026-11-19\nrto = \"30m\"\nslo.target = \"99.9%\"\n",
    );
    let ids = |args: &[&str]| -> Vec<String> {
        let args = [&["--today", "2026-11-20", "list"], args, &["--json"]].concat();
        let json: serde_json::Value = serde_json::from_str(&output(&world, &args)).unwrap();
        let rows = json.as_object().unwrap().values().find_map(|value| value.as_array().cloned()).unwrap();
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["actions", "--where", "due<30d", "--sort", "due"]), ["late", "soon"]);
    assert_eq!(ids(&["actions", "--sort", "-due"]), ["far", "soon", "late", "none"]);
    assert_eq!(ids(&["actions", "--sort", "due", "--top", "1"]), ["late"]);
    assert_eq!(ids(&["flows", "--where", "reviewed>90d"]), ["old"]);
    assert_eq!(ids(&["flows", "--where", "reviewed<=90d"]), ["new"]);
    assert_eq!(ids(&["flows", "--where", "rto<=1h"]), ["new"]);
    assert_eq!(ids(&["flows", "--where", "slo.target>99.5%"]), ["new"]);
    for (args, message) in [
        (["flows", "--where", "rto<soon"], "write a duration"),
        (["flows", "--where", "reviewed>soon"], "write a date, or a duration"),
        (["flows", "--where", "problem=x"], "is not a field of flows"),
        (["flows", "--by", "rpn"], "are not ranked"),
        (["things", "--top", "1"], "invalid value"),
    ] {
        let output = world.run(&[&["list"], args.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(said(&output).contains(message), "{args:?}: {}", said(&output));
    }
}

/// Everything that a playbook says comes back from our JSON.
#[test]
fn what_is_exported_as_json_is_read_back() {
    let fixture = |name: &str| std::fs::read_to_string(format!("tests/fixtures/format-1/{name}")).unwrap();
    let config = fixture("faultbook.toml");
    let more = "[failure.cases]\nproblem = \"p\"\nx-own = { a = [1, \"b\"] }\nlikelihood = [{ level = \"likely\", when = \"a\" }, \
                { level = \"rare\", when = \"b\" }, { level = \"not-likely\" }]\n[failure.retired]\nproblem = \"q\"\nstatus = \"retired\"\n\
                [component.orders-db]\n[component.price-cache]\n[component.frontend]\n[component.recommendations]\n\
                [flow.call-centre-order]\n[role.decision-maker]\n[role.communications-lead]\n[alert.backup-failed]\n\
                [failure.region-outage]\nproblem = \"r\"\n";
    let text = [&fixture("checkout.toml"), more].concat();
    let exported = |world: &World| -> serde_json::Value {
        let text = output(world, &["--today", "2026-11-20", "export", "json", "--all"]);
        let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
        // Which playbook it stands in is up to whoever adds it.
        for rows in json.as_object_mut().unwrap().values_mut().filter_map(|value| value.as_array_mut()) {
            rows.iter_mut().for_each(|row| _ = row.as_object_mut().unwrap().remove("playbook"));
        }
        json
    };
    let before = World::new().file("faultbook.toml", &config).file("playbooks/checkout.toml", &text);
    let written = output(&before, &["--today", "2026-11-20", "export", "json", "--all"]);
    let playbook: String = text
        .lines()
        .take_while(|line| !line.starts_with("[component"))
        .map(|line| line.to_owned() + "\n")
        .collect();
    let after = World::new()
        .file("faultbook.toml", &config)
        .file("playbooks/checkout.toml", &playbook)
        .file("out.json", &written);
    output(&after, &["--today", "2026-11-20", "add", "--from", "out.json", "--playbook", "checkout"]);
    let (before, after) = (exported(&before), exported(&after));
    for kind in Kind::ALL {
        let rows = |json: &serde_json::Value| json[kind.plural()].as_array().unwrap().clone();
        assert!(!rows(&before).is_empty(), "{kind}");
        assert_eq!(rows(&before), rows(&after), "{kind}");
    }
}

/// An export is larger than what it is made of, since it says what is computed as well.
#[test]
fn a_large_export_is_read_back() {
    let risk = "The flow stops ".repeat(52);
    let failure = |n: usize| format!("[failure.f-{n}]\nproblem = \"Pump {n} leaks\"\nrisk = \"{risk}\"\n");
    let world = World::of(&(0..10_000).map(failure).collect::<String>());
    let json = output(&world, &["export", "json"]);
    assert!(json.len() > 16 << 20, "{}", json.len());
    let back = World::new().file("out.json", json);
    output(&back, &["add", "--from", "out.json", "--playbook", "all"]);
    assert_eq!(back.open().book().failures.len(), 10_000);
    // What is more than any export is refused in words.
    let many = format!("{{\"version\": 1, \"failures\": [{}0]}}", "0,".repeat(2_000_001));
    let refused =
        World::new().file("out.json", many).run(&["add", "--from", "out.json", "--playbook", "all"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
}
