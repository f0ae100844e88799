//! Edits: one changes what it is about and nothing else, or is refused.

use faultbook::change::Edit;
use faultbook::change::Path;
use faultbook::change::Value;
use faultbook::workspace::Transaction;

use crate::text;

/// What stands under a key of an entry.
fn field<'v>(document: &'v Value, kind: &str, id: &str, key: &str) -> Option<&'v Value> {
    let child = |value: &'v Value, key: &str| match value {
        Value::Table(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        _ => None,
    };
    child(child(child(document, kind)?, id)?, key)
}

/// Without a key of an entry.
fn without(document: &Value, kind: &str, id: &str, key: &str) -> Value {
    let Value::Table(kinds) = document else { return document.clone() };
    let kinds = kinds.iter().map(|(name, entries)| {
        let Value::Table(entries) = entries else { return (name.clone(), entries.clone()) };
        let entries = entries.iter().map(|(entry, pairs)| match pairs {
            Value::Table(pairs) if name == kind && entry == id => {
                let kept = pairs.iter().filter(|(name, _)| name != key).cloned();
                (entry.clone(), Value::Table(kept.collect()))
            }
            pairs => (entry.clone(), pairs.clone()),
        });
        (name.clone(), Value::Table(entries.collect()))
    });
    Value::Table(kinds.collect())
}

/// Sets a key of each entry of a playbook, which is the text without its last line, to that line.
pub fn edit(data: &[u8]) {
    /// How many entries of one text are edited.
    const MOST: usize = 8;
    let Some(text) = text(data) else { return };
    let (text, line) = text.rsplit_once('\n').unwrap_or((text, ""));
    let open = || Transaction::from_texts("format = 1\n", [("playbooks/page.toml", text)]);
    let Ok(transaction) = open() else { return };
    // A file may be edited although it defines something twice, which no parser takes.
    let Ok(before) = Value::document(text) else { return };
    for entry in transaction.entries().take(MOST) {
        let Ok(mut transaction) = open() else { return };
        let edit = Edit::Set(Path::key("x-note"), Value::text(line));
        if transaction.edit(&entry, &[edit]).is_err() {
            continue;
        }
        let (kind, id) = (entry.kind.to_string(), entry.id.to_string());
        let changes = transaction.changes();
        let after = changes.first().map_or(text, |(_, _, after)| after);
        let after =
            Value::document(after).unwrap_or_else(|error| panic!("it cannot be read any more: {error}"));
        assert_eq!(
            field(&after, &kind, &id, "x-note"),
            Some(&Value::text(line)),
            "{entry} is not what it should be"
        );
        assert_eq!(
            without(&after, &kind, &id, "x-note"),
            without(&before, &kind, &id, "x-note"),
            "something else than {entry} was changed"
        );
    }
}
