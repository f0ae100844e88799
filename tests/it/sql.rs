//! Statements: their clock is the day that counts as today, and they end within bounds.

use std::fmt::Write;
use std::process::Output;

use faultbook::database::Cell;
use faultbook::database::SqlError;

use crate::world::World;
use crate::world::faultbook;
use crate::world::said;
use crate::world::today;

fn small() -> World {
    World::of("[failure.a]\nproblem = \"A\"\n")
}

/// Asks as a user in another time zone, on another day than the machine's.
fn ask(world: &World, sql: &str, more: &[&str]) -> Output {
    let mut command = faultbook(world.path());
    command.args(["--today", "2030-02-01", "sql", sql]).args(more).env("TZ", "Asia/Tokyo");
    command.output().unwrap()
}

fn refused(world: &World, sql: &str, more: &[&str], words: &str) {
    let output = ask(world, sql, more);
    assert_eq!(output.status.code(), Some(2), "{sql}: {}", said(&output));
    assert!(said(&output).contains(words), "{sql}: {}", said(&output));
    assert!(output.stdout.is_empty(), "{sql}");
}

#[test]
fn the_clock_is_today() {
    let world = small();
    for (sql, expected) in [
        ("date('now')", "2030-02-01"),
        ("date('NOW', '+1 month')", "2030-03-01"),
        ("date('n' || 'ow')", "2030-02-01"),
        ("date()", "2030-02-01"),
        ("datetime('now')", "2030-02-01 00:00:00"),
        ("datetime('now', 'localtime')", "2030-02-01 00:00:00"),
        ("datetime('now', '+1 day', 'utc')", "2030-02-02 00:00:00"),
        ("datetime('2026-01-01 10:00', 'localtime')", "2026-01-01 10:00:00"),
        ("time('now')", "00:00:00"),
        ("current_date", "2030-02-01"),
        ("CURRENT_TIME", "00:00:00"),
        ("current_timestamp", "2030-02-01 00:00:00"),
        ("strftime('%Y-%m-%d %H:%M', 'now')", "2030-02-01 00:00"),
        ("strftime('%s')", "1896134400"),
        ("strftime('utc')", "utc"),
        ("unixepoch()", "1896134400"),
        ("unixepoch('now', 'subsec')", "1896134400"),
        ("julianday('now')", "2462533.5"),
        ("timediff('now', '2030-01-01')", "+0000-01-00 00:00:00.000"),
        ("timediff('2030-01-01', 'now')", "-0000-01-00 00:00:00.000"),
        // What has its own time keeps it.
        ("date('2026-01-31', '+1 month')", "2026-03-03"),
        ("datetime(0, 'unixepoch')", "1970-01-01 00:00:00"),
        ("date(2461000.5)", "2025-11-21"),
        ("ifnull(date(NULL), 'none')", "none"),
        ("ifnull(date('nonsense'), 'none')", "none"),
    ] {
        let output = ask(&world, &format!("SELECT {sql} AS x"), &["--csv"]);
        let answer = String::from_utf8(output.stdout.clone()).unwrap();
        let answer = answer.lines().nth(1).unwrap_or_default().trim_matches('"').trim_start_matches('\'');
        assert_eq!(answer, expected, "{sql}: {}", said(&output));
    }
    refused(&world, "SELECT timediff('now')", &[], "wrong number of arguments");
}

#[test]
fn what_nobody_can_repeat_is_refused() {
    let world = small();
    for sql in
        ["SELECT random()", "SELECT id FROM failures ORDER BY abs(random())", "SELECT hex(randomblob(8))"]
    {
        refused(&world, sql, &[], "is not available: the same statement always gives the same answer");
    }
}

const ENDLESS: &str = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)";

#[test]
fn endless_statements_end() {
    let world = small();
    refused(&world, &format!("{ENDLESS} SELECT count(*) FROM n"), &[], "takes too long, and was stopped");
    let mut index = world.open().database(today()).unwrap();
    // Whoever embeds the index may be less patient.
    index.stop_when(|| true).unwrap();
    let sql = format!("{ENDLESS} SELECT max(x) FROM n");
    let stopped = index.question(&sql).and_then(|mut question| question.answer(&[], |_| Ok(())));
    assert!(matches!(stopped, Err(SqlError::TooLong)), "{stopped:?}");
    index.stop_when(|| false).unwrap();
    let mut rows = Vec::new();
    let answered = index.question("SELECT count(*) FROM failures").and_then(|mut question| {
        question.answer(&[], |row| {
            rows.push(row);
            Ok(())
        })
    });
    assert!(answered.is_ok());
    assert_eq!(rows, [[Cell::Integer(1)]]);
}

