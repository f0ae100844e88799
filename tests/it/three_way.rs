//! A table is written, both sides are edited, and it is imported: no edit is lost, and every conflict is reported.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use faultbook::import::Settle;
use faultbook::import::Side;
use faultbook::workspace::ImportOutcome;
use faultbook::workspace::Workspace;

use crate::foreign::Texts;
use crate::foreign::notes;
use crate::lists::exported;
use crate::nasty::Random;
use crate::world::every;

/// A failure: each field with its text, and lists as lines.
type Fields = BTreeMap<&'static str, String>;
type Failures = BTreeMap<String, Fields>;

/// What stands in each field; both sides choose from few, so that they sometimes agree.
const FIELDS: &[(&str, &[&str])] = &[
    ("risk", &["", "Nobody can pay", "Orders are lost, and\nnobody sees it", "Größte Not | überall", "=1+1"]),
    ("severity", &["", "low", "medium", "high"]),
    ("likelihood", &["", "rare", "not-likely", "likely", "very-likely"]),
    ("owner", &["", "ann", "bob"]),
    ("sources", &["", "Human error", "Human error\nOrders database"]),
    (
        "mitigation",
        &["", "Drain traffic", "Drain traffic\nCall the vendor", "Keep copies; verify <b> & sums"],
    ),
    ("x-note", &["", "seen twice", "“quoted” — and *starred*"]),
];

fn failures(dice: &mut Random) -> Failures {
    let failure = |number: usize, dice: &mut Random| {
        let mut fields: Fields =
            FIELDS.iter().map(|(name, texts)| (*name, (*dice.of(texts)).to_owned())).collect();
        fields.insert("problem", format!("{} fails", PROBLEMS[number]));
        (format!("f{number}"), fields)
    };
    (0..2 + dice.below(4)).map(|number| failure(number, dice)).collect()
}

const PROBLEMS: &[&str] = &["Zone", "Ledger", "Queue", "Certificate", "Search index", "Login"];

/// Edits some fields of some failures.
fn edit(failures: &mut Failures, dice: &mut Random) {
    for fields in failures.values_mut() {
        for _ in 0..dice.below(4) {
            let (name, texts) = dice.of(FIELDS);
            fields.insert(name, (*dice.of(texts)).to_owned());
        }
        if dice.below(8) == 0 {
            let problem = format!("{} no more", fields["problem"]);
            fields.insert("problem", problem);
        }
    }
}

fn playbook(failures: &Failures) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let mut out = String::new();
    for (id, fields) in failures {
        out.push_str(&format!("[failure.{id}]\n"));
        for (name, text) in fields.iter().filter(|(_, text)| !text.is_empty()) {
            let is_list = ["sources", "mitigation"].contains(name);
            let value = match is_list {
                true => format!("[{}]", text.lines().map(quoted).collect::<Vec<_>>().join(", ")),
                false => quoted(text),
            };
            out.push_str(&format!("{name} = {value}\n"));
        }
        out.push('\n');
    }
    out
}

/// What a workspace holds, with white space evened out.
fn held(texts: &Texts) -> Failures {
    let failure = |failure: &faultbook::model::Entry<faultbook::model::Failure>| {
        let json = serde_json::to_value(&failure.data).unwrap();
        let text = |value: &serde_json::Value| match value {
            serde_json::Value::Array(items) => {
                let words = |item: &serde_json::Value| {
                    item.as_str().or_else(|| item.get("action")?.as_str()).unwrap_or_default().to_owned()
                };
                items.iter().map(words).collect::<Vec<_>>().join("\n")
            }
            value => value.as_str().unwrap_or_default().to_owned(),
        };
        let names = FIELDS.iter().map(|(name, _)| *name).chain(["problem"]);
        let fields = names.map(|name| {
            let level = || Some(json.get(name)?.get("level")?.clone());
            let value = match name.starts_with("x-") {
                true => failure.extra.get(name).cloned(),
                false => level().or_else(|| json.get(name).cloned()),
            };
            (name, even(&value.map(|value| text(&value)).unwrap_or_default()))
        });
        (failure.id.to_string(), fields.collect::<Fields>())
    };
    texts.open().book().failures.iter().map(failure).collect()
}

