//! The shape of the format against the code that reads it: both know the same keys, and what the shape allows is read.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::Config;
use crate::edit::references;
use crate::model::Action;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Scales;
use crate::model::Shape;
use crate::model::Way;
use crate::model::Word;
use crate::model::names::Names;
use crate::model::shape::ALLOW;
use crate::model::shape::CASE;
use crate::model::shape::PLAYBOOK;
use crate::model::shape::SHARED;
use crate::model::shape::keys;
use crate::model::shape::sample;
use crate::read::Document;
use crate::read::Item;
use crate::read::action;
use crate::read::component;
use crate::read::failure;
use crate::read::fields::Fields;
use crate::read::flow;
use crate::read::playbook;
use crate::read::read_config;
use crate::read::reader::About;
use crate::read::reader::Reader;
use crate::read::test;
use crate::read::untyped;
use crate::syntax::tree;
use crate::syntax::tree::Spanned;
use crate::syntax::tree::Tree;

/// Reads a table: the keys that were asked for, each behind the way to its table, and the findings.
fn read(text: &str, read: impl Fn(&mut Fields<'_, '_, '_>)) -> (BTreeSet<String>, Vec<String>) {
    let (scales, file) = (Scales::default(), Arc::from("p.toml"));
    let table = tree::read(text).unwrap_or_else(|error| panic!("{error:?}\n{text}")).table;
    let mut reader = Reader::new(&scales, &file, 0, About::File);
    reader.table(Spanned::new(0..0, Tree::Table(table)), read);
    // A list is one place, however long it is.
    let way = |asked: &String| {
        asked.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect()
    };
    let said = reader.findings.iter().map(|f| format!("{} {}: {}", f.rule, f.at.field, f.message)).collect();
    (reader.asked.iter().map(way).collect(), said)
}

/// The keys of a table and of all tables in it, each behind the way to its table.
fn known(keys: &[Key], way: &str) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = keys.iter().map(|key| format!("{way} {}", key.name)).collect();
    for key in keys {
        let way = if way.is_empty() { key.name.to_owned() } else { format!("{way}.{}", key.name) };
        known.append(&mut below(key.shape, &way));
    }
    known
}

fn below(shape: Shape, way: &str) -> BTreeSet<String> {
    match shape {
        Shape::List(of) => below(*of, way),
        Shape::Table(keys) | Shape::Needed(keys) => known(keys, way),
        Shape::Likelihood => known(CASE, way),
        Shape::Measure => known(SHARED, way).into_iter().chain(known(Action::KEYS, way)).collect(),
        _ => BTreeSet::new(),
    }
}

/// What is read: its name, its keys and its reader.
type Readable = (&'static str, Vec<Key>, Box<dyn Fn(&mut Fields<'_, '_, '_>)>);

/// Every table at the top of a playbook.
fn readable() -> Vec<Readable> {
    let kind = |&kind: &Kind| -> Readable {
        let own = keys(kind).iter().filter(|key| **key != ALLOW).copied().collect();
        let read: Box<dyn Fn(&mut Fields<'_, '_, '_>)> = match kind {
            Kind::Component => Box::new(|f| drop(component::read(f))),
            Kind::Flow => Box::new(|f| drop(flow::read(f))),
            Kind::Failure => Box::new(|f| drop(failure::read(f))),
            Kind::Action => Box::new(|f| drop(action::read(f))),
            Kind::Test => Box::new(|f| drop(test::read(f))),
            kind => Box::new(move |f| untyped::read(f, keys(kind), &mut Vec::new())),
        };
        (kind.word(), own, read)
    };
    let playbook: Readable = ("playbook", PLAYBOOK.to_vec(), Box::new(|f| drop(playbook::read(f))));
    Kind::ALL.iter().map(kind).chain([playbook]).collect()
}

#[test]
fn the_shape_and_the_readers_know_the_same_keys() {
    for (name, keys, reader) in &readable() {
        let (asked, said) = read(&sample::lines(keys), reader);
        assert_eq!(asked, known(keys, ""), "{name}");
        assert_eq!(said, [""; 0], "{name}");
    }
}

#[test]
fn every_way_to_write_a_value_is_read() {
    for (name, keys, reader) in &readable() {
        let required: Vec<Key> = keys.iter().filter(|key| key.required).copied().collect();
        for key in keys {
            for way in sample::ways(key.shape) {
                let others: Vec<Key> =
                    required.iter().filter(|other| other.name != key.name).copied().collect();
                let (_, said) = read(&format!("{} = {way}\n{}", key.name, sample::lines(&others)), reader);
                assert_eq!(said, [""; 0], "{name}: {} = {way}", key.name);
            }
        }
    }
}

