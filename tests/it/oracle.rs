//! Random edits, and what each must mean: told without any code that edits text.

use faultbook::change::Edit;
use faultbook::change::NewEntry;
use faultbook::change::Path;
use faultbook::change::Step;
use faultbook::change::Value;
use faultbook::model::Date;
use faultbook::model::EntryRef;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::model::Word;
use toml::Value as Toml;

use crate::nasty::Random;

/// One change of a file.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Edit(EntryRef, Edit),
    Insert(NewEntry),
    Remove(EntryRef),
    Rename(EntryRef, Id),
}

impl Op {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Edit(_, Edit::Set(..)) => "set",
            Self::Edit(_, Edit::Add(..)) => "add",
            Self::Edit(_, Edit::Clear(_)) => "clear",
            Self::Insert(_) => "insert",
            Self::Remove(_) => "remove",
            Self::Rename(..) => "rename",
        }
    }

    /// The way from the top of the file to what is changed.
    pub(crate) fn place(&self) -> Vec<Step> {
        match self {
            Self::Edit(entry, edit) => [root(entry).as_slice(), edit.path().steps()].concat(),
            Self::Insert(new) => vec![key(new.kind.word()), key(new.id.as_ref().unwrap().as_str())],
            Self::Remove(entry) | Self::Rename(entry, _) => root(entry),
        }
    }

    /// Whether a value that stood in the file is one that the edit is about.
    pub(crate) fn is_about(&self, path: &[Step]) -> bool {
        let place = self.place();
        match self {
            Self::Rename(..) => false,
            Self::Edit(_, Edit::Add(..)) => path == place,
            // The elements behind one that goes move up.
            Self::Edit(_, Edit::Clear(_)) if matches!(place.last(), Some(Step::Index(_))) => {
                path.starts_with(&place[..place.len() - 1])
            }
            _ => path.starts_with(&place) || place.starts_with(path),
        }
    }

    /// Whether a value is one that the edit brings, or that moves with what the edit is about: the other keys of an inline
    /// table that grows too large for its line.
    pub(crate) fn may_move(&self, path: &[Step]) -> bool {
        let place = self.place();
        match self {
            Self::Edit(_, Edit::Add(..)) => path.starts_with(&place),
            Self::Edit(_, Edit::Set(..)) => place.len() > 3 && path.starts_with(&place[..place.len() - 1]),
            _ => false,
        }
    }

    /// Whether a whole table or list gives way to something else, which may stand elsewhere.
    pub(crate) fn replaces(&self, path: &[Step]) -> bool {
        matches!(self, Self::Edit(_, Edit::Set(..))) && path.len() > self.place().len()
    }

    /// Where a value stands after the edit.
    pub(crate) fn now(&self, path: &[Step]) -> Path {
        let mut path = path.to_vec();
        if let Self::Rename(entry, id) = self
            && path.starts_with(&root(entry))
        {
            path[1] = key(id.as_str());
        }
        path.into()
    }

    /// Whether a text as it is written is the id that is exchanged.
    pub(crate) fn renames(&self, raw: &str) -> bool {
        matches!(self, Self::Rename(entry, _) if raw.trim_matches(['"', '\'']) == entry.id.as_str())
    }

    /// Whether comments may go with what goes: with an entry, or with a whole list or table.
    pub(crate) fn takes_away(&self, is_whole: bool, is_spread: bool) -> bool {
        match self {
            Self::Remove(_) => true,
            Self::Edit(_, Edit::Clear(_)) => is_whole,
            Self::Edit(_, Edit::Set(_, value)) => is_whole && (is_spread || !matches!(value, Value::List(_))),
            _ => false,
        }
    }
}

fn key(key: &str) -> Step {
    Step::Key(key.to_owned())
}

fn root(entry: &EntryRef) -> Vec<Step> {
    vec![key(entry.kind.word()), key(entry.id.as_str())]
}

/// A random edit of a file that holds such data.
pub(crate) fn operation(random: &mut Random, whole: &Toml) -> Op {
    let mut entries = Vec::new();
    for kind in Kind::ALL {
        for id in whole.get(kind.word()).and_then(Toml::as_table).into_iter().flat_map(|table| table.keys()) {
            entries.extend(Id::new(id).ok().map(|id| EntryRef { kind: *kind, id }));
        }
    }
    let number = random.below(1000);
    let id = Id::new(&format!("{}-{number}", random.of(&["a", "m", "zz"]))).unwrap();
    let what = random.below(24);
    if entries.is_empty() || what == 0 {
        let texts = TEXTS.iter().filter(|text| text.trim() == **text).copied().collect::<Vec<_>>();
        let fields = vec![("problem".to_owned(), Value::text(*random.of(&texts)))];
        return Op::Insert(NewEntry { kind: Kind::Failure, id: Some(id), fields, comment: String::new() });
    }
    let entry = random.of(&entries).clone();
    match what {
        1 if entries.len() > 1 => Op::Remove(entry),
        2 | 3 => Op::Rename(entry, id),
        _ => {
            let data = whole.get(entry.kind.word()).and_then(|kind| kind.get(entry.id.as_str())).unwrap();
            let edit = edit(random, what, entry.kind, data);
            Op::Edit(entry, edit)
        }
    }
}

