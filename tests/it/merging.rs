//! Branches that are merged: by git line by line, and by `merge` entry by entry.
//!
//! A thousand pairs of branches change independent things, made by a generator whose numbers never change. What the merge
//! must say is known: it is what the changes of both make of the base, as data.

#![expect(clippy::print_stderr, reason = "figures are worth seeing, and so is that a tool is missing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path as FilePath;
use std::process::Command;

use faultbook::change::Edit;
use faultbook::change::NewEntry;
use faultbook::change::Path;
use faultbook::change::Step;
use faultbook::change::Value;
use faultbook::edit::Draft;
use faultbook::edit::format;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::merge::Markers;
use faultbook::merge::merge;
use faultbook::model::EntryRef;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::workspace::Workspace;
use proptest::prelude::*;

use crate::properties::pieces;
use crate::world::World;
use crate::world::today;

/// Numbers that look like chance, and are the same each time.
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}

/// Files by their paths.
type Tree = BTreeMap<String, String>;

/// What a branch does.
#[derive(Clone, Debug)]
enum Op {
    Add(EntryRef, Vec<(String, Value)>),
    Edit(EntryRef, Edit),
    Remove(EntryRef),
}

impl Op {
    /// The change in the files: in one file, or in one for each entry.
    fn write(&self, tree: &mut Tree, one_file: bool) {
        let (Self::Add(entry, _) | Self::Edit(entry, _) | Self::Remove(entry)) = self;
        let path =
            if one_file { "all.toml".to_owned() } else { format!("all/{}-{}.toml", entry.kind, entry.id) };
        if !one_file && matches!(self, Self::Remove(_)) {
            tree.remove(&path).unwrap();
            return;
        }
        let text = tree.entry(path.clone()).or_default();
        let mut draft = Draft::new(path.into(), "all".into(), std::mem::take(text));
        match self {
            Self::Add(entry, fields) => {
                let (kind, fields) = (entry.kind, fields.clone());
                let new = NewEntry { kind, id: None, fields, comment: String::new() };
                draft.insert(vec![(entry.clone(), new)], |_, new| new)
            }
            Self::Edit(entry, edit) => draft.edit(entry, edit),
            Self::Remove(entry) => draft.remove(entry),
        }
        .unwrap();
        *text = draft.after().concat();
    }

    /// The change in the data of all files together.
    fn apply(&self, data: &mut Value) {
        let (Self::Add(entry, _) | Self::Edit(entry, _) | Self::Remove(entry)) = self;
        let root = [Step::Key(entry.kind.to_string()), Step::Key(entry.id.to_string())];
        let whole = |path: &Path| Path::from([&root, path.steps()].concat());
        let edit = match self {
            Self::Add(_, fields) => Edit::Set(root.to_vec().into(), Value::Table(fields.clone())),
            Self::Edit(_, Edit::Set(path, value)) => Edit::Set(whole(path), value.clone()),
            Self::Edit(_, Edit::Add(path, value)) => Edit::Add(whole(path), value.clone()),
            Self::Edit(_, Edit::Clear(path)) => Edit::Clear(whole(path)),
            Self::Remove(_) => Edit::Clear(root.to_vec().into()),
        };
        edit.apply(data).unwrap();
    }
}

fn entry(kind: Kind, id: &str) -> EntryRef {
    EntryRef { kind, id: Id::new(id).unwrap() }
}

fn key(key: &str) -> Path {
    key.parse().unwrap()
}

const WORDS: &[&str] = &[
    "zone", "order", "payment", "cache", "queue", "login", "search", "stock", "mail", "token", "cert",
    "disk", "dns", "index", "ledger", "price", "quota", "region", "session", "webhook",
];
const ENDS: &[&str] =
    &["outage", "slow", "full", "lost", "stale", "expired", "flooded", "locked", "corrupt", "down"];

