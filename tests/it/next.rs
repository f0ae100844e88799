//! What is to be done first: gains to the minute, what is no work, and the order of all.

use faultbook::analyse::next::Next;

use crate::world::World;
use crate::world::today;

/// Five components' worth of work: an estimate, ratings, an overdue action, a standing procedure.
const SHOP: &str = r#"
[component.page]
owner = "cat"
[flow.buy]
criticality = "high"
components = ["page"]
[flow.look]
components = ["page"]

[failure.estimated]
problem = "p"
sources = ["page"]
severity = "high"
likelihood = "likely"
owner = "ann"
preventative = ["Words alone", { use = "scale" }]
reactive = [{ use = "restart" }, { action = "Late", due = 2026-11-10, owner = "ben" }]
[failure.estimated.estimate]
detect = "5m"
repair = "120m"
affected = "50%"
every = "180d"

[failure.rated]
problem = "q"
sources = ["page"]
severity = "medium"
likelihood = "very-likely"
owner = "ann"
preventative = [{ use = "scale" }, { action = "Open", status = "planned" }, { action = "Done", status = "in-place" }]
reactive = ["x"]

[action.scale]
action = "Scale"
owner = "dan"
status = "in-progress"
effort = "2d"
reduces = { likelihood = "rare", severity = "low" }
[action.restart]
action = "Restart"
status = "planned"
"#;

fn lines(next: &Next<'_>) -> Vec<String> {
    next.items.iter().map(|item| format!("{} {}: {}", item.turn, item.subject(), item.reason())).collect()
}

fn next(playbook: &str) -> Vec<String> {
    let world = World::of(playbook);
    let workspace = world.open();
    lines(&workspace.next(today()))
}

/// 126.82 bad minutes a year at 2.03 incidents; `rare` stands for a third of an incident at most, which is 20.8.
#[test]
fn gains_are_summed_over_failures_and_the_list_is_in_order() {
    let world = World::of(SHOP);
    let workspace = world.open();
    let list = workspace.next(today());
    assert_eq!(
        lines(&list),
        [
            "late failure/estimated.reactive[1]: due 10 days ago; what it gains for estimated is not known: \
             `reduces` is not written",
            "gain action/scale: saves 105.99 bad minutes a year for 2d of work; lowers estimated from critical to low and \
             rated from high to low",
            "action failure/rated.preventative[1]: what it gains for rated is not known: `reduces` is not written",
        ],
        "nobody began to write how failures are detected, and the rest is answered"
    );
    assert_eq!(list.untracked, 1, "words in a list of what prevents; reactive ones are procedures");
    let gain = serde_json::to_value(&list).unwrap()["items"][1]["action"]["gain"].clone();
    let wanted = (5.0 + 120.0) * 0.5 * (365.25 / 180.0 - 1.0 / 3.0);
    assert!((gain["bad_minutes"].as_f64().unwrap() - wanted).abs() < 1e-9, "{gain}");
    assert_eq!((&gain["steps"], &gain["days"]), (&5.into(), &2.0.into()));
}

#[test]
fn only_open_failures_gain_and_only_what_is_to_be_done_is_listed() {
    let change = |from: &str, to: &str| {
        assert!(SHOP.contains(from), "{from}");
        next(&SHOP.replace(from, to))
    };
    let has = |lines: &[String], what: &str| lines.iter().any(|line| line.contains(what));
    for status in ["in-place", "verified", "rejected"] {
        assert!(!has(&change("in-progress", status), "action/scale"), "{status}");
    }
    let accepted = change("problem = \"p\"", "problem = \"p\"\naccepted = { until = 2026-11-20 }");
    assert!(
        has(&accepted, "gain action/scale: lowers rated from high to low for 2d of work"),
        "{accepted:?}"
    );
    let retired = change("problem = \"p\"", "problem = \"p\"\nstatus = \"retired\"");
    assert!(!has(&retired, "estimated"), "{retired:?}");
    let lapsed =
        change("problem = \"p\"", "problem = \"p\"\naccepted = { by = \"eve\", until = 2026-11-18 }");
    assert!(
        has(&lapsed, "late failure/estimated: this risk was accepted by eve until 2026-11-18"),
        "{lapsed:?}"
    );
    let in_time = change("due = 2026-11-10", "due = 2026-11-20");
    assert!(!has(&in_time, "reactive"), "a procedure is no open work before its day has passed");
    let no_effort = change("effort = \"2d\"", "");
    assert!(
        has(&no_effort, "a year; lowers") && has(&no_effort, "; its effort is not written"),
        "{no_effort:?}"
    );
    let vain = change(
        "reduces = { likelihood = \"rare\", severity = \"low\" }",
        "reduces = { severity = \"high\" }",
    );
    assert!(
        has(&vain, "changes neither the priority nor the bad minutes of estimated and rated"),
        "{vain:?}"
    );
    let unused = next(&format!("{SHOP}[action.odd]\naction = \"Odd\"\nstatus = \"planned\"\n"));
    assert!(has(&unused, "action action/odd: no failure uses it"), "{unused:?}");
}

