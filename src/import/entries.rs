//! Entries as TOML or JSON, as `add --from` takes them.

use crate::change::NewEntry;
use crate::change::Refusal;
use crate::change::Step;
use crate::change::Value;
use crate::change::shape;
use crate::change::weight::fits;
use crate::finding::nearest;
use crate::finding::short;
use crate::import::exported;
use crate::limits::WHOLE;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Shape;
use crate::model::Word;

/// The entries of a text: tables by kind and id, as in a playbook; the fields of one entry; a JSON list of such; or what
/// `export json` wrote. What names no kind is of the `kind` given, and what names no id gets one made.
///
/// # Errors
/// The text is neither TOML nor JSON, or holds something else than entries.
pub fn entries(text: &str, kind: Kind) -> Result<Vec<NewEntry>, Refusal> {
    let values = match read(text)? {
        Value::List(items) => items,
        value => vec![value],
    };
    let mut entries = Vec::new();
    for value in values {
        let Value::Table(pairs) = value else {
            return Err(Refusal::new("an entry is a table or an object of fields"));
        };
        if pairs.is_empty() {
            continue;
        }
        // Fields that are no table of entries make one entry of their own.
        let is_kind = |(key, value): &(String, Value)| {
            Kind::from_word(key).is_some()
                && matches!(value, Value::Table(ids) if ids.iter().all(|(_, entry)| matches!(entry, Value::Table(_))))
        };
        if pairs.iter().all(is_kind) {
            for (word, ids) in pairs {
                let (Some(kind), Value::Table(ids)) = (Kind::from_word(&word), ids) else { continue };
                for (id, fields) in ids {
                    let bad = |reason| Refusal::new(format!("`{}` cannot be an id: {reason}", short(&id)));
                    let Value::Table(fields) = fields else { continue };
                    entries.push(entry(kind, Some(Id::new(&id).map_err(bad)?), fields)?);
                }
            }
        } else {
            entries.push(alone(kind, pairs)?);
        }
    }
    if entries.is_empty() {
        return Err(Refusal::new("there is no entry in it"));
    }
    Ok(entries)
}

fn read(text: &str) -> Result<Value, Refusal> {
    let exported = exported::entries(text);
    let text = exported.as_deref().unwrap_or(text);
    // JSON is made of nearly the same tokens.
    if !fits(text, WHOLE) {
        let what = format!("it is too large: more than {} MiB, or too many values", WHOLE >> 20);
        return Err(Refusal::new(what).help("split it into several files, or `faultbook import` a table"));
    }
    let toml = match Value::document(text) {
        Ok(value) => return Ok(value),
        Err(reason) => reason,
    };
    // A table of TOML begins with a bracket too; what JSON says counts where it can be nothing else.
    let seems_json = text.trim_start().starts_with('{')
        || text.trim_start().strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']']));
    match Value::json(text) {
        Ok(value) => Ok(value),
        Err(reason) if seems_json => Err(Refusal::new(reason)),
        Err(_) => Err(Refusal::new(format!("this is no TOML: {toml}"))),
    }
}

/// An entry that is not named by the tables around it.
fn alone(kind: Kind, mut fields: Vec<(String, Value)>) -> Result<NewEntry, Refusal> {
    let id = fields.iter().position(|(key, _)| key == "id").map(|at| fields.remove(at).1);
    let id = match &id {
        None => None,
        Some(Value::Text(text)) => Some(
            Id::new(text)
                .map_err(|reason| Refusal::new(format!("`{}` cannot be an id: {reason}", short(text))))?,
        ),
        Some(_) => return Err(Refusal::new("an id is a text")),
    };
    let known = crate::model::shape::keys(kind);
    let unknown =
        fields.iter().find(|(key, _)| !key.starts_with("x-") && !known.iter().any(|known| known.name == key));
    if let Some((key, _)) = unknown {
        let refusal = Refusal::new(format!("a {kind} has no field `{}`", short(key)));
        return Err(match nearest(key, known.iter().map(|key| key.name)) {
            Some(near) => refusal.help(format!("did you mean `{near}`?")),
            None => refusal.help(format!("for other kinds of entries write [{key}.some-id], or {{ \"{key}\": {{ \"some-id\": {{ … }} }} }}")),
        });
    }
    entry(kind, id, fields)
}