const TEXTS: &[&str] = &[
    "plain",
    "two words",
    "a \"quoted\" word",
    "it's",
    "back\\slash",
    "# no comment",
    "[failure.no-header]",
    "é 網 🔥",
    "tab\there",
    "two\nlines",
    "\"\"\"",
    "'''",
    " spaced ",
    "a, b",
    "{ }",
    "\u{7f}",
    "5m",
];

fn edit(random: &mut Random, what: usize, kind: Kind, data: &Toml) -> Edit {
    let mut paths = Vec::new();
    walk(data, &mut Vec::new(), &mut paths);
    let text = |random: &mut Random| Value::text(*random.of(TEXTS));
    let list = |random: &mut Random| {
        let length = random.below(4);
        Value::List((0..length).map(|_| text(random)).collect())
    };
    let some = |random: &mut Random, wanted: &dyn Fn(&Toml) -> bool| -> Option<Path> {
        let fitting: Vec<_> = paths.iter().filter(|(_, value)| wanted(value)).collect();
        (!fitting.is_empty()).then(|| random.of(&fitting).0.clone().into())
    };
    let owned =
        |random: &mut Random| Path::key(random.of::<&str>(&["x-a", "x-b", "x-own", "x-list", "owner"]));
    let edited = match what {
        // A value as it is known: levels, dates, words.
        4 | 5 if kind == Kind::Failure => Some(match random.below(6) {
            0 => Edit::Set(Path::key("severity"), Value::text(*random.of(&["low", "medium", "high"]))),
            1 => Edit::Set(Path::key("reviewed"), Value::Date(Date::new(2026, 1, 2).unwrap())),
            2 => Edit::Set(Path::key("risk"), text(random)),
            3 => Edit::Set(Path::key("tags"), list(random)),
            4 => Edit::Set("estimate.detect".parse().unwrap(), Value::text(*random.of(&["5m", "4h", "2w"]))),
            _ => Edit::Set("accepted.because".parse().unwrap(), text(random)),
        }),
        6..=8 => some(random, &|value| value.is_str()).map(|path| Edit::Set(path, text(random))),
        9 => some(random, &|value| !value.is_table() && !value.is_array()).map(|path| {
            let values = [
                Value::Number("7".into()),
                Value::Boolean(true),
                Value::Date(Date::new(2026, 2, 28).unwrap()),
            ];
            Edit::Set(path, random.of(&values).clone())
        }),
        10 => some(random, &Toml::is_array).map(|path| Edit::Set(path, list(random))),
        11 | 12 => some(random, &Toml::is_array).map(|path| Edit::Add(path, text(random))),
        13..=15 => {
            let list = some(random, &|value| value.as_array().is_some_and(|items| !items.is_empty()));
            list.map(|path| {
                let length = at(data, path.steps()).and_then(Toml::as_array).map_or(1, Vec::len);
                Edit::Clear(path.then_index(random.below(length)))
            })
        }
        16..=18 => some(random, &|_| true).map(Edit::Clear),
        19 => some(random, &Toml::is_table).map(|path| Edit::Set(path.then_key("x-in"), text(random))),
        20 => Some(Edit::Set("x-new.deep.er".parse().unwrap(), text(random))),
        21 => Some(Edit::Set("slo.target".parse().unwrap(), Value::text("99%"))),
        22 => Some(Edit::Add(Path::key(random.of::<&str>(&["tags", "x-list", "sources"])), text(random))),
        _ => None,
    };
    edited.unwrap_or_else(|| Edit::Set(owned(random), text(random)))
}

/// Every place in data, but for keys that a path cannot name.
fn walk(value: &Toml, path: &mut Vec<Step>, out: &mut Vec<(Vec<Step>, Toml)>) {
    let mut below = |step: Step, value: &Toml| {
        path.push(step);
        out.push((path.clone(), value.clone()));
        walk(value, path, out);
        path.pop();
    };
    match value {
        Toml::Table(table) => table.iter().for_each(|(name, value)| below(key(name), value)),
        Toml::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| below(Step::Index(index), item))
        }
        _ => {}
    }
}

fn at<'v>(value: &'v Toml, path: &[Step]) -> Option<&'v Toml> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(*index),
    })
}

fn of(value: &Value) -> Toml {
    match value {
        Value::Text(text) => Toml::from(text.as_str()),
        Value::Number(number) => {
            number.parse::<i64>().map_or_else(|_| Toml::from(number.parse::<f64>().unwrap()), Toml::from)
        }
        Value::Boolean(flag) => Toml::from(*flag),
        Value::Date(date) => Toml::Datetime(date.to_string().parse().unwrap()),
        Value::Time(time) => Toml::Datetime(time.parse().unwrap()),
        Value::List(items) => Toml::Array(items.iter().map(of).collect()),
        Value::Table(pairs) => {
            Toml::Table(pairs.iter().map(|(key, value)| (key.clone(), of(value))).collect())
        }
    }
}

