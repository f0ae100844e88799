//! Lists of actions in tables that people edit: what is written of an action stays with it, wherever its line goes, or it is said that it is lost.

use std::collections::BTreeMap;

use faultbook::export;
use faultbook::model::Kind;
use faultbook::model::MeasureClass;
use faultbook::model::Word;
use faultbook::model::marked;
use faultbook::report::Column;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

use crate::foreign::Texts;
use crate::foreign::notes;
use crate::nasty::Random;
use crate::world::every;
use crate::world::today;

/// Texts that a reader of lists could take for something else, and plain ones. None is another wording of another.
const TEXTS: &[&str] = &[
    "Restore the orders database",
    "Preventative actions: none",
    "Reactive actions:",
    "- dashes first",
    "1. numbers first",
    "Keep copies; verify checksums",
    "Drain traffic\nThen wait\n• and look",
    "None",
    "n/a",
    "=1+1",
    "+49 30 1234 answers",
    "'quoted' words",
    "Scale out, quickly",
    "Rotate\tkeys",
    "• a bullet of its own",
    "(1) brackets (2) again",
    "A pipe | within",
    "Größere Puffer; 増設する",
    "*Stars* and _lines_",
    "Call @oncall about #42",
    "tbd",
    "No action required",
    "Mitigate",
    "…",
];

const DETAILS: &[&str] = &[
    "owner = \"ann\"",
    "due = 2026-12-24",
    "status = \"in-place\"",
    "link = \"https://example.com/1\"",
    "effort = \"2w\"",
];

/// The lists of a failure: for each class its actions, each as what it says with all that is written of it.
type Lists = BTreeMap<String, Vec<(String, String)>>;

fn even(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t")
}

fn playbook(lists: &Lists) -> String {
    let mut text = "[failure.a]\nproblem = \"Key store down\"\n".to_owned();
    for (class, actions) in lists.iter().filter(|(_, actions)| !actions.is_empty()) {
        let actions = actions.iter().map(|(action, details)| match details.is_empty() {
            true => format!("\"{}\"", quoted(action)),
            false => format!("{{ action = \"{}\", {details} }}", quoted(action)),
        });
        text.push_str(&format!("{class} = [{}]\n", actions.collect::<Vec<_>>().join(", ")));
    }
    text
}

/// What a workspace holds, with white space evened out.
fn held(workspace: &Workspace) -> Lists {
    let failure = workspace.book().failures.iter().next().unwrap();
    let json = serde_json::to_value(&failure.data).unwrap();
    let mut lists = Lists::new();
    for class in MeasureClass::ALL {
        for item in json[class.word()].as_array().into_iter().flatten() {
            let (action, details) = match item {
                serde_json::Value::String(text) => (text.clone(), String::new()),
                table => {
                    let mut table = table.as_object().unwrap().clone();
                    let action = table.remove("action").unwrap().as_str().unwrap().to_owned();
                    let table: BTreeMap<_, _> =
                        table.into_iter().filter(|(_, value)| !value.is_null()).collect();
                    (action, if table.is_empty() { String::new() } else { format!("{table:?}") })
                }
            };
            lists.entry(class.word().to_owned()).or_default().push((even(&action), details));
        }
    }
    lists
}

fn lists(dice: &mut Random) -> Lists {
    let mut texts: Vec<&str> = TEXTS.to_vec();
    let mut lists: Lists =
        MeasureClass::ALL.iter().map(|class| (class.word().to_owned(), Vec::new())).collect();
    for _ in 0..=dice.below(6) {
        let text = texts.swap_remove(dice.below(texts.len()));
        let class = MeasureClass::ALL[dice.below(MeasureClass::ALL.len())];
        let details = DETAILS.iter().filter(|_| dice.below(2) == 0).copied().collect::<Vec<_>>().join(", ");
        lists.get_mut(class.word()).unwrap().push((text.to_owned(), details));
    }
    lists
}

pub(crate) fn exported(format: &str, workspace: &Workspace, columns: &[&str]) -> Vec<u8> {
    let columns = columns.iter().map(|name| Column::parse(Kind::Failure, name).unwrap()).collect();
    let view = ReportOptions::new(workspace.method(), today()).columns(columns).all(true);
    let mut out = Vec::new();
    export::find(format).unwrap().report.unwrap()(&workspace.report(view), &mut out).unwrap();
    out
}

