//! No key is lost: whichever key of a playbook is misspelt, written in another table or given another type, `lint` fails.

use std::fs;

use faultbook::change::Edit;
use faultbook::change::Path;
use faultbook::change::Step;
use faultbook::change::Value;
use faultbook::change::at;
use faultbook::change::shape;
use faultbook::config::Config;
use faultbook::edit::quoted;
use faultbook::finding::Level;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Action;
use faultbook::model::Date;
use faultbook::model::Key;
use faultbook::model::Kind;
use faultbook::model::ScaleName;
use faultbook::model::Shape;
use faultbook::model::Word;
use faultbook::model::shape::CASE;
use faultbook::model::shape::PLAYBOOK;
use faultbook::model::shape::keys;
use faultbook::workspace::Workspace;

use crate::world::today;

/// The id that every kind has an entry of.
pub(crate) const ID: &str = "base";

/// A value of a shape, with all keys where it is a table.
fn full(shape: Shape) -> Value {
    match shape {
        Shape::Text => Value::text("Some words"),
        Shape::Boolean => Value::Boolean(true),
        Shape::Integer(least, _) => Value::Number(least.max(1).to_string()),
        Shape::Date | Shape::Time => Value::Date(Date::constant(2026, 11, 1)),
        Shape::Duration => Value::text("30m"),
        Shape::Interval => Value::text("30d"),
        Shape::Percent => Value::text("99.9%"),
        Shape::Word(words) => Value::text(words.words[0]),
        Shape::Rating(ScaleName::Severity) => Value::text("high"),
        Shape::Rating(ScaleName::Likelihood) => Value::text("likely"),
        Shape::Rating(ScaleName::Detection) => Value::text("paged"),
        Shape::Likelihood => table(CASE),
        Shape::Id(_) | Shape::Reference(_) => Value::text(ID),
        Shape::Remote => Value::text("shop/component/cart-api"),
        Shape::Affects => Value::texts([ID]),
        Shape::Measure => table(Action::KEYS),
        Shape::Needed(keys) | Shape::Table(keys) | Shape::Open(keys, _) => table(keys),
        Shape::List(of) => Value::List(vec![full(*of)]),
        Shape::Map(of) => Value::Table(vec![("no-owner".to_owned(), full(*of))]),
        Shape::Cadence => Value::Table(vec![("critical".to_owned(), Value::text("30d"))]),
        Shape::Either(shapes) => full(shapes[0]),
        Shape::Any => Value::Number("1".to_owned()),
    }
}

fn table<'k>(keys: impl IntoIterator<Item = &'k Key>) -> Value {
    let pairs = keys.into_iter().map(|key| (key.name.to_owned(), full(key.shape)));
    Value::Table(pairs.collect())
}

/// A playbook with an entry that has all keys of its kind, and one of each kind with those that it must have.
pub(crate) fn everything(of: Kind) -> Value {
    let entries = |&kind: &Kind| {
        let required = table(keys(kind).iter().filter(|key| key.required));
        let full = (kind == of).then(|| ("full".to_owned(), table(keys(kind))));
        let ids = full.into_iter().chain([(ID.to_owned(), required)]).collect();
        (kind.word().to_owned(), Value::Table(ids))
    };
    let playbook = ("playbook".to_owned(), table(PLAYBOOK));
    Value::Table(Kind::ALL.iter().map(entries).chain([playbook]).collect())
}

fn inline(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(number) => number.clone(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.clone(),
        Value::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(pairs) => format!("{{ {} }}", pairs.iter().map(pair).collect::<Vec<_>>().join(", ")),
    }
}

fn pair((key, value): &(String, Value)) -> String {
    format!("{} = {}", quoted(key), inline(value))
}

/// The text of a playbook: a header for each entry.
pub(crate) fn text(root: &Value) -> String {
    let Value::Table(root) = root else { unreachable!("a playbook is a table") };
    let is_table = |value: &Value| matches!(value, Value::Table(_));
    let mut text = String::new();
    for top in root.iter().filter(|(_, value)| !is_table(value)) {
        text += &format!("{}\n", pair(top));
    }
    for (name, value) in root {
        let Value::Table(pairs) = value else { continue };
        let own: Vec<_> = pairs.iter().filter(|(_, value)| !is_table(value) || name == "playbook").collect();
        if !own.is_empty() {
            text += &format!("[{name}]\n{}\n", own.iter().map(|own| pair(own) + "\n").collect::<String>());
        }
        for (id, entry) in pairs.iter().filter(|(_, value)| is_table(value) && name != "playbook") {
            let Value::Table(entry) = entry else { continue };
            let lines: String = entry.iter().map(|line| pair(line) + "\n").collect();
            text += &format!("[{name}.{id}]\n{lines}\n");
        }
    }
    text
}

