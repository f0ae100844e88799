//! What is new about an entry, in a few words: `accepted by cto until 2027-06-30`.

use std::collections::HashMap;
use std::collections::HashSet;

use faultbook::change::Path;
use faultbook::change::Value;
use faultbook::edit::inline;
use faultbook::lint::masked;
use faultbook::workspace::EntryChange;

/// How many changes of one entry are named.
const MOST: usize = 8;

/// The state of an entry that was changed; of a change that cannot be read as data it is said that there is one.
pub(in crate::cli) fn of(change: Option<&EntryChange>) -> String {
    match change {
        Some(EntryChange::Added) => "added".to_owned(),
        Some(EntryChange::Renamed { from }) => format!("renamed from {from}"),
        Some(EntryChange::Removed { .. }) => "removed".to_owned(),
        Some(EntryChange::Edited { before, after }) => edited(before, after),
        None => "changed".to_owned(),
    }
}

fn edited(before: &Value, after: &Value) -> String {
    let mut said = Vec::new();
    tables(&Path::default(), before, after, &mut said);
    let more = said.len().saturating_sub(MOST);
    said.truncate(MOST);
    if more > 0 {
        said.push(format!("and {more} more"));
    }
    // Comments say something too.
    if said.is_empty() { "changed".to_owned() } else { masked(&said.join("; ")).into_owned() }
}

/// What two tables say differently, in the order of the newer one.
fn tables(path: &Path, before: &Value, after: &Value, said: &mut Vec<String>) {
    let (Value::Table(old), Value::Table(new)) = (before, after) else { return };
    // There may be very many keys.
    let known: HashMap<&str, &Value> = old.iter().map(|(key, value)| (key.as_str(), value)).collect();
    let kept: HashSet<&str> = new.iter().map(|(key, _)| key.as_str()).collect();
    for (key, now) in new {
        let was = known.get(key.as_str()).copied();
        if was != Some(now) {
            field(&path.then_key(key), was, now, said);
        }
    }
    let gone = old.iter().filter(|(key, _)| !kept.contains(key.as_str()));
    said.extend(gone.map(|(key, _)| format!("{} removed", path.then_key(key))));
}

/// What a field says now.
fn field(path: &Path, was: Option<&Value>, now: &Value, said: &mut Vec<String>) {
    let text = |key: &str| now.get(key).map(shown);
    match (path.to_string().as_str(), was, now) {
        // Where an entry came from is nothing that somebody said of it.
        ("imported", ..) => {}
        ("accepted", _, Value::Table(_)) => {
            let by = text("by").map(|by| format!(" by {by}")).unwrap_or_default();
            let until = text("until").map(|until| format!(" until {until}")).unwrap_or_default();
            said.push(format!("accepted{by}{until}"));
        }
        (name @ ("reviewed" | "status"), _, Value::Date(_) | Value::Text(_)) => {
            said.push(format!("{name} {}", shown(now)));
        }
        // A likelihood is one value, with or without conditions.
        ("likelihood", ..) => said.push(format!("likelihood = {}", cut(&inline(now)))),
        (_, None, Value::Table(_)) => tables(path, &Value::Table(Vec::new()), now, said),
        (_, Some(was @ Value::Table(_)), Value::Table(_)) => tables(path, was, now, said),
        (_, Some(was @ Value::Text(_)), Value::Table(pairs))
            if pairs.iter().any(|(_, value)| value == was) =>
        {
            let named = pairs.iter().filter(|(_, value)| value == was).cloned().collect();
            tables(path, &Value::Table(named), now, said);
        }
        (_, None, Value::List(now)) => lists(path, &[], now, said),
        (_, Some(Value::List(was)), Value::List(now)) => lists(path, was, now, said),
        (name, ..) => said.push(format!("{name} = {}", cut(&inline(now)))),
    }
}

