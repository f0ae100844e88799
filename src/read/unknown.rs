//! Keys and tables that the format does not know, and where they were meant to be.

use std::ops::Range;

use crate::change::Belongs;
use crate::change::Step;
use crate::change::belongs;
use crate::change::has_under_header;
use crate::config::Config;
use crate::finding::nearest;
use crate::finding::short;
use crate::model::Kind;
use crate::model::Shape;
use crate::model::Word;
use crate::model::shape::PLAYBOOK;
use crate::model::shape::keys;
use crate::read::reader::About;
use crate::read::reader::Reader;
use crate::read::reader::push_index;
use crate::read::reader::push_key;
use crate::syntax::tree::Key;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

/// What to do with a key that a table does not know and another one does. `table` is where the table that holds it stands.
pub(crate) fn misplaced(reader: &Reader<'_>, key: &Key<'_>, table: &Range<usize>) -> Option<String> {
    let name = key.get_ref().as_ref();
    let path = reader.steps();
    let (root, head, path) = match (reader.about, path.as_slice()) {
        (About::Config, path) => (Shape::Table(Config::KEYS), String::new(), path),
        (About::Entry(kind, id), path) => (Shape::Table(keys(kind)), format!("{kind}.{id}"), path),
        (About::File, [Step::Key(playbook), path @ ..]) => (Shape::Table(PLAYBOOK), playbook.clone(), path),
        (About::File, _) => return None,
    };
    let of_config = || {
        let is_setting = root == Shape::Table(PLAYBOOK) && is_setting(name);
        is_setting.then(|| format!("`{name}` belongs in {}", Config::FILE))
    };
    let Some(belongs) = belongs(root, path, name) else { return of_config() };
    Some(match belongs {
        Belongs::Below(below) => {
            format!("`{name}` belongs in {}", header(&head, &[path, &[Step::Key(below.to_owned())]].concat()))
        }
        Belongs::Above(steps) => {
            // What stands under a header begins behind it; an inline table holds its keys.
            let is_inline = table.contains(&key.span().start);
            let list = matches!(path.get(steps + 1), Some(Step::Index(_)));
            let inner = &path[..steps + 1 + usize::from(list)];
            match is_inline {
                true => format!("`{name}` belongs outside `{}`", field(inner)),
                false => format!("`{name}` belongs above {}", header(&head, inner)),
            }
        }
    })
}

/// Notes which keys of an entry an unknown one may have been meant to be, or to stand below: what they seem to lack may be
/// what stands there. `near` is the key of the same table that is spelt nearly so.
pub(crate) fn doubt(reader: &mut Reader<'_>, name: &str, near: Option<&'static str>) {
    let About::Entry(kind, _) = reader.about else { return };
    let is_top = reader.steps().is_empty();
    for key in keys(kind) {
        let is_meant = || near == Some(key.name) || has_under_header(key.shape, name);
        if key.name == name || is_top && is_meant() {
            reader.flaws.add(key.name);
        }
    }
}

/// The header of a table; an element of a list stands under one in double brackets.
fn header(head: &str, path: &[Step]) -> String {
    let mut way = head.to_owned();
    for step in path {
        if let Step::Key(key) = step {
            push_key(&mut way, key);
        }
    }
    match path.last() {
        Some(Step::Index(_)) => format!("[[{way}]]"),
        _ => format!("[{way}]"),
    }
}

fn field(path: &[Step]) -> String {
    let mut field = String::new();
    for step in path {
        match step {
            Step::Key(key) => push_key(&mut field, key),
            Step::Index(index) => push_index(&mut field, *index),
        }
    }
    field
}

fn is_setting(name: &str) -> bool {
    Config::KEYS.iter().any(|key| key.name == name)
}

/// Reports a key at the top of a playbook that is not a kind of entry.
pub(crate) fn unknown_table(key: &Key<'_>, value: &Value<'_>, reader: &mut Reader<'_>) {
    let name = short(key.get_ref());
    if name.starts_with("x-") {
        return;
    }
    let has = |kind: &&Kind| keys(**kind).iter().any(|key| key.name == name);
    let near = nearest(&name, Kind::WORDS.iter().copied().chain(["playbook"]));
    let is_table = matches!(value.get_ref(), Tree::Table(_));
    let help = match (near, Kind::ALL.iter().find(has)) {
        (Some(near), _) => format!("did you mean {}?", meant(near, value)),
        _ if is_setting(&name) => format!("this setting belongs in {}", Config::FILE),
        (None, Some(kind)) if !is_table => {
            format!("`{name}` belongs below the header of an entry, such as [{kind}.some-id]")
        }
        _ => {
            let kinds: Vec<String> = Kind::ALL.iter().map(|kind| format!("[{kind}.id]")).collect();
            format!("it is ignored; a playbook holds [playbook], {}", kinds.join(", "))
        }
    };
    let what = if is_table { "table" } else { "key" };
    reader.named(key.get_ref(), |reader| {
        reader.say("unknown-key", key.span(), format!("a playbook has no {what} `{name}`"), Some(help));
    });
}

/// The header that was meant: `[failure.db-down]`.
fn meant(word: &str, value: &Value<'_>) -> String {
    match value.get_ref() {
        Tree::Table(entries) if word != "playbook" => {
            let first = entries.iter().min_by_key(|(key, _)| key.span().start);
            let id = first.map_or("some-id".into(), |(key, _)| short(key.get_ref()));
            format!("[{word}.{id}]")
        }
        _ => format!("[{word}]"),
    }
}
