//! Columns that follow from the shape of the format and from the fields of a report, so that none is forgotten.

use crate::database::Column;
use crate::database::Type;
use crate::model::Failure;
use crate::model::Key;
use crate::model::Shape;
use crate::report::FIELDS;
use crate::report::Field;
use crate::report::Sort;

/// Behind the name of a column of words: the number that puts them in order.
pub(super) const RANK: &str = "_rank";
/// Behind the name of a column of durations: the same in hours.
pub(super) const HOURS: &str = "_hours";

/// The columns of a key: one, and for a duration another one with hours.
pub(super) fn of_key(key: &Key) -> Vec<Column> {
    let column = Column::new(key.name, kind(&key.shape), &lowered(key.about));
    match key.shape {
        Shape::Duration | Shape::Interval => {
            let hours = Column::new([key.name, HOURS].concat(), Type::Real, "the same in hours");
            vec![column, hours]
        }
        _ => vec![column],
    }
}

/// A sentence as the texts of columns are: lower case, no full stop.
fn lowered(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters.clone()).collect()
}

fn kind(shape: &Shape) -> Type {
    match shape {
        Shape::Boolean | Shape::Integer(..) => Type::Integer,
        Shape::Percent => Type::Real,
        _ => Type::Text,
    }
}

/// The columns of a field: one, for words with an order another one with their rank, and for a likelihood those of its conditions.
pub(super) fn of_field(field: &Field) -> Vec<Column> {
    let kind = if field.sort == Sort::Number { Type::Real } else { Type::Text };
    let mut columns = vec![Column::new(field.name, kind, field.about)];
    if is_ranked(field) {
        let rank = [field.name, RANK].concat();
        columns.push(Column::new(rank, Type::Integer, "the number that it is ordered by"));
    }
    if field.name == "likelihood" {
        columns.extend(CONDITIONS.map(|(name, about)| Column::new(name, Type::Text, about)));
    }
    columns
}

/// The columns that stand behind that of a likelihood, which holds its level alone: what it depends on.
pub(super) const CONDITIONS: [(&str, &str); 2] = [
    ("likelihood_when", "the condition under which it is so likely; NULL where it always is"),
    ("likelihood_cases", "where it depends on conditions: all levels with their conditions, as JSON"),
];

/// Whether the values of a field have a rank beside their word.
pub(super) fn is_ranked(field: &Field) -> bool {
    matches!(field.sort, Sort::Rating(_) | Sort::Words(..))
}

/// The keys of a failure that no field of a report shows.
pub(super) fn other_keys() -> impl Iterator<Item = &'static Key> {
    Failure::KEYS.iter().filter(|key| FIELDS.iter().all(|field| field.name != key.name))
}