const COLUMNS: &[&str] = &["id", "problem", "preventative", "reactive", "mitigation"];

/// A workspace that knows nothing of an export reads the same actions in it.
#[test]
fn every_list_is_read_back_from_every_table() {
    let mut dice = Random(77_777);
    for round in 0..400 / every(2) {
        let lists = lists(&mut dice);
        let workspace =
            Workspace::from_texts("format = 1\n", [("playbooks/p.toml", playbook(&lists).as_str())]);
        let bare = |lists: Lists| -> BTreeMap<String, Vec<String>> {
            let texts = |actions: Vec<(String, String)>| actions.into_iter().map(|(text, _)| text).collect();
            lists.into_iter().map(|(class, actions)| (class, texts(actions))).collect()
        };
        let expected = bare(held(&workspace));
        for (format, name) in [("csv", "out.csv"), ("markdown", "out.md"), ("xlsx", "out.xlsx")] {
            for columns in [COLUMNS, &["id", "problem", "actions"]] {
                // Only Markdown says in one cell of which class an action is.
                if columns.contains(&"actions") && format != "markdown" {
                    continue;
                }
                let mut texts = Texts::new();
                texts.import(name, exported(format, &workspace, columns));
                let found = bare(held(&texts.open()));
                assert_eq!(found, expected, "round {round}, {format} {columns:?}: {texts:?}");
            }
        }
    }
}

/// Lines are moved, taken out, added and moved to other columns: what stays has all that was written of it, and what is lost is said.
#[test]
fn details_stay_with_their_action() {
    let mut dice = Random(11_111);
    let mut lost_somewhere = 0;
    for round in 0..1_000 / every(4) {
        let before = lists(&mut dice);
        let mut texts = Texts::new().file("playbooks/p.toml", &playbook(&before));
        let mut expected = held(&texts.open());
        let raw: BTreeMap<&str, &str> = TEXTS.iter().map(|text| (*text, *text)).collect();
        let raw: BTreeMap<String, &str> = raw.into_values().map(|text| (even(text), text)).collect();
        let mut lost = Vec::new();
        for _ in 0..=dice.below(3) {
            let (one, other) =
                (MeasureClass::ALL[dice.below(3)].word(), MeasureClass::ALL[dice.below(3)].word());
            let mut list = expected.remove(one).unwrap_or_default();
            match dice.below(4) {
                0 => list.reverse(),
                1 if !list.is_empty() => lost.push(list.remove(dice.below(list.len()))),
                2 => {
                    list.insert(dice.below(list.len() + 1), (format!("Something new {round}"), String::new()))
                }
                _ if !list.is_empty() => {
                    let moved = list.remove(dice.below(list.len()));
                    let to =
                        if one == other { &mut list } else { expected.entry(other.to_owned()).or_default() };
                    to.insert(dice.below(to.len() + 1), moved);
                }
                _ => {}
            }
            expected.insert(one.to_owned(), list);
        }
        expected.retain(|_, list| !list.is_empty());
        let cell = |class: &str| {
            let list = expected.get(class).map_or(&[][..], Vec::as_slice);
            let items: Vec<&str> =
                list.iter().map(|(text, _)| raw.get(text).copied().unwrap_or(text)).collect();
            marked::lines(&items)
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(COLUMNS).unwrap();
        let cells = [
            "a".to_owned(),
            "Key store down".to_owned(),
            cell("preventative"),
            cell("reactive"),
            cell("mitigation"),
        ];
        writer.write_record(&cells).unwrap();
        let taken = texts.import("edited.csv", writer.into_inner().unwrap());
        let found = held(&texts.open());
        assert_eq!(found, expected, "round {round}: {before:?}\n{cells:?}\n{texts:?}");
        let said = notes(&taken).join("\n");
        for (text, details) in
            lost.iter().filter(|(text, details)| !details.is_empty() && !text.starts_with("Something"))
        {
            let word = text.split(' ').next().unwrap();
            assert!(
                said.contains("is gone, and with it its") && said.contains(word),
                "{text} {details}: {said}"
            );
            lost_somewhere += 1;
        }
    }
    assert!(lost_somewhere > 20, "{lost_somewhere}");
}