fn fields(rng: &mut Rng, kind: Kind) -> Vec<(String, Value)> {
    let mut words = |many: usize| (0..many).map(|_| *rng.pick(WORDS)).collect::<Vec<_>>().join(" ");
    let mut fields = vec![];
    let text = |key: &str, text: String| (key.to_owned(), Value::text(text));
    match kind {
        Kind::Failure => {
            fields.push(text("problem", words(5)));
            fields.push(text("risk", words(7)));
            fields.push(("sources".to_owned(), Value::texts(["Human error", "orders-db"])));
            fields.push(text("severity", "high".to_owned()));
            fields.push(text("likelihood", "likely".to_owned()));
            fields.push(text("owner", words(1)));
            fields.push(("reactive".to_owned(), Value::texts(["Look", "Restart", "Call"])));
            fields.push(("tags".to_owned(), Value::texts(["one", "two"])));
            fields.push((
                "estimate".to_owned(),
                table(&[("detect", "5m"), ("repair", "1h"), ("every", "90d")]),
            ));
        }
        Kind::Test => {
            fields.push(("covers".to_owned(), Value::texts(["zone-outage"])));
            fields.push(text("how", words(4)));
            fields
                .push(("runs".to_owned(), Value::List((1..3).map(|nth| run(&format!("e-{nth}"))).collect())));
        }
        _ => fields.push(text("name", words(3))),
    }
    fields
}

fn table(pairs: &[(&str, &str)]) -> Value {
    Value::Table(pairs.iter().map(|(key, text)| ((*key).to_owned(), Value::text(*text))).collect())
}

fn run(evidence: &str) -> Value {
    table(&[("result", "pass"), ("environment", "nonproduction"), ("by", "ci"), ("evidence", evidence)])
}

/// The files, what they say, the entries in them, and those that are not.
type Start = (Tree, Value, Vec<EntryRef>, Vec<EntryRef>);

/// A base of some sixty entries, and all ids that may still be taken.
fn base(rng: &mut Rng, one_file: bool) -> Start {
    let mut all: Vec<EntryRef> = Vec::new();
    for word in WORDS {
        all.extend(ENDS.iter().map(|end| entry(Kind::Failure, &format!("{word}-{end}"))));
        all.push(entry(Kind::Component, word));
        all.extend(["load", "chaos"].map(|how| entry(Kind::Test, &format!("{word}-{how}"))));
    }
    let mut present = Vec::new();
    for _ in 0..60 {
        present.push(all.swap_remove(rng.below(all.len())));
    }
    let mut tree = Tree::new();
    let mut data = Value::Table(Vec::new());
    for entry in &present {
        let op = Op::Add(entry.clone(), fields(rng, entry.kind));
        op.write(&mut tree, one_file);
        op.apply(&mut data);
    }
    if let Some(text) = tree.get_mut("all.toml") {
        text.insert_str(0, "# What can fail, and what is done about it.\n\n");
    }
    (tree, data, present, all)
}

#[derive(Clone, Copy, PartialEq)]
enum Plan {
    Adds,
    Mixed,
    /// Both branches change the same entries, never the same field of one.
    SameEntries,
}

/// The changes of two branches, of which none touches what another touches.
fn branches(
    rng: &mut Rng,
    plan: Plan,
    present: &mut Vec<EntryRef>,
    free: &mut Vec<EntryRef>,
) -> [Vec<Op>; 2] {
    let mut sides = [Vec::new(), Vec::new()];
    let shared: Vec<EntryRef> = (0..4).map(|_| present.swap_remove(rng.below(present.len()))).collect();
    for (side, ops) in sides.iter_mut().enumerate() {
        for (nth, both) in shared.iter().enumerate().take(3) {
            let what = match plan {
                Plan::Adds => 0,
                Plan::Mixed => nth,
                Plan::SameEntries => 3,
            };
            match what {
                0 if plan != Plan::Adds || nth == 0 => {
                    let new = free.swap_remove(rng.below(free.len()));
                    let fields = fields(rng, new.kind);
                    ops.push(Op::Add(new, fields));
                }
                1 => {
                    let edited = present.swap_remove(rng.below(present.len()));
                    let edit = edit(rng, edited.kind, side);
                    ops.push(Op::Edit(edited, edit));
                }
                2 if rng.below(2) == 0 => {
                    ops.push(Op::Remove(present.swap_remove(rng.below(present.len()))));
                }
                3 => ops.push(Op::Edit(both.clone(), edit(rng, both.kind, side))),
                _ => {}
            }
        }
    }
    sides
}

