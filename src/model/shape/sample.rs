//! Samples of values, for tests: one for each way to write them.

use crate::model::Action;
use crate::model::shape::CASE;
use crate::model::shape::Key;
use crate::model::shape::Shape;

/// What may stand as a value, as TOML on one line. A list holds an item for each way to write one.
pub(crate) fn value(shape: Shape) -> String {
    match shape {
        Shape::List(of) => format!("[{}]", ways(*of).join(", ")),
        shape => ways(shape).swap_remove(0),
    }
}

/// A value for each way to write it, the fullest first where that is a table.
pub(crate) fn ways(shape: Shape) -> Vec<String> {
    let one = |text: &str| vec![text.to_owned()];
    match shape {
        Shape::Text => one("\"words\""),
        Shape::Boolean => one("true"),
        Shape::Integer(least, most) => vec![least.to_string(), most.to_string()],
        Shape::Date => one("2026-11-01"),
        Shape::Time => vec!["2026-03-04T10:02:00Z".to_owned(), "2026-03-04".to_owned()],
        Shape::Duration | Shape::Interval => one("\"30m\""),
        Shape::Percent => one("\"99.9%\""),
        Shape::Word(words) => words.words.iter().map(|word| format!("\"{word}\"")).collect(),
        Shape::Rating(_) => vec!["1".to_owned(), "10".to_owned()],
        Shape::Likelihood => vec![table(CASE), format!("[{}]", table(CASE)), "5".to_owned()],
        Shape::Id(_) => one("\"an-id\""),
        Shape::Reference(_) => vec!["\"an-id\"".to_owned(), "\"Human error\"".to_owned()],
        Shape::Remote => one("\"shop/component/cart-api\""),
        Shape::Affects => vec!["[\"an-id\"]".to_owned(), "[\"*\"]".to_owned()],
        Shape::Measure => {
            vec!["\"words\"".to_owned(), "{ use = \"an-id\" }".to_owned(), table(Action::KEYS)]
        }
        Shape::Needed(keys) => vec!["\"an-id\"".to_owned(), table(keys)],
        Shape::List(of) => vec![format!("[{}]", ways(*of).join(", ")), "[]".to_owned()],
        Shape::Table(keys) => vec![table(keys)],
        Shape::Map(of) => vec![format!("{{ no-owner = {} }}", value(*of))],
        Shape::Open(keys, of) => vec![table(keys), format!("{{ no-owner = {} }}", value(*of))],
        Shape::Cadence => vec!["\"90d\"".to_owned(), "{ critical = \"30d\", low = \"1y\" }".to_owned()],
        Shape::Either(shapes) => shapes.iter().copied().flat_map(ways).collect(),
        Shape::Any => one("1"),
    }
}

/// An inline table with all keys.
pub(crate) fn table(keys: &[Key]) -> String {
    let pairs: Vec<_> = keys.iter().map(pair).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// All keys, a line each.
pub(crate) fn lines(keys: &[Key]) -> String {
    keys.iter().map(|key| pair(key) + "\n").collect()
}

/// A key with a value. What happens time and again lasts less long than it takes to come back.
fn pair(key: &Key) -> String {
    let value = if key.name == "every" { "\"30d\"".to_owned() } else { value(key.shape) };
    format!("{} = {value}", key.name)
}
