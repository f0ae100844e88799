//! The shape of the format against its documentation.

use std::fs;

use faultbook::config::Config;
use faultbook::model::Key;
use faultbook::model::Kind;
use faultbook::model::Shape;
use faultbook::model::Word;
use faultbook::model::shape;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

/// Every key stands among `keys`, in their order, and so do those of the tables within.
fn check(table: &DeTable<'_>, keys: &[Key], way: &str) {
    let mut written: Vec<(&str, usize, &Spanned<DeValue<'_>>)> =
        table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span().start, value)).collect();
    written.sort_by_key(|(_, start, _)| *start);
    let mut last = 0;
    for (name, _, value) in written {
        let at = keys.iter().position(|key| key.name == name);
        let at = at.unwrap_or_else(|| panic!("{way}.{name} is documented, and unknown to the shape"));
        assert!(at >= last, "{way}.{name} stands elsewhere in the documentation");
        last = at;
        fits(value.get_ref(), keys[at].shape, &format!("{way}.{name}"));
    }
}

fn fits(value: &DeValue<'_>, shape: Shape, way: &str) {
    match (shape, value) {
        (Shape::Table(keys) | Shape::Needed(keys), DeValue::Table(table)) => check(table, keys, way),
        (Shape::Likelihood, DeValue::Table(table)) => check(table, shape::CASE, way),
        (Shape::Measure, DeValue::Table(table)) => check(table, shape::SHARED, way),
        (Shape::Map(of), DeValue::Table(table)) => {
            table.iter().for_each(|(_, value)| fits(value.get_ref(), *of, way));
        }
        (Shape::List(of), DeValue::Array(array)) => {
            array.iter().for_each(|item| fits(item.get_ref(), *of, way));
        }
        (Shape::Word(words), DeValue::String(word)) => assert!(words.words.contains(&word.as_ref()), "{way}"),
        (Shape::Integer(..), DeValue::Integer(_))
        | (Shape::Boolean, DeValue::Boolean(_))
        | (Shape::Date | Shape::Time, DeValue::Datetime(_))
        | (Shape::Affects, DeValue::Array(_))
        | (Shape::Open(..) | Shape::Cadence, DeValue::Table(_))
        | (Shape::Either(_), _)
        | (
            Shape::Text
            | Shape::Duration
            | Shape::Interval
            | Shape::Percent
            | Shape::Remote
            | Shape::Rating(_)
            | Shape::Id(_)
            | Shape::Reference(_)
            | Shape::Needed(_)
            | Shape::Measure
            | Shape::Cadence,
            DeValue::String(_),
        ) => {}
        _ => panic!("{way} is {value:?}, and {shape:?} is not that"),
    }
}

#[test]
fn the_documented_format_has_this_shape_and_order() {
    let text = fs::read_to_string("tests/fixtures/format-1/checkout.toml").unwrap();
    let root = DeTable::parse(&text).unwrap().into_inner();
    let mut kinds = Vec::new();
    for (name, table) in &root {
        let DeValue::Table(table) = table.get_ref() else { panic!("{name:?}") };
        let name = name.get_ref().as_ref();
        if name == "playbook" {
            check(table, shape::PLAYBOOK, name);
            continue;
        }
        let kind = Kind::from_word(name).unwrap();
        kinds.push(kind);
        let mut shown: Vec<&str> = Vec::new();
        for entry in table.values() {
            let DeValue::Table(entry) = entry.get_ref() else { panic!("{entry:?}") };
            check(entry, shape::keys(kind), name);
            shown.extend(entry.keys().map(|key| key.get_ref().as_ref()));
        }
        // And the other way round: the documentation shows every key.
        for key in shape::keys(kind) {
            assert!(
                ["allow", "confidential"].contains(&key.name) || shown.contains(&key.name),
                "{name}.{} is not documented",
                key.name
            );
        }
    }
    kinds.sort();
    assert_eq!(kinds, Kind::ALL);
    let text = fs::read_to_string("tests/fixtures/format-1/faultbook.toml").unwrap();
    check(DeTable::parse(&text).unwrap().get_ref(), Config::KEYS, "faultbook.toml");
}
