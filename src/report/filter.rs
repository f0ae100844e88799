//! `--where`: terms that must all hold, in one small grammar.
//!
//! ```text
//! severity>=medium status=open,accepted source~cosmos tag=db owner!=* reviewed>90d
//! ```
//! A term is a field, an operator and a value. `=` and `!=` compare whole values, `~` and `!~` look for a part,
//! `<` `<=` `>` `>=` compare by rank, number or date. A duration is the distance of a date from today: `due<30d` is due
//! within 30 days, `reviewed>90d` was reviewed more than 90 days ago. `*` is any value. Commas give alternatives. Case
//! does not count. A list matches where one of its elements does.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::finding::nearest;
use crate::model::Date;
use crate::model::Kind;
use crate::model::Scales;
use crate::report::Column;
use crate::report::Record;
use crate::report::Sort;
use crate::report::UnknownColumn;
use crate::report::Value;
use crate::report::operand::OPERATORS;
use crate::report::operand::Operand;
use crate::report::operand::Operator;
use crate::report::operand::compare;
use crate::report::operand::contains;
use crate::report::operand::equals;
use crate::report::operand::operand;

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