/// A list is its lines, and anything else is words.
fn even(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn evened(failures: &Failures) -> Failures {
    let even = |fields: &Fields| fields.iter().map(|(name, text)| (*name, even(text))).collect();
    failures.iter().map(|(id, fields)| (id.clone(), even(fields))).collect()
}

/// The file of what the other side says: their workspace would export it so, but for the record of what each row said at first.
fn edited(format: &str, base: &[u8], theirs: &[u8]) -> Vec<u8> {
    match format {
        "markdown" => {
            let id = |line: &str| line.split(" | ").next().unwrap().to_owned();
            let base = String::from_utf8(base.to_vec()).unwrap();
            let said: BTreeMap<String, &str> = base
                .lines()
                .filter_map(|line| Some((id(line), line.split_once("<!-- said").map(|(_, said)| said)?)))
                .collect();
            let line = |line: &str| match line.split_once("<!-- said") {
                Some((cells, _)) => format!("{cells}<!-- said{}\n", said[&id(line)]),
                None => format!("{line}\n"),
            };
            String::from_utf8(theirs.to_vec()).unwrap().lines().map(line).collect::<String>().into_bytes()
        }
        format => {
            let rows = |bytes: &[u8]| -> Vec<Vec<String>> {
                let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
            };
            let base: BTreeMap<String, String> =
                rows(base).into_iter().map(|row| (row[0].clone(), row.last().unwrap().clone())).collect();
            let mut theirs = rows(theirs);
            theirs.iter_mut().for_each(|row| *row.last_mut().unwrap() = base[&row[0]].clone());
            if format == "csv" {
                let mut writer = csv::Writer::from_writer(Vec::new());
                theirs.iter().for_each(|row| writer.write_record(row).unwrap());
                return writer.into_inner().unwrap();
            }
            // As a spreadsheet saves it.
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            for (row, cells) in (0..).zip(&theirs) {
                for (column, cell) in (0..).zip(cells) {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
            book.save_to_buffer().unwrap()
        }
    }
}

fn conflicts(taken: &ImportOutcome) -> BTreeSet<(String, String)> {
    let of =
        |field: &Option<faultbook::change::Path>| field.as_ref().map(ToString::to_string).unwrap_or_default();
    taken.conflicts.iter().map(|conflict| (conflict.entry.id.to_string(), of(&conflict.field))).collect()
}

/// What is to come out, and what is in conflict.
fn merged(
    base: &Failures,
    ours: &Failures,
    theirs: &Failures,
    side: Option<Side>,
) -> (Failures, BTreeSet<(String, String)>) {
    let (mut merged, mut conflicts) = (ours.clone(), BTreeSet::new());
    for (id, theirs) in theirs {
        let Some(ours) = ours.get(id) else {
            if *theirs != base[id] && side.is_none() {
                conflicts.insert((id.clone(), String::new()));
            }
            if side == Some(Side::Theirs) {
                merged.insert(id.clone(), theirs.clone());
            }
            continue;
        };
        for (name, said) in theirs {
            let (was, is) = (&base[id][name], &ours[name]);
            if said == was || said == is {
                continue;
            }
            if is != was && side.is_none() {
                conflicts.insert((id.clone(), (*name).to_owned()));
            }
            if is == was || side == Some(Side::Theirs) {
                merged.get_mut(id).unwrap().insert(name, said.clone());
            }
        }
    }
    (merged, conflicts)
}

const COLUMNS: &[&str] = &[
    "id",
    "priority",
    "problem",
    "risk",
    "severity",
    "likelihood",
    "owner",
    "sources",
    "mitigation",
    "status",
    "x-note",
];

fn of_round(round: usize) -> (Random, Failures, Failures, Failures) {
    let mut dice = Random(round as u64 * 7_919 + 13);
    let base = failures(&mut dice);
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    edit(&mut ours, &mut dice);
    edit(&mut theirs, &mut dice);
    if dice.below(3) == 0 {
        let gone = format!("f{}", dice.below(2));
        ours.remove(&gone);
    }
    if dice.below(3) == 0 {
        let gone = format!("f{}", dice.below(base.len()));
        theirs.remove(&gone);
    }
    (dice, base, ours, theirs)
}

#[test]
fn an_edit_of_either_side_is_there_or_reported() {
    let (mut in_conflict, mut settled) = (0, 0);
    for round in 0..1_000 / every(5) {
        let (mut dice, base, ours, theirs) = of_round(round);
        // A table of which the workspace has less than half is one of another workspace.
        if theirs.keys().filter(|id| ours.contains_key(*id)).count() * 2 < theirs.len() {
            continue;
        }
        let (format, name) = *dice.of(&[("csv", "t.csv"), ("markdown", "t.md"), ("xlsx", "t.xlsx")]);
        let workspace = |failures: &Failures| {
            Workspace::from_texts("format = 1\n", [("playbooks/p.toml", playbook(failures).as_str())])
        };
        let written = if format == "xlsx" { "csv" } else { format };
        let export = |failures: &Failures| exported(written, &workspace(failures), COLUMNS);
        let file = edited(format, &export(&base), &export(&theirs));
        let side = *dice.of(&[None, None, Some(Side::Ours), Some(Side::Theirs)]);
        let mut texts = Texts::new().file("playbooks/p.toml", &playbook(&ours));
        texts.settle = Settle { all: side, fields: Vec::new() };
        let taken = texts.import(name, &file);
        let (expected, open) = merged(&evened(&base), &evened(&ours), &evened(&theirs), side);
        let told = || {
            format!(
                "round {round}, {format}, {side:?}: {}\n{}",
                playbook(&ours),
                String::from_utf8_lossy(&file)
            )
        };
        assert_eq!(held(&texts), expected, "{}", told());
        assert_eq!(conflicts(&taken), open, "{}", told());
        in_conflict += open.len();
        settled += usize::from(side.is_some());
        let before = texts.files.clone();
        let again = texts.import(name, &file);
        assert_eq!((texts.files, again.changed.len()), (before, 0), "{}", told());
        assert_eq!(conflicts(&again), open, "{}", told());
    }
    assert!(in_conflict > 20 && settled > 20, "{in_conflict} {settled}");
}

/// A table as a wiki has it, which names no ids.
fn wiki(failures: &Failures) -> String {
    let cell = |text: &str| text.replace('|', "\\|").replace('<', "&lt;").replace('\n', "<br>");
    let mut out = "| Problem | Risk | Severity | Likelihood | Owner | Component | Mitigation | Remark |\n|---|---|---|---|---|---|---|---|\n".to_owned();
    for fields in failures.values() {
        let names = ["problem", "risk", "severity", "likelihood", "owner", "sources", "mitigation", "x-note"];
        let cells: Vec<String> = names.iter().map(|name| cell(&fields[name])).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    out
}

#[test]
fn what_was_set_by_hand_is_not_overwritten_by_a_foreign_table() {
    let mut in_conflict = 0;
    for round in 0..1_000 / every(5) {
        let (mut dice, mut base, _, _) = of_round(round);
        for fields in base.values_mut() {
            // A table says in another way what is not its own text.
            fields.insert("risk", (*dice.of(&["", "Nobody can pay", "Orders are lost"])).to_owned());
            fields.insert("x-note", (*dice.of(&["", "seen twice", "never seen"])).to_owned());
            fields.insert("mitigation", (*dice.of(&["", "Drain traffic", "Call the vendor"])).to_owned());
        }
        let mut texts = Texts::new();
        texts.import("wiki.md", wiki(&base));
        let imported = held(&texts);
        // One field of one failure is set by hand, and the file says something else of it, or of another one.
        let id = imported.keys().nth(dice.below(imported.len())).unwrap().clone();
        let (ours, theirs) =
            (*dice.of(&["severity", "likelihood", "owner"]), *dice.of(&["severity", "likelihood", "owner"]));
        let pool = |name: &str| FIELDS.iter().find(|(field, _)| *field == name).unwrap().1;
        let (here, there) = ((*dice.of(pool(ours))).to_owned(), (*dice.of(&pool(theirs)[1..])).to_owned());
        let mut by_hand = imported.clone();
        by_hand.get_mut(&id).unwrap().insert(ours, here.clone());
        set(&mut texts, &id, ours, &here);
        let number = imported.keys().position(|known| *known == id).unwrap();
        // Ids are made of problems, whose order the file keeps.
        let key = base
            .iter()
            .find(|(_, fields)| even(&fields["problem"]) == imported[&id]["problem"])
            .unwrap()
            .0
            .clone();
        let mut later = base.clone();
        later.get_mut(&key).unwrap().insert(theirs, there.clone());
        let taken = texts.import("wiki.md", wiki(&later));
        let was = imported[&id][theirs].clone();
        let is_open = ours == theirs && there != was && here != was && here != there;
        let mut expected = by_hand.clone();
        if there != was && !is_open {
            expected.get_mut(&id).unwrap().insert(theirs, there.clone());
        }
        let told = || {
            format!(
                "round {round}, {number}: {ours}={here:?} {theirs}={there:?} was {was:?}\n{texts:?}\n{:?}",
                notes(&taken)
            )
        };
        assert_eq!(held(&texts), expected, "{}", told());
        assert_eq!(taken.conflicts.len(), usize::from(is_open), "{}", told());
        in_conflict += usize::from(is_open);
        let before = texts.files.clone();
        texts.import("wiki.md", wiki(&later));
        assert_eq!(texts.files, before, "round {round}");
        if is_open {
            texts.settle = Settle { all: None, fields: vec![(ours.to_owned(), Side::Ours)] };
            assert!(texts.import("wiki.md", wiki(&later)).conflicts.is_empty());
            texts.settle = Settle::default();
            let taken = texts.import("wiki.md", wiki(&later));
            assert_eq!((taken.conflicts.len(), held(&texts)), (0, by_hand), "round {round}");
        }
    }
    assert!(in_conflict > 5, "{in_conflict}");
}

/// Sets a field in the text of the playbook, as a person would.
fn set(texts: &mut Texts, id: &str, field: &str, value: &str) {
    let (_, text) = texts.files.iter_mut().find(|(path, _)| path.ends_with("wiki.toml")).unwrap();
    let mut out = String::new();
    let mut is_it = false;
    for line in text.lines() {
        if line.starts_with('[') {
            is_it = line == format!("[failure.{id}]");
        }
        let name = line.split(" = ").next().unwrap();
        if is_it && name == field {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if is_it && name == "problem" && !value.is_empty() {
            out.push_str(&format!("{field} = \"{value}\"\n"));
        }
    }
    *text = out;
}

#[test]
fn a_table_of_another_workspace_is_imported_whole() {
    let mut dice = Random(3);
    let base = failures(&mut dice);
    let workspace = Workspace::from_texts("format = 1\n", [("playbooks/p.toml", playbook(&base).as_str())]);
    let mut texts = Texts::new().file("playbooks/q.toml", "[failure.own]\nproblem = \"Own\"\n");
    let taken = texts.import("t.csv", exported("csv", &workspace, COLUMNS));
    assert_eq!((taken.new.len(), taken.conflicts.len()), (base.len(), 0));
}

#[test]
fn a_table_without_its_record_is_imported_as_it_is_and_the_summary_says_so() {
    let mut texts =
        Texts::new().file("playbooks/p.toml", "[failure.a]\nproblem = \"A\"\nseverity = \"low\"\n");
    let taken = texts.import("t.csv", "id,problem,severity\na,A,high\n");
    assert!(taken.is_unrecorded && taken.conflicts.is_empty());
    assert!(texts.files[0].1.contains("severity = \"high\""));
}

/// What is written into a comment of a page must not end it, or the page shows the rest.
#[test]
fn a_record_never_ends_its_comment() {
    let mut playbook = String::new();
    for number in 0..200 {
        playbook.push_str(&format!(
            "[failure.a--{number}---b]\nproblem = \"Part {number} breaks\"\nowner = \"ann\"\n"
        ));
    }
    let workspace = Workspace::from_texts("format = 1\n", [("playbooks/p.toml", playbook.as_str())]);
    let table = String::from_utf8(exported("markdown", &workspace, &["problem", "owner", "status"])).unwrap();
    let records = table.lines().filter_map(|line| line.split_once("<!-- said ")?.1.strip_suffix(" --> |"));
    assert_eq!(records.filter(|record| !record.contains("--") && !record.ends_with('-')).count(), 200);
    let mut texts = Texts::new().file("playbooks/p.toml", &playbook.replace("ann", "bob"));
    let taken = texts.import("t.md", table.replace("Part 7 breaks", "Part 7 bursts"));
    assert_eq!((taken.changed.len(), taken.unchanged, taken.conflicts.len()), (1, 199, 0));
    assert_eq!(taken.changed[0].0.id.as_str(), "a--7---b");
}
