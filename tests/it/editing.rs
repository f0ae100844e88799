//! Random edits of files as people leave them: only what an edit is about changes, in bytes and in data.

#![expect(clippy::print_stderr, reason = "how much was tried, and how much refused, is worth a line")]

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use faultbook::change::Edit;
use faultbook::change::Path;
use faultbook::change::Step;
use faultbook::change::Value;
use faultbook::model::EntryRef;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::workspace::Transaction;
use toml::Value as Toml;

use crate::nasty::Leaf;
use crate::nasty::MARK;
use crate::nasty::Random;
use crate::nasty::comments;
use crate::nasty::corpus;
use crate::nasty::data;
use crate::nasty::leaves;
use crate::nasty::middle;
use crate::nasty::slides;
use crate::oracle::Op;
use crate::oracle::operation;
use crate::oracle::possible;
use crate::world::World;
use crate::world::said;

const PAGE: &str = "playbooks/page.toml";

/// Why an edit did more than it should; `None`: it did not.
fn wrong(op: &Op, before: &str, after: &str) -> Option<String> {
    let Ok(was) = data(before) else { return Some("the file could not be read before".to_owned()) };
    let now = match data(after) {
        Ok(now) => now,
        Err(error) => return Some(format!("the file cannot be read any more: {error}")),
    };
    if !possible(op, &was).contains(&now) {
        return Some(format!("the data differ by more or less than the edit: {now:?}"));
    }
    outline(before, after).or_else(|| untouched(op, before, after)).or_else(|| noted(op, before, after))
}

/// Byte order mark, line ends and the end of the file stay as they are.
fn outline(before: &str, after: &str) -> Option<String> {
    let bare = |text: &str| text.matches('\n').count() - text.matches("\r\n").count();
    type Is = fn(&str) -> bool;
    let stays: [(&str, Is); 3] = [
        ("the byte order mark", |text| text.starts_with(MARK)),
        ("the end of the last line", |text| text.ends_with('\n')),
        ("the second byte order mark", |text| text.matches(MARK).count() > 1),
    ];
    let lost =
        stays.iter().find(|(_, is)| is(before) != is(after)).map(|(what, _)| format!("{what} changed"));
    let only_windows = bare(before) == 0 && before.contains('\n') && bare(after) > 0;
    let only_unix = !before.contains('\r') && after.contains('\r');
    lost.or_else(|| (only_windows || only_unix).then(|| "line ends of another kind appeared".to_owned()))
}

/// What the edit is not about is written as it was, in the same order, and lies outside of what changed.
fn untouched(op: &Op, before: &str, after: &str) -> Option<String> {
    let (was, now) = (leaves(before), leaves(after));
    let now: BTreeMap<String, &str> = now
        .iter()
        .map(|leaf| (Path::from(leaf.path.clone()).to_string(), &after[leaf.value.clone()]))
        .collect();
    let (about, kept): (Vec<_>, Vec<_>) = was.iter().partition(|leaf| op.is_about(&leaf.path));
    for leaf in &kept {
        let path = op.now(&leaf.path);
        let (then, now) = (&before[leaf.value.clone()], now.get(&path.to_string()));
        let is_followed = op.renames(then);
        if now != Some(&then) && !is_followed {
            return Some(format!("{path} was written {then}, and is {now:?}"));
        }
    }
    let order = |text: &str, map: bool| -> Vec<String> {
        let all =
            leaves(text).into_iter().filter(|leaf| !op.is_about(&leaf.path) && !op.may_move(&leaf.path));
        all.map(|leaf| if map { op.now(&leaf.path).to_string() } else { Path::from(leaf.path).to_string() })
            .collect()
    };
    let (order_before, order_after) = (order(before, true), order(after, false));
    if order_before != order_after {
        return Some(format!("the order changed from {order_before:?} to {order_after:?}"));
    }
    // What is spread over a file has several places that change.
    let is_between = |at: usize| {
        about.first().is_some_and(|a| a.value.start < at) && about.last().is_some_and(|a| at < a.value.start)
    };
    let replaces = about.iter().any(|leaf| op.replaces(&leaf.path));
    let moves = kept.iter().any(|leaf| op.may_move(&leaf.path) && matches!(op, Op::Edit(_, Edit::Set(..))));
    if replaces
        || moves
        || matches!(op, Op::Rename(..))
        || kept.iter().any(|leaf| is_between(leaf.value.start))
    {
        return None;
    }
    let (cut, put) = middle(before, after);
    let is_hit = |cut: &std::ops::Range<usize>| {
        kept.iter().find(|leaf| !cut.is_empty() && cut.start < leaf.whole.end && leaf.whole.start < cut.end)
    };
    let slides = slides(before, &cut, put == 0);
    match slides.iter().all(|cut| is_hit(cut).is_some()) {
        true => Some(format!("{:?} changed, which is more than the edit is about", &before.get(cut))),
        false => None,
    }
}