/// A change of an entry that the other side, with the other number, does not touch.
fn edit(rng: &mut Rng, kind: Kind, side: usize) -> Edit {
    let word = Value::text(format!("{} of {side}", rng.pick(WORDS)));
    match (kind, rng.below(6), side) {
        (Kind::Failure, 0, 0) => Edit::Set(key("problem"), word),
        (Kind::Failure, 0, _) => Edit::Set(key("risk"), word),
        (Kind::Failure, 1, 0) => Edit::Set(key("severity"), Value::text("low")),
        (Kind::Failure, 1, _) => Edit::Set(key("likelihood"), Value::text("rare")),
        (Kind::Failure, 2, 0) => Edit::Set(key("cause"), word),
        (Kind::Failure, 2, _) => Edit::Clear(key("owner")),
        // The same list: what one adds the other does not have, and what one takes away the other leaves.
        (Kind::Failure, 3, _) => Edit::Add(key("tags"), Value::text(format!("tag-{side}"))),
        (Kind::Failure, 4, 0) => Edit::Clear(key("reactive[0]")),
        (Kind::Failure, 4, _) => Edit::Add(key("reactive"), table(&[("use", "roll-back")])),
        (Kind::Failure, _, 0) => Edit::Set(key("estimate.detect"), Value::text("9m")),
        (Kind::Failure, _, _) => Edit::Set(key("estimate.affected"), Value::text("30%")),
        (Kind::Test, 0, 0) => Edit::Set(key("every"), word),
        (Kind::Test, 1, 0) => Edit::Set(key("runs[0].result"), Value::text("fail")),
        (Kind::Test, _, _) => Edit::Add(key("runs"), run(&format!("run of {side}"))),
        (_, _, 0) => Edit::Set(key("name"), word),
        (_, _, _) => Edit::Set(key("technology"), word),
    }
}

/// All files as one table.
fn data(tree: &Tree) -> Result<Value, String> {
    let mut all: Vec<(String, Vec<(String, Value)>)> = Vec::new();
    for (path, text) in tree {
        let Value::Table(kinds) = Value::document(text).map_err(|error| format!("{path}: {error}"))? else {
            return Err("no table".into());
        };
        for (kind, entries) in kinds {
            let Value::Table(entries) = entries else { return Err("no table".into()) };
            match all.iter_mut().find(|(name, _)| *name == kind) {
                Some((_, present)) => present.extend(entries),
                None => all.push((kind, entries)),
            }
        }
    }
    for (kind, entries) in &mut all {
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        if let Some(twice) = entries.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(format!("{kind}.{} stands there twice", twice[0].0));
        }
    }
    Ok(Value::Table(all.into_iter().map(|(kind, entries)| (kind, Value::Table(entries))).collect()))
}

/// Merges files: `both` merges those that both sides changed, and says how many conflicts there were.
fn merged(trees: [&Tree; 3], mut both: impl FnMut([&str; 3]) -> (String, usize)) -> (Tree, usize) {
    let [base, ours, theirs] = trees;
    let mut tree = Tree::new();
    let mut conflicts = 0;
    for path in ours.keys().chain(theirs.keys()).collect::<std::collections::BTreeSet<_>>() {
        let [base, ours, theirs] = [base, ours, theirs].map(|tree| tree.get(path));
        let text = match (base, ours, theirs) {
            (base, ours, theirs) if ours == theirs || base == theirs => ours.cloned(),
            (base, ours, theirs) if base == ours => theirs.cloned(),
            (base, Some(ours), Some(theirs)) => {
                let (text, found) = both([base.map_or("", String::as_str), ours, theirs]);
                conflicts += found;
                Some(text)
            }
            (_, ours, theirs) => {
                conflicts += 1;
                ours.or(theirs).cloned()
            }
        };
        tree.extend(text.map(|text| (path.clone(), text)));
    }
    (tree, conflicts)
}

