//! The database says what the text says; SQL reads it and does nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use faultbook::database;
use faultbook::database::Cell;
use faultbook::database::Database;
use faultbook::database::SqlError;
use faultbook::export;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::rank::METHODS;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

use crate::payloads::CONFIG;
use crate::payloads::PLAYBOOK;
use crate::search;
use crate::world::World;
use crate::world::today;

type Rows = Vec<Vec<Cell>>;

fn ask(index: &Database, sql: &str, values: &[&str]) -> Result<Rows, SqlError> {
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    let mut rows = Vec::new();
    index.question(sql)?.answer::<SqlError>(&values, |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

/// Everything that an index can be asked, in the order in which it is answered.
fn dump(index: &Database) -> BTreeMap<String, Rows> {
    let mut all = BTreeMap::new();
    for table in database::tables() {
        let columns: Vec<_> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let sql = format!("SELECT {} FROM {}", columns.join(", "), table.name);
        all.insert(table.name.to_owned(), ask(index, &sql, &[]).unwrap());
        for column in table.indexes {
            let sql = format!("SELECT \"{column}\" FROM {} ORDER BY \"{column}\"", table.name);
            all.insert(format!("{}.{column}", table.name), ask(index, &sql, &[]).unwrap());
        }
    }
    for sql in [
        "SELECT rowid, * FROM search",
        "SELECT entry, bm25(search) FROM search WHERE search MATCH 'a OR order OR store*' ORDER BY rank",
        "SELECT type, name, sql FROM sqlite_schema ORDER BY name",
    ] {
        all.insert(sql.to_owned(), ask(index, sql, &[]).unwrap());
    }
    all
}

/// A small workspace with an entry of everything.
fn small() -> World {
    World::of(
        "[playbook]\nowner = \"sre\"\n[component.db]\nname = \"Order store\"\ndepends_on = [\"net\"]\n[component.net]\nsla = \"99.95%\"\n\
         [flow.buy]\ncomponents = [\"db\"]\nrto = \"90m\"\n[failure.a]\nproblem = \"A\"\nseverity = \"high\"\nlikelihood = \"likely\"\n\
         sources = [\"db\"]\nreactive = [\"x\", { use = \"c\" }]\n[failure.b]\nproblem = \"B\"\n[action.c]\naction = \"C\"\n",
    )
}

#[test]
fn the_tables_say_what_the_text_says() {
    let workspace = Workspace::from_texts(CONFIG, [("playbooks/shop.toml", PLAYBOOK)]);
    let index = workspace.database(today()).unwrap();
    let one = |sql: &str| match ask(&index, sql, &[]).unwrap().as_slice() {
        [row] => row.clone(),
        rows => panic!("{sql}: {rows:?}"),
    };
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(
        one(
            "SELECT priority, severity, severity_rank, reviewed, sources, json_extract(estimate, '$.repair') FROM failures"
        ),
        [
            text("critical"),
            text("high"),
            Cell::Integer(9),
            text("2026-11-01"),
            text("[\"orders-db\"]"),
            text("40m")
        ]
    );
    assert_eq!(
        one("SELECT sla, instances, json_extract(scaling, '$.max') FROM components WHERE id = 'cart-api'"),
        [Cell::Real(99.95), Cell::Integer(2), Cell::Integer(20)]
    );
    assert_eq!(
        one("SELECT rto, rto_hours, time_critical FROM flows WHERE id = 'place-order'"),
        [text("4h"), Cell::Real(4.0), Cell::Integer(1)]
    );
    assert_eq!(
        one("SELECT failure, class, action, due FROM actions WHERE id = 'autoscale'"),
        [
            text("orders-store-times-out"),
            text("preventative"),
            text("Configure autoscale"),
            text("2026-12-15")
        ]
    );
    assert_eq!(
        one("SELECT number, strength, fallback FROM dependencies WHERE needs = 'price-cache'"),
        [Cell::Integer(2), text("weak"), text("last known price")]
    );
    assert_eq!(
        one("SELECT number, strength FROM steps WHERE component = 'recommendations'"),
        [Cell::Integer(3), text("weak")]
    );
    assert_eq!(one("SELECT count(*) FROM scores WHERE position = 1"), [Cell::Integer(METHODS.len() as i64)]);
    let findings = workspace.lint(RULES, Facts::new(today())).findings;
    let told =
        ask(&index, "SELECT rule, file, line FROM findings ORDER BY file, line, \"column\", rule", &[]);
    let said = findings.iter().map(|finding| {
        let line = i64::try_from(finding.span.start.line).unwrap();
        vec![text(finding.rule), text(&finding.span.file), Cell::Integer(line)]
    });
    let (mut told, mut said) = (told.unwrap(), said.collect::<Vec<_>>());
    for rows in [&mut told, &mut said] {
        rows.sort_by_key(|row| format!("{row:?}"));
    }
    assert_eq!(told, said);
    assert!(!said.is_empty());
}

/// The score of a method may be a word.
#[test]
fn every_method_may_order_the_list() {
    for method in METHODS {
        let config = format!("format = 1\nrank = \"{}\"\n", method.id);
        let index = small().file("faultbook.toml", config).open().database(today()).unwrap();
        let scored = ask(&index, "SELECT count(*) FROM scores WHERE method = ?", &[method.id]).unwrap();
        let failures = ask(&index, "SELECT count(*) FROM failures WHERE status <> 'retired'", &[]).unwrap();
        assert_eq!(scored, failures, "{}", method.id);
    }
}

#[test]
fn the_page_tells_every_table_and_column() {
    let mut told = "## Tables\n".to_owned();
    for table in database::tables() {
        let key: Vec<_> =
            table.columns.iter().take(table.key).map(|column| format!("`{}`", column.name)).collect();
        told.push_str(&format!(
            "\n### {}\n\nA row is {}. Key: {}.\n\n",
            table.name,
            table.about,
            key.join(", ")
        ));
        told.push_str("| column | type | what |\n| --- | --- | --- |\n");
        for column in &table.columns {
            let of = column.references.map(|table| format!("; in `{table}`")).unwrap_or_default();
            told.push_str(&format!(
                "| `{}` | {} | {}{of} |\n",
                column.name,
                column.kind.word(),
                column.about
            ));
        }
    }
    let page = export::find("sqlite").unwrap().page;
    let (before, tables) = page.split_once("## Tables\n").unwrap_or((page, ""));
    if std::env::var_os("UPDATE").is_some() {
        fs::write("src/export/sqlite.md", format!("{before}{told}")).unwrap();
    } else {
        assert_eq!(format!("## Tables\n{tables}"), told, "UPDATE=1 writes the page anew");
    }
    assert!(before.contains("MATCH") && database::SEARCH.contains("entry UNINDEXED, id, title, text"));
}

#[test]
fn an_export_repeats_and_is_sound() {
    let workspace = Workspace::from_texts(CONFIG, [("playbooks/shop.toml", PLAYBOOK)]);
    let write = || {
        let mut bytes = Vec::new();
        let report = workspace.report(ReportOptions::new(workspace.method(), today()));
        (export::find("sqlite").unwrap().report.unwrap())(&report, &mut bytes).unwrap();
        bytes
    };
    let bytes = write();
    assert_eq!(bytes, write());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.db");
    fs::write(&path, &bytes).unwrap();
    let database = rusqlite::Connection::open(&path).unwrap();
    let one = |sql: &str| database.query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
    assert_eq!(one("PRAGMA integrity_check"), rusqlite::types::Value::Text("ok".to_owned()));
    assert_eq!(one("PRAGMA journal_mode"), rusqlite::types::Value::Text("delete".to_owned()));
    assert_eq!(one("PRAGMA application_id"), rusqlite::types::Value::Integer(0x6662_6f6b));
    database.execute_batch("INSERT INTO search(search) VALUES('integrity-check')").unwrap();
    assert!(
        database
            .prepare("PRAGMA foreign_key_check(scores)")
            .unwrap()
            .query([])
            .unwrap()
            .next()
            .unwrap()
            .is_none()
    );

    let world = World::of(PLAYBOOK);
    for (args, failures) in [(vec![], 1), (vec!["--where", "id=nothing"], 0)] {
        let output = world.run(&[&["export", "sqlite", "-o", "x.db"], args.as_slice()].concat());
        assert!(output.status.success(), "{output:?}");
        let database = rusqlite::Connection::open(world.path().join("x.db")).unwrap();
        let count = |sql| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(count("SELECT count(*) FROM failures"), failures);
        assert!(count("SELECT count(*) FROM findings") > 0);
    }
    let output = world.run(&["export", "sqlite", "--columns", "id", "-o", "x.db"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

#[test]
fn words_are_values() {
    let world = search::world();
    let index = world.open().database(today()).unwrap();
    let before = dump(&index);
    let report = world.open();
    let report = report.report(ReportOptions::new(report.method(), today()).all(true));
    for typed in search::payloads() {
        let start: String = typed.chars().take(60).collect();
        let quoted = "SELECT entry FROM search WHERE search MATCH '\"' || replace(?, '\"', '\"\"') || '\"'";
        for sql in [quoted, "SELECT id FROM failures WHERE instr(problem, ?)", "SELECT ?"] {
            // FTS5 reads a value up to its first NUL.
            let typed = typed.replace('\0', " ");
            let answer = ask(&index, sql, &[&typed]);
            assert!(answer.is_ok(), "{start}: {answer:?}");
        }
        let query = faultbook::text_match::Query::new(&typed);
        let words: Vec<String> = query.words().map(|word| format!("\"{word}\"*")).collect();
        // FTS5 folds `İ` in another way, and knows no words in scripts without gaps.
        let odd = |letter: char| !letter.is_ascii() && !"äöüÄÖÜé".contains(letter);
        if words.is_empty() || words.len() > 100 || typed.contains(odd) || typed.contains("istanbul") {
            continue;
        }
        let sql = "SELECT entry FROM search WHERE search MATCH ? ORDER BY entry";
        let by_index = ask(&index, sql, &[&words.join(" AND ")]).unwrap();
        let mut plain: Vec<_> =
            report.search(&query).iter().map(|hit| vec![Cell::Text(hit.entry.to_string())]).collect();
        plain.sort_by_key(|row| format!("{row:?}"));
        assert_eq!(by_index, plain, "{start}");
    }
    assert_eq!(dump(&index), before, "nothing was changed");
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let world = small();
    let index = world.open().database(today()).unwrap();
    let before = world.files();
    for sql in [
        "DELETE FROM failures",
        "UPDATE failures SET problem = 'x'",
        "INSERT INTO about VALUES ('a', 'b')",
        "DROP TABLE failures",
        "CREATE TABLE x (a)",
        "CREATE TEMP TABLE x (a)",
        "CREATE TEMP VIEW x AS SELECT 1",
        "ATTACH 'x.db' AS x",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO 'x.db'",
        "PRAGMA writable_schema = ON",
        "PRAGMA query_only = OFF",
        "PRAGMA user_version",
        "BEGIN",
        "SAVEPOINT a",
        "REINDEX",
        "ANALYZE",
        "SELECT load_extension('x.so')",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM dbstat",
        "SELECT rootpage FROM sqlite_schema",
        "INSERT INTO search(search) VALUES ('rebuild')",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE failures",
        "EXPLAIN DELETE FROM failures",
        "",
        " -- nothing",
        "nonsense",
        "SELECT nothing",
        "SELECT zeroblob(100000000)",
        "SELECT ?",
        "SELECT * FROM search WHERE search MATCH '\"'",
        "\0",
    ] {
        assert!(ask(&index, sql, &[]).is_err(), "{sql} is answered");
        if !sql.contains('\0') {
            let output = world.run(&["sql", sql]);
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{sql}: {said}");
            assert!(said.starts_with("error: ") && said.contains("--tables"), "{sql}: {said}");
        }
    }
    assert_eq!(world.files(), before, "nothing was written");
    assert_eq!(dump(&index), dump(&world.open().database(today()).unwrap()));
}

#[test]
fn csv_of_an_answer_is_as_harmless_as_that_of_an_export() {
    let world = small();
    let sql =
        "SELECT '=1+1' AS \"@a\", char(27, 155, 97) AS b, 'x, \"y\"' AS c, -1 AS d, NULL AS e, x'00ff' AS f";
    let output = world.run(&["sql", sql, "--csv"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        text,
        "\"'@a\",\"b\",\"c\",\"d\",\"e\",\"f\"\r\n\"'=1+1\",\"a\",\"x, \"\"y\"\"\",-1,\"\",\"00ff\"\r\n"
    );
}

/// Statements are made of constants: only the file that holds the tables puts any together, and it knows no text of people.
#[test]
fn no_text_becomes_sql() {
    let mut seen = 0;
    for path in crate::architecture::files(Path::new("src/database"))
        .into_iter()
        .chain([Path::new("src/export/sqlite.rs").into()])
    {
        let text = fs::read_to_string(&path).unwrap();
        if path.ends_with("schema.rs") {
            for foreign in ["Report", "Book", "Contents", "Value", "report.", "String)", "&str)"] {
                let known = text.replace("fn text(name: &str, about: &str)", "").replace("about: &str)", "");
                assert!(!known.contains(foreign), "{} holds {foreign}", path.display());
            }
            seen += text.matches("format!(").count();
            continue;
        }
        assert!(!text.contains("format!("), "{} puts a text together", path.display());
        for call in ["prepare(", "execute_batch(", "query_row(", ".execute("] {
            for (at, _) in text.match_indices(call) {
                let given: String =
                    text[at + call.len()..].chars().take_while(|&letter| letter != '\n').collect();
                let constants = [
                    "\"",
                    "SETTINGS",
                    "BLOCKS",
                    "SEARCH",
                    "&table.",
                    "&index",
                    "sql)",
                    "[",
                    "rusqlite::params",
                    "texts.",
                ];
                assert!(
                    constants.iter().any(|start| given.starts_with(start)),
                    "{}: {call}{given}",
                    path.display()
                );
            }
        }
    }
    assert!(seen > 3, "schema.rs makes {seen} statements; the gate looks elsewhere");
}