#[test]
fn what_is_required_is_missed_and_nothing_else_is() {
    for (name, keys, reader) in &readable() {
        for key in keys {
            let others: Vec<Key> = keys.iter().filter(|other| other.name != key.name).copied().collect();
            let (_, said) = read(&sample::lines(&others), reader);
            assert_eq!(said.len(), usize::from(key.required), "{name} without {}: {said:?}", key.name);
            let misspelt = format!("{}{}x = 1\n", sample::lines(keys), key.name);
            let (_, said) = read(&misspelt, reader);
            assert!(said.len() == 1 && said[0].starts_with("unknown-key"), "{name}: {}x: {said:?}", key.name);
        }
    }
}

#[test]
fn the_keys_of_the_configuration_are_read() {
    let said = |text: &str| -> Vec<String> {
        read_config(text).1.iter().map(|f| format!("{} {}: {}", f.rule, f.at.field, f.message)).collect()
    };
    for key in Config::KEYS {
        for way in sample::ways(key.shape) {
            let format = if key.name == "format" { "" } else { "format = 1\n" };
            let text = format!("{format}{} = {way}\n", key.name);
            let said = said(&text);
            // Scales and the matrix must fit each other, and formats of the future are not known yet.
            let is_known =
                |said: &String| ["bad-scale", "newer-format"].iter().any(|rule| said.starts_with(rule));
            assert!(said.iter().all(is_known), "{text}: {said:?}");
        }
        let said = said(&format!("format = 1\n{}x = 1\n", key.name));
        assert!(said.len() == 1 && said[0].starts_with("unknown-key"), "{said:?}");
    }
}

#[test]
fn every_kind_has_keys_each_once_and_allow_before_the_headers() {
    for kind in Kind::ALL {
        let keys = keys(*kind);
        let names: BTreeSet<&str> = keys.iter().map(|key| key.name).collect();
        assert_eq!(names.len(), keys.len(), "{kind}");
        let headers: Vec<&Key> = keys.iter().skip_while(|key| key.name != "allow").skip(1).collect();
        assert_eq!(headers, keys.iter().filter(|key| key.header).collect::<Vec<_>>(), "{kind}");
        assert!(keys.iter().all(|key| !key.about.is_empty() && key.about.ends_with(['.', '`'])), "{kind}");
    }
}

/// The names in an entry as it was read, each with its field.
fn names(item: &Item) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut show = |kind: Kind, entry: &dyn Names| {
        entry.names(Shape::Table(keys(kind)), Way::Entry, &mut |name, way| {
            found.insert(format!("{way} {:?}", name.kinds));
        });
    };
    match item {
        Item::Component(entry) => show(Kind::Component, &entry.data),
        Item::Flow(entry) => show(Kind::Flow, &entry.data),
        Item::Failure(entry) => show(Kind::Failure, &entry.data),
        Item::Action(entry) => show(Kind::Action, &entry.data),
        Item::Test(entry) => show(Kind::Test, &entry.data),
        Item::Mention(mention) => {
            found.extend(mention.links.iter().map(|link| format!("{} {:?}", link.field, link.kinds)));
        }
        Item::Playbook(..) => {}
    }
    found
}

/// What is read and what is searched in texts are two ways to one list.
#[test]
fn what_is_read_names_what_the_text_names() {
    for &kind in Kind::ALL {
        let text = format!("[{kind}.a]\n{}", sample::lines(keys(kind)));
        let entry = EntryRef { kind, id: Id::new("a").unwrap() };
        // An element that is needed is named as a whole.
        let field = |field: String| field.strip_suffix(".component").map_or(field.clone(), str::to_owned);
        let written: BTreeSet<String> = references::named(&text, &entry)
            .into_iter()
            .map(|named| format!("{} {:?}", field(named.field.to_string()), named.kinds))
            .collect();
        let playbook = Arc::from("p");
        let (_, items, findings) =
            Document::parse(0, Arc::from("p.toml"), &playbook, text.clone(), &Scales::default());
        assert_eq!(findings, [], "{text}");
        assert_eq!(items.iter().flat_map(names).collect::<BTreeSet<_>>(), written, "{text}");
        assert_eq!(written.is_empty(), matches!(kind, Kind::Role | Kind::Attestation), "{kind}");
    }
}
