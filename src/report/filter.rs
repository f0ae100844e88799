//! `--where`: terms that must all hold, in one small grammar.
//!
//! ```text
//! severity>=medium status=open,accepted source~cosmos tag=db owner!=* reviewed>90d
//! ```
//! A term is a field, an operator and a value. `=` and `!=` compare whole values, `~` and `!~` look for a part,
//! `<` `<=` `>` `>=` compare by rank, number or date, of which a duration is the
//! distance from today: `due<30d` is due within 30 days, `reviewed>90d` was reviewed more than 90 days ago. `*` is any value. Commas give alternatives. Case does not
//! count. A list matches where one of its elements does.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::finding::nearest;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Kind;
use crate::model::Percent;
use crate::model::Rating;
use crate::model::Scale;
use crate::model::Scales;
use crate::report::Column;
use crate::report::Record;
use crate::report::Sort;
use crate::report::UnknownColumn;
use crate::report::Value;

/// Terms that must all hold. The default holds for every row.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub(super) terms: Vec<Term>,
}

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFilter {
    /// A term without an operator.
    #[error("`{0}` is no condition; write a field, one of = != ~ !~ < <= > >=, and a value")]
    NoOperator(String),
    /// A field that does not exist.
    #[error(transparent)]
    Unknown(#[from] UnknownColumn),
    /// A quote that is not closed.
    #[error("a quote in `{0}` is not closed")]
    Quote(String),
    /// A value that the field cannot have.
    #[error("`{value}` is no value of {field}; {way_out}")]
    Value {
        /// The field.
        field: String,
        /// What was written.
        value: String,
        /// What was meant, or what there is.
        way_out: String,
    },
    /// A field whose values have no order.
    #[error("{0} has no order; compare it with = != ~ or !~")]
    NoOrder(String),
}

#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) column: Column,
    pub(super) operator: Operator,
    operands: Vec<Operand>,
}

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

#[derive(Clone, Debug, PartialEq)]
enum Operand {
    Any,
    Text(String),
    Rank(u8),
    Number(f64),
    Date(Date),
    /// The day that lies an age back: what is older lies before it.
    Past(Date),
}

impl Filter {
    /// Reads a filter; levels are those of the workspace's scales.
    ///
    /// # Errors
    /// Says what is wrong with the first term that cannot be read.
    pub fn parse(kind: Kind, text: &str, scales: &Scales, today: Date) -> Result<Self, BadFilter> {
        let terms = split(text, char::is_whitespace)?;
        let terms =
            terms.iter().filter(|term| !term.is_empty()).map(|term| Term::parse(kind, term, scales, today));
        Ok(Self { terms: terms.collect::<Result<_, _>>()? })
    }

    /// Adds the terms of another filter.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.terms.extend(other.terms);
        self
    }

    /// The texts that a field is to be equal to and is in none of these rows: most likely they are misspelt. Each comes with its field
    /// and the nearest text that there is.
    pub fn absent(&self, rows: &[impl Record]) -> Vec<(&str, &str, Option<String>)> {
        let mut absent = Vec::new();
        for term in self.terms.iter().filter(|term| term.operator == Operator::Equal) {
            for operand in &term.operands {
                let Operand::Text(text) = operand else { continue };
                let values = || rows.iter().map(|row| term.column.value(row));
                if values().any(|value| equals(&value, operand)) {
                    continue;
                }
                let there: BTreeSet<String> = values()
                    .flat_map(|value| match value.items() {
                        Some(items) => items.iter().map(ToString::to_string).collect(),
                        None => vec![value.to_text().into_owned()],
                    })
                    .collect();
                let near = nearest(text, there.iter().map(String::as_str)).map(str::to_owned);
                absent.push((term.column.name(), text.as_str(), near));
            }
        }
        absent
    }

    /// Whether all terms hold for a row.
    pub fn matches(&self, row: &impl Record) -> bool {
        self.terms.iter().all(|term| term.matches(row))
    }
}

impl Term {
    fn parse(kind: Kind, term: &str, scales: &Scales, today: Date) -> Result<Self, BadFilter> {
        let no_operator = || BadFilter::NoOperator(term.to_owned());
        let at = term.find(['=', '!', '~', '<', '>']).ok_or_else(no_operator)?;
        let (name, rest) = term.split_at(at);
        let found = OPERATORS.iter().find_map(|&(sign, operator)| Some((operator, rest.strip_prefix(sign)?)));
        let (operator, values) = found.ok_or_else(no_operator)?;
        let column = Column::parse(kind, name)?;
        let sort = match &column {
            Column::Field(field) => field.sort,
            Column::Extra(_) => Sort::Text,
        };
        let values = split(values, |c| c == ',')?;
        let operands =
            values.iter().map(|value| operand(&column, sort, operator, unquoted(value), scales, today));
        Ok(Self { operator, operands: operands.collect::<Result<_, _>>()?, column })
    }

    fn matches(&self, row: &impl Record) -> bool {
        let value = self.column.value(row);
        let any = |test: fn(&Value<'_>, &Operand) -> bool| {
            self.operands.iter().any(|operand| test(&value, operand))
        };
        let ordered = |wanted: fn(Ordering) -> bool| {
            self.operands.iter().any(|operand| compare(&value, operand).is_some_and(wanted))
        };
        match self.operator {
            Operator::Equal => any(equals),
            Operator::NotEqual => !any(equals),
            Operator::Contains => any(contains),
            Operator::ContainsNot => !any(contains),
            Operator::Less => ordered(Ordering::is_lt),
            Operator::LessOrEqual => ordered(Ordering::is_le),
            Operator::Greater => ordered(Ordering::is_gt),
            Operator::GreaterOrEqual => ordered(Ordering::is_ge),
        }
    }
}

fn operand(
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

fn equals(value: &Value<'_>, operand: &Operand) -> bool {
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

fn contains(value: &Value<'_>, operand: &Operand) -> bool {
    match operand {
        Operand::Text(text) => value.to_text().to_lowercase().contains(text),
        _ => !value.is_empty(),
    }
}

fn compare(value: &Value<'_>, operand: &Operand) -> Option<Ordering> {
    match (value, operand) {
        (value, Operand::Rank(other)) => Some(value.rank()?.cmp(other)),
        (value, Operand::Number(other)) => value.number()?.partial_cmp(other),
        (value, Operand::Date(other)) => Some(value.date()?.cmp(other)),
        (value, Operand::Past(other)) => Some(other.cmp(&value.date()?)),
        _ => None,
    }
}

/// Splits a text at separators that stand outside quotes.
fn split(text: &str, separator: impl Fn(char) -> bool) -> Result<Vec<String>, BadFilter> {
    let (mut parts, mut part, mut quote) = (Vec::new(), String::new(), None);
    for character in text.chars() {
        match quote {
            Some(open) if character == open => quote = None,
            None if matches!(character, '"' | '\'') => quote = Some(character),
            None if separator(character) => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(character);
    }
    if quote.is_some() {
        return Err(BadFilter::Quote(part));
    }
    parts.push(part);
    Ok(parts)
}

fn unquoted(value: &str) -> &str {
    let within = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    within('"').or_else(|| within('\'')).unwrap_or(value)
}