/// Each of two comes first for the reason that its turn gives.
#[test]
fn a_day_of_work_that_gains_more_comes_first() {
    let two = |a: &str, b: &str, estimate: &str| {
        let failure = |id: &str, action: &str| {
            format!(
                "[failure.{id}]\nproblem = \"p\"\nsources = [\"page\"]\nseverity = \"high\"\nlikelihood = \"likely\"\nreactive = [\"x\"]\n\
                 preventative = [{{ use = \"{action}\" }}]\n{}[action.{action}]\naction = \"A\"\nstatus = \"planned\"\n",
                estimate.replace("ID", id)
            )
        };
        let system = "[component.page]\n[flow.buy]\ncomponents = [\"page\"]\n";
        let text = format!("{system}{}{a}\n{}{b}\n", failure("f", "a"), failure("g", "b"));
        next(&text).into_iter().filter(|line| line.contains("action/")).collect::<Vec<_>>()
    };
    let first = |a: &str, b: &str, estimate: &str| two(a, b, estimate)[0].contains("action/a:");
    let estimate =
        "[failure.ID.estimate]\ndetect = \"5m\"\nrepair = \"1h\"\naffected = \"20%\"\nevery = \"7d\"\n";
    let rare = "reduces = { likelihood = \"rare\" }";
    let likely = "reduces = { likelihood = \"not-likely\" }";
    assert!(first(&format!("{rare}\neffort = \"3d\""), &format!("{rare}\neffort = \"4d\""), estimate));
    assert!(!first(&format!("{rare}\neffort = \"300d\""), &format!("{likely}\neffort = \"4d\""), estimate));
    assert!(first(&format!("{likely}\neffort = \"300d\""), rare, estimate), "what has no effort comes last");
    assert!(
        first(&format!("{rare}\neffort = \"3d\""), &format!("{rare}\neffort = \"4d\""), ""),
        "steps, without an estimate"
    );
    assert!(!first("effort = \"1d\"", &format!("{rare}\neffort = \"90d\""), ""), "what is known comes first");
    assert!(first("effort = \"2d\"", "effort = \"3d\"", ""), "nothing is known but the effort");
}

/// Critical work comes first, of whatever kind; what is missing of a component is as urgent as its flow is critical.
#[test]
fn the_most_urgent_comes_first_of_whatever_kind() {
    let failure = |id: &str, severity: &str, likelihood: &str, more: &str| {
        format!(
            "[failure.{id}]\nproblem = \"p\"\nsources = [\"page\"]\nseverity = \"{severity}\"\nlikelihood = \"{likelihood}\"\n\
             owner = \"o\"\nreactive = [\"x\"]\n{more}"
        )
    };
    let detected = "detected_by = [\"x\"]\n";
    let gain = "preventative = [{ action = \"A\", status = \"planned\", effort = \"1d\", reduces = { severity = \"low\" } }]\n";
    let late = "preventative = [{ action = \"A\", status = \"planned\", due = 2026-11-01 }]\n";
    let done = "preventative = [\"y\"]\n";
    let system = "[component.page]\nowner = \"o\"\n[component.bare]\nowner = \"o\"\n[component.dull]\nowner = \"o\"\n\
                  [flow.buy]\ncriticality = \"high\"\ncomponents = [\"page\", \"bare\"]\n\
                  [flow.look]\ncriticality = \"low\"\ncomponents = [\"dull\"]\n\
                  [test.t]\ncovers = [\"a-low\", \"b-medium\", \"c-high\"]\n[[test.t.runs]]\non = 2026-11-01\nresult = \"pass\"\n";
    let text = [
        system.to_owned(),
        failure("a-low", "low", "rare", done),
        failure("b-medium", "medium", "likely", &format!("{detected}{late}")),
        failure("c-high", "high", "not-likely", &format!("{detected}{gain}")),
        failure("d-critical", "high", "very-likely", &format!("{detected}{done}")),
    ];
    let subjects: Vec<String> = next(&text.concat());
    let subjects: Vec<&str> = subjects.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(
        subjects,
        [
            "gap failure/d-critical",
            "gain failure/c-high.preventative[0]",
            "gap component/bare",
            "late failure/b-medium.preventative[0]",
            "gap failure/a-low",
            "gap component/dull",
        ]
    );
}

#[test]
fn late_reviews_come_last_and_a_habit_that_never_began_comes_once() {
    let world = |more: &str| {
        let playbook = format!("{SHOP}\n{more}");
        World::of(&playbook).file("faultbook.toml", "format = 1\nreview_every = \"90d\"\n")
    };
    let said = |world: &World| lines(&world.open().next(today()));
    let never = said(&world(""));
    assert_eq!(
        never.last().unwrap(),
        "review workspace: none of the 2 failures that are to be reviewed was reviewed in time"
    );
    let one = said(&world("[failure.seen]\nproblem = \"r\"\nreviewed = 2026-11-01\n"));
    assert_eq!(one.iter().filter(|line| line.starts_with("review failure/")).count(), 2, "{one:?}");
}

#[test]
fn an_owner_sees_only_what_is_theirs() {
    let world = World::of(SHOP);
    let workspace = world.open();
    let of = |owner: &str| {
        let mut list = workspace.next(today());
        list.keep_for(owner);
        list.items.iter().map(|item| item.subject()).collect::<Vec<_>>()
    };
    assert_eq!(of("dan"), ["action/scale"]);
    assert_eq!(of("ben"), ["failure/estimated.reactive[1]"]);
    assert_eq!(of("ann"), ["failure/rated.preventative[1]"], "an action without an owner is its failure's");
    assert_eq!(world.run(&["next", "--for", "an"]).status.code(), Some(2), "nobody is called so");
    assert_eq!(world.run(&["next", "--for", "ann", "--top", "0"]).status.code(), Some(2));
    let json: serde_json::Value =
        serde_json::from_slice(&world.run(&["next", "--json", "--top", "1"]).stdout).unwrap();
    assert_eq!((&json["version"], &json["total"]), (&1.into(), &3.into()));
    assert_eq!(json["items"].as_array().unwrap().len(), 1);
}
