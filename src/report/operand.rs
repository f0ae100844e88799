//! What a value of a filter means, and whether a value of a row fits it.

use std::cmp::Ordering;

use crate::finding::nearest;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Percent;
use crate::model::Rating;
use crate::model::Scale;
use crate::model::Scales;
use crate::report::BadFilter;
use crate::report::Column;
use crate::report::Sort;
use crate::report::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Contains,
    ContainsNot,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    /// Whether it needs values that have an order.
    pub(super) fn is_by_order(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual | Self::Contains | Self::ContainsNot)
    }
}

/// Of signs that begin alike the longer comes first, so that it is found first.
pub(super) const OPERATORS: &[(&str, Operator)] = &[
    ("=", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("~", Operator::Contains),
    ("!~", Operator::ContainsNot),
    ("<=", Operator::LessOrEqual),
    ("<", Operator::Less),
    (">=", Operator::GreaterOrEqual),
    (">", Operator::Greater),
];

/// What stands behind an operator.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Any,
    Text(String),
    Rank(u8),
    Number(f64),
    Date(Date),
    /// The day that lies an age back: what is older lies before it.
    Past(Date),
}

/// Reads a value as the field understands it.
pub(super) fn operand(
    column: &Column,
    sort: Sort,
    operator: Operator,
    text: &str,
    scales: &Scales,
    today: Date,
) -> Result<Operand, BadFilter> {
    let bad = |way_out: String| BadFilter::Value {
        field: column.name().to_owned(),
        value: text.to_owned(),
        way_out,
    };
    if text == "*" && operator.is_by_order() {
        return Err(bad("`*` goes with =, !=, ~ and !~ alone".to_owned()));
    }
    if text == "*" {
        return Ok(Operand::Any);
    }
    if matches!(operator, Operator::Contains | Operator::ContainsNot) {
        if text.is_empty() {
            return Err(bad("every text contains nothing; write what to look for".to_owned()));
        }
        return Ok(Operand::Text(text.to_lowercase()));
    }
    let one_of = |words: Vec<&str>| match nearest(text, words.iter().copied()) {
        Some(near) => bad(format!("did you mean `{near}`?")),
        None => bad(format!("its values are {}", words.join(", "))),
    };
    let level = |scale: &Scale| {
        let rating = scale.read(text);
        let rank = rating.as_ref().map(|rating: &Rating| Operand::Rank(rating.score()));
        rank.ok_or_else(|| one_of(scale.names().collect()))
    };
    match sort {
        Sort::Rating(name) => level(scales.get(name)),
        Sort::Words(words, _) => {
            let rank = words.iter().position(|word| word.eq_ignore_ascii_case(text));
            let rank = rank.and_then(|rank| u8::try_from(rank).ok()).map(Operand::Rank);
            rank.ok_or_else(|| one_of(words.to_vec()))
        }
        Sort::Number => text.parse().map(Operand::Number).map_err(|_| bad("write a number".to_owned())),
        Sort::Percent => match text.parse::<Percent>() {
            Ok(percent) => Ok(Operand::Number(percent.share())),
            Err(_) => Err(bad("write a percentage: 99.9%".to_owned())),
        },
        Sort::Duration => match text.parse::<Duration>() {
            Ok(duration) => Ok(Operand::Number(duration.minutes())),
            Err(_) => Err(bad("write a duration: 30m, 4h or 90d".to_owned())),
        },
        Sort::Date | Sort::Since => match (text.parse(), text.parse::<Duration>()) {
            (Ok(date), _) => Some(Operand::Date(date)),
            (_, Ok(duration)) if sort == Sort::Date => duration.after(today).map(Operand::Date),
            (_, Ok(duration)) => duration.before(today).map(Operand::Past),
            _ => None,
        }
        .ok_or_else(|| bad("write a date, or a duration from today: 2026-11-20, 30d".to_owned())),
        Sort::Text if matches!(operator, Operator::Equal | Operator::NotEqual) => {
            Ok(Operand::Text(text.to_lowercase()))
        }
        Sort::Text => Err(BadFilter::NoOrder(column.name().to_owned())),
    }
}

pub(super) fn equals(value: &Value<'_>, operand: &Operand) -> bool {
    match (operand, value) {
        (Operand::Any, value) => !value.is_empty(),
        (Operand::Text(text), value) => match value.items() {
            Some(items) => items.iter().any(|item| is_same(item, text)),
            None => is_same(&value.to_text(), text),
        },
        (operand, value) => compare(value, operand) == Some(Ordering::Equal),
    }
}

/// Whether a text is one that is in lower case. There may be very many texts, and most are ASCII.
fn is_same(text: &str, lower: &str) -> bool {
    if text.is_ascii() { text.eq_ignore_ascii_case(lower) } else { text.to_lowercase() == lower }
}

pub(super) fn contains(value: &Value<'_>, operand: &Operand) -> bool {
    match operand {
        Operand::Text(text) => value.to_text().to_lowercase().contains(text),
        _ => !value.is_empty(),
    }
}

pub(super) fn compare(value: &Value<'_>, operand: &Operand) -> Option<Ordering> {
    match (value, operand) {
        (value, Operand::Rank(other)) => Some(value.rank()?.cmp(other)),
        (value, Operand::Number(other)) => value.number()?.partial_cmp(other),
        (value, Operand::Date(other)) => Some(value.date()?.cmp(other)),
        (value, Operand::Past(other)) => Some(other.cmp(&value.date()?)),
        _ => None,
    }
}