fn entry(kind: Kind, id: Option<Id>, fields: Vec<(String, Value)>) -> Result<NewEntry, Refusal> {
    let fields = fields.into_iter().map(|(key, value)| {
        let value = fitting(kind, &[Step::Key(key.clone())], value);
        (key, value)
    });
    Ok(NewEntry { kind, id, fields: fields.collect(), comment: String::new() })
}

/// A value as TOML writes it: JSON has no dates, and writes them as texts.
fn fitting(kind: Kind, path: &[Step], value: Value) -> Value {
    match value {
        Value::Text(text) => match shape(kind, path) {
            Some(Shape::Date | Shape::Time) => match Value::parse(text.trim()) {
                Some(date @ (Value::Date(_) | Value::Time(_))) => date,
                _ => Value::Text(text),
            },
            _ => Value::Text(text),
        },
        Value::List(items) => {
            let item = |(index, item)| fitting(kind, &[path, &[Step::Index(index)]].concat(), item);
            Value::List(items.into_iter().enumerate().map(item).collect())
        }
        Value::Table(pairs) => {
            let pair = |(key, value): (String, Value)| {
                let value = fitting(kind, &[path, &[Step::Key(key.clone())]].concat(), value);
                (key, value)
            };
            Value::Table(pairs.into_iter().map(pair).collect())
        }
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    fn names(text: &str) -> Result<Vec<String>, String> {
        let entries = entries(text, Kind::Failure).map_err(|refusal| refusal.message)?;
        let name = |new: &NewEntry| {
            let id = new.id.as_ref().map_or("?", Id::as_str);
            format!("{}/{id} {}", new.kind, new.fields.len())
        };
        Ok(entries.iter().map(name).collect())
    }

    #[test]
    fn one_or_many_in_toml_or_json() {
        let many = Ok(vec!["failure/a 1".to_owned(), "component/b 1".to_owned()]);
        assert_eq!(names("[failure.a]\nproblem = 'x'\n[component.b]\nkind = 'cache'\n"), many);
        let json = r#"{"component": {"b": {"kind": "cache"}}, "failure": {"a": {"problem": "x"}}}"#;
        assert_eq!(names(json), Ok(vec!["component/b 1".to_owned(), "failure/a 1".to_owned()]));
        assert_eq!(names("problem = 'x'\nrisk = 'y'\n"), Ok(vec!["failure/? 2".to_owned()]));
        let list = r#"[{"problem": "x", "id": "a"}, {"problem": "y", "reviewed": "2026-11-01"}]"#;
        assert_eq!(names(list), Ok(vec!["failure/a 1".to_owned(), "failure/? 2".to_owned()]));
        let reviewed = &entries(list, Kind::Failure).unwrap()[1].fields;
        assert!(reviewed.iter().any(|(_, value)| *value == Value::Date(Date::new(2026, 11, 1).unwrap())));
    }

    #[test]
    fn nonsense_is_refused() {
        for (text, message) in [
            ("", "there is no entry in it"),
            ("[]", "there is no entry in it"),
            ("[1, 2]", "an entry is a table or an object of fields"),
            ("{\"problem\": null}", "`null` means nothing here (leave the field out) at line 1 column 16"),
            ("{\"problem\": 1, \"problem\": 2}", "the key `problem` appears twice at line 1 column 24"),
            (
                "[{\"failure\": {\"a\": {\"tags\": [], \"tags\": []}}}]",
                "the key `tags` appears twice at line 1 column 38",
            ),
            ("problem = \"x\"\nrsik = \"y\"", "a failure has no field `rsik`"),
            (
                "[failure.\"A b\"]\nproblem = 'x'",
                "`A b` cannot be an id: an id is made of a-z, 0-9 and hyphens, and begins with a letter or a digit",
            ),
        ] {
            assert_eq!(names(text), Err(message.to_owned()), "{text}");
        }
        assert!(names("{\"problem\": ").is_err_and(|message| message.starts_with("this is not JSON")));
        assert!(names("problem = ").is_err_and(|message| message.starts_with("this is no TOML")));
    }
}