/// Merges lines as git does; `None`: there is no git.
fn git(folder: &FilePath, texts: [&str; 3]) -> Option<(String, usize)> {
    let names = ["ours", "base", "theirs"];
    for (name, text) in names.iter().zip([texts[1], texts[0], texts[2]]) {
        fs::write(folder.join(name), text).unwrap();
    }
    let output =
        Command::new("git").args(["merge-file", "-p", "-q"]).args(names).current_dir(folder).output().ok()?;
    let conflicts = output.status.code().filter(|code| *code <= 127).unwrap();
    Some((String::from_utf8(output.stdout).unwrap(), usize::try_from(conflicts).unwrap()))
}

fn ours(texts: [&str; 3]) -> (String, usize) {
    let [base, ours, theirs] = texts;
    let merged = merge(base, ours, theirs, &Markers::default()).unwrap();
    (merged.text, merged.conflicts.len())
}

pub(crate) fn has_git() -> bool {
    let found = Command::new("git").arg("--version").output().is_ok();
    if !found {
        eprintln!("git is missing, so its merges are not tried");
    }
    found
}

/// How many of 200 pairs of branches git finds at odds. Whatever it merges must be right, and whatever it merges or not, the
/// driver merges all.
fn simulate(seed: u64, plan: Plan, one_file: bool) -> usize {
    let has_git = has_git();
    let folder = tempfile::tempdir().unwrap();
    let mut at_odds = 0;
    let mut start: Start = (Tree::new(), Value::Table(Vec::new()), Vec::new(), Vec::new());
    for pair in 0..200 {
        let mut rng = Rng(seed + pair);
        // A new base takes longer than all that is done with it.
        if pair % 20 == 0 {
            start = base(&mut rng, one_file);
        }
        let (base, mut wanted, mut present, mut free) = start.clone();
        let sides = branches(&mut rng, plan, &mut present, &mut free);
        let [mut mine, mut their] = [base.clone(), base.clone()];
        for (ops, tree) in sides.iter().zip([&mut mine, &mut their]) {
            ops.iter().for_each(|op| op.write(tree, one_file));
        }
        sides.iter().flatten().for_each(|op| op.apply(&mut wanted));
        let trees = [&base, &mine, &their];

        let (tree, conflicts) = merged(trees, ours);
        assert_eq!(conflicts, 0, "pair {pair}: {sides:#?}");
        assert_eq!(data(&tree).as_ref(), Ok(&wanted), "pair {pair}: {sides:#?}");
        // The order of the format stays: nothing is put where it does not belong.
        let ordered = pair % 10 > 0 || tree.values().all(|text| format(text) == Ok(None));
        assert!(ordered, "pair {pair}: {tree:#?}");
        if has_git {
            let (tree, conflicts) = merged(trees, |texts| git(folder.path(), texts).unwrap());
            at_odds += usize::from(conflicts > 0);
            if conflicts == 0 {
                assert_eq!(data(&tree).as_ref(), Ok(&wanted), "pair {pair} merged by git: {sides:#?}");
            }
        }
    }
    at_odds
}

#[test]
fn adds_in_one_file_seldom_meet() {
    let at_odds = simulate(1_000, Plan::Adds, true);
    eprintln!("adds in one file: git conflicts in {at_odds} of 200");
    assert!(at_odds <= 10, "{at_odds}");
}

#[test]
fn adds_in_a_folder_never_meet() {
    assert_eq!(simulate(2_000, Plan::Adds, false), 0);
}

#[test]
fn mixed_changes_in_one_file_are_merged() {
    let at_odds = simulate(3_000, Plan::Mixed, true);
    eprintln!("mixed changes in one file: git conflicts in {at_odds} of 200");
    assert!(at_odds <= 30, "{at_odds}");
}

#[test]
fn mixed_changes_in_a_folder_are_merged() {
    assert_eq!(simulate(4_000, Plan::Mixed, false), 0);
}

