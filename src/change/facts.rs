//! The dates of what has happened.

use crate::change::Path;
use crate::change::Value;
use crate::change::key;
use crate::model::Date;
use crate::model::Kind;
use crate::model::Shape;

/// The dates in an entry that tell when something happened, each with its place. What is `due`, and what holds `until` a date
/// or `expires` on it, lies ahead; so does a drill without a result.
pub fn facts(kind: Kind, entry: &Value) -> Vec<(Path, Date)> {
    let mut found = Vec::new();
    if kind != Kind::Drill || entry.get("result").is_some() {
        collect(kind, &Path::default(), entry, &mut found);
    }
    found
}

fn collect(kind: Kind, path: &Path, value: &Value, found: &mut Vec<(Path, Date)>) {
    let date = match value {
        Value::Table(pairs) => {
            pairs.iter().for_each(|(key, value)| collect(kind, &path.then_key(key), value, found));
            return;
        }
        Value::List(items) => {
            items.iter().enumerate().for_each(|(at, item)| collect(kind, &path.then_index(at), item, found));
            return;
        }
        Value::Date(date) => Some(*date),
        // A time begins with its date.
        Value::Time(text) => text.get(..10).and_then(|date| date.parse().ok()),
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) => None,
    };
    found.extend(date.filter(|_| is_fact(kind, path)).map(|date| (path.clone(), date)));
}

fn is_fact(kind: Kind, path: &Path) -> bool {
    const AHEAD: &[&str] = &["due", "expires", "until"];
    key(kind, path.steps())
        .is_some_and(|key| matches!(key.shape, Shape::Date | Shape::Time) && !AHEAD.contains(&key.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_happened_is_told_from_what_is_to_come() {
        let found = |kind, text: &str| {
            let found = facts(kind, &Value::document(text).unwrap());
            found.into_iter().map(|(path, date)| format!("{path} {date}")).collect::<Vec<_>>()
        };
        let failure = "reviewed = 2026-01-02\nx-seen = 2026-01-03\n\
                       preventative = [{ action = 'a', due = 2026-01-04 }]\n\
                       accepted = { on = 2026-01-05, until = 2026-01-06 }";
        assert_eq!(found(Kind::Failure, failure), ["reviewed 2026-01-02", "accepted.on 2026-01-05"]);
        assert_eq!(found(Kind::Test, "runs = [{ on = 2026-01-02 }]"), ["runs[0].on 2026-01-02"]);
        assert_eq!(found(Kind::Incident, "started = 2026-03-04T10:02:00Z"), ["started 2026-03-04"]);
        assert_eq!(found(Kind::Drill, "on = 2027-01-02"), [""; 0]);
        assert_eq!(found(Kind::Drill, "on = 2027-01-02\nresult = 'passed'"), ["on 2027-01-02"]);
    }
}
