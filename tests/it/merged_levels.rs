//! Levels of a file that fall into one of the workspace: what is proposed can be pasted, and keeps them apart.

use faultbook::finding::Level;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::report::Located;
use faultbook::workspace::Proposed;

use crate::foreign::Texts;
use crate::foreign::notes;
use crate::world::today;

const CRITICAL: &str = "| Problem | Severity | Likelihood |\n|---|---|---|\n| A | Critical | Likely |\n| B | High | Likely |\n| C | Low | Likely |\n";

fn proposed(config: &str, name: &str, table: &str) -> Option<Proposed> {
    let mut texts = Texts { config: config.to_owned(), ..Texts::new() };
    texts.import(name, table).proposed
}

/// The ratings of all failures, by problem.
fn ratings(texts: &Texts) -> Vec<String> {
    let workspace = texts.open();
    let mut all: Vec<String> = workspace
        .book()
        .failures
        .iter()
        .map(|failure| {
            let severity = failure.severity.as_ref().map_or("-", |level| level.name());
            let likelihood = failure.likelihood.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {severity} {likelihood}", failure.problem)
        })
        .collect();
    all.sort();
    all
}

/// What is proposed for a file can be pasted: the configuration has no finding, and the file is read with it as is said, in a new workspace and
/// in the one that it was imported into.
fn pasted(config: &str, name: &str, table: &str, expected: &[&str]) -> Proposed {
    let mut old = Texts { config: config.to_owned(), ..Texts::new() };
    let found = old.import(name, table).proposed.unwrap();
    let config = format!("{config}\n{}\n", found.lines);
    let new = Texts { config: config.clone(), ..Texts::new() };
    old.config = config;
    for mut texts in [new, old] {
        let taken = texts.import(name, table);
        assert!(taken.proposed.is_none(), "{:?}", taken.proposed);
        assert!(taken.conflicts.is_empty());
        assert_eq!(ratings(&texts), expected, "{}\n{:?}", found.lines, notes(&taken));
        let workspace = texts.open();
        assert!(workspace.config().matrix.fits(&workspace.config().scales), "{}", found.lines);
        let findings = workspace.lint(RULES, Facts::new(today())).findings;
        // What the levels mean is for a person to add.
        let is_flaw = |found: &&Located| found.level == Level::Deny;
        let of_config: Vec<_> =
            findings.iter().filter(|found| found.subject == "faultbook.toml").filter(is_flaw).collect();
        assert!(of_config.is_empty(), "{of_config:?}\n{}", found.lines);
        let before = texts.files.clone();
        let taken = texts.import(name, table);
        assert_eq!((taken.new.len(), taken.changed.len()), (0, 0));
        assert_eq!(texts.files, before);
    }
    found
}

#[test]
fn critical_and_high_are_kept_apart() {
    let expected = ["A critical likely", "B high likely", "C low likely"];
    let found = pasted("format = 1\n", "r.md", CRITICAL, &expected);
    assert_eq!(
        found.message,
        "“Critical” and “High” both become high; to keep them apart, add a level to faultbook.toml:"
    );
    assert!(found.lines.contains("critical = { score = 10 }\n"), "{}", found.lines);
    assert!(
        found.lines.contains("critical = [\"medium\", \"high\", \"critical\", \"critical\"]"),
        "{}",
        found.lines
    );
    assert!(!found.lines.contains("[scale.likelihood]"), "{}", found.lines);
}

#[test]
fn a_table_of_the_levels_says_what_they_mean() {
    let key = "| Severity | Meaning |\n|---|---|\n| Critical | Everybody is out, and money is lost |\n| High | Most users \"wait\" |\n| Low | Nobody sees it |\n\n";
    let expected = ["A critical likely", "B high likely", "C low likely"];
    let found = pasted("format = 1\n", "r.md", &format!("{key}{CRITICAL}"), &expected);
    assert!(
        found.lines.contains("critical = { score = 10, means = \"Everybody is out, and money is lost\" }")
    );
    assert!(found.lines.contains("low = { score = 3, means = \"Nobody sees it\" }"), "{}", found.lines);
    assert!(found.lines.contains("medium = { score = 6, means = \"A temporary"), "{}", found.lines);
    // The order of such a table counts more than what words mean elsewhere.
    let key = "| Level | Description |\n|---|---|\n| Low | Nobody sees it |\n| Critical | It is bad |\n| High | It is worse |\n\n";
    let found = pasted("format = 1\n", "r.md", &format!("{CRITICAL}\n{key}"), &expected);
    assert!(found.message.starts_with("“High” and “Critical” both become high;"), "{}", found.message);
}