#[test]
fn changes_of_the_same_entries_are_merged() {
    let at_odds = simulate(5_000, Plan::SameEntries, true);
    eprintln!("changes of the same entries: git conflicts in {at_odds} of 200, the driver in none");
    assert!(!has_git() || at_odds >= 150, "{at_odds}: too tame to show anything");
}

/// What would be wrong with appending: both branches write at the same place.
#[test]
fn appended_entries_always_meet() {
    if !has_git() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut at_odds = 0;
    let (base, _, _, free) = base(&mut Rng(6_000), true);
    for pair in 0..200 {
        let mut rng = Rng(6_001 + pair);
        let mut free = free.clone();
        let base = &base["all.toml"];
        let mut appended = || {
            let mut new = Tree::new();
            let entry = free.swap_remove(rng.below(free.len()));
            let fields = fields(&mut rng, entry.kind);
            Op::Add(entry, fields).write(&mut new, true);
            format!("{base}\n{}", new["all.toml"])
        };
        let (mine, their) = (appended(), appended());
        at_odds += usize::from(git(folder.path(), [base, &mine, &their]).unwrap().1 > 0);
        assert_eq!(ours([base, &mine, &their]).1, 0);
    }
    assert_eq!(at_odds, 200);
}

/// What would be wrong with counters: both branches take the next number, merge without a word, and collide.
#[test]
fn counted_ids_collide() {
    let new = |file: &str| (file.to_owned(), format!("[failure.f-031]\nproblem = \"From {file}\"\n"));
    let (base, mine, their) = (Tree::new(), Tree::from([new("a.toml")]), Tree::from([new("b.toml")]));
    let (tree, conflicts) = merged([&base, &mine, &their], ours);
    assert_eq!(conflicts, 0);
    assert!(data(&tree).unwrap_err().contains("twice"));
    let files: Vec<_> = tree.iter().map(|(path, text)| (format!("playbooks/{path}"), text)).collect();
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let verdict = Workspace::from_texts("format = 1", files).lint(RULES, Facts::new(today()));
    assert!(verdict.findings.iter().any(|finding| finding.rule == "duplicate-id"));
    // In one file the driver sees it.
    assert!(ours(["", &tree["a.toml"], &tree["b.toml"]]).1 > 0);
}

/// The text with one side chosen wherever both are at odds.
fn resolved(text: &str, side: usize) -> String {
    let (mut out, mut within) = (String::new(), None);
    for line in text.trim_start_matches('\u{feff}').split_inclusive('\n') {
        match (line.get(..7), within) {
            (Some("<<<<<<<"), _) => within = Some(0),
            (Some("======="), _) => within = Some(1),
            (Some(">>>>>>>"), _) => within = None,
            (_, None) => out.push_str(line),
            (_, Some(now)) if now == side => out.push_str(line),
            _ => {}
        }
    }
    out
}

#[test]
fn what_both_changed_differently_is_always_marked() {
    let start = base(&mut Rng(7_000), true);
    for pair in 0..200 {
        let mut rng = Rng(7_001 + pair);
        let (base, data, mut present, mut free) = start.clone();
        present.retain(|entry| entry.kind == Kind::Failure);
        let entry = present.swap_remove(rng.below(present.len()));
        let field = *rng.pick(&["problem", "risk", "severity", "owner", "estimate"]);
        let set = |side: &str| {
            Op::Edit(entry.clone(), Edit::Set(key(field), Value::text(format!("said by {side}"))))
        };
        let [mut mine, mut their] = branches(&mut rng, Plan::Mixed, &mut present, &mut free);
        let independent: Vec<Op> = mine.iter().chain(&their).cloned().collect();
        mine.insert(rng.below(mine.len() + 1), set("us"));
        their.insert(rng.below(their.len() + 1), set("them"));
        let written = [&mine, &their].map(|ops| {
            let mut tree = base.clone();
            ops.iter().for_each(|op| op.write(&mut tree, true));
            tree.remove("all.toml").unwrap()
        });
        let merged = merge(&base["all.toml"], &written[0], &written[1], &Markers::default()).unwrap();
        let found: Vec<String> = merged.conflicts.iter().map(ToString::to_string).collect();
        assert_eq!(found, [format!("{entry}.{field}")]);
        assert!(Value::document(&merged.text).is_err());
        for (side, (name, _)) in [("us", 0), ("them", 1)].into_iter().enumerate() {
            assert!(merged.text.contains(&format!("said by {name}")));
            let mut wanted = data.clone();
            independent.iter().chain([&set(name)]).for_each(|op| op.apply(&mut wanted));
            assert_eq!(Value::document(&resolved(&merged.text, side)), Ok(wanted), "{}", merged.text);
        }
        // Lines around it are never drawn in.
        assert_eq!(
            merged
                .text
                .lines()
                .skip_while(|line| !line.starts_with("<<<<"))
                .take_while(|line| !line.starts_with(">>>>"))
                .count(),
            4
        );
    }
}

