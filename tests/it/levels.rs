//! How loudly a finding speaks: the rule, the target level, the configuration, the file, the entry, the date.

use faultbook::finding::Level;
use faultbook::finding::Place;
use faultbook::lint::Diagnostics;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::lint::Rule;
use faultbook::lint::Scope;
use faultbook::model::Kind;

use crate::world::World;
use crate::world::line;
use crate::world::today;

/// A rule that says something of every failure, at a level of maturity and about the date.
const RULE: Rule = Rule::judging("every-failure", "# every-failure\n", check)
    .with_target(3)
    .with_dated()
    .with_options(&["grace"]);

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let grace = scope.option(RULE.id, "grace").and_then(|grace| grace.as_str()).unwrap_or("none");
    for failure in scope.open_failures() {
        diagnostics.report(Place::of(Kind::Failure, failure), format!("grace {grace}"));
    }
}

/// A failure of which no rule of any level says anything, but for the one above.
const FAILURE: &str = r#"
[failure.a]
problem = "p"
risk = "r"
sources = ["S"]
severity = "low"
likelihood = "rare"
owner = "o"
detected_by = ["D"]
preventative = ["m"]
reactive = ["n"]
"#;

/// What is around it.
const AROUND: &str = "[component.c]\n[flow.f]\ncomponents = [\"c\"]\nrto = \"1d\"\n";

/// The levels and messages of the rule in a workspace with this configuration, and all other rules that spoke.
fn levels(config: &str, failure: &str, dated: bool) -> (Vec<(Level, String)>, Vec<&'static str>) {
    let world =
        World::of(&format!("{AROUND}{failure}")).file("faultbook.toml", format!("format = 1\n{config}"));
    let rules: Vec<Rule> = RULES.iter().copied().chain([RULE]).collect();
    let verdict = world.open().lint(&rules, Facts::new(today()).dated(dated));
    let (own, other): (Vec<_>, Vec<_>) =
        verdict.findings.into_iter().partition(|finding| finding.rule == RULE.id);
    (
        own.into_iter().map(|f| (f.level, f.message.into_owned())).collect(),
        // That a pattern matches no file is tried here.
        other.into_iter().map(|f| f.rule).filter(|rule| *rule != "bad-value").collect(),
    )
}

fn level(config: &str, dated: bool) -> Option<Level> {
    let (own, other) = levels(config, FAILURE, dated);
    assert_eq!(other, [""; 0], "{config}");
    own.first().map(|(level, _)| *level)
}

#[test]
fn the_target_level_makes_hints_of_higher_rules() {
    assert_eq!(level("target_level = 3", true), Some(Level::Warn));
    assert_eq!(level("target_level = 2", true), Some(Level::Hint));
    assert_eq!(level("", true), Some(Level::Hint));
}

#[test]
fn what_depends_on_the_date_is_a_hint_until_asked_for() {
    assert_eq!(level("target_level = 3", false), Some(Level::Hint));
    assert_eq!(level("[lint]\nevery-failure = \"deny\"", false), Some(Level::Hint));
    assert_eq!(level("[lint]\nevery-failure = \"deny\"", true), Some(Level::Deny));
}