/// What a file may say after an edit. Where the last of a table or list of tables goes, it may go as well.
pub(crate) fn possible(op: &Op, before: &Toml) -> Vec<Toml> {
    let mut after = before.clone();
    let place = op.place();
    match op {
        Op::Edit(_, Edit::Set(_, value)) => set(&mut after, &place, of(value)),
        Op::Edit(_, Edit::Add(_, value)) => match at(before, &place) {
            Some(Toml::Array(items)) => {
                set(&mut after, &place, Toml::Array(items.iter().cloned().chain([of(value)]).collect()));
            }
            _ => set(&mut after, &place, Toml::Array(vec![of(value)])),
        },
        Op::Insert(new) => set(&mut after, &place, of(&Value::Table(new.fields.clone()))),
        Op::Edit(_, Edit::Clear(_)) | Op::Remove(_) => {
            let mut possible = Vec::new();
            let least = if matches!(op, Op::Remove(_)) { 1 } else { 3 };
            for end in (least..=place.len()).rev() {
                clear(&mut after, &place[..end]);
                possible.push(after.clone());
                let above = at(&after, &place[..end - 1]);
                let is_empty = |value: &Toml| {
                    value.as_table().is_some_and(|table| table.is_empty())
                        || value.as_array().is_some_and(Vec::is_empty)
                };
                if !above.is_some_and(is_empty) {
                    break;
                }
            }
            return possible;
        }
        Op::Rename(entry, id) => {
            follow(&mut after, &mut Vec::new(), entry, id);
            let table = after.get_mut(entry.kind.word()).and_then(Toml::as_table_mut).unwrap();
            let moved = table.remove(entry.id.as_str()).unwrap();
            table.insert(id.to_string(), moved);
        }
    }
    vec![after]
}

fn set(root: &mut Toml, path: &[Step], value: Toml) {
    let Some((step, rest)) = path.split_first() else {
        *root = value;
        return;
    };
    match step {
        Step::Key(key) => {
            let table = root.as_table_mut().unwrap();
            set(table.entry(key.clone()).or_insert_with(|| Toml::Table(toml::Table::new())), rest, value);
        }
        Step::Index(index) => set(&mut root.as_array_mut().unwrap()[*index], rest, value),
    }
}

fn clear(root: &mut Toml, path: &[Step]) {
    let (last, above) = path.split_last().unwrap();
    let holder = above.iter().try_fold(root, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(*index),
    });
    match (holder, last) {
        (Some(Toml::Table(table)), Step::Key(key)) => drop(table.remove(key)),
        (Some(Toml::Array(items)), Step::Index(index)) => drop(items.remove(*index)),
        _ => {}
    }
}

/// Where the format lets one entry name another; numbers of elements are left out.
const NAMING: &[(&str, &str)] = &[
    ("component.depends_on", "component"),
    ("component.depends_on.component", "component"),
    ("flow.components", "component"),
    ("flow.components.component", "component"),
    ("flow.alternative_to", "flow"),
    ("failure.sources", "component"),
    ("failure.affects", "component"),
    ("failure.flows", "flow"),
    ("failure.detected_by", "alert"),
    ("failure.escalate.to", "role"),
    ("failure.preventative.use", "action"),
    ("failure.reactive.use", "action"),
    ("failure.mitigation.use", "action"),
    ("action.automated.trigger", "alert"),
    ("test.covers", "failure action"),
    ("incident.failures", "failure"),
    ("incident.flows", "flow"),
    ("incident.actions.use", "action"),
    ("plan.covers", "failure"),
    ("plan.components", "component"),
    ("plan.activate.by", "role"),
    ("plan.steps.role", "role"),
    ("plan.communication.role", "role"),
    ("drill.plan", "plan"),
    ("alert.covers", "failure"),
];

fn follow(value: &mut Toml, path: &mut Vec<String>, entry: &EntryRef, id: &Id) {
    match value {
        Toml::Table(table) => table.iter_mut().for_each(|(key, value)| {
            path.push(key.clone());
            follow(value, path, entry, id);
            path.pop();
        }),
        Toml::Array(items) => items.iter_mut().for_each(|item| follow(item, path, entry, id)),
        Toml::String(text) if *text == entry.id.as_str() && path.len() > 2 => {
            let field = format!("{}.{}", path[0], path[2..].join("."));
            let names = |(place, kinds): &(&str, &str)| {
                *place == field && kinds.split(' ').any(|kind| kind == entry.kind.word())
            };
            if NAMING.iter().any(names) {
                *text = id.to_string();
            }
        }
        _ => {}
    }
}