/// Every comment stays, in the same order; only those may go that stand within an entry, a table or a list that goes.
fn noted(op: &Op, before: &str, after: &str) -> Option<String> {
    let texts =
        |text: &str| comments(text).into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>();
    let (was, mut now) = (texts(before), texts(after).into_iter().peekable());
    let mut gone = Vec::new();
    for comment in was {
        match now.next_if_eq(&comment) {
            Some(_) => {}
            None => gone.push(comment),
        }
    }
    if let Some(more) = now.next() {
        return Some(format!("a comment appeared or moved: {more}"));
    }
    // Comments within a list or table go with it, but not with some of its elements.
    let holds_more =
        |leaf: &Leaf| leaf.path.len() > op.place().len() || before[leaf.value.clone()].contains('#');
    let is_whole = leaves(before).iter().any(|leaf| op.is_about(&leaf.path) && holds_more(leaf));
    // A list under headers of its own is a table for each element.
    let is_spread = before.contains(&format!("[[{}]]", Path::from(op.place())));
    (!gone.is_empty() && !op.takes_away(is_whole, is_spread)).then(|| format!("comments are gone: {gone:?}"))
}

/// What came of all edits.
#[derive(Debug, Default)]
struct Tally {
    changed: usize,
    same: usize,
    refused: BTreeMap<String, usize>,
    by_kind: BTreeMap<&'static str, usize>,
}

/// Does an edit on a transaction. `Err`: it was refused, and why.
fn by_desk(world: &World, op: &Op) -> Result<(), String> {
    let mut transaction = Transaction::open(world.path(), Duration::from_secs(20)).unwrap();
    let done = match op {
        Op::Edit(entry, edit) => transaction.edit(entry, std::slice::from_ref(edit)),
        Op::Insert(new) => transaction.add(new.clone(), None).map(drop),
        Op::Remove(entry) => transaction.remove(entry, true).map(drop),
        Op::Rename(entry, id) => transaction.rename(entry, id).map(drop),
    };
    // Whoever goes on after a refusal writes nothing of it.
    let written = transaction.commit("a test").map_err(|error| error.to_string());
    done.map_err(|error| error.to_string())?;
    written.map(drop)
}

/// The same at the shell, where it can be said there.
fn by_shell(world: &World, op: &Op) -> Option<Result<(), String>> {
    let plain = |value: &Value| match value {
        Value::Text(text)
            if text.trim() == text
                && Value::parse(text).is_none()
                && text.starts_with(char::is_alphanumeric) =>
        {
            Some(text.clone())
        }
        _ => None,
    };
    let args: Vec<String> = match op {
        Op::Edit(entry, edit) => {
            let path = edit.path();
            let way = match edit {
                Edit::Set(_, value) => vec![format!("{path}={}", plain(value)?)],
                Edit::Add(_, value) => vec![
                    "--add".into(),
                    format!("{path}={}", plain(value).filter(|text| !text.contains(','))?),
                ],
                Edit::Clear(_) if matches!(path.steps().last(), Some(Step::Key(_))) => {
                    vec!["--clear".into(), path.to_string()]
                }
                Edit::Clear(_) => return None,
            };
            [vec!["edit".into(), entry.to_string()], way].concat()
        }
        Op::Insert(new) => {
            let id = new.id.as_ref()?.to_string();
            vec!["add".into(), "failure".into(), new.title()?.to_owned(), "--id".into(), id]
        }
        Op::Remove(entry) => vec!["remove".into(), "--force".into(), entry.to_string()],
        Op::Rename(entry, id) => vec!["rename".into(), entry.to_string(), id.to_string()],
    };
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let output = world.run(&args);
    Some(match output.status.code() {
        Some(0) => Ok(()),
        Some(2) => Err(said(&output).lines().next().unwrap_or_default().to_owned()),
        code => panic!("{args:?}: exit {code:?}: {}", said(&output)),
    })
}