#[test]
fn the_configuration_wins_over_the_target_and_files_over_all() {
    let lint = "[lint]\nevery-failure = \"deny\"\n";
    let file = |files: &str, level: &str| {
        format!("[[lint.per-file]]\nfiles = [\"{files}\"]\n{level} = [\"every-failure\"]\n")
    };
    assert_eq!(level(lint, true), Some(Level::Deny));
    assert_eq!(level("[lint]\nevery-failure = \"allow\"\n", true), None);
    assert_eq!(level(&format!("{lint}{}", file("playbooks/**", "warn")), true), Some(Level::Warn));
    assert_eq!(level(&format!("{lint}{}", file("playbooks/**", "allow")), true), None);
    assert_eq!(level(&format!("{lint}{}", file("elsewhere/**", "allow")), true), Some(Level::Deny));
    let both = format!("{lint}{}{}", file("playbooks/**", "allow"), file("playbooks/page.toml", "hint"));
    assert_eq!(level(&both, true), Some(Level::Hint), "the later one wins");
    // However a glob is written, and whichever of the sets it is in.
    let many: String = (0..2_000).map(|n| file(&format!("playbooks/team-{n}/*.toml"), "deny")).collect();
    for (files, matches) in [
        ("playbooks/*.toml", true),
        ("playbooks/p?ge.toml", true),
        ("playbooks/{a,pag}e.toml", true),
        ("playbooks/[a-q]*.toml", true),
        ("**/*.toml", true),
        ("*.toml", false),
        ("playbooks/*.tom", false),
        ("playbooks/p*l", true),
        ("playbooks/*xtoml", false),
        ("playbooks/[*].toml", false),
    ] {
        let first = format!("{lint}{}{many}", file(files, "hint"));
        assert_eq!(level(&first, true), Some(if matches { Level::Hint } else { Level::Deny }), "{files}");
        let last = format!("{lint}{}{many}{}", file("**", "allow"), file(files, "hint"));
        assert_eq!(level(&last, true), matches.then_some(Level::Hint), "{files}");
    }
}

#[test]
fn options_reach_their_rule() {
    let (own, other) =
        levels("[lint]\nevery-failure = { level = \"warn\", grace = \"14d\" }\n", FAILURE, true);
    assert_eq!((own, other), (vec![(Level::Warn, "grace 14d".to_owned())], vec![]));
    let (own, other) = levels("[lint]\nevery-failure = { grce = \"14d\" }\n", FAILURE, true);
    assert_eq!((own, other), (vec![(Level::Hint, "grace none".to_owned())], vec!["unknown-key"]));
}

#[test]
fn an_entry_silences_a_rule_with_a_reason() {
    let silenced = format!("{FAILURE}allow = {{ every-failure = \"we know\" }}\n");
    assert_eq!(levels("", &silenced, true), (vec![], vec![]));
    let needless = format!("{FAILURE}allow = {{ no-owner = \"we know\" }}\n");
    assert_eq!(levels("", &needless, true).1, ["unused-allow"]);
    let unknown = format!("{FAILURE}allow = {{ every-failur = \"we know\" }}\n");
    assert_eq!(levels("", &unknown, true).1, ["unknown-rule"]);
}

#[test]
fn a_habit_that_never_began_is_said_once() {
    let two = |owner: &str| {
        let bare = FAILURE.replace("owner = \"o\"\n", "");
        let other = bare.replace("failure.a", "failure.b").replace("\"p\"", "\"q\"");
        World::of(&format!("{AROUND}{bare}{other}{owner}")).lint().iter().map(line).collect::<Vec<_>>()
    };
    let none = two("");
    assert!(none.len() == 1 && none[0].contains("none of the 2 failures has an owner"), "{none:?}");
    let one = two("owner = \"o\"\n");
    assert!(one.len() == 1 && one[0].contains("failure/a: nobody owns this failure"), "{one:?}");
    let undetected = FAILURE.replace("detected_by = [\"D\"]\n", "");
    let urgent = undetected.replace("failure.a", "failure.b").replace("\"p\"", "\"q\"");
    let urgent = urgent.replace("\"low\"", "\"high\"").replace("\"rare\"", "\"not-likely\"");
    let both = World::of(&format!("{AROUND}{undetected}{urgent}"))
        .file("faultbook.toml", "format = 1\ntarget_level = 3\n");
    let lines = both.lines();
    assert!(
        lines.len() == 1 && lines[0].starts_with("warn[no-detection]"),
        "as loudly as the loudest: {lines:?}"
    );
    let quieter = "format = 1\ntarget_level = 2\n[[lint.per-file]]\nfiles = [\"playbooks/b.toml\"]\nhint = [\"no-owner\"]\n";
    let bare = FAILURE.replace("owner = \"o\"\n", "");
    let mixed = World::of(&format!("{AROUND}{bare}"))
        .file("playbooks/b.toml", bare.replace("failure.a", "failure.b").replace("\"p\"", "\"q\""))
        .file("faultbook.toml", quieter);
    let levels: Vec<_> = mixed.lint().iter().map(|finding| finding.level).collect();
    assert_eq!(levels, [Level::Hint, Level::Warn], "files of different levels are spoken of by themselves");
}

