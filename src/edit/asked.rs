//! The shape of the format against what is read: what the shape allows is read, and nothing else is.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::Config;
use crate::edit::references;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Leaf;
use crate::model::Scales;
use crate::model::Word;
use crate::model::shape::PLAYBOOK;
use crate::model::shape::keys;
use crate::model::shape::sample;
use crate::read::Document;
use crate::read::Item;
use crate::read::read_config;

/// Reads a table: what is said of it.
fn read(name: &str, lines: &str) -> Vec<String> {
    let header = if name == "playbook" { "[playbook]".to_owned() } else { format!("[{name}.a]") };
    let (text, playbook) = (format!("{header}\n{lines}"), Arc::from("p"));
    let (_, _, findings) = Document::parse(0, Arc::from("p.toml"), &playbook, text, &Scales::default());
    findings.iter().map(|f| format!("{} {}: {}", f.rule, f.at.field, f.message)).collect()
}

/// Every table at the top of a playbook, with its keys.
fn readable() -> Vec<(&'static str, Vec<Key>)> {
    let kinds = Kind::ALL.iter().map(|kind| (kind.word(), keys(*kind).to_vec()));
    kinds.chain([("playbook", PLAYBOOK.to_vec())]).collect()
}

#[test]
fn every_way_to_write_a_value_is_read() {
    for (name, keys) in &readable() {
        let required: Vec<Key> = keys.iter().filter(|key| key.required).copied().collect();
        for key in keys {
            for way in sample::ways(key.shape) {
                let others: Vec<Key> =
                    required.iter().filter(|other| other.name != key.name).copied().collect();
                let said = read(name, &format!("{} = {way}\n{}", key.name, sample::lines(&others)));
                assert_eq!(said, [""; 0], "{name}: {} = {way}", key.name);
            }
        }
    }
}

#[test]
fn what_is_required_is_missed_and_nothing_else_is() {
    for (name, keys) in &readable() {
        for key in keys {
            let others: Vec<Key> = keys.iter().filter(|other| other.name != key.name).copied().collect();
            let said = read(name, &sample::lines(&others));
            assert_eq!(said.len(), usize::from(key.required), "{name} without {}: {said:?}", key.name);
            let misspelt = format!("{}{}x = 1\n", sample::lines(keys), key.name);
            let said = read(name, &misspelt);
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
fn every_kind_has_keys_each_once_and_the_common_ones_before_the_headers() {
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
    if let Item::Entry(entry) = item {
        entry.as_any().walk(&mut |leaf, _, path| {
            if let Leaf::Name(name) = leaf {
                found.insert(format!("{path} {:?}", name.kinds));
            }
        });
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
