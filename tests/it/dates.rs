//! Rules that depend on the date, on 40 pairs of dates; and what happened cannot lie in the future.

use std::collections::BTreeSet;

use faultbook::change::Value;
use faultbook::change::facts;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Date;
use faultbook::model::Key;
use faultbook::model::Kind;
use faultbook::model::Shape;
use faultbook::model::Word;
use faultbook::model::shape;

use crate::world::World;
use crate::world::said;

/// A date that is written, and the date of the run: beside each other, at the ends of months and years, around leap days.
const CASES: [[&str; 2]; 40] = [
    ["2026-11-20", "2026-11-20"],
    ["2026-11-20", "2026-11-21"],
    ["2026-11-20", "2026-11-22"],
    ["2026-11-21", "2026-11-20"],
    ["2026-11-22", "2026-11-20"],
    ["2026-11-30", "2026-12-01"],
    ["2026-12-01", "2026-11-30"],
    ["2026-12-02", "2026-11-30"],
    ["2026-12-31", "2027-01-01"],
    ["2027-01-01", "2026-12-31"],
    ["2027-01-02", "2026-12-31"],
    ["2027-01-31", "2027-02-28"],
    ["2027-01-31", "2027-03-01"],
    ["2027-02-28", "2027-02-27"],
    ["2027-02-28", "2027-03-01"],
    ["2027-03-01", "2027-02-28"],
    ["2027-03-02", "2027-02-28"],
    ["2027-02-28", "2027-03-28"],
    ["2027-02-28", "2027-03-29"],
    ["2028-02-28", "2028-02-29"],
    ["2028-02-29", "2028-02-28"],
    ["2028-02-29", "2028-02-27"],
    ["2028-02-29", "2028-03-01"],
    ["2028-03-01", "2028-02-29"],
    ["2028-03-01", "2028-02-28"],
    ["2028-02-29", "2028-03-29"],
    ["2028-02-29", "2028-03-30"],
    ["2028-01-31", "2028-02-29"],
    ["2028-01-31", "2028-03-01"],
    ["2028-02-29", "2029-02-28"],
    ["2100-02-28", "2100-03-01"],
    ["2100-03-01", "2100-02-28"],
    ["2100-03-02", "2100-02-28"],
    ["2000-02-29", "2000-02-28"],
    ["2026-03-31", "2026-04-30"],
    ["2026-03-31", "2026-05-01"],
    ["2026-10-31", "2026-11-30"],
    ["2026-10-31", "2026-12-01"],
    ["1999-12-31", "2000-01-01"],
    ["9999-12-31", "9999-12-31"],
];

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_length(year: i32, month: i32) -> i32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The same date in numbers, a number of days later, counted one by one.
fn later(date: &str, days: i32) -> (i32, i32, i32) {
    let parts: Vec<i32> = date.split('-').map(|part| part.parse().unwrap()).collect();
    let (mut year, mut month, mut day) = (parts[0], parts[1], parts[2]);
    for _ in 0..days {
        day += 1;
        if day > month_length(year, month) {
            (month, day) = (month + 1, 1);
        }
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
    (year, month, day)
}

/// The same day of the next month, or its last.
fn next_month(date: &str) -> (i32, i32, i32) {
    let (year, month, day) = later(date, 0);
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    (year, month, day.min(month_length(year, month)))
}

#[test]
fn each_dated_rule_counts_days_as_a_calendar_does() {
    for [written, today] in CASES {
        let world = World::new()
            .file("faultbook.toml", "format = 1\ntarget_level = 5\nreview_every = \"1mo\"\n")
            .file(
                "playbooks/page.toml",
                format!(
                    "[failure.a]\nproblem = \"p\"\nlikelihood = \"likely\"\nseverity = \"low\"\nreviewed = {written}\n\
                     preventative = [{{ action = \"x\", due = {written} }}]\n\
                     [failure.b]\nproblem = \"q\"\nreviewed = {today}\naccepted = {{ by = \"b\", because = \"c\", until = {written} }}\n"
                ),
            );
        let day: Date = today.parse().unwrap();
        let findings = world.open().lint(RULES, Facts::new(day).dated(true)).findings;
        let fired: BTreeSet<&str> =
            findings.iter().filter(|finding| !finding.field.is_empty()).map(|finding| finding.rule).collect();
        let (now, date) = (later(today, 0), later(written, 0));
        for (rule, expected) in [
            ("future-fact", date > later(today, 1)),
            ("stale-review", next_month(written) < now),
            ("overdue-action", date < now),
            ("stale-acceptance", date < now),
        ] {
            assert_eq!(fired.contains(rule), expected, "{rule}: {written} on {today}");
        }
    }
}

/// The paths of all dates of a shape that tell what happened.
fn dates(keys: &[Key], path: &str, found: &mut BTreeSet<String>) {
    for key in keys {
        let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
        let shape = if let Shape::List(item) = key.shape { *item } else { key.shape };
        match shape {
            Shape::Date | Shape::Time
                if !["due", "expires", "next", "revisit", "until"].contains(&key.name) =>
            {
                found.insert(path);
            }
            Shape::Table(keys) | Shape::Needed(keys) => dates(keys, &path, found),
            _ => {}
        }
    }
}

#[test]
fn what_happened_cannot_lie_in_the_future_whatever_kind_it_is_of() {
    const PLAYBOOK: &str = "[component.a]\nbackup = { restored = 2029-01-01 }\nexpires = 2029-01-01\n\
        limit = { what = \"w\", on = 2029-01-01 }\nupdates = { next = 2029-01-01 }\n\
        [flow.a]\nreviewed = 2029-01-01\nagreed = { on = 2029-01-01 }\n\
        [failure.a]\nproblem = \"p\"\nraised = 2029-01-01\nreviewed = 2029-01-01\n\
        preventative = [{ action = \"x\", due = 2029-01-01 }]\naccepted = { on = 2029-01-01, until = 2030-01-01 }\n\
        [action.a]\naction = \"x\"\ndue = 2029-01-01\ntemporary = { until = 2029-01-01 }\n\
        [test.a]\ncovers = [\"a\"]\nruns = [{ on = 2026-01-01 }, { on = 2029-01-01 }]\n\
        [incident.a]\ntitle = \"t\"\nstarted = 2029-01-01T10:00:00Z\ndetected = 2029-01-01T10:00:00Z\n\
        mitigated = 2029-01-01T10:00:00Z\nresolved = 2029-01-01T10:00:00Z\npostmortem = { on = 2029-01-01 }\n\
        timeline = [{ at = 2029-01-01T10:00:00Z, what = \"w\" }]\n\
        [plan.a]\ntitle = \"t\"\nreviewed = 2029-01-01\napproved = { on = 2029-01-01 }\n\
        verified = { commit = \"c\", on = 2029-01-01 }\naccepted = { on = 2029-01-01, until = 2030-01-01 }\n\
        [role.a]\nchecked = 2029-01-01\ntrained = 2029-01-01\n\
        [drill.a]\nplan = \"a\"\non = 2029-01-01\nresult = \"pass\"\ndiscrepancies = [{ what = \"w\", due = 2029-01-01 }]\n\
        [alert.a]\nroute = \"r\"\n[attestation.a]\non = 2029-01-01\nexpires = 2029-01-01\n";
    let Value::Table(kinds) = Value::document(PLAYBOOK).unwrap() else { panic!() };
    assert_eq!(kinds.len(), Kind::ALL.len());
    let mut expected = BTreeSet::new();
    let mut covered = BTreeSet::new();
    for (word, entries) in &kinds {
        let kind: Kind = Word::from_word(word).unwrap();
        for (path, date) in facts(kind, entries.get("a").unwrap()) {
            covered.insert(format!(
                "{word} {}",
                path.to_string().replace(|c: char| "[0123456789]".contains(c), "")
            ));
            if date.year() == 2029 {
                expected.insert(format!("{word}/a.{path}"));
            }
        }
        let mut all = BTreeSet::new();
        dates(shape::keys(kind), "", &mut all);
        let missing: Vec<_> =
            all.iter().filter(|path| !covered.contains(&format!("{word} {path}"))).collect();
        assert!(missing.is_empty(), "{word} has dates that this test does not write: {missing:?}");
    }
    let findings = World::of(PLAYBOOK).lint();
    let found = findings.iter().filter(|finding| finding.rule == "future-fact");
    let found: BTreeSet<_> = found.map(|finding| format!("{}.{}", finding.subject, finding.field)).collect();
    assert_eq!(found, expected);
}

#[test]
fn commands_refuse_what_has_not_happened_yet() {
    const FAILURE: &str = "[failure.a]\nproblem = \"p\"\n";
    let world = World::of(FAILURE)
        .file("new.toml", "[failure.b]\nproblem = \"q\"\nreviewed = 2029-01-01\n")
        .file("test.toml", "[test.t]\ncovers = [\"a\"]\nruns = [{ on = 2029-01-01, result = \"pass\" }]\n");
    let before = world.files();
    for args in [
        &["review", "a", "--on", "2029-01-01"][..],
        &["review", "a", "--on", "2026-11-22"],
        &["edit", "a", "reviewed=2029-01-01"],
        &["edit", "a", "accepted={ on = 2029-01-01, until = 2030-01-01 }"],
        &["edit", "a", "accepted.on=2029-01-01", "accepted.until=2030-01-01"],
        &["add", "--from", "new.toml"],
        &["add", "--from", "test.toml"],
        &["add", "something fails", "--set", "reviewed=2029-01-01"],
    ] {
        let output = world.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
        assert!(
            args[1] == "something fails" || said(&output).contains("is in the future: 20"),
            "{}",
            said(&output)
        );
        assert_eq!(world.files(), before, "{args:?}");
    }
    for args in [
        &["review", "a", "--on", "2026-11-21"][..],
        &["edit", "a", "preventative=[{ action = \"x\", due = 2029-01-01 }]"],
        &["accept", "a", "--by", "b", "--because", "c", "--until", "2029-01-01"],
    ] {
        let output = world.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
    }
    // What was wrong before is no hindrance, and a table with one wrong date is imported.
    let world = World::of("[failure.a]\nproblem = \"p\"\nreviewed = 2029-01-01\n")
        .file("table.md", "| Failure | Severity | Likelihood | Reviewed |\n|---|---|---|---|\n| Disk full | high | rare | 2029-01-01 |\n");
    for args in [&["edit", "a", "severity=high"][..], &["import", "table.md"]] {
        let output = world.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
    }
}

#[test]
fn an_acceptance_ends_after_it_begins() {
    let said = |on: &str, until: &str| {
        let world = World::of(&format!(
            "[failure.a]\nproblem = \"p\"\naccepted = {{ by = \"b\", because = \"c\", on = {on}, until = {until} }}\n"
        ));
        world
            .lint()
            .iter()
            .filter(|finding| finding.rule == "bad-value")
            .map(|f| f.field.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(said("2026-11-20", "2026-11-19"), ["accepted.until"]);
    assert_eq!(said("2026-11-20", "2026-11-20"), [""; 0]);
}