/// Runs git in a folder, with no configuration but its own.
fn run_git(folder: &FilePath, args: &[&str]) -> (bool, String) {
    let output = Command::new("git")
        .args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.com", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", folder.join("no-configuration"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.success(), said.concat())
}

/// A repository with the driver, whose branches `ours` and `theirs` hold a playbook each.
fn repository(base: &str, ours: &str, theirs: &str) -> World {
    let world = World::of(base).file(".gitattributes", "playbooks/**/*.toml merge=faultbook\n");
    let git = |args: &[&str]| {
        let (done, said) = run_git(world.path(), args);
        assert!(done, "{args:?}: {said}");
    };
    let binary = env!("CARGO_BIN_EXE_faultbook").replace('\\', "/");
    git(&["init", "-q", "-b", "ours"]);
    git(&[
        "config",
        "merge.faultbook.driver",
        &format!("'{binary}' merge-driver %O %A %B --path %P --marker-size %L"),
    ]);
    git(&["add", "."]);
    git(&["commit", "-qm", "base"]);
    git(&["branch", "theirs"]);
    for (branch, text) in [("ours", ours), ("theirs", theirs)] {
        git(&["checkout", "-q", branch]);
        fs::write(world.path().join("playbooks/page.toml"), text).unwrap();
        git(&["commit", "-qam", branch]);
    }
    git(&["checkout", "-q", "ours"]);
    world
}

const SMALL: &str = "[failure.a]\nproblem = \"a\"\nseverity = \"low\"\ntags = [\"x\"]\n";

#[test]
fn git_merges_with_the_driver() {
    if !has_git() {
        return;
    }
    let mine = SMALL.replace("low", "high").replace("\"x\"", "\"x\", \"y\"");
    let their = SMALL.replace("\"a\"", "\"b\"").replace("\"x\"", "\"x\", \"z\"");
    let world = repository(SMALL, &mine, &their);
    let (done, said) = run_git(world.path(), &["merge", "--no-edit", "theirs"]);
    assert!(done, "{said}");
    let text = fs::read_to_string(world.path().join("playbooks/page.toml")).unwrap();
    assert_eq!(text, "[failure.a]\nproblem = \"b\"\nseverity = \"high\"\ntags = [\"x\", \"y\", \"z\"]\n");
}