#[test]
fn answers_and_memory_have_bounds() {
    let world = small();
    let large = "the answer is too large: more than 1000000 rows, or 128 MiB; add LIMIT";
    refused(&world, &format!("{ENDLESS} SELECT x FROM n"), &["--csv"], large);
    let wide = format!("{ENDLESS} SELECT hex(zeroblob(1000000)) FROM n");
    refused(&world, &wide, &["--json"], large);
    refused(&world, &format!("{ENDLESS} SELECT x FROM n"), &[], "there are more than 100000 rows");
    let sort = format!("{ENDLESS} SELECT hex(zeroblob(1000000)) AS h FROM n ORDER BY h");
    refused(&world, &sort, &[], "needs too much memory, and was stopped");
    let group = format!("{ENDLESS} SELECT x || hex(zeroblob(1000000)) AS h FROM n GROUP BY h");
    refused(&world, &group, &[], "needs too much memory, and was stopped");
    refused(&world, "SELECT zeroblob(20000000)", &[], "too big");
}

/// Where all failures touch all flows, pairs are counted and not stored.
#[test]
fn very_many_pairs_are_counted() {
    let mut playbook = "[component.c]\n".to_owned();
    for n in 0..1_100 {
        write!(playbook, "[flow.f-{n}]\ncomponents = [\"c\"]\n").unwrap();
        write!(playbook, "[failure.a-{n}]\nproblem = \"p {n}\"\nsources = [\"c\"]\n").unwrap();
    }
    let output = World::of(&playbook).run(&[
        "sql",
        "SELECT sum(touches_count), count(touches) FROM failures",
        "--csv",
    ]);
    let answer = String::from_utf8_lossy(&output.stdout);
    assert!(answer.ends_with("1210000,0\r\n"), "{answer}");
    assert!(said(&output).contains("note: failures.touches is NULL"), "{}", said(&output));
    let few = World::of(
        "[component.c]\n[flow.f]\ncomponents = [\"c\"]\n[failure.a]\nproblem = \"p\"\nsources = [\"c\"]\n",
    );
    let output = few.run(&["sql", "SELECT touches_count, touches FROM failures", "--csv"]);
    let answer = String::from_utf8_lossy(&output.stdout);
    assert!(answer.ends_with("1,\"[\"\"f\"\"]\"\r\n"), "{answer}");
    assert_eq!(said(&output), "");
}

/// A condition does not part failures that are equally likely.
#[test]
fn failures_are_grouped_by_the_level_of_their_likelihood() {
    let failure = |id: &str, likelihood: &str| {
        format!("[failure.{id}]\nproblem = \"{id}\"\nlikelihood = {likelihood}\n")
    };
    let world = World::of(
        &[
            failure("always", "\"likely\""),
            failure("on-sale", "{ level = \"likely\", when = \"on sale\", otherwise = \"rare\" }"),
            failure("number", "6"),
            failure(
                "both",
                "[{ level = \"rare\", when = \"by day\" }, { level = \"likely\", when = \"by night\" }]",
            ),
            failure("all-the-same", "{ level = \"likely\", when = \"on sale\", otherwise = \"likely\" }"),
        ]
        .concat(),
    );
    let ask = |sql: &str| String::from_utf8(world.run(&["sql", sql, "--csv"]).stdout).unwrap();
    let grouped = ask("SELECT likelihood, likelihood_rank, count(*) AS n FROM failures GROUP BY likelihood");
    assert_eq!(grouped, "\"likelihood\",\"likelihood_rank\",\"n\"\r\n\"likely\",6,5\r\n");
    let when = ask("SELECT id, likelihood_when AS w FROM failures WHERE w IS NOT NULL ORDER BY id");
    assert_eq!(when, "\"id\",\"w\"\r\n\"both\",\"by night\"\r\n\"on-sale\",\"on sale\"\r\n");
    let cases = ask(
        "SELECT id, json_extract(likelihood_cases, '$.conditions[0].when') AS c, json_extract(likelihood_cases, '$.otherwise') AS o \
         FROM failures WHERE likelihood_cases IS NOT NULL ORDER BY id",
    );
    let expected = "\"id\",\"c\",\"o\"\r\n\"all-the-same\",\"on sale\",\"likely\"\r\n\"both\",\"by day\",\"\"\r\n\"on-sale\",\"on sale\",\"rare\"\r\n";
    assert_eq!(cases, expected);
}