/// Edits every file of the corpus again and again.
fn edit_all(
    seed: u64,
    rounds: usize,
    write: impl Fn(&World, &Op) -> Option<Result<(), String>>,
) -> (Tally, Vec<String>) {
    let mut random = Random(seed);
    let (mut tally, mut faults) = (Tally::default(), Vec::<String>::new());
    for (name, text) in corpus() {
        let world = World::of(&text);
        for _ in 0..rounds {
            let page = world.path().join(PAGE);
            let Ok(before) = fs::read_to_string(&page) else { break };
            let op = operation(&mut random, &data(&before).unwrap());
            let Some(done) = write(&world, &op) else { continue };
            let after = fs::read_to_string(&page).unwrap_or_default();
            match done {
                Err(reason) => {
                    if before != after {
                        faults.push(format!("{name}: {op:?} was refused ({reason}), and changed the file"));
                    }
                    *tally.refused.entry(kind_of(&reason)).or_default() += 1;
                }
                Ok(()) if before == after => {
                    tally.same += 1;
                    if !possible(&op, &data(&before).unwrap()).contains(&data(&before).unwrap()) {
                        faults.push(format!("{name}: {op:?} changed nothing"));
                    }
                }
                Ok(()) => {
                    tally.changed += 1;
                    *tally.by_kind.entry(op.name()).or_default() += 1;
                    let is_gone = after.is_empty();
                    if let Some(fault) = wrong(&op, &before, &after).filter(|_| !is_gone) {
                        faults.push(format!(
                            "{name}: {op:?}: {fault}\n--- before\n{before}\n--- after\n{after}"
                        ));
                        fs::write(&page, &before).unwrap();
                    }
                }
            }
        }
    }
    (tally, faults)
}

/// A refusal without its names.
fn kind_of(reason: &str) -> String {
    let words = reason.split_whitespace().filter(|word| !word.contains(['`', '/', '“', '.', '=']));
    words.take(7).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_edit_changes_what_it_is_about_and_nothing_else() {
    let (tally, faults) = edit_all(0x5eed, 30, |world, op| Some(by_desk(world, op)));
    eprintln!("{tally:?}");
    assert!(
        faults.is_empty(),
        "{} of {} edits: {}",
        faults.len(),
        tally.changed,
        faults[..faults.len().min(3)].join("\n\n")
    );
    assert!(tally.changed >= 500, "{tally:?}");
    assert!(tally.by_kind.values().all(|&count| count >= 20) && tally.by_kind.len() == 6, "{tally:?}");
}

#[test]
fn an_edit_at_the_shell_changes_nothing_else_either() {
    let (tally, faults) = edit_all(0xfa01, 4, by_shell);
    eprintln!("{tally:?}");
    assert!(
        faults.is_empty(),
        "{} of {} edits: {}",
        faults.len(),
        tally.changed,
        faults[..faults.len().min(3)].join("\n\n")
    );
    assert!(tally.changed >= 60, "{tally:?}");
}

/// What most would write: parse, change, print.
#[test]
fn a_rewrite_of_the_whole_file_is_caught() {
    let (mut tried, mut caught) = (0, 0);
    for (name, text) in corpus() {
        let mut whole = data(&text).unwrap();
        let op = Op::Edit(
            EntryRef { kind: Kind::Failure, id: Id::new("zone-outage").unwrap() },
            Edit::Set(Path::key("owner"), Value::text("naive")),
        );
        let Some(entry) = whole.get_mut("failure").and_then(|kind| kind.get_mut("zone-outage")) else {
            continue;
        };
        entry.as_table_mut().unwrap().insert("owner".to_owned(), Toml::from("naive"));
        let after = print(&whole);
        assert_eq!(data(&after).as_ref(), Ok(&whole), "{name}: the naive printer is no fair control");
        tried += 1;
        caught += usize::from(wrong(&op, &text, &after).is_some());
    }
    assert!(tried > 50 && caught == tried, "{caught} of {tried} rewrites are caught");
}

/// A file as a library prints data: one table after the other.
fn print(whole: &Toml) -> String {
    let mut out = String::new();
    for (kind, entries) in whole.as_table().unwrap() {
        match entries.as_table().filter(|entries| entries.values().all(Toml::is_table)) {
            Some(entries) => {
                for (id, entry) in entries {
                    out.push_str(&format!("[{kind}.{id}]\n"));
                    for (key, value) in entry.as_table().unwrap() {
                        out.push_str(&format!("{} = {}\n", quoted(key), inline(value)));
                    }
                }
            }
            None => out.insert_str(0, &format!("{kind} = {}\n", inline(entries))),
        }
    }
    out
}

fn inline(value: &Toml) -> String {
    match value {
        Toml::String(text) => quoted(text),
        Toml::Integer(number) => number.to_string(),
        Toml::Float(number) => format!("{number:?}"),
        Toml::Boolean(flag) => flag.to_string(),
        Toml::Datetime(time) => time.to_string(),
        Toml::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Toml::Table(table) => {
            let pairs = table.iter().map(|(key, value)| format!("{} = {}", quoted(key), inline(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

/// TOML takes a text as JSON quotes it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
