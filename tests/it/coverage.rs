//! What coverage asks, counts and misses: exact on the worked example, and against the plain definition on small books.

use std::collections::BTreeSet;

use faultbook::analyse::coverage::Ask;
use faultbook::analyse::coverage::By;
use faultbook::analyse::coverage::Cell;
use faultbook::analyse::coverage::Coverage;
use faultbook::analyse::coverage::Subject;
use faultbook::graph::Graph;
use faultbook::graph::Tried;
use faultbook::model::Affects;
use faultbook::model::Book;
use faultbook::model::Entry;
use faultbook::model::Failure;
use faultbook::model::Id;
use faultbook::model::Reference;
use faultbook::model::Status;
use faultbook::model::Strength;
use faultbook::workspace::Workspace;
use proptest::prelude::*;

use crate::world::World;
use crate::world::today;

/// A small system, with a failure on one of its components.
const SHOP: &str = r#"
[component.page]
owner = "a"
depends_on = ["cart", { component = "adverts", strength = "weak" }]
[component.cart]
owner = "a"
depends_on = ["database"]
[component.database]
owner = "a"
[component.adverts]
owner = "a"
[component.archive]
owner = "a"

[flow.buy]
criticality = "high"
components = ["page", "cart"]
[flow.browse]
criticality = "medium"
components = ["page", "archive"]
[flow.look]
components = ["archive"]

[failure.full]
problem = "p"
sources = ["database"]
severity = "high"
likelihood = "likely"
classes = ["overload"]
owner = "a"
detected_by = ["x"]
preventative = ["y"]
reactive = ["z"]
"#;

fn ask(by: Option<By>) -> Ask<'static> {
    Ask { by, ..Ask::new(today()) }
}

/// The gaps, each as `gap failure component`.
fn gaps(coverage: &Coverage<'_>) -> Vec<String> {
    let name = |id: Option<&Id>| id.map_or("-", |id| id.as_str()).to_owned();
    let gap = coverage.gaps.iter().map(|gap| {
        format!("{} {} {}", gap.gap, name(gap.failure.map(|failure| &failure.id)), name(gap.component))
    });
    gap.collect()
}

fn holes_of(playbook: &str, by: Option<By>) -> Vec<String> {
    gaps(&World::of(playbook).open().coverage(&ask(by)))
}

/// The source's table names no failure of these components, one source outside of the flow, and prevents two failures by
/// nothing.
#[test]
fn the_worked_example_has_the_holes_of_its_source_and_no_others() {
    let workspace = Workspace::open(std::path::Path::new("examples/e-commerce")).unwrap();
    let coverage = workspace.coverage(&ask(None));
    assert_eq!(
        gaps(&coverage),
        [
            "failure - event-hubs",
            "failure - front-end",
            "failure - pricing-api",
            "failure - product-catalog-api",
            "failure - user-profile-api",
            "source orders-drop-sessions-steady payments-api",
            "preventative cart-prices-time-out -",
            "preventative recommendations-offline -",
        ]
    );
    let passed = |at: usize| coverage.gaps[at].stake.is_passed;
    assert!((0..5).all(passed), "the flow passes each of them");
    assert_eq!(coverage.unbegun, [By::Test]);
    assert_eq!((coverage.tally.asked, coverage.tally.answered), (44, 22));
    assert_eq!((coverage.components_outside.len(), coverage.failures_outside.len()), (1, 0));
    let tests = workspace.coverage(&ask(Some(By::Test)));
    assert_eq!(tests.gaps.len(), 5 + 4, "components without a failure, and every failure");
    assert_eq!(tests.tally.answered, 0);
}