/// What fails a run of `lint`.
fn denied(config: &str, playbook: &str) -> Vec<String> {
    let workspace = Workspace::from_texts(config, [("playbooks/p.toml", playbook)]);
    let findings = workspace.lint(RULES, Facts::new(today())).findings;
    let denied = findings.iter().filter(|finding| finding.level == Level::Deny);
    denied.map(|finding| format!("{} {}: {}", finding.rule, finding.field, finding.message)).collect()
}

/// The path to each key below a value.
fn paths(value: &Value, path: &Path, found: &mut Vec<Path>) {
    match value {
        Value::Table(pairs) => {
            for (key, value) in pairs.iter().filter(|(key, _)| !key.starts_with("x-")) {
                found.push(path.then_key(key));
                paths(value, &path.then_key(key), found);
            }
        }
        Value::List(items) => {
            items.iter().enumerate().for_each(|(index, item)| paths(item, &path.then_index(index), found));
        }
        _ => {}
    }
}

/// What may be written at a path of a playbook, where the format knows it.
fn shape_at(path: &Path) -> Option<Shape> {
    match path.steps() {
        [Step::Key(name), Step::Key(key)] if name == "playbook" => {
            PLAYBOOK.iter().find(|own| own.name == key).map(|own| own.shape)
        }
        [Step::Key(kind), Step::Key(_), rest @ ..] if !rest.is_empty() => shape(Kind::from_word(kind)?, rest),
        _ => None,
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "text",
        Value::Number(_) => "number",
        Value::Boolean(_) => "boolean",
        Value::Date(_) | Value::Time(_) => "date",
        Value::List(_) => "list",
        Value::Table(_) => "table",
    }
}

fn types(shape: Shape) -> Vec<&'static str> {
    match shape {
        Shape::Boolean => vec!["boolean"],
        Shape::Integer(..) => vec!["number"],
        Shape::Date | Shape::Time => vec!["date"],
        Shape::Rating(_) => vec!["text", "number"],
        Shape::Likelihood => vec!["text", "number", "table", "list"],
        Shape::Affects | Shape::List(_) => vec!["list"],
        Shape::Measure | Shape::Needed(_) | Shape::Cadence => vec!["text", "table"],
        Shape::Table(_) | Shape::Map(_) | Shape::Open(..) => vec!["table"],
        Shape::Either(shapes) => shapes.iter().flat_map(|shape| types(*shape)).collect(),
        Shape::Any => vec!["text", "number", "boolean", "date", "list", "table"],
        _ => vec!["text"],
    }
}

fn changed(root: &Value, edits: &[Edit]) -> Value {
    let mut root = root.clone();
    edits.iter().for_each(|edit| edit.apply(&mut root).unwrap());
    root
}

