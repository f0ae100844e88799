//! The dates of what has happened.

use crate::change::Path;
use crate::change::Value;
use crate::change::key;
use crate::model::Date;
use crate::model::Fact;
use crate::model::Kind;

/// The dates in an entry that tell when something happened, each with its place, as the format marks them ([`Key::fact`]).
///
/// [`Key::fact`]: crate::model::Key::fact
pub fn facts(kind: Kind, entry: &Value) -> Vec<(Path, Date)> {
    let mut found = Vec::new();
    collect(&Path::default(), entry, &mut found);
    found.retain(|(path, _)| match key(kind, path.steps()).map(|key| key.fact) {
        Some(Fact::Yes) => true,
        Some(Fact::With(other)) => entry.get(other).is_some(),
        Some(Fact::No) | None => false,
    });
    found
}

fn collect(path: &Path, value: &Value, found: &mut Vec<(Path, Date)>) {
    let date = match value {
        Value::Table(pairs) => {
            pairs.iter().for_each(|(key, value)| collect(&path.then_key(key), value, found));
            return;
        }
        Value::List(items) => {
            items.iter().enumerate().for_each(|(at, item)| collect(&path.then_index(at), item, found));
            return;
        }
        Value::Date(date) => Some(*date),
        // A time begins with its date.
        Value::Time(text) => text.get(..10).and_then(|date| date.parse().ok()),
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) => None,
    };
    found.extend(date.map(|date| (path.clone(), date)));
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