#[test]
fn components_stand_once_below_the_flow_for_which_they_matter_most() {
    let world = World::of(SHOP);
    let workspace = world.open();
    let coverage = workspace.coverage(&ask(None));
    let rows: Vec<String> = coverage
        .rows
        .iter()
        .map(|row| match row.subject {
            Subject::Component(id) => format!("{} {id} {}", row.stake.flow.id, row.stake.strength),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        rows,
        [
            "buy page strong",
            "buy cart strong",
            "buy database strong",
            "buy adverts weak",
            "browse archive strong"
        ]
    );
    let flows: Vec<_> =
        coverage.flows.iter().map(|flow| (flow.flow.id.as_str(), flow.passes.len(), flow.needs)).collect();
    assert_eq!(flows, [("buy", 2, 2), ("browse", 2, 0), ("look", 1, 0)]);
    assert_eq!(
        gaps(&coverage),
        ["failure - cart", "failure - page", "failure - adverts", "failure - archive"],
        "critical flows first, then what a flow cannot do without"
    );
    let look = Id::new("look").unwrap();
    let only = workspace.coverage(&Ask { flow: Some(&look), ..ask(None) });
    assert_eq!(gaps(&only), ["failure - archive"]);
    assert_eq!((only.components_outside.len(), only.failures_outside.len()), (4, 1));
}

/// What each line more changes.
#[test]
fn a_failure_answers_for_what_it_strikes_and_names() {
    let bare = |more: &str| format!("{SHOP}[failure.bare]\nproblem = \"p\"\n{more}\n");
    let with = |more: &str| -> Vec<String> {
        holes_of(&bare(more), None).into_iter().filter(|gap| !gap.starts_with("failure ")).collect()
    };
    let sources = "sources = [\"cart\"]";
    assert_eq!(with(sources), ["action bare -", "detection bare -", "owner bare -"]);
    assert_eq!(
        with(&format!("{sources}\nowner = \"a\"\nmitigation = [\"x\"]\ndetected_by = [\"x\"]")),
        [""; 0]
    );
    assert_eq!(with(&format!("{sources}\nreactive = [\"x\"]"))[0], "preventative bare -");
    assert_eq!(with(&format!("{sources}\npreventative = [\"x\"]"))[0], "reactive bare -");
    assert_eq!(with(&format!("{sources}\nstatus = \"retired\"")), [""; 0]);
    let accepted = |until: &str| with(&format!("{sources}\naccepted = {{ until = {until} }}"));
    assert_eq!(accepted("2026-11-20"), ["owner bare -"], "an accepted risk still has an owner");
    assert_eq!(accepted("2026-11-19").len(), 3, "an acceptance that has run out counts for nothing");
    let allow = "allow = { no-action = \"r\", no-owner = \"r\" }";
    assert_eq!(with(&format!("{sources}\n{allow}")), ["detection bare -"]);
    assert_eq!(with("sources = [\"Human error\"]"), [""; 0], "what touches no flow counts nowhere");
    assert_eq!(with("flows = [\"look\"]").len(), 3, "what names a flow alone counts there");
    assert_eq!(with("affects = [\"*\"]").len(), 3);
    let spare =
        "sources = [\"database\", \"spare\"]\naffects = [\"database\"]\n[component.spare]\nowner = \"a\"";
    assert_eq!(with(spare)[0], "source bare spare");

    // What strikes everything is no answer to how one component fails, and an answer to which classes there are.
    let everything = bare("affects = [\"*\"]\nclasses = [\"region-outage\"]");
    assert_eq!(holes_of(&everything, None).iter().filter(|gap| gap.starts_with("failure ")).count(), 4);
    let world = World::of(&everything);
    let workspace = world.open();
    let classes = workspace.coverage(&ask(Some(By::Class)));
    assert!(classes.gaps.iter().all(|gap| !gap.classes.contains(&"region-outage")));
    assert!(classes.rows.iter().all(|row| row.cells[0] == Cell::Answered(1)), "{:?}", classes.rows);
}

#[test]
fn a_habit_that_never_began_is_said_once() {
    let begun = |playbook: &str| {
        let world = World::of(playbook);
        let workspace = world.open();
        workspace.coverage(&ask(None)).unbegun
    };
    assert_eq!(begun(SHOP), [By::Test]);
    assert_eq!(begun(&format!("{SHOP}[test.t]\ncovers = [\"full\"]\n")), []);
    let bare = SHOP.split("severity").next().unwrap();
    assert_eq!(begun(bare), [By::Action, By::Detection, By::Test, By::Class]);
    assert_eq!(begun(&bare.replace("owner", "x-owner"))[3], By::Owner);
    assert_eq!(begun(""), [], "where there is no failure, there was no occasion");
    let asked = holes_of(bare, Some(By::Detection));
    assert!(asked.contains(&"detection full -".to_owned()), "asked for, it is asked: {asked:?}");
}

#[test]
fn where_nothing_is_examined_nothing_is_covered() {
    for playbook in ["", "[failure.a]\nproblem = \"p\"\n", "[flow.f]\ncomponents = []\n"] {
        let world = World::of(playbook);
        let output = world.run(&["coverage", "--fail-under", "80%"]);
        assert_eq!(output.status.code(), Some(1), "{playbook}");
        assert!(String::from_utf8(output.stdout).unwrap().contains("0 of 0 (0 %)"), "{playbook}");
        assert_eq!(world.run(&["coverage", "--fail-under", "0"]).status.code(), Some(0));
        let json: serde_json::Value =
            serde_json::from_slice(&world.run(&["coverage", "--json"]).stdout).unwrap();
        assert_eq!(json["percent"], 0.0);
        let next = String::from_utf8(world.run(&["next"]).stderr).unwrap();
        let start = if playbook.contains("failure") { "faultbook add flow" } else { "faultbook add failure" };
        assert!(next.contains(start), "{playbook}: {next}");
    }
}

/// A test counts once its last run passed; the others are gaps of their own.
#[test]
fn a_test_counts_once_its_last_run_passed() {
    let gaps = |runs: &str| {
        let run = |run: &str| format!("[[test.t.runs]]\non = {run}\n");
        let runs: String =
            runs.split_terminator(';').map(|one| run(&one.replace(' ', "\nresult = "))).collect();
        let world = World::of(&format!("{SHOP}[test.t]\ncovers = [\"full\"]\n{runs}"));
        let workspace = world.open();
        let coverage = workspace.coverage(&ask(Some(By::Test)));
        let answered = coverage.tally.answered;
        let named = coverage.gaps.iter().filter(|gap| gap.failure.is_some());
        (answered, named.map(|gap| format!("{}: {}", gap.gap, gap.reason())).collect::<Vec<_>>())
    };
    let one = |gap: &str| (0, vec![gap.to_owned()]);
    assert_eq!(gaps(""), one("unrun-test: its test was never run"));
    assert_eq!(gaps("2026-11-01;"), one("unrun-test: its test was never run"), "no result is written");
    assert_eq!(gaps("2026-11-01 \"fail\";"), one("failed-test: the last run of its test failed"));
    assert_eq!(gaps("2026-10-01 \"pass\";2026-11-01 \"fail\";").1.len(), 1);
    assert_eq!(gaps("2026-10-01 \"fail\";2026-11-01 \"pass\";"), (1, vec![]));
    let world = World::of(SHOP);
    let untested = world.open();
    let coverage = untested.coverage(&ask(Some(By::Test)));
    assert!(coverage.gaps.iter().any(|gap| gap.reason() == "no test covers it"));
}

/// What belongs to no flow is named, the worst first, as text and as data.
#[test]
fn what_is_outside_is_named_the_worst_first() {
    let failure = |id: &str, more: &str| format!("[failure.{id}]\nproblem = \"p\"\n{more}");
    let rated = |severity: &str, likelihood: &str| {
        format!("severity = \"{severity}\"\nlikelihood = \"{likelihood}\"\n")
    };
    let text = [
        SHOP.to_owned(),
        "[component.aside]\n[component.behind]\nowner = \"b\"\n".to_owned(),
        failure("a-low", &rated("low", "rare")),
        failure("b-critical", &format!("sources = [\"behind\"]\n{}", rated("high", "very-likely"))),
        failure("c-unrated", ""),
        failure("d-retired", "status = \"retired\"\n"),
    ];
    let world = World::of(&text.concat());
    let output = String::from_utf8(world.run(&["coverage"]).stdout).unwrap().replace('\n', " ");
    let components = "2 components belong to no flow and are not counted: behind (critical) and aside";
    assert!(output.contains(components), "{output}");
    let failures = "3 failures belong to no flow and are not counted: c-unrated (unrated), b-critical (critical) and a-low (low)";
    assert!(output.contains(failures), "{output}");
    let json: serde_json::Value = serde_json::from_slice(&world.run(&["coverage", "--json"]).stdout).unwrap();
    let behind = serde_json::json!({"id": "behind", "failures": 1, "priority": "critical", "owner": "b"});
    assert_eq!(json["components_outside"][0], behind);
    let worst = serde_json::json!({"id": "c-unrated", "priority": "unrated", "problem": "p", "owner": null});
    assert_eq!(
        (json["failures_outside"].as_array().unwrap().len(), &json["failures_outside"][0]),
        (3, &worst)
    );
}

#[test]
fn too_little_ends_with_one_and_what_is_no_percentage_with_two() {
    let world = World::of(SHOP);
    let code = |least: &str| world.run(&["coverage", "--fail-under", least]).status.code();
    // Of 5 components × 5 questions one answers all, and the others only who owns them: 9 of 25.
    for (least, wanted) in [("36", 0), ("36%", 0), ("36.01", 1), ("100%", 1), ("0", 0)] {
        assert_eq!(code(least), Some(wanted), "{least}");
    }
    for bad in ["", "%", "101", "-1", "1e1", "NaN", "80 percent", "."] {
        assert_eq!(code(bad), Some(2), "{bad}");
    }
    assert_eq!(world.run(&["coverage", "--flow", "buyy"]).status.code(), Some(2));
    assert_eq!(world.run(&["coverage", "--flow", "page"]).status.code(), Some(2), "a component is no flow");
}

/// A chain of components with a flow above each of them: what is said of it grows with the chain, and not with its square.
#[test]
fn each_component_is_walked_and_named_once() {
    const LONG: usize = 20_000;
    let link = |at: usize| {
        format!("[flow.f{at}]\ncomponents = [\"c{at}\"]\n[component.c{at}]\ndepends_on = [\"c{}\"]\n", at + 1)
    };
    let chain: String = (0..LONG).map(link).collect();
    let world = World::of(&format!("{chain}[component.c{LONG}]\n"));
    for by in [&["coverage", "--json"][..], &["coverage", "--json", "--by", "class"]] {
        let output = world.run(by);
        assert!(output.stdout.len() < LONG * 2_500, "{}", output.stdout.len());
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(json["version"], 1);
        assert_eq!(json["rows"].as_array().unwrap().len(), LONG + 1);
        assert_eq!(json["flows"][0]["needs"], LONG, "the first of equal flows needs them all");
        assert_eq!(json["flows"][1]["needs"], 0);
    }
}

/// A stream of choices.
struct Choices(std::vec::IntoIter<u16>);

impl Choices {
    fn below(&mut self, most: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % most
    }

    fn some(&mut self, name: &str, of: usize) -> String {
        let all: Vec<String> =
            (0..of).filter(|_| self.below(3) == 0).map(|at| format!("\"{name}{at}\"")).collect();
        format!("[{}]", all.join(", "))
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// The entries of a small book.
pub(crate) fn entries(choices: Vec<u16>) -> Vec<String> {
    let mut choose = Choices(choices.into_iter());
    let mut entries = Vec::new();
    for at in 0..6 {
        let owner = choose.pick(&["", "owner = \"o\"\n", "allow = { unexamined-component = \"r\" }\n"]);
        let (other, strength) = (choose.below(6), choose.pick(&["strong", "weak"]));
        let needs = format!("depends_on = [{{ component = \"c{other}\", strength = \"{strength}\" }}]\n");
        entries.push(format!("[component.c{at}]\n{owner}{}", if other == at { "" } else { &needs }));
    }
    for at in 0..3 {
        let criticality = choose.pick(&["", "criticality = \"high\"\n", "criticality = \"low\"\n"]);
        entries.push(format!("[flow.f{at}]\n{criticality}components = {}\n", choose.some("c", 6)));
    }
    for at in 0..6 {
        let mut text = format!("[failure.x{at}]\nproblem = \"p\"\nsources = {}\n", choose.some("c", 6));
        for options in [
            &["", "", "affects = [\"c0\"]\n", "affects = [\"*\"]\n"][..],
            &["", "flows = [\"f0\"]\n"],
            &[
                "",
                "severity = \"high\"\nlikelihood = \"likely\"\n",
                "severity = \"low\"\nlikelihood = \"rare\"\n",
            ],
            &["", "detected_by = [\"x\"]\n"],
            &["", "owner = \"o\"\n"],
            &["", "preventative = [\"x\"]\n", "preventative = [{ use = \"a0\" }]\n"],
            &["", "reactive = [{ use = \"a0\" }, { use = \"a1\" }]\n", "reactive = [\"x\"]\n"],
            &["", "", "mitigation = [\"x\", { use = \"a1\" }]\n"],
            &["", "", "status = \"retired\"\n", "status = \"mitigated\"\n"],
            &["", "", "accepted = { until = 2027-01-01 }\n", "accepted = { until = 2026-01-01 }\n"],
            &["", "classes = [\"overload\", \"bug\"]\n", "classes = [\"attack\"]\n"],
            &[
                "",
                &format!(
                    "[failure.x{at}.estimate]\ndetect = \"5m\"\nrepair = \"1h\"\naffected = \"20%\"\nevery = \"7d\"\n"
                ),
            ],
        ] {
            text.push_str(choose.pick(options));
        }
        entries.push(text);
    }
    for at in 0..2 {
        let status = choose.pick(&[
            "",
            "status = \"planned\"\n",
            "status = \"in-place\"\n",
            "status = \"in-progress\"\n",
        ]);
        let reduces =
            choose.pick(&["", "reduces = { likelihood = \"rare\" }\n", "reduces = { severity = \"low\" }\n"]);
        let due = choose.pick(&["", "due = 2026-11-01\n", "due = 2026-12-01\n"]);
        let effort = choose.pick(&["", "effort = \"2d\"\n"]);
        entries.push(format!("[action.a{at}]\naction = \"a\"\n{status}{reduces}{due}{effort}"));
    }
    let covers = choose.pick(&["", "\"x1\"", "\"a0\""]);
    let runs = choose.pick(&["", "fail", "pass"]);
    let runs = if runs.is_empty() {
        String::new()
    } else {
        format!("[[test.t.runs]]\non = 2026-11-01\nresult = \"{runs}\"\n")
    };
    entries.push(format!("[test.t]\ncovers = [{covers}]\n{runs}"));
    entries
}

/// The components that a flow needs, by going over all dependencies until nothing is new.
fn needed<'a>(book: &'a Book, flow: &str, strength: Strength) -> BTreeSet<&'a str> {
    let passed = book.flows.get(flow).unwrap().components.iter().filter(|step| step.strength <= strength);
    let mut all: BTreeSet<&str> = passed.map(|step| step.component.as_str()).collect();
    loop {
        let needs =
            book.components.iter().filter(|entry| all.contains(entry.id.as_str())).flat_map(|entry| {
                entry
                    .depends_on
                    .iter()
                    .filter(|one| one.strength <= strength)
                    .filter_map(|one| one.component.as_ref())
                    .map(Id::as_str)
            });
        let more: BTreeSet<&str> = needs.chain(all.iter().copied()).collect();
        if more == all {
            return all;
        }
        all = more;
    }
}

fn own(failure: &Failure) -> BTreeSet<&str> {
    let struck: &[Id] = match &failure.affects {
        Affects::Components(ids) => ids,
        _ => &[],
    };
    failure.sources.iter().filter_map(Reference::id).chain(struck).map(|id| id.as_str()).collect()
}

/// Whether a failure need answer a question, and does not.
fn lacks(failure: &Entry<Failure>, question: &str, graph: &Graph<'_>) -> bool {
    let nobody = match question {
        "preventative" => failure.preventative.is_empty() && failure.mitigation.is_empty(),
        "reactive" => failure.reactive.is_empty() && failure.mitigation.is_empty(),
        "detection" => failure.detected_by.is_empty(),
        "test" => graph.tried(failure) != Tried::Passed,
        "owner" => return failure.owner.is_none(),
        _ => false,
    };
    nobody && !failure.is_accepted(today())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Cell by cell, and component by component, as the definition says.
    #[test]
    fn counts_are_those_of_the_definition(choices in prop::collection::vec(any::<u16>(), 250)) {
        let world = World::of(&entries(choices).concat());
        let workspace = world.open();
        let book = workspace.book();
        let graph = Graph::new(book);
        let open: Vec<&Entry<Failure>> = book.failures.iter().filter(|one| one.status != Status::Retired).collect();
        let inside: BTreeSet<&str> =
            book.flows.iter().flat_map(|flow| needed(book, flow.id.as_str(), Strength::Weak)).collect();
        for by in [None, Some(By::Action), Some(By::Detection), Some(By::Test), Some(By::Owner), Some(By::Class)] {
            let coverage = workspace.coverage(&ask(by));
            let rows = coverage.rows.iter().filter_map(|row| match row.subject {
                Subject::Component(id) => Some((id.as_str(), row)),
                _ => None,
            });
            let rows: Vec<_> = rows.collect();
            prop_assert_eq!(rows.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>(), inside.clone());
            prop_assert_eq!(rows.len(), inside.len());
            for (id, row) in rows {
                let component = book.components.get(id).unwrap();
                let flow = row.stake.flow;
                prop_assert!(needed(book, flow.id.as_str(), row.stake.strength).contains(id));
                for other in book.flows.iter() {
                    let needs = |strength| needed(book, other.id.as_str(), strength).contains(id);
                    prop_assert!(!needs(Strength::Weak) || other.criticality <= flow.criticality);
                    let is_equal = other.criticality == flow.criticality;
                    let is_before = is_equal && other.id < flow.id;
                    prop_assert!(!is_before || !needs(row.stake.strength), "{} before {}", other.id, flow.id);
                    prop_assert!(!is_equal || !needs(Strength::Strong) || row.stake.strength == Strength::Strong);
                }
                let is_passed = flow.components.iter().any(|step| step.component.as_str() == id);
                prop_assert_eq!(row.stake.is_passed, is_passed);
                let mine: Vec<_> = open.iter().filter(|failure| own(failure).contains(id)).collect();
                prop_assert_eq!(row.failures, mine.len());
                let is_excused = mine.is_empty() && component.allow.contains_key("unexamined-component");
                for (question, cell) in coverage.questions.iter().zip(&row.cells) {
                    let asked = workspace.config().classes.questions();
                    let class = asked.iter().find(|class| class.name == *question);
                    let wanted = match (*question, class) {
                        (_, Some(class)) => is_excused || open.iter().any(|failure| {
                            let is_mine = own(failure).contains(id) || failure.affects == Affects::EVERYTHING;
                            is_mine && failure.classes.iter().any(|one| class.classes.contains(one))
                        }),
                        ("owner", _) => component.owner.is_some() && mine.iter().all(|one| one.owner.is_some()),
                        (question, _) => match mine.is_empty() {
                            true => is_excused,
                            false => !mine.iter().any(|failure| lacks(failure, question, &graph)),
                        },
                    };
                    prop_assert_eq!(cell.is_answered(), wanted, "{} {} {:?}", id, question, cell);
                }
            }
            // Every gap once, and each failure that touches a flow and lacks something has one.
            let all = gaps(&coverage);
            prop_assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
            for failure in &open {
                let is_inside = own(failure).iter().any(|id| inside.contains(id))
                    || !failure.flows.is_empty()
                    || failure.affects == Affects::EVERYTHING;
                for question in ["detection", "test", "owner"].iter().filter(|one| coverage.questions.contains(one)) {
                    let gap = match graph.tried(failure) {
                        Tried::Planned if *question == "test" => "unrun-test",
                        Tried::Failed if *question == "test" => "failed-test",
                        _ => question,
                    };
                    let has = all.contains(&format!("{gap} {} -", failure.id));
                    prop_assert_eq!(has, is_inside && lacks(failure, question, &graph), "{} {}", failure.id, question);
                }
            }
            let weights: Vec<_> = coverage.gaps.iter().map(|gap| (gap.stake.flow.criticality, gap.gap)).collect();
            prop_assert!(weights.windows(2).all(|pair| pair[0].0 > pair[1].0 || pair[0].0 == pair[1].0 && pair[0].1 <= pair[1].1));
            let asked = coverage.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.is_asked());
            let (asked, answered) = (asked.clone().count(), asked.filter(|cell| cell.is_answered()).count());
            prop_assert_eq!((coverage.tally.asked, coverage.tally.answered), (asked, answered));
        }
    }

    /// Neither the order of entries nor the number of files matters to what is said.
    #[test]
    fn the_order_of_files_and_entries_does_not_matter(
        choices in prop::collection::vec(any::<u16>(), 250),
        order in Just((0..18_usize).collect::<Vec<_>>()).prop_shuffle(),
        files in prop::collection::vec(0..4_usize, 18),
    ) {
        let entries = entries(choices);
        prop_assert_eq!(entries.len(), 18);
        let said = |world: &World| {
            let workspace = world.open();
            let all = [None, Some(By::Class), Some(By::Test)].map(|by| {
                serde_json::to_string(&workspace.coverage(&ask(by))).unwrap()
            });
            let next = workspace.next(today());
            let names: BTreeSet<_> = next.items.iter().map(|item| (item.subject(), item.reason())).collect();
            assert_eq!(names.len(), next.items.len(), "nothing stands in the list twice");
            (all, serde_json::to_string(&next).unwrap())
        };
        let whole = World::of(&entries.concat());
        let mut texts = [const { String::new() }; 4];
        order.iter().for_each(|&at| texts[files[at]].push_str(&entries[at]));
        let parts = texts.iter().enumerate().fold(World::new(), |world, (at, text)| {
            world.file(&format!("playbooks/{at}.toml"), text)
        });
        prop_assert_eq!(said(&whole), said(&parts));
    }
}
