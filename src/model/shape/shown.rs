//! Shapes in words, for messages, help and schemas: `a date such as 2026-11-01`.

use std::fmt;

use crate::model::Kind;
use crate::model::Shape;
use crate::model::Word;

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Text => f.write_str("text"),
            Self::Boolean => f.write_str("true or false"),
            Self::Integer(least, most) if most == i64::from(u32::MAX) => {
                write!(f, "a whole number, at least {least}")
            }
            Self::Integer(least, most) => write!(f, "a whole number from {least} to {most}"),
            Self::Date => f.write_str("a date such as 2026-11-01"),
            Self::Time => f.write_str("a date and time with an offset such as 2026-03-04T10:02:00Z, or a date"),
            Self::Duration | Self::Interval => f.write_str("a duration such as 30m, 4h, 90d, 6mo or 1y"),
            Self::Percent => f.write_str("a percentage such as 99.9%"),
            Self::Word(words) => write!(f, "one of {}", words.words.join(", ")),
            Self::Rating(scale) => write!(f, "a level of the {scale} scale, or a number from 1 to 10"),
            Self::Likelihood => f.write_str(
                "a level of the likelihood scale, a number from 1 to 10, or a table with level, when and otherwise",
            ),
            Self::Id(kinds) => write!(f, "the id of {}", one_of(kinds)),
            Self::Reference(kinds) => write!(f, "the id of {}, or words", one_of(kinds)),
            Self::Remote => f.write_str("a component of another workspace such as shop/component/cart-api"),
            Self::Affects => f.write_str("a list of ids of components, or [\"*\"] for the whole workload"),
            Self::Measure => {
                f.write_str("words, { use = \"id\" } with the id of an action, or an action written out")
            }
            Self::Needed(keys) => {
                let names: Vec<_> = keys.iter().map(|key| key.name).collect();
                write!(f, "the id of a component, or a table with {}", listed(&names, "and"))
            }
            Self::List(of) => write!(f, "a list; each item is {of}"),
            Self::Table(keys) => {
                let names: Vec<_> = keys.iter().map(|key| key.name).collect();
                write!(f, "a table with {}", listed(&names, "and"))
            }
            Self::Map(of) | Self::Open(_, of) => write!(f, "a table; each value is {of}"),
            Self::Cadence => f.write_str("a duration such as 90d, or a table of durations by priority"),
            Self::Either(shapes) => {
                let shapes: Vec<_> = shapes.iter().map(Self::to_string).collect();
                f.write_str(&shapes.join("; or "))
            }
            Self::Any => f.write_str("any value"),
        }
    }
}

/// `a failure or an action`
pub fn one_of(kinds: &[Kind]) -> String {
    let article = |word: &str| if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("{} {kind}", article(kind.word()))).collect();
    kinds.join(" or ")
}

/// `a, b and c`
fn listed(words: &[&str], last: &str) -> String {
    match words {
        [rest @ .., end] if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        words => words.join(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::shape::keys;

    #[test]
    fn shapes_read_well() {
        let said = |kind, name| {
            let key = keys(kind).iter().find(|key| key.name == name).unwrap();
            key.shape.to_string()
        };
        assert_eq!(said(Kind::Test, "covers"), "a list; each item is the id of a failure or an action");
        assert_eq!(said(Kind::Failure, "sources"), "a list; each item is the id of a component, or words");
        assert_eq!(said(Kind::Failure, "accepted"), "a table with by, because, on and until");
        assert_eq!(said(Kind::Role, "duty"), "one of recovery, communication, decision");
        assert_eq!(said(Kind::Component, "instances"), "a whole number, at least 0");
    }
}
