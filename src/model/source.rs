//! Reading without a text: what types ask of whoever reads, so that what is read follows from the struct of a table.

use std::fmt;
use std::str::FromStr;

use crate::model::Affects;
use crate::model::Cadence;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Extra;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Key;
use crate::model::Likelihood;
use crate::model::Measure;
use crate::model::Moment;
use crate::model::Percent;
use crate::model::Rating;
use crate::model::Reference;
use crate::model::RemoteId;
use crate::model::ScaleName;
use crate::model::Shape;
use crate::model::Words;

/// A value of a text. `None`: it is not what was asked for, and a finding says so.
pub(crate) trait ValueSource: Sized {
    /// A text.
    fn text(self) -> Option<String>;
    /// `true` or `false`.
    fn boolean(self) -> Option<bool>;
    /// A whole number between two others, both included.
    fn integer(self, least: i64, most: i64) -> Option<i64>;
    /// A date.
    fn date(self) -> Option<Date>;
    /// A date, or a date and time with an offset.
    fn moment(self) -> Option<Moment>;
    /// A text that means more than its words; `needed` says in a message what it must be.
    fn parse<T: FromStr<Err: fmt::Display>>(self, needed: &str) -> Option<T>;
    /// One of some words: which of them it is.
    fn word(self, words: Words) -> Option<usize>;
    /// The id of an entry.
    fn id(self) -> Option<Id>;
    /// The id of an entry, or words.
    fn reference(self) -> Option<Reference>;
    /// A level of a scale.
    fn rating(self, scale: ScaleName) -> Option<Rating>;
    /// A level, or levels under conditions.
    fn likelihood(self) -> Option<Likelihood>;
    /// Ids of components, or everything.
    fn affects(self) -> Option<Affects>;
    /// An action, written in one of its ways.
    fn measure(self) -> Option<Measure>;
    /// An interval, or one for each priority.
    fn cadence(self) -> Option<Cadence>;
    /// A list without the items that cannot be read.
    fn list<T: FromValue>(self, of: Shape) -> Vec<T>;
    /// A table, or what stands for it in this shape.
    fn table<T: Table>(self, shape: Shape) -> Option<T>;
}

/// The keys of a table of a text.
pub(crate) trait TableSource {
    /// Reads the value of a key. `None`: it is required and cannot be had, and a finding says so.
    fn read<T: FromValue>(&mut self, key: &'static Key) -> Option<T>;
    /// Whether a key is written, readable or not.
    fn has(&self, key: &str) -> bool;
    /// Reports that the value of a key is impossible beside those of others, or the table as a whole where it is not written.
    fn reject(&mut self, key: &'static str, message: &str, help: Option<&str>);
    /// Takes the keys of the user's own.
    fn extra(&mut self) -> Extra;
}

/// A type that can be read from a value.
pub(crate) trait FromValue: Sized {
    /// Reads a value of this shape.
    fn from_value<V: ValueSource>(value: V, shape: Shape) -> Option<Self>;

    /// What counts where nothing is written, or nothing that can be read. `None`: the table counts for nothing then.
    fn absent() -> Option<Self> {
        None
    }
}

/// A type that is a table.
pub(crate) trait Table: Sized {
    /// The name of the type.
    const NAME: &'static str;

    /// Reads its keys, in the order of the format.
    fn read<T: TableSource>(fields: &mut T) -> Option<Self>;

    /// Whom it belongs to, where the table has such a key.
    fn owner_mut(&mut self) -> Option<&mut Option<String>> {
        None
    }
}

/// The place of a key among those of a table.
pub(crate) const fn position(keys: &[Key], name: &str) -> usize {
    let mut at = 0;
    while !is_same(keys[at].name, plain(name)) {
        at += 1;
    }
    at
}

/// A name of Rust without the mark of those that are its own words: `match`.
pub(crate) const fn plain(name: &str) -> &str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Says how types are read.
macro_rules! from_value {
    ($($type:ty: $value:ident, $shape:pat => $read:expr $(, else $absent:expr)?;)+) => {
        $(impl FromValue for $type {
            fn from_value<V: ValueSource>($value: V, $shape: Shape) -> Option<Self> {
                $read
            }

            $(fn absent() -> Option<Self> {
                Some($absent)
            })?
        })+
    };
}

const DURATION: &str = "a duration in quotes: \"30m\"";

from_value! {
    String: value, _ => value.text();
    bool: value, _ => value.boolean();
    u32: value, shape => {
        let (least, most) = if let Shape::Integer(least, most) = shape { (least, most) } else { (0, u32::MAX.into()) };
        value.integer(least, most).and_then(|number| number.try_into().ok())
    };
    Date: value, _ => value.date();
    Moment: value, _ => value.moment();
    Duration: value, _ => value.parse(DURATION);
    Interval: value, _ => value.parse(DURATION);
    Percent: value, _ => value.parse("a percentage in quotes: \"99.9%\"");
    RemoteId: value, _ => value.parse("a component of another workspace in quotes: \"shop/component/cart-api\"");
    Id: value, _ => value.id();
    Reference: value, _ => value.reference();
    Rating: value, shape => match shape {
        Shape::Rating(scale) => value.rating(scale),
        _ => None,
    };
    Likelihood: value, _ => value.likelihood();
    Measure: value, _ => value.measure();
    Affects: value, _ => value.affects(), else Affects::default();
    Cadence: value, _ => value.cadence();
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value<V: ValueSource>(value: V, shape: Shape) -> Option<Self> {
        T::from_value(value, shape).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: FromValue> FromValue for Box<T> {
    fn from_value<V: ValueSource>(value: V, shape: Shape) -> Option<Self> {
        T::from_value(value, shape).map(Box::new)
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value<V: ValueSource>(value: V, shape: Shape) -> Option<Self> {
        let of = if let Shape::List(of) = shape { *of } else { Shape::Any };
        Some(value.list(of))
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
}