/// What two lists say differently: elements in the place of others, or some that came and went.
fn lists(path: &Path, was: &[Value], now: &[Value], said: &mut Vec<String>) {
    let without = |of: &[Value], others: &[Value]| -> Vec<Value> {
        let mut rest: HashMap<String, usize> = HashMap::new();
        others.iter().for_each(|other| *rest.entry(inline(other)).or_default() += 1);
        let mut is_new = |item: &&Value| match rest.get_mut(&inline(item)) {
            Some(left @ 1..) => {
                *left -= 1;
                false
            }
            _ => true,
        };
        of.iter().filter(|item| is_new(item)).cloned().collect()
    };
    let (added, removed) = (without(now, was), without(was, now));
    let differing: Vec<_> = was.iter().zip(now).enumerate().filter(|(_, (was, now))| was != now).collect();
    if was.len() == now.len() && differing.len() == added.len() {
        for (at, (was, now)) in differing {
            field(&path.then_index(at), Some(was), now, said);
        }
        return;
    }
    let named = |items: &[Value]| {
        let more = items.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", items.iter().take(MOST).map(element).collect::<Vec<_>>().join(", "))
    };
    if !added.is_empty() {
        said.push(format!("added {} to {path}", named(&added)));
    }
    if !removed.is_empty() {
        said.push(format!("removed {} from {path}", named(&removed)));
    }
    if added.is_empty() && removed.is_empty() {
        said.push(format!("{path} reordered"));
    }
}

/// An element of a list: a table by what names it.
fn element(item: &Value) -> String {
    let name = ["action", "use", "component", "alert"].iter().find_map(|key| item.get(key));
    cut(&inline(name.unwrap_or(item)))
}

/// A value as it is read aloud.
fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| inline(value), str::to_owned);
    cut(&text)
}

/// A value in a length that fits beside others.
fn cut(text: &str) -> String {
    const MOST: usize = 100;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a change from one text to another.
    fn said(before: &str, after: &str) -> String {
        edited(&Value::document(before).unwrap(), &Value::document(after).unwrap())
    }

    #[test]
    fn a_state_says_what_is_new() {
        let cases = [
            ("severity = 'low'", "severity = 'high'", "severity = \"high\""),
            ("owner = 'a'", "", "owner removed"),
            (
                "",
                "accepted = { by = 'cto', because = 'x', on = 2026-11-20, until = 2027-06-30 }",
                "accepted by cto until 2027-06-30",
            ),
            (
                "accepted = { by = 'cto', until = 2027-01-01 }",
                "accepted = { by = 'cto', until = 2027-06-30 }",
                "accepted by cto until 2027-06-30",
            ),
            ("reviewed = 2026-01-01", "reviewed = 2026-11-20", "reviewed 2026-11-20"),
            ("", "status = 'retired'", "status retired"),
            ("tags = ['a']", "tags = ['a', 'b', 'c']", "added \"b\", \"c\" to tags"),
            ("tags = ['a', 'b']", "tags = ['b']", "removed \"a\" from tags"),
            ("tags = ['a', 'b']", "tags = ['b', 'a', 'c']", "added \"c\" to tags"),
            ("tags = ['a', 'b', 'c']", "tags = ['c', 'a', 'b']", "tags reordered"),
            (
                "reactive = ['a', 'b']",
                "reactive = ['a', { action = 'b', status = 'in-place' }]",
                "reactive[1].status = \"in-place\"",
            ),
            (
                "reactive = [{ action = 'b', status = 'planned' }]",
                "reactive = [{ action = 'b', status = 'in-place' }]",
                "reactive[0].status = \"in-place\"",
            ),
            ("", "reactive = [{ use = 'b' }]", "added \"b\" to reactive"),
            (
                "estimate = { detect = '5m' }",
                "estimate = { detect = '5m', repair = '1h' }\nowner = 'a'",
                "estimate.repair = \"1h\"; owner = \"a\"",
            ),
            ("", "estimate = { detect = '5m' }", "estimate.detect = \"5m\""),
            ("reactive = ['a']", "reactive = [{ use = 'b' }]", "reactive[0] = { use = \"b\" }"),
            (
                "likelihood = 'rare'",
                "likelihood = { level = 'likely', when = 'at night' }",
                "likelihood = { level = \"likely\", when = \"at night\" }",
            ),
            ("imported = { row = 1 }", "imported = { row = 2 }", "changed"),
        ];
        for (before, after, wanted) in cases {
            assert_eq!(said(before, after), wanted, "{before} → {after}");
        }
        let many: String = (0..20).map(|n| format!("x-{n} = 1\n")).collect();
        assert!(said("", &many).ends_with("x-7 = 1; and 12 more"), "{}", said("", &many));
        let many: Vec<String> = (0..10).map(|n| format!("'{n}'")).collect();
        let many = said("", &format!("tags = [{}]", many.join(", ")));
        assert!(many.ends_with("\"7\" and 2 more to tags"), "{many}");
        let secret = said("", "x-key = 'AKIAIOSFODNN7REALKEY'");
        assert!(!secret.contains("AKIAIOSFODNN7REALKEY"), "{secret}");
    }
}
