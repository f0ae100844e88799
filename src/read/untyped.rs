//! Reads entries of the kinds that have no types yet: their values are checked by the shape of the format, and the entries that
//! they name are noted.

use crate::model::Date;
use crate::model::Duration;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Link;
use crate::model::Percent;
use crate::model::Reference;
use crate::model::Shape;
use crate::model::Way;
use crate::model::Word;
use crate::model::names::Names;
use crate::model::shape::ALLOW;
use crate::read::action::measure;
use crate::read::failure::affects;
use crate::read::failure::likelihood;
use crate::read::fields::Fields;
use crate::read::playbook::cadence;
use crate::read::reader::About;
use crate::read::reader::Reader;
use crate::read::value::Read;
use crate::read::value::example;
use crate::read::value::one_of_words;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

/// Reads the keys of a table: the names in it.
pub(crate) fn read(f: &mut Fields<'_, '_, '_>, keys: &'static [Key], links: &mut Vec<Link>) {
    // What every entry has beside its own keys was read before.
    for key in keys.iter().filter(|key| **key != ALLOW) {
        if key.required && !f.has(key.name) {
            let whose = if let About::Entry(kind, _) = f.reader.about { kind.word() } else { "table" };
            f.missing(key.name, whose, example(key.shape));
        }
        f.with(key.name, |value, reader| {
            let span = value.span();
            let is_empty = value.get_ref().as_str().is_some_and(|text| text.trim().is_empty());
            if key.required && is_empty {
                reader.bad_value(span, "the text is empty", None);
            } else {
                check(value, key.shape, reader, links);
            }
            Some(())
        });
    }
}

/// Reads a value by its shape.
fn check(value: Value<'_>, shape: Shape, reader: &mut Reader<'_>, links: &mut Vec<Link>) {
    match shape {
        Shape::Text => drop(String::read(value, reader)),
        Shape::Boolean => drop(bool::read(value, reader)),
        Shape::Integer(least, most) => integer(&value, least, most, reader),
        Shape::Date => drop(Date::read(value, reader)),
        Shape::Time => time(value, reader),
        Shape::Duration => drop(Duration::read(value, reader)),
        Shape::Interval => drop(Interval::read(value, reader)),
        Shape::Percent => drop(Percent::read(value, reader)),
        Shape::Word(words) => drop(one_of_words(&value, words, reader)),
        Shape::Rating(scale) => {
            let scales = reader.scales;
            reader.rating(&value, scales.get(scale));
        }
        Shape::Likelihood => drop(likelihood(value, reader)),
        Shape::Id(_) => note(&Id::read(value, reader), shape, reader, links),
        Shape::Reference(_) => note(&Reference::read(value, reader), shape, reader, links),
        Shape::Affects => note(&affects(value, reader), shape, reader, links),
        Shape::Measure => note(&measure(value, reader), shape, reader, links),
        Shape::Needed(keys) if matches!(value.get_ref(), Tree::Table(_)) => {
            check(value, Shape::Table(keys), reader, links);
        }
        Shape::Needed(_) => check(value, Shape::Id(&[Kind::Component]), reader, links),
        Shape::List(of) => {
            reader.list(value, "a list", |item, reader| {
                check(item, *of, reader, links);
                Some(())
            });
        }
        Shape::Table(keys) => drop(reader.table(value, |f| read(f, keys, links))),
        Shape::Map(of) => drop(reader.table(value, |f| rest(f, *of, links))),
        Shape::Open(keys, of) => drop(reader.table(value, |f| {
            read(f, keys, links);
            rest(f, *of, links);
        })),
        Shape::Cadence => drop(cadence(value, reader)),
        Shape::Either(shapes) => {
            let is_list = |shape: &&Shape| matches!(shape, Shape::List(_));
            let wanted = matches!(value.get_ref(), Tree::Array(_));
            if let Some(shape) = shapes.iter().find(|shape| is_list(shape) == wanted).or(shapes.first()) {
                check(value, *shape, reader, links);
            }
        }
        Shape::Any => reader.check_texts(&value),
    }
}

/// Reads the keys that the user chooses.
fn rest(f: &mut Fields<'_, '_, '_>, of: Shape, links: &mut Vec<Link>) {
    for (key, value) in f.drain() {
        f.reader.named(key.get_ref(), |reader| check(value, of, reader, links));
    }
}

/// Notes the names in what was read.
fn note(read: &impl Names, shape: Shape, reader: &Reader<'_>, links: &mut Vec<Link>) {
    read.names(shape, Way::Entry, &mut |name, way| {
        let mut field = reader.field();
        let below = way.to_string();
        if !below.is_empty() && !below.starts_with('[') {
            field.push('.');
        }
        field.push_str(&below);
        links.push(Link {
            field: field.into(),
            id: name.id.clone(),
            kinds: name.kinds,
            or_words: name.or_words,
        });
    });
}

fn integer(value: &Value<'_>, least: i64, most: i64, reader: &mut Reader<'_>) {
    let Tree::Integer(number) = value.get_ref() else {
        reader.wrong_type(value, "a whole number", None);
        return;
    };
    let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
    if !number.is_some_and(|number| (least..=most).contains(&number)) {
        reader.bad_value(value.span(), &format!("the number must lie between {least} and {most}"), None);
    }
}

fn time(value: Value<'_>, reader: &mut Reader<'_>) {
    match value.get_ref() {
        Tree::Date(_) => drop(Date::read(value, reader)),
        Tree::Time(text) => {
            if text.parse::<jiff::Timestamp>().is_err() {
                let message = "a time is a date, a time of day and an offset: 2026-03-04T10:02:00Z";
                reader.bad_value(value.span(), message, None);
            }
        }
        other => {
            let help = other.as_str().map(|_| "write it without quotes: 2026-03-04T10:02:00Z");
            reader.wrong_type(&value, "a date and time, or a date", help);
        }
    }
}