#[test]
fn both_scales_come_with_one_matrix() {
    let table = "Problem;Severity;Likelihood\nA;Very high;Almost certain\nB;High;Very likely\nC;Low;Possible\n\
        D;Very low;Likely\nE;4 - Medium;Rare\nF;Med;2 - Unlikely\nG;High (9);likely (at night)\n";
    let expected = [
        "A very-high almost-certain",
        "B high very-likely",
        "C low possible",
        "D very-low likely",
        "E medium rare",
        "F medium not-likely",
        "G high likely (at night)",
    ];
    let found = pasted("format = 1\n", "r.csv", table, &expected);
    assert!(found.message.contains("“Low” and “Very low” both become low, “Very high” and “High” both become high, “Likely” and “Possible” both become likely, “Almost certain” and “Very likely” both become very-likely; to keep them apart, add levels"), "{}", found.message);
    assert_eq!(found.lines.matches("[matrix]").count(), 1);
}

#[test]
fn what_the_workspace_writes_is_replaced() {
    let config = "format = 1\n[scale.severity]\nsmall = { score = 9, aliases = [\"low\"] }\nbig = { score = 10, aliases = [\"high\", \"catastrophic\"] }\n[matrix]\nsmall = [\"low\", \"low\", \"low\", \"low\"]\nbig = [\"high\", \"high\", \"high\", \"high\"]\n";
    let table = "Problem,Severity,Likelihood\nA,Very high,Likely\nB,High,Likely\nC,low,Likely\n";
    // Whoever wrote an alias wants the word to be that level.
    assert_eq!(proposed(config, "r.csv", &table.replace("Very high", "Catastrophic")), None);
    // A single unknown word does not count as a second level of the file.
    assert_eq!(proposed(config, "r.csv", table), None);
    let table = table.replace("B,High", "B,Big");
    assert_eq!(proposed(config, "r.csv", &table), None, "nobody knows which is worse");
    let config = "format = 1\n[scale.severity]\nlow = { score = 9, means = \"a \\\" b\" }\nhigh = { score = 10 }\n[matrix]\nlow = [\"low\", \"low\", \"low\", \"low\"]\nhigh = [\"high\", \"high\", \"high\", \"high\"]\n";
    let found = proposed(config, "r.md", CRITICAL).unwrap();
    assert!(
        found.message.ends_with(
            "add a level in faultbook.toml, where these lines replace [scale.severity] and [matrix]:"
        ),
        "{}",
        found.message
    );
    assert!(found.lines.contains("low = { score = 1, means = \"a \\\" b\" }"), "{}", found.lines);
    let mut texts = Texts { config: format!("format = 1\n{}\n", found.lines), ..Texts::new() };
    texts.import("r.md", CRITICAL);
    assert_eq!(ratings(&texts), ["A critical likely", "B high likely", "C low likely"]);
}

#[test]
fn one_level_in_two_words_is_one() {
    let table = |severities: &str, likelihoods: &str| {
        let rows = severities.split(' ').zip(likelihoods.split(' ')).enumerate();
        let rows: String =
            rows.map(|(at, (s, l))| format!("Failure {at},{s},{}\n", l.replace('_', " "))).collect();
        format!("Problem,Severity,Likelihood\n{rows}")
    };
    for (severities, likelihoods) in [
        ("Med Medium MEDIUM 🔴High", "likely Likely LIKELY likely"),
        // What two vocabularies call nearly the same may be the same.
        ("high high low low", "low unlikely medium likely"),
        ("high high low low", "rare remote rare remote"),
        // Numbers are kept as they are.
        ("9 10 3 8", "1 2 9 10"),
    ] {
        assert_eq!(proposed("format = 1\n", "r.csv", &table(severities, likelihoods)), None, "{severities}");
    }
    let mut texts = Texts { levels: vec!["Critical=high".to_owned()], ..Texts::new() };
    assert_eq!(texts.import("r.md", CRITICAL).proposed, None, "it was said what the word means");
    let incidents = "Problem,Severity,Likelihood\nA,P1,likely\nB,P3,likely\nC,P4,likely\n";
    let found = pasted("format = 1\n", "r.csv", incidents, &["A high likely", "B p3 likely", "C low likely"]);
    assert!(found.message.starts_with("“P3” and “P4” both become low;"), "{}", found.message);
}

/// A table of levels that may be one of either scale says of none what its levels mean.
#[test]
fn a_table_of_levels_is_of_the_scale_that_it_names() {
    let rows = "Problem;Severity;Likelihood\nA;Critical;High\nB;High;Medium\nC;Low;Low\n";
    let rows: String = rows.lines().map(|line| format!("| {} |\n", line.replace(';', " | "))).collect();
    let rows = rows.replacen('\n', "\n|---|---|---|\n", 1);
    let key =
        "| Level | Description |\n|---|---|\n| Critical | w |\n| High | x |\n| Medium | y |\n| Low | z |\n";
    let means =
        |text: &str| proposed("format = 1\n", "r.md", text).unwrap().lines.matches("means = \"x\"").count();
    assert_eq!(means(&format!("{rows}\n{key}")), 0);
    assert_eq!(means(&format!("{rows}\n## Severity levels\n\n{key}")), 1);
    assert_eq!(means(&format!("{rows}\n{}", key.replace("Level", "Severity"))), 1);
}