#[test]
fn what_is_said_once_counts_and_hides_nothing_else() {
    let reviewed = FAILURE.replace("failure.a", "failure.b").replace("\"p\"", "\"q\"");
    let lines = |config: &str| {
        let world = World::of(&format!("{AROUND}{FAILURE}{reviewed}reviewed = 2026-11-19\n"));
        world.file("faultbook.toml", format!("format = 1\n{config}")).lines()
    };
    let grace = "review_every = \"30d\"\n[lint]\nstale-review = { grace = \"two weeks\" }\n";
    let said = lines(grace);
    assert!(said.len() == 2 && said[0].contains("is no duration"), "{said:?}");
    assert!(said[1].contains("failure/a: this failure has never been reviewed"), "{said:?}");

    let urgent = FAILURE.replace("\"low\"", "\"high\"").replace("\"rare\"", "\"not-likely\"");
    let other = urgent.replace("failure.a", "failure.b").replace("\"p\"", "\"q\"");
    let calm = FAILURE.replace("failure.a", "failure.c").replace("\"p\"", "\"r\"");
    let world = World::of(&format!("{AROUND}{urgent}{other}{calm}"));
    let said = world.file("faultbook.toml", "format = 1\nreview_every = { high = \"30d\" }\n").lines();
    assert!(
        said.len() == 1 && said[0].contains("none of the 2 failures that are to be reviewed"),
        "{said:?}"
    );
}

#[test]
fn the_help_of_what_is_said_once_names_no_single_entry() {
    let bare = FAILURE.replace("preventative = [\"m\"]\nreactive = [\"n\"]\n", "");
    let other = bare.replace("failure.a", "failure.b").replace("\"p\"", "\"q\"");
    let said = World::of(&format!("{AROUND}{bare}{other}")).lines();
    assert!(said.len() == 1 && said[0].contains("or accept it in [failure.….accepted]"), "{said:?}");
}

#[test]
fn an_acceptance_that_runs_out_turns_nothing_red() {
    let bare = FAILURE.replace("preventative = [\"m\"]\nreactive = [\"n\"]\n", "");
    let lapsed = format!("{bare}[failure.a.accepted]\nby = \"cto\"\nuntil = 2026-11-19\n");
    let world = World::of(&format!("{AROUND}{lapsed}"))
        .file("faultbook.toml", "format = 1\ntarget_level = 3\n[lint]\nno-action = \"deny\"\n");
    let said = |dated| {
        let findings = world.open().lint(RULES, Facts::new(today()).dated(dated)).findings;
        findings.into_iter().map(|finding| (finding.rule, finding.level)).collect::<Vec<_>>()
    };
    assert_eq!(said(false), [("stale-acceptance", Level::Hint)]);
    assert_eq!(said(true), [("no-action", Level::Deny), ("stale-acceptance", Level::Warn)]);
}

#[test]
fn an_entry_silences_only_rules_that_there_are() {
    let text = "[failure.a]\nproblem = \"x\"\nallow = { untested-failure = \"the vendor tests it\" }\n";
    let world = World::of(text);
    assert!(world.lint().iter().all(|finding| finding.rule != "unknown-rule"));
    for wrong in ["allow.no-such-rule=why", "allow={ no-onwer = \"why\" }"] {
        let refused = world.run(&["edit", "a", wrong]);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(said.contains("is no rule"), "{said}");
    }
    let edited = world.run(&["edit", "a", "allow.no-owner=nobody owns it"]);
    assert!(edited.status.success());
    let world = world.file("new.toml", "[failure.b]\nproblem = \"y\"\nallow = { no-onwer = \"why\" }\n");
    let added = world.run(&["add", "--from", "new.toml"]);
    assert_eq!(added.status.code(), Some(2));
    // What was wrong before is no hindrance.
    let world = World::of("[plan.p]\ntitle = \"x\"\nallow = { no-onwer = \"why\" }\n");
    assert!(world.run(&["edit", "plan/p", "owner=sre"]).status.success());
    assert_eq!(world.lint().iter().filter(|finding| finding.rule == "unknown-rule").count(), 1);
}