#[test]
fn git_is_told_of_conflicts() {
    if !has_git() {
        return;
    }
    // Text of a playbook that a terminal would obey never reaches it.
    let hostile = "\n[x.\"\\u001b]0;owned\\u0007\"]\nz = 1\n";
    let base = format!("{SMALL}x-a = {{ \"\\u001b[31m\" = 1 }}\n\"\\u001b[2J\" = 1\n");
    let world = repository(
        &base,
        &base.replace("low", "high").replace("[2J\" = 1", "[2J\" = 2"),
        &base.replace("low", "medium").replace("\"a\"", "\"b\"").replace("[2J\" = 1", "[2J\" = 3"),
    );
    let (done, said) = run_git(world.path(), &["merge", "--no-edit", "theirs"]);
    assert!(!done);
    assert!(said.contains("playbooks/page.toml: 2 conflicts: failure/a.severity, failure/a."), "{said}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
    let text = fs::read_to_string(world.path().join("playbooks/page.toml")).unwrap();
    assert!(
        text.contains("<<<<<<< ours\nseverity = \"high\"\n=======\nseverity = \"medium\"\n>>>>>>> theirs\n"),
        "{text}"
    );
    assert!(text.starts_with("[failure.a]\nproblem = \"b\"\n"), "{text}");

    // What cannot be taken apart is merged by git's own lines.
    let base = format!("{SMALL}{hostile}");
    let world = repository(&base, &base.replace("low", "high"), &base.replace("z = 1", "z = 2"));
    let (done, said) = run_git(world.path(), &["merge", "--no-edit", "theirs"]);
    assert!(done && said.contains("playbooks/page.toml: merged line by line: the base: "), "{said}");
    let text = fs::read_to_string(world.path().join("playbooks/page.toml")).unwrap();
    assert_eq!(text, base.replace("low", "high").replace("z = 1", "z = 2"));
}

/// A file that is sound but untidy: keys, tables and entries in any order, comments and empty lines anywhere.
fn untidy(seed: u64) -> String {
    let mut rng = Rng(seed);
    let feed = *rng.pick(&["\n", "\r\n"]);
    let mut text = String::new();
    let mut entries: Vec<String> = Vec::new();
    for kind in ["playbook", "failure.a", "failure.b", "flow.c", "test.t", "x.y"] {
        if rng.below(3) == 0 {
            continue;
        }
        let mut lines = vec![
            "problem = \"p\"",
            "severity = 'low' # s",
            "x-own = { b = 1, a = 2 }",
            "sources = [\n  'a', # f\n  # of b\n  'b'\n]",
            "tags = [\"one\",\"two\"]",
            "cause = \"\"\"\n# no\n[failure.a]\n\"\"\"",
            "escalate.to = 'x'",
            "escalate.after = \"1m\"",
            "unknown = 1",
            "on = 2026-01-01",
            "  indented = true",
            "allow = { a = 'b' }",
            "how = 'h'",
        ];
        let mut body = String::new();
        let mut some = |rng: &mut Rng, body: &mut String| {
            for _ in 0..rng.below(6) {
                if !lines.is_empty() {
                    let line = lines.swap_remove(rng.below(lines.len()));
                    noise(rng, body);
                    body.push_str(&format!("{line}\n"));
                }
            }
        };
        noise(&mut rng, &mut body);
        body.push_str(&format!("[{kind}] # {kind}\n"));
        some(&mut rng, &mut body);
        let mut tables = vec!["estimate", "residual", "x-table", "accepted", "runs", "runs"];
        for _ in 0..rng.below(4) {
            let table = tables.swap_remove(rng.below(tables.len()));
            noise(&mut rng, &mut body);
            match table {
                "runs" => body.push_str(&format!("[[{kind}.runs]]\n")),
                table => body.push_str(&format!("[{kind}.{table}]\n")),
            }
            some(&mut rng, &mut body);
        }
        let at = rng.below(entries.len() + 1);
        entries.insert(at, body);
    }
    if rng.below(3) == 0 {
        text.push_str("# the file\n\n");
    }
    text.push_str(&entries.concat());
    noise(&mut rng, &mut text);
    if rng.below(4) == 0 {
        text.truncate(text.trim_end().len());
    }
    let mark = if rng.below(4) == 0 { "\u{feff}" } else { "" };
    format!("{mark}{}", text.replace('\n', feed))
}

fn noise(rng: &mut Rng, text: &mut String) {
    for _ in 0..rng.below(3) {
        let line = *rng.pick(&["\n", "# note\n", "\n", "  # apart\n\n", "# ''' \"\"\"\n"]);
        text.push_str(line);
    }
}

fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    lines.sort_unstable();
    lines
}