/// Every playbook with one mistake, each behind what was done.
fn mistakes(root: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    paths(root, &Path::default(), &mut all);
    let mut made = Vec::new();
    // What names a kind or an entry is no key of an entry.
    for path in all.iter().filter(|path| path.steps().len() > 2 || path.first_key() == Some("playbook")) {
        let Some((table, Step::Key(key))) = path.split_last() else { continue };
        if table.steps().is_empty() {
            continue;
        }
        let value = at(root, path).unwrap();
        let mut moved = |what: &str, to: Path| {
            let is_taken = at(root, &to).is_some();
            // A value that may be there says something else, and who could tell?
            let is_right = shape_at(&to).is_some_and(|shape| types(shape).contains(&type_of(value)));
            if !is_taken && !is_right {
                let edits = [Edit::Clear(path.clone()), Edit::Set(to.clone(), value.clone())];
                made.push((format!("{path} {what} {to}"), changed(root, &edits)));
            }
        };
        moved("misspelt as", table.then_key(&format!("{key}x")));
        let short: String = key.char_indices().filter(|(index, _)| *index != 1).map(|(_, c)| c).collect();
        moved("misspelt as", table.then_key(&short));
        let mut above = table.clone();
        while let Some((next, _)) = above.split_last() {
            if matches!(at(root, &next), Some(Value::Table(_))) {
                moved("moved up to", next.then_key(key));
                break;
            }
            above = next;
        }
        let Some(Value::Table(own)) = at(root, &table) else { continue };
        for (other, below) in own.iter().filter(|(other, _)| other != key && !other.starts_with("x-")) {
            match below {
                Value::Table(_) => moved("moved down to", table.then_key(other).then_key(key)),
                Value::List(items) if matches!(items.first(), Some(Value::Table(_))) => {
                    moved("moved down to", table.then_key(other).then_index(0).then_key(key));
                }
                _ => {}
            }
        }
        let Some(shape) = shape_at(path) else { continue };
        let mut others = vec![
            Value::text("Neither here nor there"),
            Value::Number("42".to_owned()),
            Value::Boolean(true),
            Value::Date(Date::constant(2026, 11, 1)),
            Value::List(Vec::new()),
            Value::Table(Vec::new()),
        ];
        others.retain(|other| !types(shape).contains(&type_of(other)));
        if matches!(shape, Shape::List(_) | Shape::Affects) {
            others.push(Value::List(vec![Value::Boolean(true)]));
        }
        for other in others {
            let what = format!("{path} = {}", inline(&other));
            made.push((what, changed(root, &[Edit::Set(path.clone(), other)])));
        }
    }
    made
}

fn every_mistake_is_denied(config: &str, root: &Value) -> usize {
    let sound = text(root);
    assert_eq!(denied(config, &sound), [""; 0], "{sound}");
    let mistakes = mistakes(root);
    let lost: Vec<&String> = mistakes
        .iter()
        .filter(|(_, wrong)| denied(config, &text(wrong)).is_empty())
        .map(|(what, _)| what)
        .collect();
    assert!(lost.is_empty(), "{} of {} pass: {lost:#?}", lost.len(), mistakes.len());
    mistakes.len()
}

#[test]
fn no_mistake_in_any_key_of_the_format_passes() {
    let mistakes = Kind::ALL.iter().map(|kind| every_mistake_is_denied("format = 1\n", &everything(*kind)));
    assert!(mistakes.sum::<usize>() > 1_000);
}

#[test]
fn no_mistake_in_a_key_of_the_examples_passes() {
    for (example, playbook) in [("minimal", "web"), ("e-commerce", "shop")] {
        let config = fs::read_to_string(format!("examples/{example}/faultbook.toml")).unwrap();
        let text = fs::read_to_string(format!("examples/{example}/playbooks/{playbook}.toml")).unwrap();
        assert!(every_mistake_is_denied(&config, &Value::document(&text).unwrap()) > 10, "{example}");
    }
}

#[test]
fn no_mistake_in_a_setting_passes() {
    let config = fs::read_to_string("tests/fixtures/format-1/faultbook.toml").unwrap();
    // Its exceptions are for files that are not here.
    let config = config.replace("playbooks/legacy/**", "**");
    let config = Value::document(&config).unwrap();
    let denied = |config: &Value| denied(&inline_lines(config), "");
    assert_eq!(denied(&config), [""; 0]);
    for key in Config::KEYS {
        let path = Path::key(key.name);
        let Some(value) = at(&config, &path) else { continue };
        let renamed =
            [Edit::Clear(path.clone()), Edit::Set(Path::key(&format!("{}x", key.name)), value.clone())];
        assert!(!denied(&changed(&config, &renamed)).is_empty(), "{}x", key.name);
        // A date is sound where a date is asked for.
        let date = Some(Value::Date(Date::constant(2026, 11, 1))).filter(|_| key.shape != Shape::Date);
        for other in [Value::Boolean(true)].into_iter().chain(date) {
            let set = [Edit::Set(path.clone(), other)];
            assert!(!denied(&changed(&config, &set)).is_empty(), "{}", key.name);
        }
    }
}

fn inline_lines(root: &Value) -> String {
    let Value::Table(pairs) = root else { unreachable!("a file is a table") };
    pairs.iter().map(|line| pair(line) + "\n").collect()
}
