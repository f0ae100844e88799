//! A filter that is still being typed: what its last word is going to be, for whoever completes it.

use crate::model::Kind;
use crate::report::Column;
use crate::report::Sort;
use crate::report::operand::OPERATORS;
use crate::report::operand::Operator;

/// What the end of a half-typed filter is going to be.
#[derive(Clone, Debug)]
pub enum Typing<'t> {
    /// The name of a field, with a part of the operator behind it perhaps.
    Field(&'t str),
    /// A value.
    Value {
        /// Of which column.
        column: Column,
        /// Whether `*` may stand there, for any value.
        any: bool,
        /// What is written of it; it may begin with a quote.
        written: &'t str,
    },
}

/// Cuts a half-typed filter into what stands already and what is being written. `None`: nothing can follow, since the
/// last term names no field.
pub fn typing(kind: Kind, filter: &str) -> Option<(&str, Typing<'_>)> {
    let (term, comma) = ends(filter);
    let written = filter.get(term..)?;
    let operator = written.find(['=', '!', '~', '<', '>']).and_then(|name| {
        let rest = written.get(name..)?;
        let (sign, operator) = OPERATORS.iter().find(|(sign, _)| rest.starts_with(sign))?;
        Some((name, name + sign.len(), !operator.is_by_order()))
    });
    let Some((name, value, any)) = operator else {
        return Some((filter.get(..term)?, Typing::Field(written)));
    };
    let column = Column::parse(kind, written.get(..name)?).ok()?;
    let at = comma.max(term + value);
    Some((filter.get(..at)?, Typing::Value { column, any, written: filter.get(at..)? }))
}

/// Where the last term and the last alternative begin.
fn ends(filter: &str) -> (usize, usize) {
    let (mut term, mut comma, mut quote) = (0, 0, None);
    for (at, character) in filter.char_indices() {
        let next = at + character.len_utf8();
        match quote {
            Some(open) if character == open => quote = None,
            None if matches!(character, '"' | '\'') => quote = Some(character),
            None if character.is_whitespace() => term = next,
            None if character == ',' => comma = next,
            _ => {}
        }
    }
    (term, comma)
}

/// The operators that compare values of a sort, each with what it asks.
pub fn operators(sort: Sort) -> impl Iterator<Item = (&'static str, &'static str)> {
    let fits = move |operator: Operator| !operator.is_by_order() || sort != Sort::Text;
    OPERATORS.iter().filter(move |(_, operator)| fits(*operator)).map(|&(sign, operator)| {
        let asks = match operator {
            Operator::Equal => "is",
            Operator::NotEqual => "is not",
            Operator::Contains => "contains",
            Operator::ContainsNot => "does not contain",
            Operator::Less => "is below",
            Operator::LessOrEqual => "is at most",
            Operator::Greater => "is above",
            Operator::GreaterOrEqual => "is at least",
        };
        (sign, asks)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scales;
    use crate::report::Filter;
    use crate::report::fields;

    fn cut(filter: &str) -> Option<(&str, String, &str)> {
        typing(Kind::Failure, filter).map(|(stands, typing)| match typing {
            Typing::Field(name) => (stands, "field".to_owned(), name),
            Typing::Value { column, written, .. } => (stands, column.name().to_owned(), written),
        })
    }

    fn found<'t>(stands: &'t str, what: &str, written: &'t str) -> Option<(&'t str, String, &'t str)> {
        Some((stands, what.to_owned(), written))
    }

    #[test]
    fn what_is_being_typed_is_known() {
        assert_eq!(cut(""), found("", "field", ""));
        assert_eq!(cut("sev"), found("", "field", "sev"));
        assert_eq!(cut("severity!"), found("", "field", "severity!"));
        assert_eq!(cut("severity>="), found("severity>=", "severity", ""));
        assert_eq!(cut("severity>"), found("severity>", "severity", ""));
        assert_eq!(cut("status=open,acc"), found("status=open,", "status", "acc"));
        assert_eq!(cut("source=\"Human er"), found("source=", "sources", "\"Human er"));
        assert_eq!(cut("source=\"a, b\",c"), found("source=\"a, b\",", "sources", "c"));
        assert_eq!(cut("severity>=high st"), found("severity>=high ", "field", "st"));
        assert_eq!(cut("tag=a,b x-team="), found("tag=a,b x-team=", "x-team", ""));
        assert_eq!(cut("nothing="), None);
        assert_eq!(cut("ü ü"), found("ü ", "field", "ü"));
    }

    #[test]
    fn every_operator_that_is_offered_is_read() {
        let today = "2026-11-20".parse().unwrap();
        for field in fields(Kind::Failure) {
            for (sign, _) in operators(field.sort) {
                let value = match field.sort {
                    Sort::Words(words, _) => words[0],
                    Sort::Date | Sort::Since => "2026-11-20",
                    Sort::Percent => "99.9%",
                    Sort::Duration => "4h",
                    _ => "1",
                };
                let filter = format!("{}{sign}{value}", field.name);
                assert!(Filter::parse(Kind::Failure, &filter, &Scales::default(), today).is_ok(), "{filter}");
            }
        }
    }
}