proptest! {
    #[test]
    fn a_side_alone_is_taken_byte_for_byte(base in pieces(), other in pieces()) {
        let text = |ours: &str, theirs: &str| merge(&base, ours, theirs, &Markers::default()).map(|merged| merged.text);
        prop_assert_eq!(text(&other, &base), Ok(other.clone()));
        prop_assert_eq!(text(&base, &other), Ok(other.clone()));
        prop_assert_eq!(text(&other, &other), Ok(other.clone()));
    }

    #[test]
    fn no_texts_make_a_merge_panic(base in pieces(), ours in pieces(), theirs in pieces()) {
        let _ = merge(&base, &ours, &theirs, &Markers::default());
        let _ = format(&base);
    }

    #[test]
    fn untidy_files_are_merged_and_can_be_resolved(base: u64, ours: u64, theirs: u64) {
        let [base, ours, theirs] = [base, ours, theirs].map(untidy);
        for text in [&base, &ours, &theirs] {
            prop_assert!(Value::document(text).is_ok(), "{}", text);
        }
        let Ok(merged) = merge(&base, &ours, &theirs, &Markers::default()) else { return Ok(()) };
        for side in [0, 1] {
            prop_assert!(Value::document(&resolved(&merged.text, side)).is_ok(), "{}", merged.text);
        }
        prop_assert_eq!(merged.text.starts_with('\u{feff}'), ours.starts_with('\u{feff}'));
        if merged.conflicts.is_empty() {
            prop_assert!(Value::document(&merged.text).is_ok());
            prop_assert_eq!(merged.text.ends_with('\n'), ours.ends_with('\n'));
        }
    }

    #[test]
    fn independent_changes_of_untidy_files_are_merged(seed: u64) {
        let base = untidy(seed);
        let edits = |fields: &[&str], id: &str| {
            let mut draft = Draft::new("page.toml".into(), "page".into(), base.clone());
            let entry = entry(Kind::Failure, id);
            let set = |field: &&str| Edit::Set(key(field), Value::text("changed"));
            let is_done = draft.has(Kind::Failure, id) && fields.iter().all(|field| draft.edit(&entry, &set(field)).is_ok());
            is_done.then(|| draft.after().concat())
        };
        let (Some(ours), Some(theirs)) =
            (edits(&["cause", "estimate.detect"], "a"), edits(&["risk", "residual.severity"], "a"))
        else {
            return Ok(());
        };
        let merged = merge(&base, &ours, &theirs, &Markers::default()).unwrap();
        prop_assert_eq!(&merged.conflicts, &[]);
        let said = Value::document(&merged.text).unwrap();
        let said = said.get("failure").and_then(|failures| failures.get("a")).unwrap();
        for field in ["cause", "risk"] {
            prop_assert_eq!(said.get(field).and_then(Value::as_str), Some("changed"));
        }
        prop_assert!(said.get("residual").is_some() && said.get("estimate").is_some());
        // A text that was replaced may hold what looks like a comment.
        let stays = |comment: &&str| ours.contains(*comment) && theirs.contains(*comment);
        let comments = lines(&base).into_iter().filter_map(|line| line.find('#').map(|at| &line[at..]));
        for comment in comments.filter(stays) {
            prop_assert!(merged.text.contains(comment), "{}", merged.text);
        }
    }

    #[test]
    fn a_formatted_file_says_the_same_and_stays_so(seed: u64) {
        let text = untidy(seed);
        let after = format(&text).unwrap().unwrap_or_else(|| text.clone());
        prop_assert_eq!(Value::document(&after), Value::document(&text));
        prop_assert_eq!(lines(&after), lines(&text));
        prop_assert_eq!(after.len(), text.len());
        prop_assert_eq!(format(&after), Ok(None));
        prop_assert_eq!(after.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
    }

    #[test]
    fn pieces_are_formatted_or_left_alone(text in pieces()) {
        if let Ok(Some(after)) = format(&text) {
            prop_assert_eq!(Value::document(&after), Value::document(&text));
            prop_assert_eq!(format(&after), Ok(None));
        }
    }
}
